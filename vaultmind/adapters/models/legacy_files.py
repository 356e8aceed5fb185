"""Model files of 2023: which of them ctransformers can load, and why not the others, before native code sees them.

Its llama.cpp is of August 2023 (see ``models/ggml`` in marella/ctransformers): the formats that ended with GGUF, and
GGUF up to version 2 whose words carry scores; of the families it knows, Llama alone is hosted here.
"""

import math
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vaultmind.adapters.models.gguf import GgufContents, GgufHeader, describe, opened_model, read_contents
from vaultmind.domain.errors import ModelProblem

_MAGICS = {b"lmgg": "ggml", b"fmgg": "ggmf", b"tjgg": "ggjt"}
_VERSIONS = {"ggml": (0,), "ggmf": (1,), "ggjt": (1, 2, 3)}
_OLD_TYPES = frozenset({0, 1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15})
_TRAINED_CONTEXT = 2048
_MOST_WORDS = 1_000_000
_LONGEST_WORD = 4096
_MARK = re.compile(r"<[^<>\s]{1,30}>")
_CONTROL, _USER_DEFINED = 3, 4


@dataclass(frozen=True, slots=True)
class Words:
    """What a GGUF file says of its words: which tokens are marks, e.g. ``<|im_start|>``; whether prompts have a first.

    The library prints nothing for a mark, so it cannot be asked for them.
    """

    marks: Mapping[str, int]
    has_beginning: bool


@dataclass(frozen=True, slots=True)
class _OldHeader:
    """The seven numbers at the beginning of a Llama file before GGUF."""

    words: int
    width: int
    multiple: int
    heads: int
    layers: int
    rotated: int
    kind: int

    @property
    def is_llama(self) -> bool:
        """Say whether the numbers fit together as a Llama's do; other families have others in their places."""
        return (
            0 < self.words <= _MOST_WORDS
            and 0 < self.layers <= 1000
            and 0 < self.heads <= 1000
            and self.width % self.heads == 0
            and self.rotated == self.width // self.heads
        )


def is_legacy(path: Path) -> bool:
    """Say whether a file is of a format that only ctransformers reads: before GGUF, or GGUF of version 1."""
    with opened_model(path) as file:
        beginning = file.read(8)
    return beginning[:4] in _MAGICS or beginning == b"GGUF" + struct.pack("<I", 1)


def read_legacy(path: Path) -> GgufHeader:
    """Return the header of a file that ctransformers can load; raise ``ModelProblem`` that says in words why not."""
    with opened_model(path) as file:
        magic = file.read(4)
    if magic == b"GGUF":
        return _of_gguf(read_contents(path, versions=(1, 2, 3)))
    if magic in _MAGICS:
        return _before_gguf(path, _MAGICS[magic])
    raise ModelProblem(f"{path.name} is no model file: it begins with neither GGUF nor the marks of 2023.")


def read_words(path: Path) -> Words | None:
    """Return what a GGUF file says of its words, ``None`` for a file before GGUF; raise ``ModelProblem``."""
    with opened_model(path) as file:
        if file.read(4) != b"GGUF":
            return None
    listed = ("tokenizer.ggml.tokens", "tokenizer.ggml.token_type")
    values = read_contents(path, versions=(1, 2, 3), whole=listed).values
    words, kinds = (values.get(key) for key in listed)
    if not isinstance(words, list) or not isinstance(kinds, list) or len(words) != len(kinds):
        raise ModelProblem(f"{path.name} is a damaged model file: its words do not fit together.")
    marks = {
        word: token
        for token, (word, kind) in enumerate(zip(words, kinds, strict=True))
        if kind in (_CONTROL, _USER_DEFINED) and _MARK.fullmatch(str(word))
    }
    return Words(marks, values.get("tokenizer.ggml.add_bos_token") is not False)


def _of_gguf(contents: GgufContents) -> GgufHeader:
    header = describe(contents)
    name = contents.file_name
    if contents.architecture != "llama":
        raise ModelProblem(
            f"{name} is a {contents.architecture} model; ctransformers knows none but Llama here; "
            "another runtime loads it."
        )
    missing = {"tokenizer.ggml.scores", "tokenizer.ggml.token_type"} - contents.values.keys()
    if missing or contents.values.get("tokenizer.ggml.model") != "llama":
        raise ModelProblem(f"The words of {name} carry no scores, which ctransformers needs; another runtime loads it.")
    if "output.weight" not in contents.tensors:
        raise ModelProblem(
            f"{name} shares its first layer with its last, which ctransformers cannot; another runtime loads it."
        )
    if any(tensor.kind not in _OLD_TYPES for tensor in contents.tensors.values()):
        raise ModelProblem(
            f"{name} is quantized in a way that is younger than ctransformers; another runtime loads it."
        )
    return header


def _before_gguf(path: Path, kind: str) -> GgufHeader:
    """Return what a file before GGUF tells of itself: its numbers, and that its words can be walked through."""
    with opened_model(path) as file:
        beginning = file.read(4096)
    at = 4
    version = 0
    if kind != "ggml":
        version = _numbers(path, beginning, at, 1)[0]
        at += 4
    if version not in _VERSIONS[kind]:
        raise ModelProblem(f"{path.name} is a {kind} file of version {version}, which ctransformers does not know.")
    old = _OldHeader(*_numbers(path, beginning, at, 7))
    if not old.is_llama:
        raise ModelProblem(
            f"{path.name} is a {kind} file of 2023, but of no Llama; ctransformers knows none but Llama here."
        )
    at = _after_words(path, at + 28, old.words, has_scores=kind != "ggml")
    size = path.stat().st_size
    least = old.words * old.width // 4
    if size - at < least:
        raise ModelProblem(f"{path.name} is cut short: it ends before its weights; download it again.")
    return GgufHeader(
        name=path.stem,
        architecture="llama",
        size_bytes=size,
        layers=old.layers,
        trained_context_tokens=_TRAINED_CONTEXT,
        cache_bytes_per_token=4 * old.width * old.layers,
        has_chat_template=False,
    )


def _after_words(path: Path, at: int, words: int, *, has_scores: bool) -> int:
    """Return where the words of a file end; raise where they do not fit into it."""
    with opened_model(path) as file:
        file.seek(at)
        for _ in range(words):
            found = file.read(4)
            length = struct.unpack("<I", found)[0] if len(found) == 4 else math.inf
            if length > _LONGEST_WORD:
                raise ModelProblem(f"{path.name} is a damaged model file: its words do not fit together.")
            file.seek(int(length) + 4 * has_scores, 1)
        return file.tell()


def _numbers(path: Path, beginning: bytes, at: int, count: int) -> tuple[int, ...]:
    if len(beginning) < at + 4 * count:
        raise ModelProblem(f"{path.name} is a damaged model file: its header is not whole.")
    return struct.unpack_from(f"<{count}I", beginning, at)
