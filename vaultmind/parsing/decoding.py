"""Bytes to text and back: byte-order marks, UTF-8, UTF-16, legacy encodings, files that are no text."""

import codecs
import re
from collections import Counter
from dataclasses import dataclass
from math import log

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_NAMES = {
    "utf-8": "UTF-8",
    "utf-16-le": "UTF-16",
    "utf-16-be": "UTF-16",
    "utf-32-le": "UTF-32",
    "utf-32-be": "UTF-32",
    "cp1251": "Windows-1251",
    "koi8_r": "KOI8-R",
    "cp866": "CP866",
    "mac_cyrillic": "Mac Cyrillic",
    "cp1252": "Windows-1252",
}
_CYRILLIC = {"cp1251": 0.0, "koi8_r": -1.0, "cp866": -1.5, "mac_cyrillic": -5.0}
"""How likely each is before a byte was seen, as a logarithm."""

_SAMPLE_BYTES = 1 << 16
"""Bytes from the beginning of a file that a guess is made from."""

_ESCAPED = re.compile("[\ud800-\udfff]")
_CONTROL = bytes(byte for byte in range(0x20) if byte not in b"\t\n\x0b\x0c\r\x1b")
_LETTER_RUN = re.compile(rb"[A-Za-z]*[\x80-\xff]+[A-Za-z\x80-\xff]*")
_MULTIBYTE = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")

_COMMONEST_FIRST = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_OCCURRENCES = [
    1097,
    845,
    801,
    735,
    670,
    626,
    547,
    473,
    454,
    440,
    349,
    321,
    298,
    281,
    262,
    201,
    190,
    174,
    170,
    165,
    159,
]
_OCCURRENCES += [144, 121, 97, 94, 73, 64, 48, 36, 32, 26, 4, 4]
_RUSSIAN = dict(zip(_COMMONEST_FIRST, _OCCURRENCES, strict=True))
"""Occurrences of each letter in 10,000 of Russian text (National corpus of the Russian language)."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file as on disk: line ends kept, the byte-order mark not counted.

    ``text`` may be shown and stored; each byte that belongs to no character is one ``U+FFFD`` in it. ``exact`` has the
    same characters at the same places, but lets ``encode`` give every byte back.
    """

    text: str
    exact: str
    encoding: str
    bom: bytes = b""
    tail: bytes = b""
    """What is left of the bytes when the last character is cut in half (UTF-16 and UTF-32)."""
    is_text: bool = True
    warnings: tuple[str, ...] = ()

    def encode(self, exact: str) -> bytes:
        """Return the bytes of an edited ``exact``; ``encode(decoded.exact)`` is what was decoded, byte for byte.

        Raise ``UnicodeEncodeError`` when a character is not in the file's own encoding.
        """
        return self.bom + exact.encode(self.encoding, _errors(self.encoding)) + self.tail


def decode(data: bytes) -> Decoded:
    """Return the text of any bytes; never raises."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decoded(data[len(bom) :], encoding, bom)
    wide = _wide_encoding(data)
    if wide:
        return _decoded(data, wide)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        if _is_binary(data):
            return _binary(data)
        return Decoded(text, text, "utf-8", warnings=_nul_warning(data))
    if _is_binary(data):
        return _binary(data)
    return _decoded(data, "utf-8" if _is_nearly_utf8(data) else _legacy_encoding(data[:_SAMPLE_BYTES]))


def _decoded(data: bytes, encoding: str, bom: bytes = b"") -> Decoded:
    """Decode with one encoding, every odd byte kept."""
    width = 4 if "32" in encoding else 2 if "16" in encoding else 1
    whole = len(data) - len(data) % width
    tail = data[whole:]
    try:
        exact = data[:whole].decode(encoding, _errors(encoding))
    except UnicodeDecodeError:
        return _binary(bom + data)
    text = _ESCAPED.sub("\ufffd", exact)
    warnings = list(_nul_warning(data)) if width == 1 else []
    if text != exact or tail:
        odd = len(_ESCAPED.findall(exact)) + len(tail)
        warnings.append(
            f"{odd} bytes are not {_NAMES[encoding]} and are shown as �."
            if odd > 1
            else f"One byte is not {_NAMES[encoding]} and is shown as �."
        )
    if encoding != "utf-8":
        warnings.append(f"The file is not UTF-8; it is read as {_NAMES[encoding]}.")
    return Decoded(text if text != exact else exact, exact, encoding, bom, tail, warnings=tuple(warnings))


def _binary(data: bytes) -> Decoded:
    exact = data.decode("latin-1")
    return Decoded(exact, exact, "latin-1", is_text=False, warnings=("The file is not text; nothing in it is read.",))


def _errors(encoding: str) -> str:
    return "surrogatepass" if encoding.startswith(("utf-16", "utf-32")) else "surrogateescape"


def _nul_warning(data: bytes) -> tuple[str, ...]:
    return ("The file has NUL characters, as after a crash while it was written.",) if b"\0" in data else ()


def _is_binary(data: bytes) -> bool:
    """Say whether more than one byte in twenty of the beginning is a control character other than NUL."""
    sample = data[:_SAMPLE_BYTES]
    kept = sample.translate(None, b"\0")
    controls = len(kept) - len(kept.translate(None, _CONTROL))
    return controls * 20 > len(kept) or (sample.count(0) * 2 > len(sample) and controls > 0)


def _wide_encoding(data: bytes) -> str | None:
    """Return the UTF-16 that lacks its byte-order mark: one byte of each pair is nearly always 0 or 4."""
    if b"\0" not in data[:_SAMPLE_BYTES] and b"\x04" not in data[:_SAMPLE_BYTES]:
        return None
    sample = data[: _SAMPLE_BYTES - _SAMPLE_BYTES % 2]
    pairs = len(sample) // 2
    if pairs < 2:
        return None
    first, second = sample[0 : 2 * pairs : 2], sample[1 : 2 * pairs : 2]
    high_first = first.count(0) + first.count(4)
    high_second = second.count(0) + second.count(4)
    if high_second * 5 >= pairs * 4 and high_first * 5 < pairs:
        return "utf-16-le"
    if high_first * 5 >= pairs * 4 and high_second * 5 < pairs:
        return "utf-16-be"
    return None


def _is_nearly_utf8(data: bytes) -> bool:
    """Say whether most bytes above ASCII are in well-formed sequences: a file cut in half, or with a bad place."""
    sample = data[:_SAMPLE_BYTES]
    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    formed = sum(len(sequence) for sequence in _MULTIBYTE.findall(sample))
    return formed * 4 >= high * 3


def _legacy_encoding(sample: bytes) -> str:
    """Return the likeliest encoding of bytes that are not UTF-8.

    Words of a Latin alphabet have ASCII letters around each high byte; words of Russian have none, and their letters
    come with the frequencies of Russian.
    """
    runs = _LETTER_RUN.findall(sample)
    western = sum(len(run.translate(None, bytes(range(0x80, 0x100)))) for run in runs)
    high = Counter(byte for byte in sample if byte >= 0x80)
    if western >= sum(high.values()):
        return "cp1252"
    best = max(_CYRILLIC, key=lambda encoding: _CYRILLIC[encoding] + _likelihood(high, encoding))
    letters = sum(count for byte, count in high.items() if _is_russian(bytes([byte]).decode(best, "replace")))
    return best if letters * 2 > sum(high.values()) else "cp1252"


def _is_russian(char: str) -> bool:
    return char.lower() in _RUSSIAN


def _likelihood(high: Counter[int], encoding: str) -> float:
    """Return the log likelihood of the high bytes as Russian: signs are rare, and capitals, or small letters, are."""
    total = 0.0
    small = capital = 0
    for byte, count in high.items():
        char = bytes([byte]).decode(encoding, "replace")
        share = _RUSSIAN.get(char.lower(), 0) / 10_000
        if char in "«»—–…№“”„ ":
            share = 0.003
        elif char.isupper():
            capital += count
        else:
            small += count
        total += count * log(max(share, 1e-6))
    rare, usual = log(1 / 30), log(29 / 30)
    return total + max(capital * rare + small * usual, log(0.01) + capital * usual + small * rare)
