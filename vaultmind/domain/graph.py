"""The link graph: links are kept as written and resolved when asked, so that no answer can go stale."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vaultmind.domain.damage import target_as_written
from vaultmind.domain.link import Link, NotePath, name_key
from vaultmind.domain.names import VaultNames, join_path

_POSITION_BITS = 24
"""A link is remembered as its note's number and its place among the note's links, in one 64-bit number."""


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link with its source and where it leads now; ``target`` is ``None`` for an unresolved link."""

    source: NotePath
    link: Link
    target: NotePath | None


class LinkGraph:
    """Notes, attachments and the links between them. Backlinks cost what a name is linked, not what the vault holds."""

    def __init__(
        self, links: Mapping[NotePath, Sequence[Link]] | None = None, attachments: Iterable[NotePath] = ()
    ) -> None:
        self.names = VaultNames(attachments)
        self._links: dict[NotePath, tuple[Link, ...]] = {}
        self._numbers: dict[NotePath, int] = {}
        self._sources: dict[int, NotePath] = {}
        self._next_number = 0
        self._by_spelling: dict[str, array[int]] = {}
        self._backlink_counts: dict[NotePath, int] = {}
        self._unresolved: tuple[ResolvedLink, ...] | None = None
        for source, written in (links or {}).items():
            self.replace(source, written)

    def replace(self, source: NotePath, links: Sequence[Link]) -> None:
        """Put a note into the graph, or give it other links."""
        self._forget_found()
        if source in self._links:
            self._forget_links(source)
        else:
            self.names.add(source)
        number = self._next_number
        self._next_number += 1
        self._numbers[source], self._sources[number] = number, source
        self._links[source] = tuple(links)
        for position, link in enumerate(links):
            for spelling in _spellings_in(link, source):
                places = self._by_spelling.get(spelling)
                if places is None:
                    places = self._by_spelling[spelling] = array("Q")
                places.append(number << _POSITION_BITS | position)

    def remove(self, source: NotePath) -> None:
        """Take a note out of the graph; links to it become unresolved."""
        if source in self._links:
            self._forget_found()
            self._forget_links(source)
            del self._links[source]
            self.names.discard(source)

    def add_attachment(self, path: NotePath) -> None:
        """Let links find a file that is no note."""
        self._forget_found()
        self.names.add(path)

    def remove_attachment(self, path: NotePath) -> None:
        """Let links no longer find a file that is no note."""
        self._forget_found()
        self.names.discard(path)

    def resolve(self, target: str, *, source: NotePath) -> NotePath | None:
        """Return where ``[[target]]`` in ``source`` leads, or ``None``."""
        return self.names.resolve(target, source=source)

    def notes(self) -> Iterator[NotePath]:
        """Yield every note in the graph."""
        yield from self._links

    def __contains__(self, path: NotePath) -> bool:
        return path in self._links

    def outgoing(self, source: NotePath) -> list[ResolvedLink]:
        """Return the links of a note, in the order of its text."""
        return [
            ResolvedLink(source, link, self.names.resolve_link(link, source=source))
            for link in self._links.get(source, ())
        ]

    def backlinks(self, target: NotePath) -> list[ResolvedLink]:
        """Return the links of all notes (itself included) that lead to ``target``, by source, in text order."""
        return [ResolvedLink(source, link, target) for source, link in self._leading_to(target)]

    def backlink_count(self, target: NotePath) -> int:
        """Return how many links lead to ``target``; remembered until the graph changes."""
        known = self._backlink_counts.get(target)
        if known is None:
            known = self._backlink_counts[target] = len(self._leading_to(target))
        return known

    def unresolved(self) -> Iterator[ResolvedLink]:
        """Yield every link that leads nowhere, note by note; remembered until the graph changes."""
        if self._unresolved is None:
            self._unresolved = tuple(self._leading_nowhere())
        yield from self._unresolved

    def _leading_nowhere(self) -> Iterator[ResolvedLink]:
        """Look every link up, but once what is written so that it leads somewhere from any note."""
        leading = {""}
        for source, links in self._links.items():
            for link in links:
                if link.target in leading:
                    continue
                if self.names.resolve(link.target, source=source) is None:
                    if self.names.resolve_link(link, source=source) is None:
                        yield ResolvedLink(source, link, None)
                elif not link.target.startswith(("./", "../")):
                    leading.add(link.target)

    def _forget_found(self) -> None:
        self._backlink_counts.clear()
        self._unresolved = None

    def _leading_to(self, target: NotePath) -> list[tuple[NotePath, Link]]:
        found = [(target, position) for position, link in enumerate(self._links.get(target, ())) if not link.target]
        leads_here: dict[tuple[str, str, str], bool] = {}
        for spelling in _spellings_of(target):
            for place in self._by_spelling.get(spelling, ()):
                source, position = self._sources[place >> _POSITION_BITS], place & ((1 << _POSITION_BITS) - 1)
                link = self._links[source][position]
                asked = (spelling, link.target, source.rpartition("/")[0])
                if asked not in leads_here:
                    leads_here[asked] = self.names.resolve_link(link, source=source) == target
                if leads_here[asked]:
                    found.append((source, position))
        return [(source, self._links[source][position]) for source, position in sorted(found)]

    def _forget_links(self, source: NotePath) -> None:
        number = self._numbers.pop(source)
        del self._sources[number]
        for spelling in {spelling for link in self._links[source] for spelling in _spellings_in(link, source)}:
            places = self._by_spelling[spelling]  # in order, since numbers only grow
            first = bisect_left(places, number << _POSITION_BITS)
            del places[first : bisect_left(places, (number + 1) << _POSITION_BITS)]
            if not places:
                del self._by_spelling[spelling]


def _spellings_in(link: Link, source: NotePath) -> list[str]:
    """Return the keys under which a link is remembered: of its target, and of that as written where it was damaged."""
    if not link.target:
        return []
    if link.target.isascii():  # and so not damaged
        return [_spelling(link.target, source)]
    written = target_as_written(link)
    targets = [link.target] if written is None else [link.target, written]
    return list(dict.fromkeys(_spelling(target, source) for target in targets))


def _spelling(target: str, source: NotePath) -> str:
    """Return the key under which a link is remembered; one place in the vault is named from its root, with ``/``."""
    if target.startswith(("./", "../")):
        return f"/{name_key(join_path(source.rpartition('/')[0], target) or '')}"
    return name_key(target)


def _spellings_of(path: NotePath) -> list[str]:
    """Return every key of a link that could lead to a file: the ends of its path, with and without ``.md``."""
    key = name_key(path)
    starts = [0, *(place + 1 for place, char in enumerate(key) if char == "/")]
    ends = [f"/{key}", *(key[start:] for start in starts)]
    return [*ends, *(end[:-3] for end in ends if end.endswith(".md"))]
