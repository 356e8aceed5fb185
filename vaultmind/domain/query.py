"""A question to the words of the index, already taken apart: built from what a person typed, run by a catalog."""

from dataclasses import dataclass
from enum import StrEnum

from vaultmind.domain.note import Role


class WordField(StrEnum):
    """Where a word stands: in a note's title or aliases, in its tags or the headings above a chunk, in its text."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or several words in a row, in any of their forms, e.g. ``Term("жизнь и судьба")``.

    ``is_prefix`` lets the last word go on (``Term("садов", is_prefix=True)``); ``weight`` scales what the term adds to
    a score; ``field`` looks in one place alone.
    """

    text: str
    weight: float = 1.0
    field: WordField | None = None
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class TagFilter:
    """Notes with a tag or one below it: ``TagFilter("garden")`` takes ``#garden`` and ``#Garden/soil``."""

    name: str
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class PathFilter:
    """Notes whose path begins with ``prefix`` or, where it has a ``*`` or ``?``, matches it; without regard to case."""

    prefix: str
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class NameFilter:
    """Notes in whose file name ``part`` stands, without regard to case and folders; ``*`` and ``?`` match anything."""

    part: str
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class PropertyFilter:
    """Notes with a property, or with a property of this value; lists match by any of their entries, without case.

    ``value`` is ``""`` for a property without a value; each of ``others`` is enough too.
    """

    name: str
    value: str | None = None
    is_negated: bool = False
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DateFilter:
    """Notes of a time, half open: ``since <= time < until``, ISO 8601 compared as text, e.g. ``"2025-06"``.

    The time is the property ``name`` where it is given, for ``created`` also what else says when the note was made;
    without a name it is when the file was last changed, in UTC.
    """

    since: str = ""
    until: str = ""
    name: str | None = None
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class RoleFilter:
    """Chunks that one side of a conversation said, or that are the note's own text."""

    role: Role
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class LanguageFilter:
    """Chunks in one language, e.g. ``"ru"``."""

    language: str
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class NumberFilter:
    """Notes whose property is a number above ``bound``, or below it where ``is_above`` is false."""

    name: str
    bound: float
    is_above: bool
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class WordFilter:
    """Notes that hold a term anywhere."""

    term: Term
    is_negated: bool = False


class TextUnit(StrEnum):
    """The stretch of a note in which all of a condition must hold; ``NOTE`` is its text or its name."""

    NOTE = "note"
    CONTENT = "content"
    LINE = "line"
    BLOCK = "block"
    SECTION = "section"
    TASK = "task"
    TASK_TODO = "task-todo"
    TASK_DONE = "task-done"


class Likeness(StrEnum):
    """How a text is found: by its words in any form, letter by letter, or as a regular expression."""

    WORDS = "words"
    LETTERS = "letters"
    PATTERN = "pattern"


@dataclass(frozen=True, slots=True)
class Match:
    """A stretch that holds ``text``; with ``is_cased`` small and capital letters differ."""

    text: str
    by: Likeness = Likeness.WORDS
    is_cased: bool = False
    is_prefix: bool = False
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class Matches:
    """A stretch of which every member is true, or any of them where ``is_any``; without members all or none."""

    members: "tuple[Match | Matches, ...]" = ()
    is_any: bool = False
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class TextFilter:
    """Notes of which one stretch is as wanted; whoever asks a catalog has put ``HitFilter`` in its place."""

    unit: TextUnit
    wanted: Match | Matches
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class HitFilter:
    """Notes that have one of these chunks."""

    chunks: frozenset[int]
    is_negated: bool = False


class PatternPlace(StrEnum):
    """Where an expression is to match besides a note's text."""

    PATH = "path"
    FILE = "file"
    TAG = "tag"
    PROPERTY = "property"


@dataclass(frozen=True, slots=True)
class PatternFilter:
    """Notes whose path, file name, a tag (with its ``#``) or a value of the property ``name`` an expression matches."""

    place: PatternPlace
    pattern: str
    name: str = ""
    is_cased: bool = False
    is_negated: bool = False


@dataclass(frozen=True, slots=True)
class GroupFilter:
    """Notes that every member takes, or any of them where ``is_any``; groups may stand in groups."""

    members: "tuple[Filter, ...]"
    is_any: bool = False
    is_negated: bool = False


Filter = (
    TagFilter
    | PathFilter
    | NameFilter
    | PropertyFilter
    | NumberFilter
    | DateFilter
    | RoleFilter
    | LanguageFilter
    | WordFilter
    | TextFilter
    | HitFilter
    | PatternFilter
    | GroupFilter
)


@dataclass(frozen=True, slots=True)
class LexicalQuery:
    """Which chunks to find by words.

    A chunk is found if it holds at least one term of ``any`` or ``all``, its note holds every term of ``all`` and no
    term of ``none``, and every filter takes it. Its score is the weighted sum over the terms of ``any`` and ``all``.
    With ``filters`` and ``none`` alone every chunk they leave is found with score 0, newest notes first, but those
    first of whose name a ``NameFilter`` leaves least. Chunks of notes that the person excluded in Obsidian are left
    out unless ``include_excluded``.

    ``hits`` are chunks in which the text was found as asked: they are found too where the filters take them, before
    what only holds a word; nothing but them where ``only_hits``.
    """

    any: tuple[Term, ...] = ()
    all: tuple[Term, ...] = ()
    none: tuple[Term, ...] = ()
    filters: tuple[Filter, ...] = ()
    include_excluded: bool = False
    hits: frozenset[int] = frozenset()
    only_hits: bool = False
