"""A note as bytes and text at once, so that an edit of its text becomes an edit of its bytes and of nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from vaultmind.domain.edit import (
    ByteEdit,
    Checksum,
    Edit,
    apply_byte_edits,
    apply_edits,
    checksum_of,
    in_order,
)
from vaultmind.domain.errors import WriteRefused
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Note
from vaultmind.parsing.decoding import Decoded, decode
from vaultmind.parsing.markdown import parse_note

_LINE_END = re.compile(r"\r\n|\n|\r")
_ENCODING_NAMES = {"cp1251": "Windows-1251", "cp1252": "Windows-1252", "koi8_r": "KOI8-R", "cp866": "CP866"}


@dataclass(frozen=True)
class NoteText:
    """A note that is to be edited, as it was read."""

    path: NotePath
    content: bytes

    @cached_property
    def decoded(self) -> Decoded:
        return decode(self.content)

    @property
    def text(self) -> str:
        """Return the text as on disk; raise ``WriteRefused`` where the file is not text."""
        if not self.decoded.is_text:
            raise WriteRefused(f"“{self.path}” is not text, so nothing can be written into it.")
        return self.decoded.text

    @cached_property
    def note(self) -> Note:
        return parse_note(self.path, self.text)

    @cached_property
    def checksum(self) -> Checksum:
        return checksum_of(self.content)

    def line_end_at(self, place: int) -> str:
        """Return how the line before ``place`` ends, else the first line of the note, else a line feed."""
        before = max(self.text.rfind("\n", 0, place), self.text.rfind("\r", 0, place))
        if before >= 0:
            return "\r\n" if self.text[max(before - 1, 0) : before + 1] == "\r\n" else self.text[before]
        found = _LINE_END.search(self.text)
        return found[0] if found else "\n"

    def line_of(self, place: int) -> int:
        """Return the line of a place, from 1."""
        return len(_LINE_END.findall(self.text, 0, place)) + 1

    def in_own_line_ends(self, text: str, place: int) -> str:
        """Return ``text`` with the line ends that the note has at ``place``."""
        return _LINE_END.sub(self.line_end_at(place), text)


def byte_edits(opened: NoteText, edits: Sequence[Edit]) -> tuple[ByteEdit, ...]:
    """Return the edits as stretches of bytes, the inserted text in the note's own encoding.

    Raise ``WriteRefused`` where the encoding does not have a character, or where the note would be read in another
    encoding after the edit.
    """
    decoded = opened.decoded
    if not decoded.is_text:
        raise WriteRefused(f"“{opened.path}” is not text, so nothing can be written into it.")
    place, offset = 0, len(decoded.bom)
    encoded: list[ByteEdit] = []
    for edit in in_order(edits):
        offset += _size(decoded, decoded.exact[place : edit.span.start])
        end = offset + _size(decoded, edit.span.of(decoded.exact))
        encoded.append(ByteEdit(offset, end, _in_encoding(opened, edit.replacement)))
        place, offset = edit.span.end, end
    _refuse_another_reading(opened, edits, encoded)
    return tuple(encoded)


def _size(decoded: Decoded, exact: str) -> int:
    return len(decoded.encode(exact)) - len(decoded.bom) - len(decoded.tail)


def _in_encoding(opened: NoteText, text: str) -> bytes:
    decoded = opened.decoded
    try:
        if any("\ud800" <= char <= "\udfff" for char in text):
            raise WriteRefused(f"The text for “{opened.path}” has half a character in it (a lone surrogate).")
        encoded = decoded.encode(text)
    except UnicodeEncodeError as error:
        name = _ENCODING_NAMES.get(decoded.encoding, decoded.encoding)
        raise WriteRefused(
            f"“{opened.path}” is in {name}, which has no “{text[error.start]}”:"
            f" turn the note into UTF-8 first (vaultmind doctor --fix not-utf8), or leave the character out."
        ) from error
    return encoded[len(decoded.bom) : len(encoded) - len(decoded.tail)]


def _refuse_another_reading(opened: NoteText, edits: Sequence[Edit], encoded: Sequence[ByteEdit]) -> None:
    decoded = opened.decoded
    again = decode(apply_byte_edits(opened.content, encoded))
    same_reading = again.exact == apply_edits(decoded.exact, edits)
    if not same_reading or (again.encoding, again.bom) != (decoded.encoding, decoded.bom):
        raise WriteRefused(
            f"“{opened.path}” is in an encoding that has to be guessed, and would be guessed otherwise after this edit:"
            f" turn the note into UTF-8 first (vaultmind doctor --fix not-utf8)."
        )
