"""The words of a note that could become links, each with its stem and place, and the words that are links already."""

import re
import sys
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.note import SectionKind
from vaultmind.domain.span import Span
from vaultmind.parsing.inflection import are_forms as forms_of_a_word
from vaultmind.parsing.inflection import is_irregular, likely_noun, readings_of, singular_of
from vaultmind.parsing.morphology import fold, is_stop_word, stems_and_spans, words_of
from vaultmind.parsing.morphology import stem as stem_of
from vaultmind.parsing.reading import ReadNote, is_base, is_canvas
from vaultmind.suggesting.noise import is_to_be_filled

BORDER = ""
"""Stands between words that no name may cross."""

NO_LINK = -1
_IN_TEXT = frozenset({LinkKind.WIKILINK, LinkKind.MARKDOWN})
_NOTHING, _SYNTAX = "\x00", "\x01"
_UNREAD = frozenset(
    {SectionKind.FRONTMATTER, SectionKind.CODE, SectionKind.MATH, SectionKind.HTML, SectionKind.COMMENT}
)
_MARKUP = re.compile(
    r"(?<!`)(?P<tick>`++)(?:[^`\n]++|(?!(?P=tick)(?!`))`++){1,40}+(?P=tick)(?!`)"  # inline code
    r"|(?<!\w)#[^\W\d_][\w/-]*"  # tags
    r"|[ \t]\^[A-Za-z0-9-]+[ \t]*$"  # block identifiers
    r"|\[\^[^\]\s]{1,80}\]"  # footnotes
    r"|</?[A-Za-z][^<>\n]{0,400}>"
    r"|!?\[\[[^\[\]\n]{0,400}\]\]"  # what the parser did not take for a link is still no place for one
    r"|!?\[[^\[\]\n]{0,400}\]\([^()\n]{0,800}\)"
    r"|^[ \t>]*\[!\w+\][+-]?",  # callout types
    re.MULTILINE,
)
_ONLY_WITH = (
    ("://", re.compile(r"\b[A-Za-z][A-Za-z0-9+.-]{1,15}://[^\s<>\])`]+")),
    ("www.", re.compile(r"\bwww\.[^\s<>\])`]+")),
    ("@", re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+")),
    ("::", re.compile(r"(?:^[ \t>]*(?:[-*+][ \t]+)?|[\[(])[\w -]{1,40}::", re.MULTILINE)),  # inline fields' keys
    ("]:", re.compile(r"^[ \t>]{0,8}\[(?!\^)[^\[\]\n]{1,400}\]:[^\n]*+$", re.MULTILINE)),  # where references lead
    ("[[", re.compile(r"\[\[[^\[\]\n]*+$", re.MULTILINE)),  # a link that is being written
    ("]", re.compile(r"\[[^\[\]\n]{0,400}+\]")),  # brackets with a link at their edge would read as another
    ("</", re.compile(r"<a\s[^<>]{0,800}>[^<]{0,400}+(?:<(?!/a)[^<]{0,400}+){0,20}+</a>", re.IGNORECASE)),
    ("<%", re.compile(r"<%[^<%]*+(?:<(?!%)[^<%]*+|%(?!>)[^<%]*+)*+%>")),  # Templater's code
    ("{{", re.compile(r"\{\{[^{}\n]*+\}\}")),  # what the template is filled with
)
"""What is slow to look for, and the sign without which there is none."""
_FENCE = re.compile(r"^[ \t>]*(?:[-*+][ \t]+|\d+[.)][ \t]+)?(`{3,}|~{3,})")
_STOPS = re.compile(r"[|;!?…\x00]|\n[ \t>]*\n|\n[ \t>]*(?:[-*+]|\d+[.)])[ \t]|[.:][*_\"»”)]*\s|,\s")
_FLEETING = re.compile(r"(?<=[бвгджзклмнпрстфхцчшщ])[ое](?=[кц]$)")
"""The vowel of ``ссылок`` and ``отец`` that ``ссылка`` and ``отца`` lack."""
_ENDING = re.compile(
    r"(?:[ая]ми|[оеы]го|[ое]му|[ыи]ми|[ая][хм]|[ое][йюм]|[ое]в|[ыи][йхм]|[оеы]е|[аяую]?[яю]|ью|[аоеуыиьй])\Z"
)
"""An ending of a Russian noun or adjective, or the last part of one: ``ами`` goes in two steps."""
_NEVER = sys.maxsize
_SHORTEST_FLEETING = 3
_FURTHEST = 6
"""Characters between two words of one name, e.g. ``" — "`` or ``"** "``."""


@dataclass(frozen=True, slots=True)
class LinkedWords:
    """A link in the text with the words it shows: ``first`` to ``last`` (exclusive) in the words of its note."""

    link: Link
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class NoteWords:
    """The words of one note in order, as stems; ``starts`` and ``ends`` are their places in the text as on disk.

    ``link_of`` is the number of the link that a word belongs to, ``NO_LINK`` for none; ``headings`` are the words of
    headings, which count as naming a note but never become links. A stem ``BORDER`` parts what does not belong
    together.
    """

    path: NotePath
    title: str
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    """The names of its properties, those without a value too."""
    headline: str = ""
    stems: tuple[str, ...] = ()
    starts: "array[int]" = field(default_factory=lambda: array("I"))
    ends: "array[int]" = field(default_factory=lambda: array("I"))
    link_of: "array[int]" = field(default_factory=lambda: array("i"))
    headings: frozenset[int] = frozenset()
    capitals: frozenset[int] = frozenset()
    """The words that begin with a capital letter or a digit."""
    linked: tuple[LinkedWords, ...] = ()
    links: tuple[Link, ...] = ()
    in_text: tuple[Link, ...] = ()
    """The links that ``link_of`` numbers."""
    body: bytes = b""
    """A digest of the text below the properties, however its blanks stand; empty where there is no text."""
    is_template: bool = False
    """Whether it is filled when a note is made from it."""

    def is_capital(self, first: int, last: int) -> bool:
        """Say whether the first and last of the words ``first`` to ``last`` (exclusive) are written as names are."""
        return first in self.capitals and last - 1 in self.capitals

    def span(self, first: int, last: int) -> Span:
        """Return the place of the words ``first`` to ``last`` (exclusive)."""
        return Span(self.starts[first], self.ends[last - 1])


@lru_cache(maxsize=200_000)
def name_stem(stem: str, word: str) -> str:
    """Return the stem under which names are compared, of a word with its stem in the index.

    That of its base form where the forms of a noun have no stem in common: ``сна`` is found with ``сон``, ``mice`` with
    ``mouse``.
    """
    folded = fold(word)
    if stem[0] < "а":
        single = singular_of(folded)
        return stem if single == folded else stem_of(single)
    own = _without_endings(stem, folded)
    readings = readings_of(folded) if "а" <= folded[0] <= "я" else frozenset()
    bases = {_without_endings(stem_of(base), base) for base, is_noun in readings if is_noun}
    if not bases or bases == {own}:
        return own
    if len(bases) == 1 and all(is_noun for _, is_noun in readings):
        return bases.pop()
    noun = likely_noun(folded)
    return own if noun is None else _without_endings(stem_of(noun), noun)


def _without_endings(stem: str, word: str) -> str:
    """Return a folded Russian word, whose stem in the index is known, without its endings.

    The index takes more than endings off a word: ``численность`` is found with ``число``, and is no form of it. What
    stands between stem and endings stays here; a fleeting vowel at its end goes.
    """
    if stem[-1] in "кц":
        return _FLEETING.sub("", stem) if len(stem) > _SHORTEST_FLEETING else stem
    left = word
    if not left.startswith(stem) or not "а" <= stem[-1] <= "я":
        return stem
    if left.endswith(("ся", "сь")) and len(left) > len(stem) + 3:
        left = left[:-2]
    while (ending := _ENDING.search(left, len(stem))) is not None and ending.start() < len(left):
        left = left[: ending.start()]
    if stem.endswith("м") and left == f"{stem}ен":
        return stem  # имя, имени
    is_rest = len(left) < _SHORTEST_FLEETING and is_stop_word(left)
    return word if is_rest and not is_stop_word(word) else left  # наём is no form of на


def name_stems(text: str, *, keep_stop_words: bool = True) -> tuple[str, ...]:
    """Return the stems of a name."""
    return tuple(
        name_stem(stem, text[start:end])
        for stem, start, end in stems_and_spans(text)
        if keep_stop_words or not is_stop_word(text[start:end])
    )


def are_forms(one: str, other: str) -> bool:
    """Say whether two names are one name in two forms, word by word."""
    if one.casefold() == other.casefold():
        return True
    words, others = words_of(one), words_of(other)
    return len(words) == len(others) and all(forms_of_a_word(*pair) for pair in zip(words, others, strict=True))


def words_of_note(read: ReadNote) -> NoteWords:
    """Return the words of a note; of a canvas, a base or a damaged text only names and links: nothing is written."""
    note, text = read.note, read.text
    headline = next((one.text.strip() for one in note.headings if one.level == 1), "")
    named = (note.path, note.title, note.aliases, note.all_tags(), tuple(map(str, note.properties)), headline)
    if is_canvas(note.path) or is_base(note.path) or note.repaired_from is not None:
        return NoteWords(*named, links=note.links)
    shown = [(link, _shown(link, text)) for link in note.links if link.kind in _IN_TEXT]
    in_text = tuple(link for link, _ in shown)
    masked = _masked(read, shown)
    stems: list[str] = []
    starts, ends, link_of = array("I"), array("I"), array("i")
    headings: set[int] = set()
    capitals: set[int] = set()
    links = _Places([(span, number) for number, (_, span) in enumerate(shown)])
    titles = _Places([(one.span, number) for number, one in enumerate(note.headings)])
    firsts: dict[int, int] = {}
    lasts: dict[int, int] = {}
    before = 0
    for stem, start, end in stems_and_spans(masked):
        if (start - before != 1 or masked[before] != " ") and stems and _parts(masked[before:start]):
            stems.append(BORDER)
            starts.append(before)
            ends.append(before)
            link_of.append(NO_LINK)
        if start >= links.next_start and (number := links.holding(start)) != NO_LINK:
            firsts.setdefault(number, len(stems))
            lasts[number] = len(stems) + 1
            link_of.append(number)
        else:
            link_of.append(NO_LINK)
        if start >= titles.next_start and titles.holding(start) != NO_LINK:
            headings.add(len(stems))
        if not masked[start].islower():
            capitals.add(len(stems))
        stems.append(name_stem(stem, masked[start:end]) if stem[0] >= "а" or is_irregular(stem) else stem)
        starts.append(start)
        ends.append(end)
        before = end
    linked = tuple(LinkedWords(shown[number][0], first, lasts[number]) for number, first in firsts.items())
    return NoteWords(
        *named,
        stems=tuple(stems),
        starts=starts,
        ends=ends,
        link_of=link_of,
        headings=frozenset(headings),
        capitals=frozenset(capitals),
        linked=linked,
        links=note.links,
        in_text=in_text,
        body=_digest(text[note.body.start :]),
        is_template=is_to_be_filled(text, note.body.start),
    )


def _digest(text: str) -> bytes:
    written = " ".join(text.split())
    return blake2b(written.encode("utf-8", "surrogatepass"), digest_size=8).digest() if written else b""


def _parts(gap: str) -> bool:
    """Say whether what stands between two words keeps them from being one name."""
    gap = gap.replace(_SYNTAX, "")
    return len(gap) > _FURTHEST or _STOPS.search(gap) is not None


class _Places:
    """Which of many disjoint spans holds an offset, asked in order; nothing does before ``next_start``."""

    def __init__(self, spans: Sequence[tuple[Span, int]]) -> None:
        self._spans = [(span.start, span.end, number) for span, number in sorted(spans)]
        self._spans.append((_NEVER, _NEVER, NO_LINK))
        self._at = 0
        self.next_start = self._spans[0][0]

    def holding(self, offset: int) -> int:
        spans = self._spans
        while spans[self._at][1] <= offset:
            self._at += 1
        self.next_start, _, number = spans[self._at]
        return number if self.next_start <= offset else NO_LINK


def _shown(link: Link, text: str) -> Span:
    """Return the part of a link that a reader sees."""
    span = link.span
    if link.alias is not None:
        at = text.rfind(link.alias, span.start, span.end) if link.kind is LinkKind.WIKILINK else -1
        if at < 0:
            at = text.find(link.alias, span.start, span.end)
        if at >= 0:
            return Span(at, at + len(link.alias))
    if link.kind is LinkKind.MARKDOWN:
        close = text.find("](", span.start, span.end)
        return Span(span.start + 1, close) if close > span.start else Span(span.start, span.start)
    at = text.find(link.target, span.start, span.end) if link.target else -1
    return Span(at, at + len(link.target)) if at >= 0 else Span(span.start, span.start)


def _masked(read: ReadNote, shown: Sequence[tuple[Link, Span]]) -> str:
    """Return the text with everything that is not prose as NULs, and what makes a link of its words as syntax."""
    note, text = read.note, read.text
    hidden = [(0, note.body.start)]
    hidden += [(one.span.start, one.span.end) for one in note.sections if one.kind in _UNREAD]
    hidden += [(span.start, span.end) for span in (*note.math, *note.comments)]
    hidden += [(link.span.start, link.span.end) for link in note.links if link.kind not in _IN_TEXT]
    hidden += _fenced(text)
    links = [(link.span.start, link.span.end) for link, _ in shown]
    visible = _blanked(text, links, _SYNTAX)
    hidden += [found.span() for found in _MARKUP.finditer(visible)]
    for sign, pattern in _ONLY_WITH:
        if sign in visible:
            hidden += [found.span() for found in pattern.finditer(visible)]
    covered = _blanked(text, hidden, _NOTHING)
    pieces: list[str] = []
    done = 0
    for link, span in sorted(shown, key=lambda one: one[0].span):
        if link.span.start < done:
            continue
        inside = text[span.start : span.end].replace("|", " ")
        pieces += (
            covered[done : link.span.start],
            _SYNTAX * (span.start - link.span.start),
            inside if covered[link.span.start] != _NOTHING else _NOTHING * len(inside),
            _SYNTAX * (link.span.end - span.end),
        )
        done = link.span.end
    pieces.append(covered[done:])
    return "".join(pieces)


def _blanked(text: str, spans: Sequence[tuple[int, int]], sign: str) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, len(text))
        if end > start:
            pieces += (text[done:start], sign * (end - start))
            done = end
    pieces.append(text[done:])
    return "".join(pieces)


def _fenced(text: str) -> Iterator[tuple[int, int]]:
    """Yield fenced code wherever it stands, also in quotes and lists."""
    if "```" not in text and "~~~" not in text:
        return
    at, opened, fence = 0, -1, ""
    for line in text.splitlines(keepends=True):
        found = _FENCE.match(line)
        if found is not None and opened < 0:
            opened, fence = at, found[1]
        elif found is not None and found[1].startswith(fence) and not line[found.end() :].strip("`~ \r\n"):
            yield opened, at + len(line)
            opened = -1
        at += len(line)
    if opened >= 0:
        yield opened, len(text)
