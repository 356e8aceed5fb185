"""The form of a note: what of it is no statement (code, queries, comments), its tables as read, properties and day."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from vaultmind.answers.citations import find_quote
from vaultmind.answers.details import Date, dates_in
from vaultmind.answers.replies import replies_in, utterances_of
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.span import Span
from vaultmind.parsing.frontmatter import parse_frontmatter
from vaultmind.parsing.sentences import split_sentences
from vaultmind.parsing.unsaid import unsaid_in

_NO_LINE_END = re.compile(r"[^\r\n]")
_QUOTE_MARKS = re.compile(r"^[>\s]*")
_HEADING = re.compile(r"^(#{1,6})\s")
_RULE = re.compile(r"^\|?\s*:?-+:?\s*(?:\|\s*:?-+:?\s*)*\|?$")
_CELL_BORDER = re.compile(r"\\\||`[^`]*`|\[\[[^\[\]]*\]\]|(\|)")
_CARD = re.compile(r"`[^`]*`|(?<!:)(:{2,3})(?!:)")
_ADDRESS = re.compile(r"(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{1,4}|.*:.*", re.IGNORECASE)
_LETTERS = re.compile(r"[A-Za-z]+")
_SMALL = 3
"""Letters of a word that may be written small in a name: the Lord of the Rings."""
_SILENT = frozenset(("tags", "tag", "aliases", "alias", "cssclass", "cssclasses", "publish", "permalink", "uid", "id"))
_DAY_NAMES = ("date", "дата", "day", "день", "created", "создано", "создана", "date created", "date_created")
"""Properties that say which day a note is of, the surest first."""
_LONGEST_PROPERTY = 200
"""Characters."""
_FEWEST_OF_A_STATEMENT = 8
"""Words."""


@dataclass(frozen=True, slots=True)
class PropertyLine:
    """One property: how it is written in the note, and how it is read."""

    name: str
    written: str
    shown: str

    @property
    def is_brief(self) -> bool:
        """Say whether its value is a few words and no sentence."""
        value = self.shown.partition(": ")[2]
        return len(value.split()) < _FEWEST_OF_A_STATEMENT and not value.endswith((".", "!"))


@dataclass(frozen=True, slots=True)
class NoteForm:
    """One note, prepared so that its sentences can be told from what only looks like some."""

    text: str = ""
    said: str = ""
    """The text with blanks for code, queries and comments."""
    rows: Mapping[str, str] = field(default_factory=dict)
    """The rows of its tables and its cards, blanks folded, with how each is read: ``"Disk: NAS; Size: 4 TB"``."""
    headers: frozenset[str] = frozenset()
    properties: tuple[PropertyLine, ...] = ()
    day: str = ""
    """The day it is of, by its name or else by a property, as it is to be said beside a sentence."""
    days: frozenset[Date] = frozenset()
    named_days: frozenset[Date] = frozenset()
    """The days in its name."""
    replies: Mapping[str, str] = field(default_factory=dict)
    """The sentences of a chat's replies, blanks folded, with what was asked right before."""
    labels: tuple[str, ...] = ()
    """How those who speak in a chat are named before their words."""

    @classmethod
    def of(cls, path: NotePath, text: str) -> "NoteForm":
        """Return the form of a note that reads as ``text`` now."""
        found, end, _ = parse_frontmatter(text)
        properties = tuple(_property_lines(text[:end], found))
        said = _without(text, unsaid_in(text, end))
        rows, headers = _tables(said[end:])
        rows.update(_cards(said[end:]))
        name = path.rpartition("/")[2].removesuffix(".md")
        day = next((written for written, _ in dates_in(name)), "")
        if not day:
            by_name = {one.name.casefold(): one for one in properties}
            dated = (by_name[key] for key in _DAY_NAMES if key in by_name)
            day = next((one.shown for one in dated if any(dates_in(one.shown))), "")
        spoken = list(utterances_of(said[end:]))
        labels = tuple(sorted({one.label for one in spoken if one.label}, key=len, reverse=True))
        days, named_days = _days_of(day), _days_of(name)
        replies = dict(replies_in(spoken))
        return cls(text, said, rows, headers, properties, day, days, named_days, replies, labels)

    def sentences(self, chunk: Chunk) -> Iterator[tuple[str, frozenset[Date], str]]:
        """Yield the sentences of a passage of this note in order, each with the days it is of and its heading.

        The days are those of the heading it stands under, or else of the note's name; the heading is the nearest above
        it, in the passage or else above that. A row of a table is one sentence, a header row none.
        """
        text = chunk.text
        days = next((found for name in reversed(chunk.heading) if (found := _days_of(name))), self.named_days)
        place, level, under = 0, 0, chunk.heading[-1] if chunk.heading else ""
        for span in split_sentences(text):
            if span.start < place:
                continue
            begin = text.rfind("\n", 0, span.start) + 1
            end = text.find("\n", span.end)
            end = end if end >= 0 else len(text)
            line = _folded(text[begin:end])
            if heading := _HEADING.match(line):
                under = line[heading.end() :]
                dated = _days_of(line)
                if dated or len(heading[1]) <= level:
                    days, level = dated or self.named_days, len(heading[1]) if dated else 0
            elif line in self.headers:
                place = end
            elif line in self.rows:
                place = end
                yield text[begin:place].strip(), days, under
            else:
                yield span.of(text), days, under

    def is_hidden(self, sentence: str) -> bool:
        """Say whether the note has a sentence only within code, a query or a comment, or it is no more than a property.

        A property of a few words, "role: cider, pests", states nothing by itself: it is told where it is asked for.
        """
        if any(_folded(one.written) == sentence for one in self.properties if one.is_brief):
            return True
        is_said = self.said == self.text or find_quote(sentence, self.said) is not None
        return not is_said and find_quote(sentence, self.text) is not None

    def without_label(self, sentence: str) -> str:
        """Return a sentence without the name of who says it in a chat."""
        label = next((one for one in self.labels if sentence.startswith(one)), "")
        return sentence.removeprefix(label).lstrip()

    def replies_to(self, sentence: str) -> str:
        """Return what was asked right before a sentence of a chat, ``""`` where it is no reply."""
        return self.replies.get(" ".join(sentence.split()), "")

    def shown(self, sentence: str) -> str:
        """Return how a row of a table is read, ``""`` for any other sentence."""
        return self.rows.get(_folded(sentence), "")


def _days_of(text: str) -> frozenset[Date]:
    return frozenset(day for _, day in dates_in(text))


def _folded(line: str) -> str:
    return " ".join(_QUOTE_MARKS.sub("", line).split())


def _without(text: str, hidden: Iterable[Span]) -> str:
    parts: list[str] = []
    place = 0
    for span in sorted(hidden):
        if span.end > place:
            start = max(place, span.start)
            parts += (text[place:start], _NO_LINE_END.sub("\0", text[start : span.end]))
            place = span.end
    return "".join((*parts, text[place:]))


def _tables(text: str) -> tuple[dict[str, str], frozenset[str]]:
    """Return the rows of all tables with how each is read, and their header rows."""
    rows: dict[str, str] = {}
    headers: set[str] = set()
    names: list[str] | None = None
    before = ""
    for line in text.splitlines():
        folded = _folded(line)
        if "|" in folded and _RULE.match(folded) and "|" in before:
            names = _cells(before)
            headers.add(before)
        elif names is not None and "|" in folded:
            rows[folded] = _read(names, _cells(folded))
        else:
            names = None
        before = folded
    return rows, frozenset(headers)


def _cards(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of memory cards with how each is read: ``Question?::Answer``, and an answer below a ``?``."""
    lines = [_folded(line) for line in text.splitlines()]
    for line in lines:
        colons = next((found for found in _CARD.finditer(line) if found[1]), None)
        if colons is not None and _is_card(asked := line[: colons.start()], told := line[colons.end() :]):
            yield line, f"{asked.rstrip()}{'' if asked.rstrip().endswith('?') else ':'} {told.strip()}"
    for asked, mark, told in zip(lines, lines[1:], lines[2:], strict=False):
        if mark in ("?", "??") and asked and told:
            yield told, f"{asked} {told}"


def _is_card(asked: str, told: str) -> bool:
    """Say whether colons stand between the sides of a card, not within a name (``std::vector``) or an address."""
    is_within_brackets = any(asked.count(opening) > asked.count(closing) for opening, closing in ("()", "[]"))
    if is_within_brackets or not asked.strip() or not told.strip():
        return False
    if asked.rstrip().endswith("?"):
        return True
    before, after = asked.rsplit(maxsplit=1)[-1], told.split(maxsplit=1)[0]
    if told[0].isspace():
        return _ADDRESS.fullmatch(before) is None
    if asked[-1].isspace() or "::" in told or _ADDRESS.fullmatch(before) or _ADDRESS.fullmatch(after):
        return False
    if not (before.isascii() and after.isascii()):
        return True
    is_name = after[0].isupper() and all(word[0].isupper() or len(word) <= _SMALL for word in told.split())
    return " " in asked and _LETTERS.fullmatch(before) is not None and (is_name or told.strip().isdigit())


def _cells(row: str) -> list[str]:
    """Return the cells of a row; a border within a link or code is none."""
    borders = [found.start(1) for found in _CELL_BORDER.finditer(row) if found[1]]
    starts, stops = [0, *(place + 1 for place in borders)], [*borders, len(row)]
    cells = [row[start:stop].strip().replace(r"\|", "|") for start, stop in zip(starts, stops, strict=True)]
    if row.startswith("|"):
        cells = cells[1:]
    return cells[:-1] if row.endswith("|") and not row.endswith(r"\|") else cells


def _read(names: Sequence[str], cells: Sequence[str]) -> str:
    """Return a row as it is read: each cell behind the name of its column, without empty cells and questions."""
    named = zip([*names, *[""] * (len(cells) - len(names))], cells, strict=False)
    return "; ".join(f"{name}: {cell}" if name else cell for name, cell in named if cell and not cell.endswith("?"))


def _property_lines(front: str, found: Mapping[str, PropertyValue]) -> Iterator[PropertyLine]:
    for name, value in found.items():
        shown = _in_words(value)
        if not shown or len(shown) > _LONGEST_PROPERTY or name.casefold() in _SILENT:
            continue
        written = re.search(
            rf"^[\"']?{re.escape(name)}[\"']?[ \t]*:[^\r\n]*(?:\r?\n(?:[ \t]+[^\r\n]*|-(?!--)[^\r\n]*))*",
            front,
            re.MULTILINE,
        )
        if written is not None:
            yield PropertyLine(name, written.group().rstrip(), f"{name}: {shown}")


def _in_words(value: PropertyValue) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_in_words, value)))
    return "" if value is None or isinstance(value, bool | dict) else str(value).strip()
