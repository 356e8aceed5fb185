"""The libraries beneath report nothing: what they would keep for it is not there."""

import os
import subprocess
import sys
from pathlib import Path

LOADED = "import vaultmind.adapters.vectors.embedders, onnxruntime; onnxruntime.get_all_providers()"


def test_the_runtime_of_embeddings_numbers_no_machine_and_gathers_nothing(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "ORT_"))}
    environment = {**kept, "HOME": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}

    done = subprocess.run([sys.executable, "-c", LOADED], env=environment, check=False, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
