"""The names that lead to notes in this vault, and how often such a name is made a link where it stands."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from enum import IntEnum

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.parsing.morphology import is_stop_word, words_of
from vaultmind.suggesting.words import BORDER, NO_LINK, NoteWords, name_stems

Name = tuple[str, ...]
"""A name as its stems, so that every form of its words is the same name."""

Pair = tuple[NotePath, NotePath]
"""Source and target of links."""

_LONGEST_NAME = 10
_IN_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_NUMBERED = re.compile(r"^(?=\S*\d)[^\W_]+(?:[.\-][^\W_]+)*?[ _\-–—.]+(?=[^\W\d_])")


class NameKind(IntEnum):
    """Where a name of a note comes from; a lower number is a stronger claim."""

    TITLE = 0
    ALIAS = 1
    HEADLINE = 2
    """The first heading of the first level."""
    PART_OF_TITLE = 3
    """The title without a number before it or brackets after it."""
    DISPLAY = 4
    """What links to the note show."""


@dataclass(slots=True)
class NameUse:
    """What a vault does with one name: the notes it may mean, and where it stands linked or plain."""

    kinds: dict[NotePath, NameKind] = field(default_factory=dict)
    linked: dict[NotePath, int] = field(default_factory=dict)
    """Notes in which it is a link, by target."""
    plain: int = 0
    """Notes in which it stands and is no link."""
    plain_capital: int = 0
    """Those of them in which it is written with capitals, as names are."""
    linked_capital: int = 0
    """Notes in which it is a link and written so."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name as it stands in a note: the first words of each occurrence that may become a link, best place first."""

    name: Name
    count: int
    places: tuple[int, ...]
    """Indices of the first word of each occurrence outside headings."""
    is_capital: bool = False
    """Whether it is written with capitals somewhere."""


@dataclass(frozen=True, slots=True)
class LinkedName:
    """A name by which one note links another."""

    name: Name
    target: NotePath
    is_capital: bool


class Names:
    """Every name of every note, found in the words of a note at one look-up a word."""

    def __init__(self, notes: Iterable[NoteWords], graph: LinkGraph, hidden: Set[Pair] = frozenset()) -> None:
        self.uses: dict[Name, NameUse] = {}
        self._lengths: dict[str, tuple[int, ...]] = {}
        self._own: dict[NotePath, Mapping[Name, NameKind]] = {}
        self._learnt: dict[NotePath, tuple[LinkedName, ...]] = {}
        for note in notes:
            self.add(note, graph, hidden)

    def add(self, note: NoteWords, graph: LinkGraph, hidden: Set[Pair] = frozenset()) -> None:
        """Take in the names of a note that is not known, and those by which it links others."""
        own = dict(reversed([(name, kind) for kind, name in _names_of(note)]))
        self._take(note.path, own, tuple(_linked_names(note, graph, hidden)))

    def without(self, hidden: Set[Pair]) -> "Names":
        """Return the names as they are where ``hidden`` pairs are not linked; nothing counted as plain yet."""
        names = Names((), LinkGraph())
        for path, own in self._own.items():
            learnt = self._learnt[path]
            names._take(path, own, tuple(one for one in learnt if (path, one.target) not in hidden))
        return names

    def _take(self, path: NotePath, own: Mapping[Name, NameKind], learnt: tuple[LinkedName, ...]) -> None:
        for name, kind in own.items():
            kinds = self._use(name).kinds
            kinds[path] = min(kind, kinds.get(path, kind))
        for one in learnt:
            use = self._use(one.name)
            use.kinds.setdefault(one.target, NameKind.DISPLAY)
            use.linked[one.target] = use.linked.get(one.target, 0) + 1
            use.linked_capital += one.is_capital
        self._own[path], self._learnt[path] = own, learnt

    def drop(self, path: NotePath) -> None:
        """Forget a note's names, and how it links others."""
        for name in self._own.pop(path, ()):
            use = self.uses[name]
            if use.linked.get(path):
                use.kinds[path] = NameKind.DISPLAY
            else:
                del use.kinds[path]
        for one in self._learnt.pop(path, ()):
            use = self.uses[one.name]
            use.linked_capital -= one.is_capital
            use.linked[one.target] -= 1
            if not use.linked[one.target]:
                del use.linked[one.target]
                if use.kinds[one.target] is NameKind.DISPLAY:
                    del use.kinds[one.target]

    def names_with(self, path: NotePath) -> frozenset[Name]:
        """Return the names that a note has, or gives others by its links."""
        return frozenset((*self._own.get(path, ()), *(one.name for one in self._learnt.get(path, ()))))

    def targets(self, name: Name) -> frozenset[NotePath]:
        """Return the notes that a name may mean."""
        use = self.uses.get(name)
        return frozenset(use.kinds) if use else frozenset()

    def count_plain(self, mentions: Sequence[Mention], targets: Set[NotePath]) -> tuple[Mention, ...]:
        """Count the names that stand in a note without being a link there to any of the ``targets`` it links."""
        counted = tuple(one for one in mentions if targets.isdisjoint(self.uses[one.name].kinds))
        for mention in counted:
            use = self.uses[mention.name]
            use.plain += 1
            use.plain_capital += mention.is_capital
        return counted

    def uncount_plain(self, counted: Sequence[Mention]) -> None:
        """Take back what ``count_plain`` counted."""
        for mention in counted:
            use = self.uses[mention.name]
            use.plain -= 1
            use.plain_capital -= mention.is_capital

    def forget_unused(self, names: Iterable[Name]) -> None:
        """Forget those of ``names`` that mean no note any more."""
        for name in names:
            if name in self.uses and not self.uses[name].kinds:
                del self.uses[name]

    def mentions(self, note: NoteWords, is_free: Mapping[int, bool]) -> list[Mention]:
        """Return the names that stand in a note, the longest where several do; ``is_free`` tells links to look into."""
        found: dict[Name, tuple[int, list[int], bool]] = {}
        stems, link_of, lengths_of, uses = note.stems, note.link_of, self._lengths, self.uses
        place, end = 0, len(stems)
        while place < end:
            lengths = lengths_of.get(stems[place])
            step = 1
            if lengths is not None and (link_of[place] == NO_LINK or is_free.get(link_of[place], False)):
                for length in lengths:
                    name = stems[place : place + length]
                    if name in uses and self._is_free(note, place, length, is_free):
                        count, places, capital = found.setdefault(name, (0, [], False))
                        if place not in note.headings:
                            places.append(place)
                        found[name] = (count + 1, places, capital or note.is_capital(place, place + length))
                        step = length
                        break
            place += step
        return [Mention(name, count, tuple(places), capital) for name, (count, places, capital) in found.items()]

    def _is_free(self, note: NoteWords, place: int, length: int, is_free: Mapping[int, bool]) -> bool:
        numbers = note.link_of[place : place + length]
        return all(number == NO_LINK or is_free.get(number, False) for number in set(numbers))

    def _use(self, name: Name) -> NameUse:
        use = self.uses.get(name)
        if use is None:
            use = self.uses[name] = NameUse()
            lengths = self._lengths.get(name[0], ())
            if len(name) not in lengths:
                self._lengths[name[0]] = tuple(sorted((*lengths, len(name)), reverse=True))
        return use


def _linked_names(note: NoteWords, graph: LinkGraph, hidden: Set[Pair]) -> Iterator[LinkedName]:
    """Yield each name that a note shows for a note it links, once for each that it links by it."""
    seen: set[tuple[Name, NotePath]] = set()
    for linked in note.linked:
        name = note.stems[linked.first : linked.last]
        if BORDER in name or not is_name(name):
            continue
        target = graph.resolve(linked.link.target, source=note.path) if linked.link.target else None
        if target is None or target == note.path or target not in graph or (note.path, target) in hidden:
            continue
        if (name, target) not in seen:
            seen.add((name, target))
            yield LinkedName(name, target, note.is_capital(linked.first, linked.last))


def is_name(name: Name) -> bool:
    """Say whether stems can be looked for in prose: some letter or number of more than one sign, and not too many."""
    return 0 < len(name) <= _LONGEST_NAME and any(len(stem) > 1 for stem in name)


def written_names(note: NoteWords) -> Iterator[tuple[NameKind, str]]:
    """Yield the names a note has by itself as they are written, the strongest claim first."""
    yield NameKind.TITLE, note.title
    for alias in note.aliases:
        yield NameKind.ALIAS, alias
    if note.headline:
        yield NameKind.HEADLINE, note.headline
    for part in (_IN_BRACKETS.sub("", note.title), _NUMBERED.sub("", note.title)):
        if part != note.title:
            yield NameKind.PART_OF_TITLE, part


def _names_of(note: NoteWords) -> Iterator[tuple[NameKind, Name]]:
    for kind, text in written_names(note):
        name = name_stems(text)
        if is_name(name) and not all(is_stop_word(word) for word in words_of(text)):
            yield kind, name
