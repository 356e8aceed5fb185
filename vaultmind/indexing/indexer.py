"""Notes, links and words: ``plan`` says what differs between disk and index, ``apply`` reads, parses and stores it.

Each step may be stopped at any instant; the next plan goes on where it was.
"""

import logging
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from vaultmind.domain.change import Change, ChangeKind, Stamp
from vaultmind.domain.errors import Cancelled, NoteNotFound, VaultMindError, VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import ChangedNote, IndexReport, Skipped
from vaultmind.domain.views import IndexRequest
from vaultmind.indexing.planning import TEMPLATE_FOLDERS, WHOLE_VAULT, Plan, Planner, is_under
from vaultmind.indexing.preparing import (
    Reading,
    content_hash,
    pack_readings,
    prepare,
    prepare_packed,
    unpack_prepared,
)
from vaultmind.indexing.ranking import count_backlinks
from vaultmind.indexing.vectors import CALLS_TOTAL, EmbeddingWork, VectorQueue
from vaultmind.parsing.exclusion import Exclusions
from vaultmind.ports import (
    CancelToken,
    Catalog,
    ChunkEmbedder,
    Clock,
    IndexedNote,
    Progress,
    ProgressSink,
    VaultFiles,
    VectorStore,
    Workers,
)

IGNORE_FILTERS = "ignore filters"
"""Where the catalog keeps which files the person excluded when the index was made."""

_NOTES_PER_COMMIT = 256
_SECONDS_PER_COMMIT = 0.3
_UNRANKED = "notes are to be ranked"
"""Where the catalog keeps that so much changed that links to notes are to be counted anew, whatever ends this run."""
_FIRST_TOTAL = "notes of a first reading that is not done"
_WORTH_RANKING = 50
_NOTES_PER_RANKING = 500
_SECONDS_PER_PAUSE = 0.1
"""How often notes that are saved meanwhile are asked for while others are read."""
_WORTH_WORKERS = 200
_LARGE_BYTES = 1_000_000
_GROUP_BYTES = 256_000
_GROUP_NOTES = 24
_LONGEST_PARSE_S = 120.0
_FAILED = "VaultMind failed to read it, or needed over two minutes; please report this."
_FINE_NS = 20_000_000
_COARSE_NS = 2_000_000_000
_SPOILT = -1
_MOST_FRESH = 1_000
_log = logging.getLogger(__name__)


class _Never:
    """``CancelToken`` of work that nobody stops."""

    def cancelled(self) -> bool:
        return False


NEVER = _Never()


def ignore_progress(_: Progress) -> None:
    """Take what nobody wants to see."""


def _ignore_stored(_: Sequence[ChangedNote]) -> None:
    """Take what nobody wants to know."""


def _nothing() -> None:
    """Do nothing between two steps."""


@dataclass(frozen=True, slots=True)
class _Same:
    """A file with another stamp and the same content."""

    stamp: Stamp


@dataclass(frozen=True, slots=True)
class _Gone:
    """A file that vanished between plan and reading, or that is to be removed."""


@dataclass(frozen=True, slots=True)
class _Unreadable:
    """A file that is there and gives nothing to index."""

    reason: str


_Outcome = IndexedNote | _Same | _Gone | _Unreadable


@dataclass(slots=True)
class _Run:
    """One application of a plan while it goes on."""

    plan: Plan
    exclusions: Exclusions
    progress: ProgressSink
    cancel: CancelToken
    between: Callable[[], object]
    overtaken: set[NotePath] = field(default_factory=set)
    """Where other plans looked while this one was carried out, so that this one knows less."""
    fresh: list[NotePath] = field(default_factory=list)
    """Notes that changed a moment before they were read."""
    changed: list[ChangedNote] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    done: int = 0
    before: int = 0
    """Notes that an earlier run had taken in, of a first reading that it did not end."""
    stages: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def is_template(self, path: NotePath) -> bool:
        return is_under(path, self.plan.settings.template_folders)


class Indexer:
    """Keeps one index equal to one vault. Not for two threads at once; the catalog may be read all the while.

    Without ``workers`` everything is read in this process; without ``vectors`` and ``embedder`` the index has words
    and links alone. A cancelled run raises ``Cancelled`` between two notes or texts; what was stored stays.
    """

    def __init__(
        self,
        *,
        files: VaultFiles,
        catalog: Catalog,
        clock: Clock,
        vectors: VectorStore | None = None,
        embedder: ChunkEmbedder | None = None,
        workers: Workers | None = None,
    ) -> None:
        self._files = files
        self._catalog = catalog
        self._clock = clock
        self._workers = workers
        self._planner = Planner(files, catalog, clock)
        self._running: list[_Run] = []
        self._whole_looks = 0
        self._tell_stored: Callable[[Sequence[ChangedNote]], object] = _ignore_stored
        self._queue = (
            VectorQueue(catalog=catalog, vectors=vectors, embedder=embedder, clock=clock)
            if vectors is not None and embedder is not None
            else None
        )

    @property
    def has_vectors(self) -> bool:
        """Say whether chunks get vectors."""
        return self._queue is not None

    @property
    def whole_looks(self) -> int:
        """Return how often the whole vault was taken in to the end since this program began."""
        return self._whole_looks

    @property
    def first_total(self) -> int | None:
        """Return of how many notes the first reading is, from its beginning to its end in whichever program."""
        return int(self._catalog.value(_FIRST_TOTAL) or 0) or None

    @property
    def wants_tidying(self) -> bool:
        """Say whether it may be worth to ``tidy``."""
        return self._queue is not None and self._queue.wants_tidying

    def tidy(self, cancel: CancelToken = NEVER) -> bool:
        """Give back the room of removed vectors, and say whether that was done.

        May run in a thread of its own while the index is changed. Raises ``IndexProblem``, ``StorageFull``.
        """
        return self._queue is not None and self._queue.tidy(cancel)

    def tell_stored(self, tell: Callable[[Sequence[ChangedNote]], object]) -> None:
        """Have ``tell`` called whenever notes were stored or removed, with these; it may read the catalog."""
        self._tell_stored = tell

    def embedding_calls_total(self) -> int:
        """Return how many texts were sent to the embedder in the life of the index."""
        return int(self._catalog.value(CALLS_TOTAL) or 0)

    def run(
        self,
        request: IndexRequest,
        progress: ProgressSink = ignore_progress,
        cancel: CancelToken = NEVER,
        between: Callable[[], object] = _nothing,
    ) -> IndexReport:
        """Bring the whole index to what is on disk: words and links, then vectors where they are asked for."""
        plan = self.plan(confirm_deletions=request.confirm_deletions, read_all=request.rebuild)
        report = self.apply(plan, progress, cancel, between)
        if request.vectors and request.wait_for_vectors:
            report = report.followed_by(self.embed_waiting(None, progress, cancel))
        return report

    def plan(
        self, paths: Iterable[NotePath] | None = None, *, confirm_deletions: bool = False, read_all: bool = False
    ) -> Plan:
        """Return what differs between disk and index: of the whole vault, or at and below ``paths``.

        Where over 30 % of the notes vanished at once, their removal waits for ``confirm_deletions``. ``read_all`` takes
        every note as changed, and makes the words anew.
        """
        looked = None if paths is None else frozenset(paths)
        if looked is not None and WHOLE_VAULT in looked:
            looked = None
        for run in self._running:
            run.overtaken |= looked or set()
        return self._planner.plan(looked, confirm_deletions=confirm_deletions, read_all=read_all)

    def plan_hashing(self, limit: int) -> Plan:
        """Return changes that no stamp told of, among the notes whose content was not compared for a week."""
        return self._planner.plan_hashing(limit)

    # Doing it

    def apply(
        self,
        plan: Plan,
        progress: ProgressSink = ignore_progress,
        cancel: CancelToken = NEVER,
        between: Callable[[], object] = _nothing,
    ) -> IndexReport:
        """Read, parse and store what a plan says, one note at a time; what is stored is searchable at once.

        ``between`` is called several times a second: it may plan and apply changes of some paths, of which this plan
        then knows less; they are looked at once more in the end.
        """
        started = self._clock.monotonic()
        run = _Run(plan, Exclusions(plan.settings.ignore_filters), progress, cancel, between)
        run.stages["scan"] = plan.elapsed_s
        self._running.append(run)
        try:
            self._apply(run)
        finally:
            self._running.remove(run)
        self._whole_looks += plan.is_whole
        report = self._report(run, self._clock.monotonic() - started + plan.elapsed_s)
        if not run.overtaken:
            return report
        return report.followed_by(self.apply(self.plan(run.overtaken), cancel=cancel))

    def _apply(self, run: _Run) -> None:
        plan = run.plan
        with self._timed(run, "words"):
            self._catalog.refresh_words(anyway=plan.makes_words_anew)
        run.before = self._read_before(plan)
        run.between()
        if len(plan.changes) >= _WORTH_RANKING and len(plan.changes) * 20 >= self._catalog.totals().notes:
            self._catalog.set_value(_UNRANKED, "1")
        waiting: list[tuple[Change, _Outcome]] = []
        reading_since = committed = paused = self._clock.monotonic()
        try:
            for change, outcome in self._outcomes(run):
                waiting.append((change, outcome))
                now = self._clock.monotonic()
                if len(waiting) >= _NOTES_PER_COMMIT or now - committed > _SECONDS_PER_COMMIT:
                    self._store(waiting, run)
                    waiting = []
                    committed = paused = self._clock.monotonic()
                elif now - paused > _SECONDS_PER_PAUSE:
                    run.between()
                    paused = self._clock.monotonic()
        finally:
            self._store(waiting, run)
        run.stages["read"] += self._clock.monotonic() - reading_since - run.stages["store"]
        self._trust_fresh(run)
        self._finish(run)
        if plan.is_whole and self.first_total is not None:
            self._catalog.set_value(_FIRST_TOTAL, "")
        self._tell_stored(())
        self._rank(run)

    def _read_before(self, plan: Plan) -> int:
        """Return how many notes of a first reading are in the index already; 0 where that was done long ago."""
        notes = self._catalog.totals().notes
        if not plan.is_whole or not plan.changes or (notes and self.first_total is None):
            return 0
        before = max(0, notes - sum(change.kind is not ChangeKind.ADDED for change in plan.changes))
        self._catalog.set_value(_FIRST_TOTAL, str(before + len(plan.changes)))
        return before

    def _outcomes(self, run: _Run) -> Iterator[tuple[Change, _Outcome]]:
        """Yield what became of each change; many or large notes are parsed in other processes, in no fixed order."""
        workers = self._workers
        if workers is not None and len(run.plan.changes) >= _WORTH_WORKERS:
            yield from self._outcomes_beside(workers, self._readings(run), run)
            return
        for change, reading in self._readings(run):
            if workers is not None and isinstance(reading, Reading) and len(reading.data) > _LARGE_BYTES:
                yield from self._outcomes_beside(workers, [(change, reading)], run)
            else:
                yield change, self._prepared(reading) if isinstance(reading, Reading) else reading

    def _readings(self, run: _Run) -> Iterator[tuple[Change, Reading | _Outcome]]:
        for change in run.plan.changes:
            if run.cancel.cancelled():
                raise Cancelled("Indexing was stopped; what was read so far is kept.")
            yield change, self._read(change, run)

    def _outcomes_beside(
        self, workers: Workers, readings: Iterable[tuple[Change, Reading | _Outcome]], run: _Run
    ) -> Iterator[tuple[Change, _Outcome]]:
        done: list[tuple[Change, _Outcome]] = []
        sent: dict[int, list[tuple[Change, Reading]]] = {}

        def jobs() -> Iterator[bytes]:
            for number, group in enumerate(_grouped(readings, done)):
                sent[number] = group
                yield pack_readings([reading for _, reading in group])

        broken: list[tuple[Change, Reading]] = []
        for number, result in workers.run(prepare_packed, jobs(), timeout_s=_LONGEST_PARSE_S):
            group = sent.pop(number)
            if result is None:
                broken += group
            else:
                outcomes = unpack_prepared(result)
                yield from ((change, _outcome(one)) for (change, _), one in zip(group, outcomes, strict=True))
            yield from _taken(done)
        yield from _taken(done)
        if len(broken) == 1:
            yield broken[0][0], _Unreadable(_FAILED)
            return
        for entry in broken:
            yield from self._outcomes_beside(workers, [entry], run)

    def _read(self, change: Change, run: _Run) -> Reading | _Outcome:
        """Return a file that is to be parsed, or what became of it where there is nothing to parse."""
        if change.kind is ChangeKind.REMOVED:
            return _Gone()
        stamp = self._trusted_stamp(change.path)
        if stamp is None:
            return _Gone()
        if stamp.ctime_ns == _SPOILT:
            run.fresh.append(change.path)
        try:
            data = self._files.read(change.path)
        except NoteNotFound:
            return _Gone()
        except VaultProblem as problem:
            return _Unreadable(str(problem))
        is_known = (
            change.kind is ChangeKind.MODIFIED
            and change.path not in run.plan.to_read_anew
            and self._catalog.content_hash(change.path) == content_hash(data)
        )
        if is_known:
            return _Same(stamp)
        return Reading(
            change.path,
            data,
            stamp,
            is_template=run.is_template(change.path),
            is_excluded=run.exclusions.excludes(change.path),
        )

    def _trusted_stamp(self, path: NotePath) -> Stamp | None:
        """Return a stamp that vouches for what is read after it.

        A file changed within the grain of its file system's clock could change once more and keep its stamp; such a
        stamp is spoilt, so that the next plan compares the content.
        """
        now = self._clock.now_ns()
        stamp = self._files.stamp(path)
        if stamp is None:
            return None
        is_fresh = 0 <= now - max(stamp.mtime_ns, stamp.ctime_ns) < _FINE_NS
        is_coarse = stamp.mtime_ns % 1_000_000_000 == 0 and 0 <= now - stamp.mtime_ns < _COARSE_NS
        return replace(stamp, ctime_ns=_SPOILT) if is_fresh or is_coarse else stamp

    def _trust_fresh(self, run: _Run) -> None:
        """Compare once more what changed just before it was read, so that its true stamp can be kept."""
        if not 0 < len(run.fresh) <= _MOST_FRESH:
            return
        self._clock.sleep(_FINE_NS / 1e9)
        with self._timed(run, "read"), self._catalog.batch():
            for path in run.fresh:
                stamp = self._trusted_stamp(path)
                known = self._catalog.content_hash(path)
                if stamp is None or known is None or stamp.ctime_ns == _SPOILT:
                    continue
                try:
                    is_same = content_hash(self._files.read(path)) == known
                except VaultMindError:
                    continue
                if is_same:
                    self._catalog.touch(path, stamp)

    def _prepared(self, reading: Reading) -> _Outcome:
        try:
            return _outcome(prepare(reading))
        except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError):
            _log.exception("a note cannot be prepared")
            return _Unreadable(_FAILED)

    def _store(self, outcomes: Sequence[tuple[Change, _Outcome]], run: _Run) -> None:
        """Store outcomes in transactions that are short enough for others to have their turn in between."""
        waiting = deque(outcomes)
        while waiting:
            known = len(run.changed)
            with self._timed(run, "store"), self._catalog.batch():
                began = self._clock.monotonic()
                while waiting and self._clock.monotonic() - began < _SECONDS_PER_COMMIT:
                    change, outcome = waiting.popleft()
                    run.done += 1
                    if not run.overtaken or not is_under(change.path, run.overtaken):
                        self._store_one(change, outcome, run)
            self._tell_stored(run.changed[known:])
            run.progress(Progress("read", run.before + run.done, run.before + len(run.plan.changes)))
            run.between()

    def _store_one(self, change: Change, outcome: _Outcome, run: _Run) -> None:
        path, old_path = change.path, change.old_path
        match outcome:
            case IndexedNote():
                self._catalog.replace(outcome, old_path=old_path)
                run.changed.append(ChangedNote(path, change.kind, old_path))
            case _Same(stamp=stamp):
                self._catalog.touch(path, stamp)
            case _Gone() | _Unreadable():
                if isinstance(outcome, _Unreadable):
                    run.skipped.append(Skipped(path, outcome.reason))
                for gone in (path, old_path):
                    if gone is not None and self._catalog.content_hash(gone) is not None:
                        self._catalog.remove([gone])
                        run.changed.append(ChangedNote(gone, ChangeKind.REMOVED))

    def _finish(self, run: _Run) -> None:
        """Bring what hangs on the whole vault up to date: files that are no notes, exclusions, urgency of vectors."""
        plan, catalog = run.plan, self._catalog
        with self._timed(run, "store"), catalog.batch():
            catalog.set_attachments(plan.attachments)
            skipped = {one.path: one for one in (*plan.skipped, *run.skipped)}
            catalog.set_skipped(sorted(skipped.values(), key=lambda one: one.path))
            filters = "\n".join(plan.settings.ignore_filters)
            if catalog.value(IGNORE_FILTERS) != filters:
                catalog.set_excluded(frozenset(path for path in catalog.stamps() if run.exclusions.excludes(path)))
                catalog.set_value(IGNORE_FILTERS, filters)
            folders = "\n".join(plan.settings.template_folders)
            if plan.is_whole and catalog.value(TEMPLATE_FOLDERS) != folders:
                catalog.set_value(TEMPLATE_FOLDERS, folders)

    def _rank(self, run: _Run) -> None:
        """Let the vectors of the most linked notes be made first, where so much changed that the old order is none."""
        catalog = self._catalog
        is_amid_another = len(self._running) > 1
        if is_amid_another or not catalog.value(_UNRANKED):
            return
        counts = list(count_backlinks(catalog, run.between).items())
        for at in range(0, len(counts), _NOTES_PER_RANKING):
            with self._timed(run, "store"):
                catalog.set_backlink_counts(dict(counts[at : at + _NOTES_PER_RANKING]))
            run.between()
        catalog.set_value(_UNRANKED, "")

    # Vectors

    def embed_waiting(
        self,
        seconds: float | None = None,
        progress: ProgressSink = ignore_progress,
        cancel: CancelToken = NEVER,
    ) -> IndexReport:
        """Make vectors that are missing, the most wanted first, for about ``seconds`` or until there are all."""
        started = self._clock.monotonic()
        if self._queue is None:
            return self.report()
        return self._embedded(self._queue.embed(seconds, progress, cancel), started)

    def embed_notes(self, paths: Iterable[NotePath], cancel: CancelToken = NEVER) -> IndexReport:
        """Make the missing vectors of a few notes, whatever else waits."""
        started = self._clock.monotonic()
        if self._queue is None:
            return self.report()
        return self._embedded(self._queue.embed_notes(paths, cancel), started)

    def _embedded(self, work: EmbeddingWork, started: float) -> IndexReport:
        report = replace(self.report(), elapsed_s=self._clock.monotonic() - started, stages={"embed": work.elapsed_s})
        remaining_s = work.remaining_s(report.waiting)
        return replace(report, embedded=work.embedded, embedding_calls=work.calls, remaining_s=remaining_s)

    # Reporting

    def report(self, *, notices: Iterable[str] = ()) -> IndexReport:
        """Return the state of the index as it is."""
        run = _Run(Plan(), Exclusions(()), ignore_progress, NEVER, _nothing)
        return self._report(run, 0.0).noticing(notices)

    def _report(self, run: _Run, elapsed_s: float) -> IndexReport:
        totals = self._catalog.totals()
        return IndexReport(
            notes=totals.notes - totals.boards,
            boards=totals.boards,
            attachments=len(self._catalog.attachments()),
            links=totals.links,
            chunks=totals.chunks,
            waiting=totals.waiting if self.has_vectors else 0,
            embedding_calls_total=self.embedding_calls_total(),
            changed=tuple(run.changed),
            skipped=tuple(self._catalog.skipped()),
            waiting_deletions=run.plan.waiting_deletions,
            notices=run.exclusions.notices,
            elapsed_s=elapsed_s,
            stages={stage: round(seconds, 4) for stage, seconds in run.stages.items()},
        )

    @contextmanager
    def _timed(self, run: _Run, stage: str) -> Iterator[None]:
        started = self._clock.monotonic()
        try:
            yield
        finally:
            run.stages[stage] += self._clock.monotonic() - started


def _outcome(prepared: IndexedNote | str) -> _Outcome:
    return _Unreadable(prepared) if isinstance(prepared, str) else prepared


def _grouped(
    readings: Iterable[tuple[Change, Reading | _Outcome]], done: list[tuple[Change, _Outcome]]
) -> Iterator[list[tuple[Change, Reading]]]:
    """Yield readings in groups worth sending to another process; what needs no parsing goes to ``done``."""
    group: list[tuple[Change, Reading]] = []
    size = 0
    for change, reading in readings:
        if not isinstance(reading, Reading):
            done.append((change, reading))
            continue
        if group and (size + len(reading.data) > _GROUP_BYTES or len(group) >= _GROUP_NOTES):
            yield group
            group, size = [], 0
        group.append((change, reading))
        size += len(reading.data)
    if group:
        yield group


def _taken(done: list[tuple[Change, _Outcome]]) -> list[tuple[Change, _Outcome]]:
    taken, done[:] = list(done), []
    return taken
