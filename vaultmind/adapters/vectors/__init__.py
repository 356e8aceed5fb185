"""Embedding models, their vectors by text, and the stores that search them."""
