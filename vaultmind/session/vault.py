"""The session of the process that owns the index."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial

from vaultmind.domain.answer import Answer, Citation
from vaultmind.domain.daily_notes import days_meant
from vaultmind.domain.errors import Cancelled, NoteNotFound, StorageFull, VaultMindError, VaultProblem
from vaultmind.domain.library import Library
from vaultmind.domain.link import NotePath
from vaultmind.domain.opening import obsidian_uri
from vaultmind.domain.question import GoldQuestion
from vaultmind.domain.related import RelatedReport
from vaultmind.domain.report import ChangedNote, IndexReport
from vaultmind.domain.vault_map import MapPlace, VaultMap
from vaultmind.domain.views import (
    ActiveNote,
    Attachment,
    EngineView,
    GraphLink,
    GraphView,
    IndexRequest,
    NoteFound,
    NoteStatus,
    NoteView,
    SearchReport,
    SearchRequest,
    UnresolvedLink,
    VaultStatus,
)
from vaultmind.indexing import Indexer, Pace
from vaultmind.parsing.reading import read_note
from vaultmind.ports import (
    CancelToken,
    Catalog,
    Clock,
    LanguageModels,
    Progress,
    ProgressSink,
    VaultFiles,
    Watcher,
)
from vaultmind.retrieval.cover import Cover, cover_topic, nearest_notes
from vaultmind.retrieval.embedded import with_embedded
from vaultmind.retrieval.explanation import Explanation
from vaultmind.retrieval.own_questions import draw_questions
from vaultmind.retrieval.query import in_plain_words, parse_query
from vaultmind.retrieval.retriever import Retriever, uses_meaning
from vaultmind.session.active_note import follow_active
from vaultmind.session.advance import Unasked
from vaultmind.session.answer_links import AnswerLinks
from vaultmind.session.asking import Asking, AskingRules
from vaultmind.session.converses import Converses
from vaultmind.session.conversing import Conversing
from vaultmind.session.council import Council
from vaultmind.session.earlier import EarlierIndex
from vaultmind.session.found_so_far import FoundSoFar
from vaultmind.session.keeper import IndexKeeper
from vaultmind.session.knowledge import Knowledge
from vaultmind.session.library import library_of
from vaultmind.session.mapping import keep_places, map_of
from vaultmind.session.note_views import block_in, note_view
from vaultmind.session.passing import PassingNotices
from vaultmind.session.questions import Evidence, Questions
from vaultmind.session.recipes import RecipeBook
from vaultmind.session.serving import MeaningSource, Serving
from vaultmind.session.streams import AnyOf, Stop, in_background
from vaultmind.session.suggesting import Suggesting
from vaultmind.session.suggests_links import SuggestsLinks
from vaultmind.session.unindexed import left_out, unindexed
from vaultmind.session.writes_notes import WritesNotes
from vaultmind.session.writing import Writing

_LOOK_S = 0.2
_PATIENCE_S = 2.0
"""How long a question waits for a look at the whole vault that is under way."""
_EMBED_STEP_S = 0.3
"""How long vectors are made before saved notes get their turn."""
_UNRESOLVED = "links that lead nowhere"
_PAUSED = "No vectors are made, for that is paused; `vaultmind index --resume` goes on."
_MADE_ANEW = "It is being made anew; your notes are as they were."
_WAS_MADE_ANEW = "The index was damaged and has been made anew; your notes are as they were."
_PASSAGES_OF_A_TOPIC = 100

LARGEST_ATTACHMENT_BYTES = 10 * 1024 * 1024
"""What is shown in a window is smaller; a larger file would hold up the socket for the rest."""


@dataclass(frozen=True, slots=True)
class VaultPlace:
    """Where a vault is, and the id under which Obsidian knows it, if it does."""

    root: str
    obsidian_id: str | None


class VaultSession(Converses, SuggestsLinks, WritesNotes):
    """The session of the process that owns the index; knows ports alone."""

    def __init__(
        self,
        *,
        place: VaultPlace,
        files: VaultFiles,
        catalog: Catalog,
        indexer: Indexer,
        open_watcher: Callable[[], Watcher],
        pace: Callable[[], Pace],
        retriever_on: Callable[[Knowledge, MeaningSource | None], Retriever],
        serving: Serving | None,
        earlier: EarlierIndex | None = None,
        clock: Clock,
        models: LanguageModels,
        rules: AskingRules,
        writing: Writing,
        suggesting: Suggesting,
        conversing: Conversing,
        recipes: RecipeBook,
        engine: EngineView,
        notices: tuple[str, ...],
        damage: str = "",
        is_outlived: Callable[[], bool] = lambda: False,
        why_read_only: Callable[[], str] = lambda: "",
        active_note: Callable[[], NotePath | None],
        on_whole: Callable[[], object],
        on_close: Callable[[], None],
    ) -> None:
        self._place = place
        self._files = files
        self._catalog = catalog
        self._indexer = indexer
        self._retriever_on = retriever_on
        self._serving = serving
        self._earlier = earlier
        self._searched_with: MeaningSource | None = None
        self._clock = clock
        self._engine = engine
        self._own_notices = notices
        self.is_outlived = is_outlived
        self._passing = PassingNotices(clock, lambda: indexer.whole_looks)
        if damage:
            self._passing.hold(f"{damage} {_MADE_ANEW}", _WAS_MADE_ANEW)
        self._why_read_only = why_read_only
        self._active_note = active_note
        self._closing = Stop()
        self._links_of_answers = AnswerLinks(self._resolved, files)
        asking = Asking(
            models=models,
            catalog=catalog,
            clock=clock,
            read_note=self._text_now,
            rules=rules,
            leads_somewhere=self._links_of_answers.leads_somewhere,
        )
        self._writing = writing
        self._suggesting = suggesting
        self._conversing = conversing
        self._recipes = recipes
        self._questions = Questions(
            asking=asking,
            conversing=conversing,
            council=Council(models=models, clock=clock, voices=rules.voices),
            clock=clock,
            evidence=self._evidence,
            finished=self._finished,
            respell=lambda question: self._retriever().respelled(question),
        )
        self._rules = rules
        self._on_whole = on_whole
        self._on_close = on_close
        self._knowing = threading.RLock()
        self._known: Knowledge | None = None
        self._searching: Retriever | None = None
        self._keeper = IndexKeeper(indexer, open_watcher, clock, catalog, pace=pace, learn=self._take_unasked)
        self._found_so_far = FoundSoFar(indexer, self._keeper)
        self._unasked = Unasked()
        indexer.tell_stored(self._take_stored)

    def index(self, request: IndexRequest, *, cancel: CancelToken | None = None) -> Iterator[Progress | IndexReport]:
        """Bring the index to what is on disk, words first, vectors after."""
        advance = self._keeper.advance

        def run(progress: ProgressSink, stop: CancelToken) -> IndexReport:
            def tell(now: Progress) -> None:
                advance.take(now)
                progress(now)

            work = partial(self._indexer.run, replace(request, vectors=False), tell, stop, self._keeper.turns.give_way)
            report = self._alone_with_the_whole(work, progress, stop)
            self._keeper.look_ended()
            while request.vectors and request.wait_for_vectors and not self._keeper.is_paused:
                with self._keeper.turns:
                    step = self._indexer.embed_waiting(_EMBED_STEP_S, tell, stop)
                advance.learn(step)
                self._learn(step)
                report = report.followed_by(step)
                if not step.waiting or not step.embedded:
                    break
                if stop.cancelled():
                    raise Cancelled("Indexing was stopped; what was made so far is kept.")
            return report.noticing([_PAUSED] if self._keeper.is_paused and report.waiting else [])

        def run_noted(progress: ProgressSink, stop: CancelToken) -> IndexReport:
            advance.run_began()
            try:
                return run(progress, stop)
            finally:
                advance.run_ended()

        for event in in_background(run_noted, cancel):
            if isinstance(event, IndexReport):
                self._require_notes()
                self._end_earlier()
                self._turn_to_whole(drop_old=request.drop_old_vectors)
                makes_vectors = request.vectors and request.wait_for_vectors and not self._keeper.is_paused
                event = self._unasked.hand_over(event, vectors=makes_vectors)
                event = event.noticing((*self._own_notices, *self._passing.current()))
                event = replace(event, unresolved=self._unresolved_count())
            yield event

    def _alone_with_the_whole(
        self, work: Callable[[], IndexReport], progress: ProgressSink, stop: CancelToken
    ) -> IndexReport:
        """Do ``work`` when nobody else looks at the whole vault; tell how far they are until then."""
        while True:
            with self._keeper.turns.long(_LOOK_S) as is_ours:
                if is_ours:
                    return work()
            if stop.cancelled():
                raise Cancelled("Indexing was stopped; what was read so far is kept.")
            if (reading := self._keeper.advance.reading) is not None:
                progress(reading)

    def watch(self, *, cancel: CancelToken | None = None) -> Iterator[IndexReport]:
        """Follow the vault, and yield a report for each settled batch of changes and each stretch of vectors."""
        for report in self._keeper.listen(cancel):
            yield replace(report, unresolved=self._unresolved_count())

    def keep_current(self, rests: Callable[[], bool] | None = None) -> None:
        """Follow the vault from now on; vectors and a look at the whole vault wait while it ``rests``."""
        self._keeper.start(rests)

    def pause_vectors(self) -> None:
        """Make no vectors until ``resume_vectors``, also after a restart; a whole look that is under way rests too."""
        self._keeper.pause()

    def resume_vectors(self) -> None:
        """Go on reading notes and making vectors."""
        self._keeper.resume()

    def catch_up(self) -> None:
        """Take in the words and links of what changed while nobody watched; vectors wait for the next ``index``.

        Where the whole vault is being looked at for long, that is not waited for. A write that a crash interrupted is
        brought to its end first.
        """
        self._writing.end_interrupted()
        try:
            with self._keeper.turns.long(_PATIENCE_S) as is_ours:
                if is_ours:
                    self._unasked.take(self._indexer.run(IndexRequest(vectors=False)))
                    self._keeper.look_ended()
                    self._end_earlier()
        except StorageFull as full:
            if not self._catalog.totals().notes:
                raise
            self._passing.hold(f"{full} What changed last is not found yet.")

    def status(self) -> VaultStatus:
        """Return totals, coverage, and what was skipped and why."""
        totals = self._catalog.totals() if self._earlier is None else self._earlier.counted(self._catalog.totals())
        return VaultStatus(
            vault=self._place.root,
            notes=totals.notes - totals.boards,
            boards=totals.boards,
            chunks=totals.chunks,
            vectors=totals.vectors,
            waiting=totals.waiting if self._indexer.has_vectors else 0,
            attachments=len(self._catalog.attachments()),
            links=totals.links,
            unresolved=self._unresolved_count(),
            embedding_calls_total=self._indexer.embedding_calls_total(),
            skipped=tuple(self._catalog.skipped()),
            engine=self._engine,
            notices=self._notices(),
            indexing=self._keeper.view(totals),
            why_read_only=self._why_read_only(),
        )

    def note_status(self, note: str) -> NoteStatus:
        """Return the one state of a file: indexed, waiting, or skipped because of something."""
        if (lacking := self._not_indexed(note)) is not None:
            return lacking
        path = self._find(note)
        if self._is_missing(path):
            return NoteStatus(path, "waiting", "waiting", "It is no longer on the disk; it stays found for now.")
        if self._earlier is not None:
            return NoteStatus(path, "indexed", "waiting", self._earlier.NOTICE)
        state = self._catalog.vector_state(path)
        if state is None or self._files.stamp(path) != self._catalog.stamps().get(path):
            return NoteStatus(path, "waiting", "waiting", "It changed since the last look; index to take it in.")
        if not self._indexer.has_vectors:
            return NoteStatus(path, "indexed", "off", "Found by its words; there is no embedding model.")
        if state.failed:
            return NoteStatus(path, "indexed", "failed", state.reason)
        if state.waiting:
            return NoteStatus(path, "indexed", "waiting", f"{state.waiting} of {state.chunks} passages wait.")
        return NoteStatus(path, "indexed", "done", "")

    def library(self) -> Library:
        """Return every file of the vault, as the disk is now, with what the index has of it."""
        knowledge, has_vectors = self._know(), self._indexer.has_vectors
        return library_of(
            self._catalog, self._files.listing(), is_excluded=knowledge.is_excluded, has_vectors=has_vectors
        )

    def note(self, note: str, *, with_backlinks: bool = True) -> NoteView:
        """Return a note as it is read from the disk now, with what leads to it where that is asked for."""
        path = self._find(note)
        read = read_note(path, self._files.read(path))
        graph = self._know().graph
        return note_view(read, graph, uri=self._uri(path), with_backlinks=with_backlinks)

    def attachment(self, path: str) -> Attachment:
        """Return a file of the vault that is no note, by its path."""
        found = NotePath(path.replace("\\", "/"))
        if found not in self._catalog.attachments():
            raise NoteNotFound(f"There is no file “{path}” in {self._place.root}.")
        stamp = self._files.stamp(found)
        if stamp is not None and stamp.size > LARGEST_ATTACHMENT_BYTES:
            raise VaultProblem(f"{path} is larger than {LARGEST_ATTACHMENT_BYTES // 1024**2} MB and is not shown.")
        return Attachment(found, self._files.read(found))

    def follow_active(self, *, cancel: CancelToken | None = None) -> Iterator[ActiveNote]:
        """Yield the note in front of Obsidian, and again whenever it is another."""
        yield from follow_active(self._active_note, self._closing, cancel)

    def graph(self) -> GraphView:
        """Return every note and where every link leads now."""
        graph = self._know().graph
        links: list[GraphLink] = []
        unresolved: list[UnresolvedLink] = []
        notes = sorted(graph.notes())
        for source in notes:
            for found in graph.outgoing(source):
                if found.target is None:
                    unresolved.append(UnresolvedLink(source, found.link.target, found.link.line))
                else:
                    links.append(GraphLink(source, found.target, found.link.kind, found.link.line))
        return GraphView(tuple(notes), tuple(links), tuple(unresolved))

    def vault_map(self) -> VaultMap:
        """Return every note with its day and its place on the map, and who links to whom."""
        with self._knowing:
            return map_of(self._catalog, self._know().graph, self._files.obsidian_settings().daily_notes)

    def keep_map(self, places: Sequence[MapPlace]) -> None:
        """Keep where the notes of the map are drawn."""
        keep_places(self._catalog, places)

    def find_notes(self, letters: str, *, limit: int = 20) -> tuple[NoteFound, ...]:
        """Return the notes of which a name has these letters in their order, best first; without letters the newest."""
        with self._knowing:
            return self._know().find_notes(letters, limit=limit)

    def search(self, request: SearchRequest, *, cancel: CancelToken | None = None) -> SearchReport:
        """Return the passages that answer a query best."""
        self._require_notes()
        started = self._clock.monotonic()
        retriever = self._retriever()
        asked = retriever.looked_up(request.query, AnyOf(cancel, self._closing))
        with self._knowing:
            days, search = self._days_meant(request.query), retriever.search
            passages = search(asked, limit=request.limit, mode=request.mode, use_graph=request.graph, days=days)
            said = (*asked.notices, *retriever.notices(asked))
        elapsed_ms = (self._clock.monotonic() - started) * 1000
        said += self._notices(by_meaning=uses_meaning(asked, request.mode))
        return SearchReport(request.query, tuple(passages), elapsed_ms, said)

    def related(self, note: str, *, limit: int = 10) -> RelatedReport:
        """Return the notes most related to one, each with its reasons."""
        path = self._find(note)
        with self._knowing:
            found = self._retriever().related(path, series=self._know().series(), limit=limit)
        return RelatedReport(path, tuple(found))

    def draw_questions(self, *, limit: int = 150) -> tuple[GoldQuestion, ...]:
        """Return questions that the vault asks of itself, to measure searching by."""
        self._require_notes()
        with self._knowing:
            catalog = self._read
            shown = (row.path for row in catalog.notes() if not row.is_excluded)
            chunks = (chunk for path in shown for chunk in catalog.chunks(catalog.chunk_ids_of(path)).values())
            return tuple(draw_questions(chunks, self._know().graph, limit=limit))

    def explain(self, note: str, query: str) -> Explanation:
        """Return, leg by leg, why a note is or is not among the passages of a query."""
        path = self._find(note)
        retriever = self._retriever()
        asked = retriever.looked_up(query, self._closing, is_whole=True)
        with self._knowing:
            return retriever.explain(path, asked, days=self._days_meant(query))

    def cover(self, topic: str, *, limit: int = 20) -> Cover:
        """Return the few notes that cover a topic, and where reading more adds nothing."""
        self._require_notes()
        retriever = self._retriever()
        asked = retriever.looked_up(topic, self._closing)
        with self._knowing:
            passages = retriever.search(asked, limit=_PASSAGES_OF_A_TOPIC)
            near = retriever.nearness(topic, passages)
            found = cover_topic(passages, topic=topic, limit=limit, rarity=retriever.rarity, nearness=near)
            if not passages and asked.text:  # what takes nothing whole may be near without its conditions
                found = replace(found, nearest=nearest_notes(retriever.search(in_plain_words(topic))))
            return replace(found, notices=(*asked.notices, *found.notices))

    def close(self) -> None:
        """Let go of the index."""
        self._closing.cancel()
        self._keeper.close()
        self._suggesting.close()
        self._keep_unresolved_count()
        self._on_close()

    def _evidence(self, question: str, limit: int | None, cancel: CancelToken | None = None) -> Evidence:
        """Return the passages that an answer may rest on, what they embed among them, and what compares meanings."""
        retriever = self._retriever()
        asked = retriever.looked_up(question, AnyOf(cancel, self._closing))
        with self._knowing:
            passages = retriever.search(asked, limit=limit or self._rules.passages, days=self._days_meant(question))
            found = with_embedded(passages, catalog=self._read, graph=self._know().graph)
        return list(found), retriever.meaning

    def _finished(self, answer: Answer) -> Answer:
        """Return an answer with the addresses of its citations, and with what a person should know besides."""
        asked = parse_query(answer.meant or answer.question)
        now = (*asked.notices, *self._retriever().notices(asked), *self._notices())
        told = replace(answer, citations=tuple(map(self._addressed, answer.citations)), notices=(*answer.notices, *now))
        told = self._links_of_answers.looked_up(told)
        if self._earlier is not None:
            return told
        by_meaning = self._serving is None or self._serving.notice() is None
        return self._found_so_far.not_too_early(told, self._catalog.totals(), by_meaning=by_meaning)

    def _days_meant(self, question: str) -> tuple[NotePath, ...]:
        """Return the daily notes of the days that a question means, e.g. by "last week"."""
        period = days_meant(question, today=date.fromisoformat(self._clock.now_iso()[:10]))
        if period is None:
            return ()
        daily, graph = self._files.obsidian_settings().daily_notes, self._know().graph
        days = (period.first + timedelta(days=day) for day in range(min((period.last - period.first).days + 1, 400)))
        return tuple(path for path in map(daily.path_of, days) if path in graph)

    def _is_missing(self, path: NotePath) -> bool:
        """Say whether a note is in the index and no longer on the disk."""
        return self._files.stamp(path) is None and self._catalog.content_hash(path) is not None

    def _require_notes(self) -> None:
        is_known = self._indexer.whole_looks or not self._keeper.is_running
        is_being_read = self._keeper.turns.is_long_taken
        if is_known and not is_being_read and not self._read.totals().notes:  # counted last: a look may end just now
            raise VaultProblem(f"There are no notes in {self._place.root}: a vault holds Markdown files (.md).")

    def _know(self) -> Knowledge:
        with self._knowing:
            if self._known is None:
                self._known = Knowledge(self._read)
            return self._known

    @property
    def _read(self) -> Catalog:
        """Return the catalog that answers: that of an earlier version of the program until the present one is whole."""
        return self._catalog if self._earlier is None else self._earlier.catalog

    def _end_earlier(self) -> None:
        """Let the index answer alone as soon as it is whole; what an earlier version made goes then."""
        with self._knowing:
            if self._indexer.whole_looks:
                if self._earlier is not None:
                    self._earlier = self._known = self._searching = None
                self._on_whole()

    def _retriever(self) -> Retriever:
        """Return the one retriever of this session: what it knows of the model is costly to learn."""
        with self._knowing:
            if self._earlier is not None:
                return self._earlier.retriever_on(self._know())
            source = self._serving.source() if self._serving is not None else None
            if self._searching is None or source is not self._searched_with:
                self._searching, self._searched_with = self._retriever_on(self._know(), source), source
            return self._searching

    def _take_stored(self, changed: Sequence[ChangedNote]) -> None:
        """Take what was stored into the graph, the titles and what was decided of notes."""
        with self._knowing:
            if self._known is not None and self._earlier is None:
                self._known.take(changed)
        self._suggesting.follow({one.old_path: one.note for one in changed if one.old_path is not None})

    def _learn(self, report: IndexReport) -> None:
        """Let the index answer if it is whole now, and the vectors that one step made if they are."""
        if self._earlier is not None:
            self._end_earlier()
        if report.embedded:
            self._turn_to_whole()

    def _take_unasked(self, report: IndexReport) -> None:
        self._unasked.take(report)
        self._learn(report)

    def _turn_to_whole(self, *, drop_old: bool = False) -> None:
        """Let the vectors of the chosen model answer if they are whole; ``drop_old`` removes those of others."""
        if self._serving is None:
            return
        with self._knowing:
            self._serving.source()
            if drop_old:
                self._serving.drop_old()

    def _find(self, note: str) -> NotePath:
        """Return the note of that path or name."""
        name = note.replace("\\", "/")
        graph = self._know().graph
        found = graph.resolve(name, source=NotePath(""))
        if found is None:
            if (lacking := self._not_indexed(note)) is not None:
                raise NoteNotFound(f"“{lacking.note}” is not in the index. {lacking.reason}")
            raise NoteNotFound(f"There is no note “{note}” in {self._place.root}.")
        return found

    def _not_indexed(self, note: str) -> NoteStatus | None:
        """Return the state of a file that ``note`` means and no index has: by its path, or a name no note has."""
        name = note.replace("\\", "/")
        skipped = self._catalog.skipped()
        if name in {one.path for one in skipped}:
            return left_out(name, skipped)
        if self._know().graph.resolve(name, source=NotePath("")) is not None:
            return None
        return unindexed(name, skipped, self._files.listing())

    def _resolved(self, target: str, source: NotePath) -> NotePath | None:
        with self._knowing:
            return self._know().graph.resolve(target, source=source)

    def _text_now(self, path: NotePath) -> str | None:
        try:
            return read_note(path, self._files.read(path)).repaired_text
        except VaultProblem:
            return None

    def _addressed(self, citation: Citation) -> Citation:
        """Return a citation with its address, at the block its quote stands in where that has an identifier."""
        heading = citation.heading[-1] if citation.heading else None
        block_id = citation.block_id
        if citation.verified:
            try:
                block_id = block_in(read_note(citation.note, self._files.read(citation.note)), citation.lines)
            except VaultProblem:
                block_id = citation.block_id
        uri = self._uri(citation.note, heading=heading, block_id=block_id)
        return replace(citation, uri=uri, block_id=block_id)

    def _uri(self, note: NotePath, *, heading: str | None = None, block_id: str | None = None) -> str:
        return obsidian_uri(
            vault_id=self._place.obsidian_id, vault_root=self._place.root, note=note, heading=heading, block_id=block_id
        )

    def _unresolved_count(self) -> int:
        """Return how many links lead nowhere; they are counted anew only where a note changed since the last time."""
        with self._knowing:
            if self._known is None and (found := self._catalog.found_out(_UNRESOLVED)) is not None:
                return int(found)
            return sum(1 for _ in self._know().graph.unresolved())

    def _keep_unresolved_count(self) -> None:
        """Keep the number for the first answer of the next session; nothing changes the index any more."""
        with self._knowing, suppress(VaultMindError):
            if self._known is not None and self._catalog.found_out(_UNRESOLVED) is None:
                self._catalog.keep_finding(_UNRESOLVED, str(self._unresolved_count()))

    def _notices(self, *, by_meaning: bool = True) -> tuple[str, ...]:
        notices = [*self._own_notices, *self._passing.current(), *self._writing.notices, *self._keeper.notices]
        if vanished := self._unasked.vanished(self._is_missing):
            notices.append(
                f"{len(vanished)} notes vanished at once, e.g. {vanished[0]}: they stay found until they come back, or "
                "`vaultmind index --confirm-deletions` lets them go."
            )
        notices += self._found_so_far.notices(totals := self._catalog.totals())
        if self._earlier is not None:
            notices.append(self._earlier.NOTICE)
        elif self._serving is not None and (swapping := self._serving.notice()) is not None:
            notices.append(swapping)
        elif by_meaning and self._indexer.has_vectors and totals.waiting:
            notices.append(f"{totals.waiting} of {totals.chunks} passages can be found by their words alone so far.")
        return tuple(notices)
