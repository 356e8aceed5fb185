"""What a session keeps in memory of a vault: its link graph and its titles, current after every change."""

import gc
import heapq
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext

from vaultmind.domain.change import ChangeKind
from vaultmind.domain.fuzzy import fuzzy_match
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import ChangedNote
from vaultmind.domain.series import Series, card_orders, find_series
from vaultmind.domain.views import NoteFound
from vaultmind.indexing.indexer import IGNORE_FILTERS
from vaultmind.ports import Catalog, NoteRow
from vaultmind.retrieval.titles import TitleIndex

_MANY_NOTES = 5_000


class Knowledge:
    """The graph and the titles of one catalog, read once and then kept current note by note."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        with _many_made_to_stay() if catalog.totals().notes >= _MANY_NOTES else nullcontext():
            self._read()

    def _read(self) -> None:
        catalog = self._catalog
        self._attachments = catalog.attachments()
        self.graph = LinkGraph(catalog.links(), self._attachments)
        self.titles = TitleIndex()
        self._excluded: set[NotePath] = set()
        self._names: dict[NotePath, str] = {}
        self._aliases: dict[NotePath, tuple[str, ...]] = {}
        self._modified: dict[NotePath, int] = {}
        self._series: tuple[Series, ...] | None = None
        self._filters = catalog.value(IGNORE_FILTERS)
        for row in catalog.notes():
            self._learn(row)

    def series(self) -> tuple[Series, ...]:
        """Return the numbered series among the titles of the vault, and the order of its cards."""
        if self._series is None:
            self._series = (*find_series(self._names), *card_orders(self._names))
        return self._series

    def find_notes(self, letters: str, *, limit: int) -> tuple[NoteFound, ...]:
        """Return the notes of which a name has these letters in their order, best first; without any the newest."""
        shown = [path for path in self._names if path not in self._excluded]
        if not letters.strip():
            newest = heapq.nlargest(limit, shown, key=lambda path: (self._modified[path], path))
            return tuple(NoteFound(path, self._names[path], 0.0) for path in newest)
        found: list[NoteFound] = []
        for path in shown:
            named = ((match, name) for name in self._names_of(path) if (match := fuzzy_match(letters, name)))
            best = max(named, key=lambda one: one[0].score, default=None)
            if best is not None:
                found.append(NoteFound(path, best[1], best[0].score))
        return tuple(heapq.nsmallest(limit, found, key=lambda one: (-one.score, one.note)))

    def is_excluded(self, path: NotePath) -> bool:
        """Say whether the person excluded a note in Obsidian."""
        return path in self._excluded

    def take(self, changed: Iterable[ChangedNote]) -> None:
        """Take changed notes from the catalog into graph and titles."""
        self._series = None
        current: list[NotePath] = []
        for change in changed:
            if change.old_path is not None:
                self._drop(change.old_path)
            if change.kind is ChangeKind.REMOVED:
                self._drop(change.note)
            else:
                current.append(change.note)
        for path, links in self._catalog.links_of(current).items():
            self.graph.replace(path, links)
        for path in current:
            row = self._catalog.note(path)
            if row is not None:
                self._learn(row)
        filters = self._catalog.value(IGNORE_FILTERS)
        if filters != self._filters:
            self._filters = filters
            self._excluded = {row.path for row in self._catalog.notes() if row.is_excluded}
        attachments = self._catalog.attachments()
        for path in attachments - self._attachments:
            self.graph.add_attachment(path)
        for path in self._attachments - attachments:
            self.graph.remove_attachment(path)
        self._attachments = attachments

    def _learn(self, row: NoteRow) -> None:
        self.titles.replace(row.path, (row.title, *row.aliases))
        self._names[row.path] = row.title
        self._modified[row.path] = row.modified_ns
        if row.aliases:
            self._aliases[row.path] = row.aliases
        else:
            self._aliases.pop(row.path, None)
        if row.is_excluded:
            self._excluded.add(row.path)
        else:
            self._excluded.discard(row.path)

    def _names_of(self, path: NotePath) -> tuple[str, ...]:
        return (self._names[path], *self._aliases.get(path, ()))

    def _drop(self, path: NotePath) -> None:
        self.graph.remove(path)
        self.titles.remove(path)
        self._names.pop(path, None)
        self._aliases.pop(path, None)
        self._modified.pop(path, None)
        self._excluded.discard(path)


@contextmanager
def _many_made_to_stay() -> Iterator[None]:
    """Let Python not look for garbage among what is made here, neither now nor later: of millions of values none is.

    Looking takes as long as making them, again and again. What stayed from the last time is looked at once before.
    """
    was_enabled = gc.isenabled()
    gc.unfreeze()
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_enabled:
            gc.enable()
