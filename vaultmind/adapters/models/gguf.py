"""What a GGUF file says of itself, read with every count and offset checked before native code sees the file."""

import math
import mmap
import struct
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vaultmind.domain.errors import ModelProblem

_MAX_ENTRIES = 1_000_000
_MAX_DEPTH = 4
_LIKELY_VERSIONS = 100
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
_STRING, _ARRAY = 8, 9
# (weights per block, bytes per block) by ggml type; a type that is not here is left to the runtime
_BLOCKS = {
    0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34), 9: (32, 36),
    10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210), 15: (256, 292), 16: (256, 66),
    17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18), 21: (256, 110), 22: (256, 82), 23: (256, 136),
    24: (1, 1), 25: (1, 2), 26: (1, 4), 27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """A chat model in a file: its kind, and what its context costs."""

    name: str
    architecture: str
    size_bytes: int
    layers: int
    trained_context_tokens: int
    cache_bytes_per_token: int
    has_chat_template: bool


@dataclass(frozen=True, slots=True)
class GgufTensor:
    """The shape of one tensor, the innermost dimension first, and its ggml type."""

    shape: tuple[int, ...]
    kind: int


@dataclass(frozen=True, slots=True)
class GgufContents:
    """The header of any GGUF file. Of a long array, and of one of strings, ``values`` has the length alone.

    Those that ``read_contents`` was told to keep ``whole`` are lists, however long.
    """

    file_name: str
    size_bytes: int
    version: int
    values: Mapping[str, object]
    tensors: Mapping[str, GgufTensor]

    @property
    def kind(self) -> str:
        """Return what the file holds: ``model``, or e.g. ``adapter``."""
        return str(self.values.get("general.type", "model"))

    @property
    def architecture(self) -> str:
        """Return the family of the model, e.g. ``llama``, ``""`` where it is not said."""
        return str(self.values.get("general.architecture", ""))


def read_gguf(path: Path) -> GgufHeader:
    """Return the header of a GGUF chat model; raise ``ModelProblem`` in one sentence for anything else."""
    return describe(read_contents(path))


def read_contents(
    path: Path, *, versions: tuple[int, ...] = (2, 3), whole: Collection[str] = frozenset()
) -> GgufContents:
    """Return what stands in the header of a GGUF file; raise ``ModelProblem`` in one sentence for anything else."""
    with opened_model(path) as file:
        size = path.stat().st_size
        if file.read(4) != b"GGUF":
            raise ModelProblem(f"{path.name} is not a GGUF model file.")
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
            return _Reader(memory, path.name, size).contents(versions, whole)


@contextmanager
def opened_model(path: Path) -> Iterator[BinaryIO]:
    """Open a model file; what the disk says against it becomes a ``ModelProblem``."""
    try:
        with path.open("rb") as file:
            yield file
    except FileNotFoundError as error:
        raise ModelProblem(f"There is no model file {path}.") from error
    except OSError as error:
        raise ModelProblem(f"The model file {path} cannot be read: {error.strerror}.") from error


def describe(contents: GgufContents) -> GgufHeader:
    """Return a chat model's header; raise ``ModelProblem`` for a file that holds none."""
    if contents.kind != "model" or not contents.tensors:
        raise ModelProblem(
            f"{contents.file_name} is a GGUF file of kind {contents.kind!r}, not a model that can answer."
        )
    values, architecture = contents.values, contents.architecture
    layers = _positive(values, f"{architecture}.block_count", 0)
    width = _positive(values, f"{architecture}.embedding_length", 0)
    if not 0 < layers <= 10_000 or not width or "tokenizer.ggml.model" not in values:
        raise ModelProblem(
            f"{contents.file_name} holds no complete language model: its architecture or words are missing."
        )
    heads = _positive(values, f"{architecture}.attention.head_count", 1)
    kept = values.get(f"{architecture}.attention.head_count_kv", heads)
    per_layer = kept if isinstance(kept, list) else [kept] * layers
    head_width = max(1, width // heads)
    both = _positive(values, f"{architecture}.attention.key_length", head_width) + _positive(
        values, f"{architecture}.attention.value_length", head_width
    )
    return GgufHeader(
        name=str(values.get("general.name") or contents.file_name.removesuffix(".gguf")),
        architecture=architecture,
        size_bytes=contents.size_bytes,
        layers=layers,
        trained_context_tokens=_positive(values, f"{architecture}.context_length", 4096),
        cache_bytes_per_token=2 * both * sum(int(one) for one in per_layer if isinstance(one, int)),
        has_chat_template="tokenizer.chat_template" in values,
    )


class _Reader:
    """Walks through one header, once, from its beginning."""

    def __init__(self, memory: mmap.mmap, name: str, size: int) -> None:
        self._memory = memory
        self._name = name
        self._size = size
        self._at = 4
        self._length = "Q"

    def contents(self, versions: tuple[int, ...], whole: Collection[str]) -> GgufContents:
        version = self._number("I")
        if version not in versions:
            raise self._unknown_version(version, versions)
        self._length = "I" if version == 1 else "Q"
        tensors, entries = self._count(), self._count()
        values: dict[str, object] = {}
        for _ in range(entries):
            key = self._text()
            values[key] = self._value(self._number("I"), depth=0, is_whole=key in whole)
        found = self._tensors(tensors, alignment=_positive(values, "general.alignment", 32))
        return GgufContents(self._name, self._size, version, values, found)

    def _tensors(self, count: int, *, alignment: int) -> dict[str, GgufTensor]:
        """Return the shape of each tensor; raise where the file ends before the last of them."""
        ends = 0
        found: dict[str, GgufTensor] = {}
        for _ in range(count):
            name = self._text()
            dimensions = self._number("I")
            if dimensions > 8:
                raise self._damaged()
            shape = tuple(self._number(self._length) for _ in range(dimensions))
            kind = self._number("I")
            per_block, block_bytes = _BLOCKS.get(kind, (1, 0))
            ends = max(ends, self._number("Q") + math.prod(shape) // per_block * block_bytes)
            found[name] = GgufTensor(shape, kind)
        begin = -(-self._at // alignment) * alignment
        if begin + ends > self._size:
            missing = (begin + ends - self._size) / 1e6
            raise ModelProblem(f"{self._name} is cut short: its last {missing:,.1f} MB are missing; download it again.")
        return found

    def _value(self, kind: int, *, depth: int, is_whole: bool = False) -> object:
        if kind in _SCALARS:
            return self._number(_SCALARS[kind])
        if kind == _STRING:
            return self._text()
        if kind != _ARRAY or depth > _MAX_DEPTH:
            raise self._damaged()
        inner, count = self._number("I"), self._count(limit=100 * _MAX_ENTRIES)
        if inner in _SCALARS:
            layout = f"<{count}{_SCALARS[inner]}"
            place = self._step(struct.calcsize(layout))
            is_kept = is_whole or count <= 4096
            return list(struct.unpack_from(layout, self._memory, place)) if is_kept else count
        if inner == _STRING and is_whole:
            return [self._text() for _ in range(count)]
        if inner == _STRING:
            for _ in range(count):
                self._step(self._number(self._length))
            return count
        return [self._value(inner, depth=depth + 1) for _ in range(count)]

    def _text(self) -> str:
        length = self._number(self._length)
        place = self._step(length)
        return self._memory[place : place + length].decode("utf-8", "replace")

    def _count(self, *, limit: int = _MAX_ENTRIES) -> int:
        count = self._number(self._length)
        if count > limit:
            raise self._damaged()
        return count

    def _number(self, code: str) -> int:
        layout = f"<{code}"
        place = self._step(struct.calcsize(layout))
        found: int = struct.unpack_from(layout, self._memory, place)[0]
        return found

    def _step(self, length: int) -> int:
        place = self._at
        if length > len(self._memory) - place:
            raise self._damaged()
        self._at = place + length
        return place

    def _unknown_version(self, version: int, versions: tuple[int, ...]) -> ModelProblem:
        """Return why a version cannot be read: it is of other machines, too new, too old, or no version at all."""
        known = f"versions {versions[0]} to {versions[-1]} can be read"
        if version.to_bytes(4, "little") in {number.to_bytes(4, "big") for number in range(1, _LIKELY_VERSIONS)}:
            return ModelProblem(f"{self._name} is a GGUF file for machines of another byte order (big-endian).")
        if 0 < version < _LIKELY_VERSIONS:
            return ModelProblem(f"{self._name} is a GGUF file of version {version}; {known}.")
        return self._damaged()

    def _damaged(self) -> ModelProblem:
        return ModelProblem(f"{self._name} is a damaged GGUF file: its header does not fit together.")


def _positive(values: Mapping[str, object], key: str, otherwise: int) -> int:
    found = values.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else otherwise
