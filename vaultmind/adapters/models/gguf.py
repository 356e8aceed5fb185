"""What a GGUF file says of itself, read with every count and offset checked before native code sees the file."""

import mmap
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from vaultmind.domain.errors import ModelProblem

_MAX_ENTRIES = 1_000_000
_MAX_DEPTH = 4
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


def read_gguf(path: Path) -> GgufHeader:
    """Return the header of a GGUF chat model; raise ``ModelProblem`` in one sentence for anything else."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            if file.read(4) != b"GGUF":
                raise ModelProblem(f"{path.name} is not a GGUF model file.")
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as memory:
                return _Reader(memory, path.name, size).header()
    except FileNotFoundError as error:
        raise ModelProblem(f"The model file {path} is no longer there.") from error
    except OSError as error:
        raise ModelProblem(f"The model file {path} cannot be read: {error.strerror}.") from error


class _Reader:
    """Walks through one header, once, from its beginning."""

    def __init__(self, memory: mmap.mmap, name: str, size: int) -> None:
        self._memory = memory
        self._name = name
        self._size = size
        self._at = 4

    def header(self) -> GgufHeader:
        version = self._number("I")
        if version not in (2, 3):
            raise ModelProblem(f"{self._name} is a GGUF file of version {version}; versions 2 and 3 can be read.")
        tensors, entries = self._count(), self._count()
        values: dict[str, object] = {}
        for _ in range(entries):
            key = self._text()
            values[key] = self._value(self._number("I"), depth=0)
        self._check_tensors(tensors, alignment=_positive(values, "general.alignment", 32))
        kind = str(values.get("general.type", "model"))
        if kind != "model" or tensors == 0:
            raise ModelProblem(f"{self._name} is a GGUF file of kind {kind!r}, not a model that can answer.")
        return self._described(values)

    def _described(self, values: Mapping[str, object]) -> GgufHeader:
        architecture = str(values.get("general.architecture", ""))
        layers = _positive(values, f"{architecture}.block_count", 0)
        width = _positive(values, f"{architecture}.embedding_length", 0)
        if not 0 < layers <= 10_000 or not width or "tokenizer.ggml.model" not in values:
            raise ModelProblem(f"{self._name} holds no complete language model: its architecture or words are missing.")
        heads = _positive(values, f"{architecture}.attention.head_count", 1)
        kept = values.get(f"{architecture}.attention.head_count_kv", heads)
        per_layer = kept if isinstance(kept, list) else [kept] * layers
        head_width = max(1, width // heads)
        both = _positive(values, f"{architecture}.attention.key_length", head_width) + _positive(
            values, f"{architecture}.attention.value_length", head_width
        )
        return GgufHeader(
            name=str(values.get("general.name") or self._name.removesuffix(".gguf")),
            architecture=architecture,
            size_bytes=self._size,
            layers=layers,
            trained_context_tokens=_positive(values, f"{architecture}.context_length", 4096),
            cache_bytes_per_token=2 * both * sum(int(one) for one in per_layer if isinstance(one, int)),
            has_chat_template="tokenizer.chat_template" in values,
        )

    def _check_tensors(self, count: int, *, alignment: int) -> None:
        ends = 0
        for _ in range(count):
            self._text()
            dimensions = self._number("I")
            if dimensions > 8:
                raise self._damaged()
            weights = 1
            for _ in range(dimensions):
                weights *= self._number("Q")
            per_block, block_bytes = _BLOCKS.get(self._number("I"), (1, 0))
            ends = max(ends, self._number("Q") + weights // per_block * block_bytes)
        begin = -(-self._at // alignment) * alignment
        if begin + ends > self._size:
            missing = (begin + ends - self._size) / 1e6
            raise ModelProblem(f"{self._name} is cut short: its last {missing:,.1f} MB are missing; download it again.")

    def _value(self, kind: int, *, depth: int) -> object:
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
            return list(struct.unpack_from(layout, self._memory, place)) if count <= 4096 else count
        if inner == _STRING:
            for _ in range(count):
                self._step(self._number("Q"))
            return count
        return [self._value(inner, depth=depth + 1) for _ in range(count)]

    def _text(self) -> str:
        length = self._number("Q")
        place = self._step(length)
        return self._memory[place : place + length].decode("utf-8", "replace")

    def _count(self, *, limit: int = _MAX_ENTRIES) -> int:
        count = self._number("Q")
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

    def _damaged(self) -> ModelProblem:
        return ModelProblem(f"{self._name} is a damaged GGUF file: its header does not fit together.")


def _positive(values: Mapping[str, object], key: str, otherwise: int) -> int:
    found = values.get(key)
    return found if isinstance(found, int) and not isinstance(found, bool) and found > 0 else otherwise
