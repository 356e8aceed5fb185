"""The front door: plugs the adapters in, here or in the engine, and re-exports the public names."""

import contextlib
import functools
import logging
import os
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, replace
from logging.handlers import RotatingFileHandler
from pathlib import Path

from vaultmind import __version__
from vaultmind.adapters.bundled import resource
from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.files.disk_writing import DiskWriter
from vaultmind.adapters.files.watcher import watch
from vaultmind.adapters.index.index_folder import finish_upgrade, open_index
from vaultmind.adapters.index.index_lock import IndexLock
from vaultmind.adapters.index.moved_vaults import find_moved
from vaultmind.adapters.index.sqlite_schema import SCHEMA_VERSION
from vaultmind.adapters.index.vault_registry import KnownVault, VaultRegistry
from vaultmind.adapters.machine import Machine
from vaultmind.adapters.memory.decisions import SqliteDecisions
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.model_choice import ModelChoice
from vaultmind.adapters.obsidian.obsidian_app import vault_id
from vaultmind.adapters.obsidian.obsidian_workspace import active_note, open_notes
from vaultmind.adapters.spawn import run_child, start_detached
from vaultmind.adapters.vectors.call_count import CountedEmbedder, keep_at_least
from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder, FastembedEmbedder, FastembedReranker
from vaultmind.adapters.vectors.vector_cache import CachedEmbedder, VectorCache
from vaultmind.adapters.vectors.vector_stores import FolderVectorStores, ServerVectorStores, VectorStores
from vaultmind.adapters.worker_pool import WorkerPool
from vaultmind.config import Places, Settings, change_setting, find_places, find_vault, load_settings, settings_path
from vaultmind.domain.answer import Answer, AnswerMode, Citation, Statement
from vaultmind.domain.chunk import Passage
from vaultmind.domain.errors import EngineProblem, ModelProblem, StorageFull, VaultMindError, VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.model import InstalledModel, KnownModel, ModelKind
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.question import GoldQuestion
from vaultmind.domain.report import IndexReport
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import DecisionReport, LinkSuggestion, SourceSuggestions, SuggestRequest
from vaultmind.domain.views import (
    ActiveNote,
    AnswerDelta,
    AskRequest,
    Attachment,
    BacklinkView,
    CitationSeen,
    EngineView,
    GraphView,
    IndexingView,
    IndexRequest,
    LinkView,
    NoteStatus,
    NoteView,
    SearchReport,
    SearchRequest,
    VaultStatus,
)
from vaultmind.domain.writing import Diagnosis, History, ProblemKind, WriteKind, WriteReport, WriteRequest
from vaultmind.engine.address import runtime_folder
from vaultmind.engine.client import check_announcement, open_remote
from vaultmind.engine.client import stop_engine as ask_engine_to_leave
from vaultmind.engine.protocol import PROTOCOL, Welcome, failure_of
from vaultmind.engine.server import EngineServer, announce
from vaultmind.evaluation import (
    AnswerScores,
    RetrievalScores,
    question_of,
    score_answers,
    score_retrieval,
)
from vaultmind.indexing import Indexer, pace_for
from vaultmind.indexing.vectors import CALLS_TOTAL
from vaultmind.ports import CancelToken, Catalog, Embedder, ModelShelf, Progress
from vaultmind.retrieval.cover import Cover
from vaultmind.retrieval.explanation import Explanation
from vaultmind.retrieval.related import RelatedReport
from vaultmind.retrieval.retriever import Retriever
from vaultmind.session.asking import AskingRules
from vaultmind.session.interface import Session
from vaultmind.session.knowledge import Knowledge
from vaultmind.session.serving import MeaningSource, Serving
from vaultmind.session.streams import in_background
from vaultmind.session.suggesting import Suggesting
from vaultmind.session.vault import VaultPlace, VaultSession
from vaultmind.session.writing import Writing
from vaultmind.suggesting.scoring import LinkScores
from vaultmind.writeback.answer_notes import AnswerNoteRules
from vaultmind.writeback.note_writer import NoteWriter

__all__ = [
    "ActiveNote",
    "Answer",
    "AnswerDelta",
    "AnswerMode",
    "AnswerScores",
    "AskRequest",
    "Attachment",
    "BacklinkView",
    "Citation",
    "CitationSeen",
    "Cover",
    "DecisionReport",
    "Diagnosis",
    "EngineProblem",
    "Explanation",
    "GoldQuestion",
    "GraphView",
    "History",
    "IndexReport",
    "IndexRequest",
    "IndexingView",
    "InstalledModel",
    "KnownModel",
    "LinkScores",
    "LinkSuggestion",
    "LinkView",
    "ModelProblem",
    "ModelShelf",
    "NotePath",
    "NoteStatus",
    "NoteView",
    "Passage",
    "Places",
    "ProblemKind",
    "Progress",
    "PropertyValue",
    "RelatedReport",
    "RetrievalScores",
    "SearchReport",
    "SearchRequest",
    "Session",
    "Settings",
    "SourceSuggestions",
    "Span",
    "Statement",
    "SuggestRequest",
    "VaultMindError",
    "VaultProblem",
    "VaultStatus",
    "WriteKind",
    "WriteReport",
    "WriteRequest",
    "change_setting",
    "find_places",
    "forget_vault",
    "join_engine",
    "load_settings",
    "model_in_use",
    "open_models",
    "open_vault",
    "pull_model",
    "question_of",
    "resource",
    "run_child",
    "score_answers",
    "score_retrieval",
    "serve_vault",
    "stop_engine",
    "use_model",
]


_ENGINE_START_S = 60.0

BUILT_IN = "multilingual-e5-small"
"""The embedding model that this program converts itself."""


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What finds by meaning: the chosen model and its vectors, one for chunks that never works twice, who serves."""

    chosen: MeaningSource
    chunks: CachedEmbedder
    serving: Serving


def open_vault(*, vault: Path | None = None, data: Path | None = None, catch_up: bool = True) -> Session:
    """Open a vault in this process, which then owns its index until the session is closed.

    ``catch_up`` first takes in the words and links of what changed on disk since the last time.

    ``vault`` and ``data`` are what a person named; where they did not, the environment, the working folder and the
    vault last opened decide. Raises ``VaultProblem``, ``SettingsProblem``, ``IndexProblem`` with one sentence.
    """
    known, places = _known_vault(vault, data)
    session = _own(known, places=places, settings=load_settings(places.settings_file))
    try:
        if catch_up:
            session.catch_up()
    except BaseException:
        session.close()
        raise
    return session


def join_engine(*, vault: Path | None = None, data: Path | None = None, catch_up: bool = True) -> Session:
    """Return the session of the engine that owns the vault's index; one is started where there is none.

    Several programs may do so at once. Raises what ``open_vault`` raises, and ``EngineProblem``.
    """
    known, places = _known_vault(vault, data)
    known.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def start() -> None:
        arguments = ["--vault", str(known.root), "--data", str(places.data), "engine", "--announce"]
        check_announcement(start_detached("vaultmind", arguments, patience_s=_ENGINE_START_S))

    session = open_remote(known.folder, version=__version__, start=start)
    if catch_up:
        try:
            session.catch_up()
        except BaseException:
            session.close()
            raise
    return session


def serve_vault(*, vault: Path | None = None, data: Path | None = None, is_announced: bool = False) -> None:
    """Be the engine of a vault until stopped: own its index, follow its changes, answer clients.

    With ``is_announced`` it says on standard output whether it serves, and leaves when it has been without clients for
    a minute. Raises ``IndexBusy`` when the vault has an engine already.
    """
    with contextlib.ExitStack() as held:
        try:
            known, places = _known_vault(vault, data)
            settings = load_settings(places.settings_file)
            session = _own(known, places=places, settings=settings, state="engine")
            held.callback(session.close)
            _keep_log(known.folder / "logs")
            server = EngineServer(session, known.folder, version=__version__, idle_s=60.0 if is_announced else None)
        except Exception as error:
            if is_announced:
                announce(failure_of(0, error))
            raise
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: server.stop())
        session.keep_current()
        if is_announced:
            announce(Welcome(PROTOCOL, __version__, os.getpid()))
        server.run()


def stop_engine(*, vault: Path | None = None, data: Path | None = None) -> bool:
    """Ask the vault's engine to leave, wait until it has, and return whether there was one."""
    known, _ = _known_vault(vault, data)
    return ask_engine_to_leave(known.folder, version=__version__)


def forget_vault(*, vault: Path | None = None, data: Path | None = None) -> Path:
    """Remove everything kept about a vault, also of one that is gone: index, memory, logs; the notes stay.

    Return the folder that was removed.
    """
    places = find_places(data)
    registry = VaultRegistry(places.data)
    root = find_vault(vault, start=Path.cwd(), last_opened=registry.last_opened()).resolve()
    known = next((one for one in registry.all() if one.root == root), None)
    if known is None:
        raise VaultProblem(f"Nothing is kept about {root}.")
    if known.folder.exists():
        ask_engine_to_leave(known.folder, version=__version__)
        IndexLock(known.folder / "index.lock").release()
        shutil.rmtree(known.folder)
    registry.forget(known.id)
    return known.folder


def open_models(places: Places | None = None) -> ModelShelf:
    """Return the models of this user, here and known."""
    places = places or find_places()
    return LocalModels(places.cache / "models", own_catalogue=places.settings_file.with_name("models.toml"))


def pull_model(
    shelf: ModelShelf, name: str, *, cancel: CancelToken | None = None
) -> Iterator[Progress | InstalledModel]:
    """Yield how far the download is, and the model last."""
    return in_background(lambda progress, stop: shelf.pull(name, progress=progress, cancel=stop), cancel)


def model_in_use() -> str:
    """Return the name of the model that answers questions, ``""`` for none."""
    return load_settings(settings_path()).answers.model


def use_model(shelf: ModelShelf, name: str) -> str:
    """Let an installed model answer questions from now on, or ``"none"``; return what was set."""
    chosen = "" if name == "none" else shelf.find(name).name
    change_setting(settings_path(), "answers", "model", chosen)
    return chosen


def _known_vault(vault: Path | None, data: Path | None) -> tuple[KnownVault, Places]:
    """Return the vault that is meant, noted as the last one opened, and the folders of this program."""
    places = find_places(data)
    registry = VaultRegistry(places.data)
    root = find_vault(vault, start=Path.cwd(), last_opened=registry.last_opened())
    _require_folder(root)
    _adopt_moved(registry, root)
    known = registry.find(root)
    registry.opened(known)
    return known, places


def _adopt_moved(registry: VaultRegistry, root: Path) -> None:
    """Let a known vault that was moved to ``root`` keep its id, and so all that is kept about it."""
    moved = find_moved(registry, root)
    if moved is not None:
        ask_engine_to_leave(moved.folder, version=__version__)
        registry.move(moved.id, root)


def _keep_log(folder: Path) -> None:
    """Keep what goes wrong in the engine, never a note's words, in five files of a megabyte."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    handler = RotatingFileHandler(folder / "engine.log", maxBytes=1_000_000, backupCount=4, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logger = logging.getLogger("vaultmind")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def _own(known: KnownVault, *, places: Places, settings: Settings, state: str = "in this process") -> VaultSession:
    """Take the index of a vault for this process alone, and return the session over it."""
    with contextlib.ExitStack() as held:
        lock = IndexLock(known.folder / "index.lock")
        held.callback(lock.release)
        opened = open_index(known.folder / "index")
        held.callback(opened.close)
        catalog, notices = opened.catalog, opened.notices
        calls = known.folder / "embedding_calls"
        counted = int(catalog.value(CALLS_TOTAL) or 0)
        if (kept := keep_at_least(calls, counted)) > counted:
            catalog.set_value(CALLS_TOTAL, str(kept))
        found = _find_embedder(places, settings)
        if isinstance(found, str):
            notices = (*notices, f"Notes are found by their words alone. {found}")
        meaning: _Meaning | None = None
        try:
            if not isinstance(found, str):
                meaning = _open_meaning(found, catalog, known=known, places=places, settings=settings, held=held)
        except StorageFull as full:
            notices = (*notices, f"Notes are found by their words alone. {full}")
        reranker = _find_reranker(places, settings)
        if isinstance(reranker, str):
            notices = (*notices, reranker)
        clock, machine = SystemClock(), Machine()
        files = DiskVaultFiles(known.root)
        chosen = meaning.chosen if meaning else None
        vectors = chosen.vectors if chosen else None
        workers = WorkerPool(settings.index.workers)
        models = _choice_of_models(places, settings)
        held.callback(models.close)
        indexer = Indexer(
            files=files,
            catalog=catalog,
            clock=clock,
            vectors=vectors,
            embedder=CountedEmbedder(meaning.chunks, calls) if meaning else None,
            workers=workers,
        )

        def retriever_on(knowledge: Knowledge, source: MeaningSource | None) -> Retriever:
            return Retriever(
                catalog,
                catalog,
                source.vectors if source else None,
                source.embedder if source else None,
                knowledge.graph,
                titles=knowledge.titles,
                is_excluded=knowledge.is_excluded,
                reranker=None if isinstance(reranker, str) else reranker,
            )

        def open_writer() -> NoteWriter:
            journal = SqliteJournal(known.folder / "memory.sqlite")
            held_later.callback(journal.close)
            writer = DiskWriter(known.root, locks=places.cache / "locks")
            return NoteWriter(
                files=files, writer=writer, journal=journal, clock=clock, open_notes=lambda: open_notes(known.root)
            )

        held_later = held.pop_all()
        return VaultSession(
            place=VaultPlace(str(known.root), vault_id(known.root)),
            files=files,
            catalog=catalog,
            indexer=indexer,
            open_watcher=lambda: watch(known.root),
            pace=lambda: pace_for(machine.load()),
            retriever_on=retriever_on,
            serving=meaning.serving if meaning else None,
            clock=clock,
            models=models,
            rules=AskingRules(settings.answers.reading_s, settings.answers.from_assistants, settings.answers.passages),
            writing=Writing(
                files=files, catalog=catalog, open_writer=open_writer, answers=_answer_note_rules(settings)
            ),
            suggesting=Suggesting(
                files=files,
                catalog=catalog,
                clock=clock,
                open_memory=lambda: SqliteDecisions(known.folder / "memory.sqlite"),
                vectors=vectors,
            ),
            engine=EngineView(os.getpid(), chosen.embedder.identity if chosen else None, SCHEMA_VERSION, state),
            notices=notices,
            active_note=lambda: active_note(known.root),
            on_whole=lambda: finish_upgrade(opened, known.folder / "index"),
            on_close=held_later.close,
        )


def _answer_note_rules(settings: Settings) -> AnswerNoteRules:
    saving = settings.saving
    return AnswerNoteRules(
        folder=saving.folder,
        name=saving.name,
        template=saving.template,
        citations=saving.citations,
        date_format=saving.date_format,
        properties=saving.properties,
        tags=tuple(saving.tags),
        language="en" if settings.language == "auto" else settings.language,
    )


def _choice_of_models(places: Places, settings: Settings) -> ModelChoice:
    """Return the models that may answer, none of them loaded yet."""
    answers = settings.answers
    return ModelChoice(
        open_models(places),
        runtime_folder(),
        default=answers.model,
        context_tokens=answers.context_tokens,
        url=answers.url,
        key=os.environ.get(answers.key_env),
        may_leave_machine=answers.may_leave_machine,
    )


def _find_embedder(places: Places, settings: Settings) -> Embedder | str:
    """Return the model that the settings name, or in a sentence why there is none; ``ModelProblem`` if it is broken."""
    name, threads = settings.embedding.model, settings.embedding.threads
    if name == "off":
        return "The setting embedding.model is off."
    if Path(name).is_absolute():
        return E5Embedder(Path(name), threads=threads)
    shelf = open_models(places)
    here = next((model for model in shelf.installed() if model.name == name), None)
    if here is not None:
        named = E5Embedder if name == BUILT_IN else functools.partial(FastembedEmbedder, name)
        return named(Path(here.path), threads=threads)
    if name == BUILT_IN and (places.cache / "models" / FOLDER_NAME).exists():
        return E5Embedder(places.cache / "models" / FOLDER_NAME, threads=threads)
    if all(model.name != name for model in shelf.known()):
        raise ModelProblem(f"There is no embedding model {name}; `vaultmind models list` shows those that are known.")
    return f"The embedding model {name} is not here; `vaultmind models pull {name}` fetches it."


def _find_reranker(places: Places, settings: Settings) -> FastembedReranker | str | None:
    """Return the reranker that the settings name, ``None`` for none, or in a sentence why it is not at work."""
    name = settings.search.reranker
    if not name:
        return None
    shelf = open_models(places)
    here = next((model for model in shelf.installed() if model.name == name), None)
    if here is not None and here.kind is ModelKind.RERANKER:
        return FastembedReranker(name, Path(here.path), threads=settings.embedding.threads)
    if here is not None or all(model.name != name for model in shelf.known()):
        raise ModelProblem(f"There is no reranker {name}; `vaultmind models list` shows those that are known.")
    return f"The reranker {name} is not here; `vaultmind models pull {name}` fetches it."


def _open_meaning(
    embedder: Embedder,
    catalog: Catalog,
    *,
    known: KnownVault,
    places: Places,
    settings: Settings,
    held: contextlib.ExitStack,
) -> _Meaning:
    """Return the vectors of a vault with what makes them, and those that serve until they are whole."""
    cache = VectorCache(known.folder / "cache" / "vectors.sqlite")
    held.callback(cache.close)
    stores: VectorStores = FolderVectorStores(known.folder / "index" / "vectors")
    if settings.vectors.url:
        key = os.environ.get(settings.vectors.api_key_env)
        stores = ServerVectorStores(settings.vectors.url, api_key=key, vault_id=known.id)

    def opened(model: str, embedder: Embedder) -> MeaningSource:
        vectors = stores.open(embedder)
        held.callback(vectors.close)
        return MeaningSource(model, embedder, vectors)

    def open_earlier(model: str) -> MeaningSource | None:
        earlier_settings = replace(settings, embedding=replace(settings.embedding, model=model))
        try:
            earlier = _find_embedder(places, earlier_settings)
            if isinstance(earlier, str) or earlier.identity == embedder.identity or not stores.has(earlier):
                return None
        except ModelProblem:
            return None
        return opened(model, earlier)

    chosen = opened(settings.embedding.model, embedder)
    serving = Serving(catalog, chosen, open_earlier=open_earlier, drop_except=stores.drop_except)
    return _Meaning(chosen, CachedEmbedder(embedder, cache), serving)


def _require_folder(root: Path) -> None:
    """Raise ``VaultProblem`` unless ``root`` is a folder that can be listed."""
    if not root.exists():
        raise VaultProblem(f"There is no folder {root}.")
    if not root.is_dir():
        raise VaultProblem(f"{root} is not a folder.")
    try:
        with os.scandir(root) as entries:
            next(entries, None)
    except OSError as error:
        raise VaultProblem(f"The folder {root} cannot be read: {error.strerror}.") from error
