"""UTF-8 that was read in another encoding: recognised stretch by stretch, and undone with a way back to the disk."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from unicodedata import normalize

from vaultmind.domain.offsets import OffsetMap

_CODECS = ("mac_roman", "cp1252", "cp1251", "koi8_r", "cp866", "cp437", "mac_cyrillic")
_TWINS = {"mac_roman": {"Ω": 0xBD, "μ": 0xB5, "Δ": 0xC6, "¤": 0xDB}, "cp1251": {"\ufffd": 0x98}}
"""Other characters that stand for a byte: look-alikes after a normalisation, and the one hole of Windows-1251."""

_ROUNDS = 4
"""Damage upon damage is undone so many times."""

_ENOUGH = 3
"""So many damaged characters in a row, or as many as weigh the same, make a note damaged."""

_PLENTY = 3000
"""Evidence beyond this changes no mind."""

_LONGEST_WORD = 200
"""Characters of a word that ftfy is asked about."""

_COMMON_CYRILLIC = frozenset("абвгдежзийклмнопрстуфхцчшщъыьэюяёАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЁіїєґўІЇЄҐЎ")
_CODE = re.compile(r"^[ \t>]*(`{3,}|~{3,}).{0,20000}?^[ \t>]*\1|`[^`\n]{1,1000}`", re.MULTILINE | re.DOTALL)
_ORDINARY_SIGNS = frozenset("«»“”„‘’…–—№\u00a0")
_SIGNS = re.compile(
    "[\u2010-\u203a\u20ac\u2116\u2122\u2190-\u21ff\u2200-\u22ff\u2300-\u23ff\u2500-\u27bf\U0001f000-\U0001faff]"
)


@dataclass(frozen=True, slots=True)
class Repair:
    """A text with its damage undone; it has the same lines as before. ``codecs`` begin with the last damage."""

    text: str
    offsets: OffsetMap
    codecs: tuple[str, ...]

    @property
    def repaired_from(self) -> str:
        """Return what a person is told, e.g. ``"mac_roman"``, ``"cp1252 twice"`` or ``"cp1252, mac_roman"``."""
        times = {codec: self.codecs.count(codec) for codec in self.codecs}
        words = {1: "", 2: " twice"}
        return ", ".join(codec + words.get(count, f" {count} times") for codec, count in times.items())


def undo_mojibake(text: str) -> Repair | None:
    """Return the repaired text where ``text`` has damaged stretches, else ``None``. Sound stretches are not touched."""
    if text.isascii() or not _hint().search(text):
        return None
    codecs: list[str] = []
    offsets: OffsetMap | None = None
    for _ in range(_ROUNDS):
        damage = _worst_damage(text)
        if damage is None:
            break
        text, step = _undo(text, damage)
        if step is None:
            break
        offsets = step if offsets is None else step.after(offsets)
        codecs.append(damage.codec)
    return Repair(text, offsets, tuple(codecs)) if offsets is not None else None


def repair_name(name: str) -> str:
    """Return a file name as it was meant, e.g. ``"Если"`` for ``"–ï—Å–ª–∏"``; a sound name is returned as it is."""
    repair = undo_mojibake(normalize("NFC", name))
    return repair.text if repair else name


@dataclass(frozen=True, slots=True)
class _Damage:
    """One encoding that UTF-8 may have been read in: what its sequences look like."""

    codec: str
    bytes_of: dict[int, str]
    sequence: re.Pattern[str]
    run: re.Pattern[str]
    suspect: re.Pattern[str]

    def meant(self, written: str) -> str:
        """Return the character that one damaged sequence stands for."""
        if written[-1] in " ?":
            return "Р" if written[-1] == " " else "И"
        try:
            return written.translate(self.bytes_of).encode("latin-1").decode("utf-8")
        except UnicodeError:
            return "\ufffd"


@cache
def _damages() -> tuple[_Damage, ...]:
    return tuple(_damage(codec) for codec in _CODECS)


@cache
def _hint() -> re.Pattern[str]:
    """Return what every damaged stretch of some words has and hardly any sound note: a look at it is cheap."""
    common, rare, after_common, after_rare = set[str](), set[str](), set[str](), set[str]()
    for damage in _damages():
        chars = {byte: chr(char) for char, byte in damage.bytes_of.items()}
        for lead in "\xc2\xc3\xd0\xd1\xe2\xf0" if damage.codec == "cp1252" else "\xd0\xd1\xe2\xf0":
            is_common = chars[lead] in _COMMON_CYRILLIC
            (common if is_common else rare).add(chars[lead])
            (after_common if is_common else after_rare).update(chars[chr(byte)] for byte in range(0x80, 0xC0))
    after_common -= _COMMON_CYRILLIC | _ORDINARY_SIGNS
    after_rare -= _ORDINARY_SIGNS

    def one_of(chars: set[str]) -> str:
        return "[" + "".join(map(re.escape, sorted(chars))) + "]"

    first, after = one_of(common | rare), f"(?<={one_of(common)}){one_of(after_common)}"
    return re.compile(f"{first}(?:{after}|(?<={one_of(rare)}){one_of(after_rare)})")  # begins with one set: quicker


def _damage(codec: str) -> _Damage:
    byte_of: dict[str, int] = {}
    for byte in range(0x80, 0x100):
        byte_of[bytes([byte]).decode(codec, "replace").replace("\ufffd", chr(byte))] = byte
        if codec == "cp1252" and byte < 0xA0:
            byte_of.setdefault(chr(byte), byte)
    byte_of.update(_TWINS.get(codec, {}))

    def chars(first: int, last: int) -> str:
        return "[" + "".join(re.escape(char) for char, byte in byte_of.items() if first <= byte <= last) + "]"

    rest = chars(0x80, 0xBF)
    pair = f"{chars(0xC2, 0xDF)}{rest}"
    sequence = f"{pair}|{chars(0xE0, 0xEF)}{rest}{{2}}|{chars(0xF0, 0xF4)}{rest}{{3}}"
    if codec == "cp1252":
        sequence += f"|{chars(0xD0, 0xD1)}\ufffd|Ð (?={pair})"
    if codec == "cp1251":
        sequence += f"|Р[ ?](?={pair})"
    cyrillic = f"{chars(0xD0, 0xD1)}{rest}"
    sign = f"{chars(0xE2, 0xE2)}{chars(0x80, 0x9F)}{rest}|{chars(0xF0, 0xF0)}{chars(0x9F, 0x9F)}{rest}"
    suspect = f"{cyrillic}{cyrillic}|{sign}"
    if codec == "cp1252":
        suspect += f"|{chars(0xC2, 0xC3)}{rest}"
    return _Damage(
        codec,
        {ord(char): chr(byte) for char, byte in byte_of.items()},
        re.compile(sequence),
        re.compile(f"(?:{sequence})+"),
        re.compile(suspect),
    )


def _worst_damage(text: str) -> _Damage | None:
    """Return the encoding with the most evidence outside code, where a person may show what damage looks like."""
    text = _CODE.sub(" ", text)
    weighed = [(_evidence(text, damage), damage) for damage in _damages() if damage.suspect.search(text)]
    if not weighed:
        return None
    weight, damage = max(weighed, key=lambda pair: pair[0])
    return damage if weight >= _ENOUGH else None


def _evidence(text: str, damage: _Damage) -> int:
    weight = 0
    for run in damage.run.finditer(text):
        meant = _meant(run, damage)
        if len(meant) >= 2 and _is_plausible(meant):
            weight += len(meant)
        elif _SIGNS.fullmatch(meant) and len(run.group()) > 2:
            weight += 2
        elif damage.codec == "cp1252" and len(meant) == 1 and _is_bad(_word_around(text, run)):
            weight += _ENOUGH
        if weight >= _PLENTY:
            break
    return weight


def _is_bad(word: str) -> bool:
    """Say whether a word is of a kind that only damage makes."""
    from ftfy.badness import is_bad  # noqa: PLC0415 (hardly a note needs it)

    return bool(is_bad(word))


def _meant(run: re.Match[str], damage: _Damage) -> str:
    return "".join(damage.meant(sequence.group()) for sequence in damage.sequence.finditer(run.group()))


def _is_plausible(meant: str) -> bool:
    """Say whether a person may have written ``meant``, or somebody's program may have damaged it before."""
    letters = [char for char in meant if char.isalpha()]
    cyrillic = sum(char in _COMMON_CYRILLIC for char in letters)
    if cyrillic and cyrillic * 10 >= len(letters) * 9:
        return any(char.islower() for char in letters) or len(letters) >= 3
    if any(damage.suspect.search(meant) for damage in _damages()):
        return True
    return not letters and bool(_SIGNS.search(meant))


def _word_around(text: str, run: re.Match[str]) -> str:
    start, end = run.span()
    while start and not text[start - 1].isspace() and run.start() - start < _LONGEST_WORD:
        start -= 1
    while end < len(text) and not text[end].isspace() and end - run.end() < _LONGEST_WORD:
        end += 1
    return text[start:end]


def _undo(text: str, damage: _Damage) -> tuple[str, OffsetMap | None]:
    """Return ``text`` with every stretch of this damage undone, and the way back; ``None`` where there was none."""
    pieces: list[str] = []
    read, disk = [0], [0]
    place = length = 0
    for start, end in _stretches(text, damage):
        pieces.append(text[place:start])
        length += start - place
        for sequence in damage.sequence.finditer(text, start, end):
            read.append(length)
            disk.append(sequence.start())
            pieces.append(damage.meant(sequence.group()))
            length += 1
        read.append(length)
        disk.append(end)
        place = end
    if not place:
        return text, None
    pieces.append(text[place:])
    return "".join(pieces), OffsetMap(tuple(read), tuple(disk))


def _stretches(text: str, damage: _Damage) -> Iterator[tuple[int, int]]:
    """Yield the stretches to be undone. A lone sequence is damage where its line has more, or nothing sound beside."""
    if _is_sound_free(text, damage):
        yield from (run.span() for run in damage.run.finditer(text))
        return
    line_start = 0
    for line in text.split("\n"):
        runs = [] if line.isascii() else list(damage.run.finditer(line))
        meant = [_meant(run, damage) for run in runs]
        strong = [len(words) >= 2 and _is_plausible(words) for words in meant]
        alone_too = any(strong) or (bool(runs) and _is_sound_free(line, damage))
        for run, words, is_strong in zip(runs, meant, strong, strict=True):
            if is_strong or (alone_too and _is_word(words, damage) and _stands_alone(line, run)):
                yield line_start + run.start(), line_start + run.end()
        line_start += len(line) + 1


def _is_word(meant: str, damage: _Damage) -> bool:
    """Say whether a run with little evidence of its own means something: a sign, a Russian letter, a Latin one."""
    return len(meant) >= 2 or meant in _COMMON_CYRILLIC or not meant.isalpha() or damage.codec == "cp1252"


def _stands_alone(line: str, run: re.Match[str]) -> bool:
    """Say whether no letter of another alphabet touches the run."""
    before, after = line[run.start() - 1 : run.start()], line[run.end() : run.end() + 1]
    return all(char.isascii() or not char.isalpha() for char in before + after)


def _is_sound_free(text: str, damage: _Damage) -> bool:
    """Say whether nothing but ASCII is left without the damaged runs."""
    return damage.run.sub("", text).isascii()
