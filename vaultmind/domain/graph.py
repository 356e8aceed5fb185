"""The link graph: links are kept as written and resolved when asked, so that no answer can go stale."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from vaultmind.domain.link import Link, NotePath, name_key


@dataclass(frozen=True, slots=True)
class ResolvedLink:
    """A link with its source and where it leads now; ``target`` is ``None`` for an unresolved link."""

    source: NotePath
    link: Link
    target: NotePath | None


class VaultNames:
    """Every file of a vault by the names a link may use. Pure look-ups; ``add`` and ``discard`` keep it current."""

    def __init__(self, paths: Iterable[NotePath] = ()) -> None:
        self._by_path: dict[str, list[NotePath]] = {}
        self._by_name: dict[str, list[NotePath]] = {}
        for path in paths:
            self.add(path)

    def add(self, path: NotePath) -> None:
        """Let links find ``path``."""
        for table, key in self._places(path):
            entries = table.setdefault(key, [])
            if path not in entries:
                entries.append(path)
                entries.sort(key=lambda entry: (len(entry), entry))

    def discard(self, path: NotePath) -> None:
        """Let links no longer find ``path``."""
        for table, key in self._places(path):
            entries = table.get(key, [])
            if path in entries:
                entries.remove(path)

    def resolve(self, target: str, *, source: NotePath) -> NotePath | None:
        """Return where a link ``target`` in ``source`` leads.

        The exact path from the root wins, then the folder of the source, then the shortest path (Obsidian 1.13).
        """
        if not target:
            return source
        wanted = name_key(target.removeprefix("/"))
        for key in (f"{wanted}.md", wanted):
            exact = self._by_path.get(key)
            if exact:
                return exact[0]
        for key in (f"{wanted}.md", wanted):
            candidates = [
                path for path in self._by_name.get(key.rsplit("/", 1)[-1], ()) if name_key(path).endswith(f"/{key}")
            ]
            folder = source.rpartition("/")[0]
            beside = [path for path in candidates if path.rpartition("/")[0] == folder]
            if beside or candidates:
                return (beside or candidates)[0]
        return None

    def _places(self, path: NotePath) -> tuple[tuple[dict[str, list[NotePath]], str], ...]:
        key = name_key(path)
        return (self._by_path, key), (self._by_name, key.rsplit("/", 1)[-1])


class LinkGraph:
    """Notes, attachments and the links between them."""

    def __init__(
        self, links: Mapping[NotePath, Sequence[Link]] | None = None, attachments: Iterable[NotePath] = ()
    ) -> None:
        self._links: dict[NotePath, tuple[Link, ...]] = {}
        self._names = VaultNames(attachments)
        for source, written in (links or {}).items():
            self.replace(source, written)

    def replace(self, source: NotePath, links: Sequence[Link]) -> None:
        """Put a note into the graph, or give it other links."""
        self._names.add(source)
        self._links[source] = tuple(links)

    def remove(self, source: NotePath) -> None:
        """Take a note out of the graph; links to it become unresolved."""
        self._names.discard(source)
        self._links.pop(source, None)

    def add_attachment(self, path: NotePath) -> None:
        """Let links find a file that is no note."""
        self._names.add(path)

    def remove_attachment(self, path: NotePath) -> None:
        """Let links no longer find a file that is no note."""
        self._names.discard(path)

    def resolve(self, target: str, *, source: NotePath) -> NotePath | None:
        """Return where ``[[target]]`` in ``source`` leads, or ``None``."""
        return self._names.resolve(target, source=source)

    def notes(self) -> Iterator[NotePath]:
        """Yield every note in the graph."""
        yield from self._links

    def outgoing(self, source: NotePath) -> list[ResolvedLink]:
        """Return the links of a note, in the order of its text."""
        return [
            ResolvedLink(source, link, self.resolve(link.target, source=source)) for link in self._links.get(source, ())
        ]

    def backlinks(self, target: NotePath) -> list[ResolvedLink]:
        """Return the links of other notes (and of the note itself) that lead to ``target``."""
        return [found for source in self._links for found in self.outgoing(source) if found.target == target]
