"""Links of a damaged note: what is read of them is repaired, and the file they name may be damaged alike."""

from collections.abc import Iterator
from functools import cache

from vaultmind.domain.link import Link, LinkKind

_ENCODINGS = ("mac_roman", "cp1252", "cp1251", "koi8_r", "cp866", "cp437", "mac_cyrillic")


def target_as_written(link: Link) -> str | None:
    """Return the target of a link as it stands in the note, where its damage was undone for reading; else ``None``."""
    if link.target.isascii() or link.target in link.text or link.text.isascii():
        return None
    if link.kind is LinkKind.MARKDOWN and "%" in link.text:
        return None  # encoded, not damaged
    return next((spelling for spelling in _damaged(link.target) if spelling in link.text), None)


def _damaged(name: str) -> Iterator[str]:
    """Yield a name as UTF-8 that was read in another encoding, and that once more."""
    once = [_misread(name, encoding) for encoding in _ENCODINGS]
    yield from once
    for spelling in once:
        for encoding in _ENCODINGS:
            yield _misread(spelling, encoding)


def _misread(name: str, encoding: str) -> str:
    table = _characters(encoding)
    return "".join(table[byte] for byte in name.encode("utf-8", "replace"))


@cache
def _characters(encoding: str) -> tuple[str, ...]:
    """Return the character of each byte; where an encoding has none, the control character of that number."""
    found = (bytes([byte]).decode(encoding, "replace") for byte in range(256))
    return tuple(char if char != "\ufffd" else chr(byte) for byte, char in enumerate(found))
