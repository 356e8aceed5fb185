"""The suggesting half of a session: links worth making, what else the links of a vault ask for, and decisions."""

import contextlib
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from vaultmind.domain.errors import Cancelled, NoteNotFound, PlaceNotFound, VaultProblem, WriteRefused
from vaultmind.domain.link import NotePath, name_key
from vaultmind.domain.suggestion import (
    LINKS,
    SURE,
    Decision,
    DecisionReport,
    Decisions,
    LinkSuggestion,
    SourceSuggestions,
    SuggestionKind,
    SuggestRequest,
    Verdict,
    is_sure,
)
from vaultmind.domain.writing import WriteKind, WriteReport, WriteRequest
from vaultmind.ports import CancelToken, Catalog, Clock, DecisionMemory, Progress, VaultFiles, VectorStore, Workers
from vaultmind.session.accepting import link_plan, without_overlaps
from vaultmind.session.link_knowledge import LinkKnowledge
from vaultmind.session.writing import Writing
from vaultmind.suggesting.duplicates import DuplicateFinder
from vaultmind.suggesting.evidence import linked_notes
from vaultmind.suggesting.orphans import first_link, is_alone
from vaultmind.suggesting.ranking import Ranker, learn
from vaultmind.suggesting.scoring import LinkScores, newest_pairs, score_links
from vaultmind.suggesting.suggestions import suggest_links
from vaultmind.suggesting.unresolved import KnownNames, missing_notes, unresolved_links
from vaultmind.writeback.note_text import NoteText

_DEEP = 50
_OFFERED_AT_ONCE = 500
_STEPS_BETWEEN_PROGRESS = 20


class Suggesting:
    """Suggests links and remembers what a person decides."""

    def __init__(
        self,
        *,
        files: VaultFiles,
        catalog: Catalog,
        clock: Clock,
        open_memory: Callable[[], DecisionMemory],
        workers: Workers | None = None,
        vectors: VectorStore | None = None,
    ) -> None:
        self._files = files
        self._catalog = catalog
        self._clock = clock
        self._open_memory = open_memory
        self._memory: DecisionMemory | None = None
        self._lock = threading.RLock()
        self._remembering = threading.RLock()
        self._renamed: list[Mapping[NotePath, NotePath]] = []
        self._knowledge = LinkKnowledge(files=files, catalog=catalog, workers=workers, vectors=vectors)
        self._names: tuple[int, KnownNames] | None = None
        self._missing: tuple[int, list[LinkSuggestion]] | None = None
        self._duplicates: tuple[int, Mapping[NotePath, list[LinkSuggestion]]] | None = None
        self._duplicate_finder = DuplicateFinder()

    def suggest(
        self, request: SuggestRequest, note: NotePath | None, cancel: CancelToken | None
    ) -> Iterator[Progress | SourceSuggestions]:
        """Yield the suggestions of one note, or of every note that has any, in the order of paths.

        Others may ask meanwhile: what is known is held for one note at a time.
        """
        yield from self._refresh(cancel)
        memory, known = self._decided(), self._knowledge
        decisions = Decisions(memory.decisions())
        is_all = note is None
        with self._lock:
            everywhere = sorted(path for path in known.words if known.is_target(path, noise=request.noise))
        sources = everywhere if note is None else [note]
        offered: list[LinkSuggestion] = []
        for done, source in enumerate(sources, start=1):
            if cancel is not None and cancel.cancelled():
                raise Cancelled("Suggesting was stopped.")
            with self._lock:
                found = self._for_note(source, request, decisions)
            if found is not None:
                offered += found.suggestions
            if len(offered) >= _OFFERED_AT_ONCE or done == len(sources):
                memory.offer(offered)
                offered.clear()
            if done % _STEPS_BETWEEN_PROGRESS == 0 or done == len(sources):
                yield Progress("suggest", done, len(sources))
            if found is not None and (not is_all or found.targets or found.suggestions):
                yield found

    def sure(
        self, note: NotePath | None, threshold: float | None, cancel: CancelToken | None
    ) -> Iterator[Progress | SourceSuggestions]:
        """Yield the suggestions that are sure enough to be accepted unseen, no two of a note for the same words."""
        kinds = (*sorted(LINKS), SuggestionKind.UNRESOLVED)
        least = SURE if threshold is None else threshold
        request = SuggestRequest(None if note is None else str(note), threshold=least, kinds=kinds)
        for found in self.suggest(request, note, cancel):
            if isinstance(found, SourceSuggestions):
                enough = [one for one in found.suggestions if is_sure(one, least)]  # whatever was decided before
                yield replace(found, suggestions=tuple(without_overlaps(enough)))
            else:
                yield found

    def accept(self, chosen: Sequence[LinkSuggestion], writing: Writing, *, dry_run: bool) -> WriteReport:
        """Write suggestions as one batch, or show the diff; notes are made or merged one at a time."""
        alone = {SuggestionKind.MISSING, SuggestionKind.DUPLICATE}
        if not chosen:
            raise WriteRefused("There is nothing to accept: no suggestion is sure enough.")
        if len(chosen) > 1 and any(one.kind in alone for one in chosen):
            raise WriteRefused("A note is made or merged one at a time: accept each of them by itself.")
        (first, *_) = chosen
        if first.kind is SuggestionKind.MISSING:
            report = writing.write(WriteRequest(first.target, WriteKind.CREATE, why="missing note", dry_run=dry_run))
        elif first.kind is SuggestionKind.DUPLICATE:
            report = writing.merge(first.source, first.target, dry_run=dry_run)
        else:
            by_note: dict[NotePath, list[LinkSuggestion]] = {}
            for one in chosen:
                by_note.setdefault(one.source, []).append(one)
            plans = {note: link_plan(wanted) for note, wanted in by_note.items()}
            report = writing.batch(plans, why="link suggestion", dry_run=dry_run)
        if report.journal is not None:
            self.decide(chosen, Verdict.ACCEPTED)
        return report

    def offered(self, ids: Sequence[str]) -> list[LinkSuggestion]:
        """Return suggestions by their ids; raise ``PlaceNotFound`` for one that was never shown."""
        return [self._offered(one) for one in dict.fromkeys(ids)]

    def decide(self, chosen: Sequence[LinkSuggestion], verdict: Verdict) -> DecisionReport:
        """Remember what a person said to suggestions."""
        at = self._clock.now_iso()
        self._decided().decide(
            [
                Decision(one.source, one.target, verdict, one.name, one.score, at, words=_words(one), kind=one.kind)
                for one in chosen
            ]
        )
        return DecisionReport(tuple(self._decided().decisions())[-len(chosen) :] if chosen else ())

    def reject(self, ids: Sequence[str], *, everywhere: bool) -> DecisionReport:
        """Never suggest these again, for their pairs or, by their names, anywhere."""
        return self.decide(self.offered(ids), Verdict.REJECTED_EVERYWHERE if everywhere else Verdict.REJECTED)

    def rejected(self) -> DecisionReport:
        """Return what was rejected, newest first."""
        refusals = (Verdict.REJECTED, Verdict.REJECTED_EVERYWHERE)
        return DecisionReport(tuple(one for one in reversed(self._decided().decisions()) if one.verdict in refusals))

    def reconsider(self, ids: Sequence[int]) -> DecisionReport:
        """Forget decisions and all that refuse the same, so that it may be suggested again; return them."""
        known = {one.id: one for one in self._decided().decisions()}
        for one in ids:
            if one not in known:
                raise PlaceNotFound(f"There is no decision {one}; `vaultmind reject --list` lists them.")
        refused = {known[one].refused for one in ids}
        withdrawn = tuple(one for one in known.values() if one.refused in refused)
        self._decided().withdraw([one.id for one in withdrawn])
        return DecisionReport(withdrawn)

    def follow(self, renamed: Mapping[NotePath, NotePath]) -> None:
        """Let what was decided of notes stand for them under their new names; what cannot be kept now is kept later."""
        if renamed:
            self._renamed.append(dict(renamed))
            with contextlib.suppress(VaultProblem):
                self._decided()

    def evaluate(self) -> LinkScores:
        """Hide the newest tenth of the vault's links, learn from the rest, and score what is suggested."""
        for _ in self._refresh(None):
            pass
        with self._lock:
            known = self._knowledge
            notes = list(known.words.values())
            pairs = {note.path: linked_notes(note, known.graph) & known.words.keys() for note in notes}
            modified = {path: stamp.mtime_ns for path, stamp in self._catalog.stamps().items()}
            hidden = newest_pairs(pairs, modified)
            ranker = learn(notes, known.graph, hidden=hidden)

            def ranked(source: NotePath) -> list[NotePath]:
                weighed, chances = ranker.ranked(ranker.evidence.numbers[source])
                best = np.argsort(-chances, kind="stable")[:_DEEP]
                return [notes[int(weighed.targets[one])].path for one in best]

            return score_links(hidden, ranked)

    def close(self) -> None:
        """Let go of the memory."""
        if self._memory is not None:
            self._memory.close()

    def _refresh(self, cancel: CancelToken | None) -> Iterator[Progress]:
        with self._lock:
            steps = self._knowledge.refresh(cancel)
            yield from (steps if self._knowledge.ranker is None else list(steps))

    def _for_note(self, source: NotePath, request: SuggestRequest, decisions: Decisions) -> SourceSuggestions | None:
        """Return all that is asked for of one note, ``None`` where it cannot be read any more."""
        known = self._knowledge
        ranker = known.ranker
        if ranker is None or source not in ranker.evidence.numbers:
            if request.note is None:
                return None
            raise NoteNotFound(f"“{source}” is not a note that links can be suggested for.")
        text = self._text(source)
        if text is None:
            return None
        threshold = decisions.threshold(request.threshold)
        found = suggest_links(
            ranker,
            source,
            text,
            habits=known.habits,
            decisions=decisions,
            is_target=lambda path: known.is_target(path, noise=request.noise),
            limit=request.limit,
            threshold=threshold,
            kinds=request.kinds,
        )
        others = [
            one
            for one in self._other_kinds(source, text, ranker, request, decisions)
            if (one.score >= request.threshold or one.kind is not SuggestionKind.UNRESOLVED)
            and not decisions.forbid(one.source, one.target, one.name, kind=one.kind)
        ]
        suggestions = tuple(sorted((*found.suggestions, *others), key=lambda one: -one.score))
        return SourceSuggestions(source, found.targets, suggestions)

    def _other_kinds(
        self, source: NotePath, text: str, ranker: Ranker, request: SuggestRequest, decisions: Decisions
    ) -> Iterable[LinkSuggestion]:
        """Yield what the note is the source of besides links between notes that know nothing of each other."""
        known = self._knowledge
        note = known.words[source]
        if SuggestionKind.UNRESOLVED in request.kinds:
            yield from unresolved_links(note, text, self._known_names, known.graph, known.habits)
        if SuggestionKind.MISSING in request.kinds:
            linked = {name_key(link.target) for link in note.links}
            for one in self._missing_notes():
                if one.source == source or (request.note is not None and name_key(one.name) in linked):
                    yield one
        if SuggestionKind.DUPLICATE in request.kinds:
            yield from self._likely_duplicates().get(source, ())
        if SuggestionKind.ORPHAN in request.kinds and is_alone(ranker.evidence, source):
            best = first_link(
                ranker,
                source,
                self._text,
                habits=known.habits,
                decisions=decisions,
                is_target=lambda path: known.is_target(path, noise=request.noise),
            )
            if best is not None:
                yield best

    def _missing_notes(self) -> list[LinkSuggestion]:
        known = self._knowledge
        if self._missing is None or self._missing[0] != known.version:
            found = missing_notes(list(known.words.values()), self._known_names, known.graph, known.is_target)
            self._missing = known.version, list(found)
        return self._missing[1]

    def _likely_duplicates(self) -> Mapping[NotePath, list[LinkSuggestion]]:
        known = self._knowledge
        if self._duplicates is None or self._duplicates[0] != known.version:
            notes = [note for note in known.words.values() if known.is_target(note.path)]
            by_source: dict[NotePath, list[LinkSuggestion]] = {}
            for one in self._duplicate_finder.find(notes, known.graph.backlink_count):
                by_source.setdefault(one.source, []).append(one)
            self._duplicates = known.version, by_source
        return self._duplicates[1]

    def _known_names(self) -> KnownNames:
        known = self._knowledge
        if self._names is None or self._names[0] != known.version:
            notes = [note for note in known.words.values() if known.is_target(note.path, noise=True)]
            self._names = known.version, KnownNames(notes, known.graph)
        return self._names[1]

    def _decided(self) -> DecisionMemory:
        with self._remembering:
            if self._memory is None:
                self._memory = self._open_memory()
            while self._renamed:
                self._memory.follow(self._renamed[0])
                del self._renamed[0]
            return self._memory

    def _offered(self, suggestion_id: str) -> LinkSuggestion:
        found = self._decided().offered(suggestion_id)
        if found is None:
            raise PlaceNotFound(
                f"There is no suggestion {suggestion_id}; `vaultmind suggest` lists them with their ids."
            )
        return found

    def _text(self, path: NotePath) -> str | None:
        try:
            return NoteText(path, self._files.read(path)).decoded.text
        except VaultProblem:
            return None


def _words(one: LinkSuggestion) -> str:
    """Return the name that a suggestion rests on as a person reads it."""
    is_written = one.anchor is not None and one.kind is not SuggestionKind.UNRESOLVED
    return " ".join(one.anchor.text.split()) if is_written and one.name and one.anchor is not None else one.name
