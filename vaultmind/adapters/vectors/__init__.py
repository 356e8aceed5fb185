"""Embedding models, their vectors by text, and the stores that search them."""

import os

# onnxruntime reports its use to its makers, and numbers the machine for it, unless this stands before it is loaded.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
