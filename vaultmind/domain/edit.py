"""Edits of notes: a stretch of text and what stands there instead, and the checksum of what was read."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NewType

from vaultmind.domain.span import Span

Checksum = NewType("Checksum", str)
"""SHA-256 of all bytes of a file, in hexadecimal."""


def checksum_of(content: bytes) -> Checksum:
    """Return the checksum of the bytes of a file."""
    return Checksum(sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Edit:
    """One stretch of a text and what stands there instead, e.g. ``Edit(Span(3, 7), "Garden")``.

    An empty span inserts. The span is in the text as on disk, before any other edit of the same plan.
    """

    span: Span
    replacement: str


@dataclass(frozen=True, slots=True)
class ByteEdit:
    """An edit as the journal keeps it: the half-open stretch of bytes of the file, and the bytes instead."""

    start: int
    end: int
    replacement: bytes


def in_order(edits: Sequence[Edit]) -> tuple[Edit, ...]:
    """Return the edits by place; raise ``ValueError`` where two of them touch the same characters."""
    ordered = tuple(sorted(edits, key=lambda edit: (edit.span.start, edit.span.end)))
    for one, other in itertools.pairwise(ordered):
        if other.span.start < one.span.end or one.span == other.span:
            raise ValueError(f"edits overlap at {other.span.start}")
    return ordered


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return ``text`` with each span replaced; everything outside the spans is the same, character by character."""
    pieces: list[str] = []
    done = 0
    for edit in in_order(edits):
        pieces += (text[done : edit.span.start], edit.replacement)
        done = edit.span.end
    pieces.append(text[done:])
    return "".join(pieces)


def apply_byte_edits(content: bytes, edits: Sequence[ByteEdit]) -> bytes:
    """Return ``content`` with each stretch replaced; ``edits`` are in order and do not overlap."""
    pieces: list[bytes] = []
    done = 0
    for edit in edits:
        pieces += (content[done : edit.start], edit.replacement)
        done = edit.end
    pieces.append(content[done:])
    return b"".join(pieces)


def different_stretch(before: bytes, after: bytes) -> tuple[ByteEdit, ...]:
    """Return the one edit that makes ``after`` of ``before``, without what both begin and end with; none if equal."""
    if before == after:
        return ()
    start, limit = 0, min(len(before), len(after))
    while start < limit and before[start] == after[start]:
        start += 1
    end = 0
    while end < limit - start and before[-1 - end] == after[-1 - end]:
        end += 1
    return (ByteEdit(start, len(before) - end, after[start : len(after) - end]),)


def inverse_byte_edits(content: bytes, edits: Sequence[ByteEdit]) -> tuple[ByteEdit, ...]:
    """Return the edits that bring ``apply_byte_edits(content, edits)`` back to ``content``."""
    inverse: list[ByteEdit] = []
    shift = 0
    for edit in edits:
        start = edit.start + shift
        inverse.append(ByteEdit(start, start + len(edit.replacement), content[edit.start : edit.end]))
        shift += len(edit.replacement) - (edit.end - edit.start)
    return tuple(inverse)
