"""What a session knows of all words and links of a vault, kept current note by note."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from vaultmind.domain.change import Stamp
from vaultmind.domain.errors import Cancelled, VaultProblem
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.parsing.reading import read_note
from vaultmind.ports import CancelToken, Catalog, ObsidianSettings, Progress, VaultFiles, VectorStore, Workers
from vaultmind.suggesting.meaning import Passages, Vectors
from vaultmind.suggesting.noise import is_among_templates, is_diary
from vaultmind.suggesting.packing import pack_notes, unpack_words, words_packed
from vaultmind.suggesting.properties import LinkProperties
from vaultmind.suggesting.ranking import Ranker, learn
from vaultmind.suggesting.suggestions import Habits
from vaultmind.suggesting.words import NoteWords, words_of_note

_CHANGED_ENOUGH = 0.1
"""Share of notes that must have changed before the vault's links are learnt from again."""
_WORTH_WORKERS = 300
_NOTES_OF_A_JOB = 100
_JOB_TIMEOUT_S = 120.0
_VECTORS_AT_ONCE = 2000
_WAITING_AT_ONCE = 50


class LinkKnowledge:
    """Words, graph and ranker of a vault. Words of unchanged notes are read once. Not for two threads at once."""

    def __init__(
        self, *, files: VaultFiles, catalog: Catalog, workers: Workers | None = None, vectors: VectorStore | None = None
    ) -> None:
        self._files = files
        self._catalog = catalog
        self._workers = workers
        self._vectors = vectors
        self._stamps: Mapping[NotePath, Stamp] = {}
        self._seen_changes: int | None = None
        self._attachments: frozenset[NotePath] = frozenset()
        self._settings: ObsidianSettings | None = None
        self._left_out: set[NotePath] = set()
        self._noise: set[NotePath] = set()
        self._changed_since_learnt = 0
        self._without_vectors: set[NotePath] = set()
        self.words: dict[NotePath, NoteWords] = {}
        self.graph = LinkGraph()
        self.habits = Habits(self.graph.names)
        self.ranker: Ranker | None = None
        self.version = 0
        """Another number whenever anything is known anew."""

    def refresh(self, cancel: CancelToken | None = None) -> Iterator[Progress]:
        """Take in what changed in the index since the last time, and learn from the links when much did."""
        count = self._catalog.change_count()
        if self.ranker is not None and count is not None and count == self._seen_changes:
            self._take_settings(anew=False, changed=())
            return
        stamps = dict(self._catalog.stamps())
        changed = sorted(path for path, stamp in stamps.items() if self._stamps.get(path) != stamp)
        gone = [path for path in self._stamps if path not in stamps]
        self._take_settings(anew=bool(changed or gone), changed=changed)
        if self.ranker is not None and not changed and not gone:
            if self._has_meaning_now(self.ranker):
                yield Progress("learn", 0, None)
                self._learn()
            self._take_vectors_made_since()
            self._seen_changes = count
            return
        read: dict[NotePath, NoteWords | None] = {}
        yield Progress("read", 0, len(changed))
        for path, words in self._read(changed):
            read[path] = words
            if len(read) % _NOTES_OF_A_JOB == 0:
                yield Progress("read", len(read), len(changed))
            if cancel is not None and cancel.cancelled():
                raise Cancelled("Suggesting was stopped.")
        fresh = [words for path in changed if (words := read.get(path)) is not None]  # however the workers ended
        lost = [*gone, *(path for path, words in read.items() if words is None)]
        for path in lost:
            self.words.pop(path, None)
        self.words.update((note.path, note) for note in fresh)
        self._changed_since_learnt += len(changed) + len(gone)
        self.version += 1
        if self.ranker is None or self._changed_since_learnt > _CHANGED_ENOUGH * len(self.words):
            yield Progress("learn", 0, None)
            self._learn()
        else:
            self._update(self.ranker, fresh, lost)
        self._stamps, self._seen_changes = stamps, count

    def is_target(self, path: NotePath, *, noise: bool = False) -> bool:
        """Say whether a note may be suggested: no excluded notes, conflict copies, boards or bases.

        Templates and daily notes only with ``noise``: those of the settings, and those that are called or written so.
        """
        if path in self._left_out or not path.lower().endswith(".md"):
            return False
        words = self.words.get(path)
        return noise or not (path in self._noise or (words is not None and words.is_template))

    def _learn(self) -> None:
        notes = list(self.words.values())
        self._attachments = self._catalog.attachments()
        self.graph = LinkGraph({note.path: note.links for note in notes}, self._attachments)
        self.ranker = learn(notes, self.graph, passages=self._passages(notes))
        self._changed_since_learnt = 0
        self._take_habits(notes)

    def _update(self, ranker: Ranker, fresh: Sequence[NoteWords], lost: Sequence[NotePath]) -> None:
        graph = self.graph
        attachments = self._catalog.attachments()
        elsewhere: set[NotePath] = set()
        for path in lost:
            elsewhere.update(found.source for found in graph.backlinks(path))
            graph.remove(path)
        for path in self._attachments - attachments:
            elsewhere.update(found.source for found in graph.backlinks(path))
            graph.remove_attachment(path)
        new = [note.path for note in fresh if note.path not in graph]
        for note in fresh:
            graph.replace(note.path, note.links)
        for path in attachments - self._attachments:
            graph.add_attachment(path)
        for path in (*new, *(attachments - self._attachments)):
            elsewhere.update(found.source for found in graph.backlinks(path))
        self._attachments = attachments
        own = {note.path for note in fresh}
        led_elsewhere = [self.words[path] for path in elsewhere if path in self.words and path not in own]
        ranker.evidence.update([*fresh, *led_elsewhere], lost, graph)
        self._without_vectors |= own
        self._take_vectors_made_since()
        if new or lost or elsewhere:
            self._take_habits(list(self.words.values()))

    def _read(self, paths: Sequence[NotePath]) -> Iterator[tuple[NotePath, NoteWords | None]]:
        """Yield the words of notes, ``None`` for one that cannot be read; of many with the help of other processes."""
        if self._workers is None or len(paths) < _WORTH_WORKERS:
            for path in paths:
                yield path, self._read_here(path)
            return
        batches = [paths[at : at + _NOTES_OF_A_JOB] for at in range(0, len(paths), _NOTES_OF_A_JOB)]
        left: list[NotePath] = []
        sent: list[Sequence[NotePath]] = []

        def jobs() -> Iterator[bytes]:
            for batch in batches:
                job = pack_notes([(path, data) for path in batch if (data := self._bytes_of(path)) is not None])
                if job is None:
                    left.extend(batch)
                else:
                    sent.append(batch)
                    yield job

        for number, result in self._workers.run(words_packed, jobs(), timeout_s=_JOB_TIMEOUT_S):
            if result is None:
                left.extend(sent[number])
                continue
            known = {note.path: note for note in unpack_words(result)}
            for path in sent[number]:
                yield path, known.get(path)
        for path in left:
            yield path, self._read_here(path)

    def _read_here(self, path: NotePath) -> NoteWords | None:
        data = self._bytes_of(path)
        return None if data is None else words_of_note(read_note(path, data))

    def _bytes_of(self, path: NotePath) -> bytes | None:
        try:
            return self._files.read(path)
        except VaultProblem:
            return None

    def _take_settings(self, *, anew: bool, changed: Iterable[NotePath]) -> None:
        """Learn which notes are left out and which are noise: of all where a setting changed, else of those changed."""
        settings = self._files.obsidian_settings()
        is_other = settings != self._settings
        if not anew and not is_other:
            return
        rows = self._catalog.notes() if is_other else [self._catalog.note(path) for path in changed]
        templates = tuple(f"{folder}/" for folder in settings.template_folders)
        if is_other:
            self._settings = settings
            self._left_out.clear()
            self._noise.clear()
            self._take_habits(list(self.words.values()))
        for row in rows:
            if row is None:
                continue
            is_left_out = row.is_excluded or row.conflict_of is not None
            is_noise = row.path.startswith(templates) or settings.daily_notes.day_of(row.path) is not None
            is_noise = is_noise or is_diary(row.path) or is_among_templates(row.path)
            (self._left_out.add if is_left_out else self._left_out.discard)(row.path)
            (self._noise.add if is_noise else self._noise.discard)(row.path)

    def _take_habits(self, notes: Sequence[NoteWords]) -> None:
        rules = (self._settings or self._files.obsidian_settings()).link_rules
        properties = LinkProperties(notes, self.graph)
        self.habits = Habits(self.graph.names, rules, properties, self._catalog.chunk)

    def _passages(self, notes: Sequence[NoteWords]) -> Passages | None:
        """Return the passages of all notes with their vectors, ``None`` where there are none."""
        if self._vectors is None or not self._vectors.count():
            return None
        ids = [list(self._catalog.chunk_ids_of(note.path)) for note in notes]
        stacked = self._vectors_of(ids)
        self._without_vectors = {
            note.path for note, own, found in zip(notes, ids, stacked, strict=True) if own and found is None
        }
        dimensions = next((found.shape[1] for found in stacked if found is not None), 0)
        kept = [own if found is not None else [] for own, found in zip(ids, stacked, strict=True)]
        return Passages(kept, stacked, dimensions) if dimensions else None

    def _vectors_of(self, ids: Sequence[Sequence[int]]) -> list[Vectors | None]:
        """Return the vectors of each note's passages, ``None`` where one of them is not made yet."""
        assert self._vectors is not None
        every = [one for own in ids for one in own]
        known: dict[int, Vectors] = {}
        for at in range(0, len(every), _VECTORS_AT_ONCE):
            known.update(self._vectors.vectors(every[at : at + _VECTORS_AT_ONCE]))
        return [
            np.stack([known[one] for one in own]) if own and all(one in known for one in own) else None for own in ids
        ]

    def _has_meaning_now(self, ranker: Ranker) -> bool:
        """Say whether most passages got their vectors since the ranker was taught without any."""
        if self._vectors is None or ranker.evidence.passages is not None:
            return False
        return self._vectors.count() * 2 > self._catalog.totals().chunks

    def _take_vectors_made_since(self) -> None:
        """Give notes whose vectors were not all made when they were asked for those that are."""
        passages = self.ranker.evidence.passages if self.ranker else None
        if self._vectors is None or self.ranker is None or passages is None:
            return
        numbers = self.ranker.evidence.numbers
        paths = [path for path in sorted(self._without_vectors) if path in numbers][:_WAITING_AT_ONCE]
        ids = [list(self._catalog.chunk_ids_of(path)) for path in paths]
        for path, own, found in zip(paths, ids, self._vectors_of(ids), strict=True):
            passages.replace(numbers[path], own if found is not None else [], found)
            if found is not None or not own:
                self._without_vectors.discard(path)
