"""The suggesting half of a session: what is known of all words and links, and what a person decided."""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from vaultmind.domain.change import Stamp
from vaultmind.domain.daily_notes import DailyNotes
from vaultmind.domain.edit import ByteEdit, Edit
from vaultmind.domain.errors import Cancelled, NoteConflict, NoteNotFound, PlaceNotFound, VaultProblem
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.suggestion import (
    Decision,
    DecisionReport,
    Decisions,
    LinkSuggestion,
    SourceSuggestions,
    SuggestRequest,
    Verdict,
)
from vaultmind.parsing.reading import read_note
from vaultmind.ports import CancelToken, Catalog, Clock, DecisionMemory, Progress, VaultFiles, VectorStore
from vaultmind.suggesting.evidence import Evidence, Meaning, linked_notes
from vaultmind.suggesting.likeness import WordLikeness
from vaultmind.suggesting.ranking import Ranker, again, learn
from vaultmind.suggesting.scoring import LinkScores, newest_pairs, score_links
from vaultmind.suggesting.suggestions import see_also_edit, suggest_links
from vaultmind.suggesting.words import NoteWords, words_of_note
from vaultmind.writeback.note_text import NoteText, byte_edits

_Plan = Callable[[NoteText], Sequence[ByteEdit]]
_CHANGED_ENOUGH = 0.1
"""Share of notes that must have changed before the vault's links are learnt from again."""
_DEEP = 50
_OFFERED_AT_ONCE = 500


class Suggesting:
    """Suggests links and does what a person decides. Words of unchanged notes are read once."""

    def __init__(
        self,
        *,
        files: VaultFiles,
        catalog: Catalog,
        clock: Clock,
        open_memory: Callable[[], DecisionMemory],
        vectors: VectorStore | None = None,
    ) -> None:
        self._files = files
        self._catalog = catalog
        self._clock = clock
        self._open_memory = open_memory
        self._vectors = vectors
        self._memory: DecisionMemory | None = None
        self._lock = threading.RLock()
        self._words: dict[NotePath, NoteWords] = {}
        self._stamps: Mapping[NotePath, Stamp] = {}
        self._graph = LinkGraph()
        self._ranker: Ranker | None = None
        self._changed_since_learnt = 0

    def suggest(
        self, request: SuggestRequest, note: NotePath | None, cancel: CancelToken | None
    ) -> Iterator[Progress | SourceSuggestions]:
        """Yield the suggestions of one note, or of every note that has any, in the order of paths."""
        with self._lock:
            yield Progress("learn", 0, None)
            ranker = self._refreshed()
            memory = self._decided()
            decisions = Decisions(memory.decisions())
            is_target = self._targets()
            rules = self._files.obsidian_settings().link_rules
            sources = [note] if note is not None else sorted(path for path in self._words if is_target(path))
            offered: list[LinkSuggestion] = []
            for done, source in enumerate(sources):
                if cancel is not None and cancel.cancelled():
                    raise Cancelled("Suggesting was stopped.")
                if source not in ranker.evidence.numbers:
                    raise NoteNotFound(f"“{source}” is not a note that links can be suggested for.")
                text = self._text(source)
                if text is None:
                    continue
                found = suggest_links(
                    ranker,
                    source,
                    text,
                    names=self._graph.names,
                    rules=rules,
                    decisions=decisions,
                    is_target=is_target,
                    limit=request.limit,
                    threshold=decisions.threshold(request.threshold),
                )
                offered += found.suggestions
                if len(offered) >= _OFFERED_AT_ONCE or done + 1 == len(sources):
                    memory.offer(offered)
                    offered.clear()
                yield Progress("suggest", done + 1, len(sources))
                if note is not None or found.targets:
                    yield found

    def plans(self, ids: Sequence[str]) -> tuple[Mapping[NotePath, _Plan], list[LinkSuggestion]]:
        """Return what accepting these suggestions writes, by note, and the suggestions."""
        chosen = [self._offered(one) for one in dict.fromkeys(ids)]
        by_note: dict[NotePath, list[LinkSuggestion]] = {}
        for one in chosen:
            by_note.setdefault(one.source, []).append(one)
        return {note: _plan(tuple(wanted)) for note, wanted in by_note.items()}, chosen

    def decide(self, chosen: Sequence[LinkSuggestion], verdict: Verdict) -> DecisionReport:
        """Remember what a person said to suggestions."""
        at = self._clock.now_iso()
        decisions = tuple(Decision(one.source, one.target, verdict, one.name, one.score, at) for one in chosen)
        self._decided().decide(decisions)
        return DecisionReport(decisions)

    def reject(self, ids: Sequence[str], *, everywhere: bool) -> DecisionReport:
        """Never suggest these again, for their pairs or, by their names, anywhere."""
        chosen = [self._offered(one) for one in dict.fromkeys(ids)]
        return self.decide(chosen, Verdict.REJECTED_EVERYWHERE if everywhere else Verdict.REJECTED)

    def evaluate(self) -> LinkScores:
        """Hide the newest tenth of the vault's links, learn from the rest, and score what is suggested."""
        with self._lock:
            self._refreshed()
            notes = list(self._words.values())
            pairs = {note.path: linked_notes(note, self._graph) & self._words.keys() for note in notes}
            modified = {path: stamp.mtime_ns for path, stamp in self._stamps.items()}
            hidden = newest_pairs(pairs, modified)
            ranker = learn(notes, self._graph, hidden=hidden)

            def ranked(source: NotePath) -> list[NotePath]:
                weighed, chances = ranker.ranked(ranker.evidence.numbers[source])
                best = np.argsort(-chances, kind="stable")[:_DEEP]
                return [notes[int(weighed.targets[one])].path for one in best]

            return score_links(hidden, ranked)

    def close(self) -> None:
        """Let go of the memory."""
        if self._memory is not None:
            self._memory.close()

    def _decided(self) -> DecisionMemory:
        if self._memory is None:
            self._memory = self._open_memory()
        return self._memory

    def _offered(self, suggestion_id: str) -> LinkSuggestion:
        found = self._decided().offered(suggestion_id)
        if found is None:
            raise PlaceNotFound(
                f"There is no suggestion {suggestion_id}; `vaultmind suggest` lists them with their ids."
            )
        return found

    def _refreshed(self) -> Ranker:
        """Return a ranker of the notes as the index has them now."""
        stamps = dict(self._catalog.stamps())
        changed = [path for path, stamp in stamps.items() if self._stamps.get(path) != stamp]
        gone = self._stamps.keys() - stamps.keys()
        if self._ranker is not None and not changed and not gone:
            return self._ranker
        for path in gone:
            self._words.pop(path, None)
        for path in changed:
            words = self._read(path)
            if words is not None:
                self._words[path] = words
            else:
                self._words.pop(path, None)
        self._stamps = stamps
        notes = list(self._words.values())
        self._graph = LinkGraph({note.path: note.links for note in notes}, self._catalog.attachments())
        self._changed_since_learnt += len(changed) + len(gone)
        meaning = self._meaning(notes)
        if self._ranker is None or self._changed_since_learnt > _CHANGED_ENOUGH * len(notes):
            self._ranker = learn(notes, self._graph, meaning=meaning)
            self._changed_since_learnt = 0
        else:
            evidence = Evidence(notes, self._graph, WordLikeness(notes), meaning=meaning)
            self._ranker = again(self._ranker, evidence)
        return self._ranker

    def _read(self, path: NotePath) -> NoteWords | None:
        try:
            return words_of_note(read_note(path, self._files.read(path)))
        except VaultProblem:
            return None

    def _text(self, path: NotePath) -> str | None:
        try:
            return NoteText(path, self._files.read(path)).decoded.text
        except VaultProblem:
            return None

    def _targets(self) -> Callable[[NotePath], bool]:
        """Return what may be suggested: no excluded notes, conflict copies, templates, daily notes, boards or bases."""
        rows = self._catalog.notes()
        left_out = {row.path for row in rows if row.is_excluded or row.conflict_of is not None}
        settings = self._files.obsidian_settings()
        templates = tuple(f"{folder}/" for folder in settings.template_folders)
        daily: DailyNotes = settings.daily_notes

        def is_target(path: NotePath) -> bool:
            if path in left_out or not path.lower().endswith(".md") or path.startswith(templates):
                return False
            return daily.day_of(path) is None

        return is_target

    def _meaning(self, notes: Sequence[NoteWords]) -> Meaning | None:
        """Return the mean vector of each note's passages, ``None`` where most notes have none."""
        if self._vectors is None or not self._vectors.count():
            return None
        rows: list[npt.NDArray[np.float32] | None] = []
        for note in notes:
            found = self._vectors.vectors(list(self._catalog.chunk_ids_of(note.path)))
            rows.append(np.mean(np.stack(list(found.values())), axis=0) if found else None)
        known = [row for row in rows if row is not None]
        if len(known) * 2 < len(notes):
            return None
        nothing = np.zeros_like(known[0])
        stacked = np.stack([nothing if row is None else row for row in rows]).astype(np.float32)
        stacked /= np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-6)
        return stacked


def _plan(wanted: Sequence[LinkSuggestion]) -> _Plan:
    """Return the plan that writes links into a note as it is; ``NoteConflict`` where their words are gone."""

    def plan(opened: NoteText) -> Sequence[ByteEdit]:
        edits: list[Edit] = []
        below = [one.replacement for one in wanted if one.anchor is None]
        for one in wanted:
            if one.anchor is None:
                continue
            span = one.anchor.span
            is_linked = any(link.span.start < span.end and span.start < link.span.end for link in opened.note.links)
            if span.of(opened.text) != one.anchor.text or is_linked:
                raise NoteConflict(
                    f"“{opened.path}” was changed since “{one.anchor.text}” was suggested as a link; suggest anew.",
                    note=opened.path,
                    on_disk=opened.content,
                    wanted=None,
                )
            edits.append(Edit(span, one.replacement))
        if below:
            end = opened.line_end_at(len(opened.text))
            edits.append(see_also_edit(opened.text, opened.note.headings, below, end))
        return byte_edits(opened, edits)

    return plan
