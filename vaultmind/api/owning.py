"""A vault owned by this process: here the adapters are plugged into its session."""

import contextlib
import functools
import os
from collections.abc import Callable
from dataclasses import dataclass, replace

from vaultmind.adapters.bundled import shipped_recipes
from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.files.disk_writing import DiskWriter
from vaultmind.adapters.files.watcher import watch
from vaultmind.adapters.files.writable import why_read_only
from vaultmind.adapters.index.index_folder import OpenedIndex, finish_upgrade, open_index
from vaultmind.adapters.index.index_lock import IndexLock
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.index.sqlite_schema import SCHEMA_VERSION
from vaultmind.adapters.index.vault_registry import KnownVault
from vaultmind.adapters.machine import Machine
from vaultmind.adapters.memory.conversations import SqliteConversations
from vaultmind.adapters.memory.decisions import SqliteDecisions
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.adapters.obsidian.obsidian_app import vault_id
from vaultmind.adapters.obsidian.obsidian_workspace import active_note, open_notes
from vaultmind.adapters.vectors.call_count import CountedEmbedder, keep_at_least
from vaultmind.adapters.vectors.qdrant_vectors.edge import has_room
from vaultmind.adapters.vectors.vector_cache import CachedEmbedder, VectorCache
from vaultmind.adapters.vectors.vector_stores import FolderVectorStores, ServerVectorStores, VectorStores
from vaultmind.adapters.worker_pool import WorkerPool
from vaultmind.api.models import choice_of_models, find_embedder, find_reranker, open_models
from vaultmind.config import Places, Settings, WindowSettings, load_settings
from vaultmind.domain.errors import IndexDamaged, ModelProblem, StorageFull, VaultMindError
from vaultmind.domain.views import EngineView
from vaultmind.indexing import Indexer, pace_for
from vaultmind.indexing.vectors import CALLS_TOTAL
from vaultmind.ports import Catalog, Embedder, LanguageModels, Reranker, VaultFiles
from vaultmind.retrieval.retriever import Retriever
from vaultmind.retrieval.texts import reading_from
from vaultmind.session.asking import AskingRules
from vaultmind.session.conversing import Conversing
from vaultmind.session.earlier import EarlierIndex
from vaultmind.session.knowledge import Knowledge
from vaultmind.session.recipes import RecipeBook
from vaultmind.session.serving import MeaningSource, Serving
from vaultmind.session.suggesting import Suggesting
from vaultmind.session.vault import VaultPlace, VaultSession
from vaultmind.session.writing import Writing
from vaultmind.writeback.answer_notes import AnswerNoteRules
from vaultmind.writeback.note_writer import NoteWriter

_LOOK_S = 1.0


@dataclass(frozen=True, slots=True)
class _Opening:
    """One vault that is being opened: what is to be plugged, and what is closed again at the end."""

    known: KnownVault
    places: Places
    settings: Settings
    held: contextlib.ExitStack


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What finds by meaning: the chosen model and its vectors, one for chunks that never works twice, who serves."""

    chosen: MeaningSource
    chunks: CachedEmbedder
    serving: Serving


class Outlook:
    """What a session is made of: the settings, looked at each time, and whether their models are here, every second."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._clock = SystemClock()
        self._looked_at = 0.0
        self._stamp: object = None
        self._taken: object = None

    def take(self) -> Settings:
        """Return the settings as they are now; ``has_changed`` compares with these from now on."""
        self._stamp = self._stamp_of_settings()
        settings = load_settings(self._places.settings_file)
        self._taken = self._seen(settings)
        return settings

    def has_changed(self) -> bool:
        """Say whether a session would be made otherwise now; settings that cannot be read would."""
        now, stamp = self._clock.monotonic(), self._stamp_of_settings()
        if stamp == self._stamp and now - self._looked_at < _LOOK_S:
            return False
        self._looked_at = now
        try:
            has_changed = self._seen(load_settings(self._places.settings_file)) != self._taken
        except VaultMindError:
            return True
        if not has_changed:
            self._stamp = stamp
        return has_changed

    def _stamp_of_settings(self) -> object:
        """Return what is another after every saving: a question must not go where the settings no longer say."""
        try:
            status = self._places.settings_file.stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino

    def _seen(self, settings: Settings) -> object:
        """Return what a session is made of; how the window looks and in which language is nothing to it."""
        settings = replace(settings, language="auto", window=WindowSettings())
        here = {model.name for model in open_models(self._places).installed()}
        return settings, settings.embedding.model in here, settings.search.reranker in here


def own(known: KnownVault, *, places: Places, settings: Settings, state: str = "in this process") -> VaultSession:
    """Take the index of a vault for this process alone, and return the session over it."""
    try:
        return _owned(known, places, settings, state)
    except IndexDamaged:  # noted when it was closed, so that another is begun now
        return _owned(known, places, settings, state)


def _owned(known: KnownVault, places: Places, settings: Settings, state: str) -> VaultSession:
    held = contextlib.ExitStack()
    try:
        lock = IndexLock(known.folder / "index.lock", is_engine=state == "engine")
        held.callback(lock.release)
        index = open_index(known.folder / "index")
        held.callback(index.close)
        return _session(_Opening(known, places, settings, held), index, state)
    except BaseException:
        held.close()
        raise


def _session(opening: _Opening, index: OpenedIndex, state: str) -> VaultSession:
    """Return the session over an open index, with every adapter plugged in."""
    known, settings, catalog = opening.known, opening.settings, index.catalog
    calls = known.folder / "embedding_calls"
    counted = int(catalog.value(CALLS_TOTAL) or 0)
    if (kept := keep_at_least(calls, counted)) > counted:
        catalog.set_value(CALLS_TOTAL, str(kept))
    found = _meaning_or_reason(opening, catalog)
    models = choice_of_models(opening.places, settings, known.folder)
    opening.held.callback(models.close)
    reranker = find_reranker(opening.places, settings, models)
    meaning = found if isinstance(found, _Meaning) else None
    chosen = meaning.chosen if meaning else None
    clock, machine, files = SystemClock(), Machine(), DiskVaultFiles(known.root)
    writing, conversing, recipes = _writing(opening, files, catalog, models)
    return VaultSession(
        place=VaultPlace(str(known.root), vault_id(known.root)),
        files=files,
        catalog=catalog,
        indexer=Indexer(
            files=files,
            catalog=catalog,
            clock=clock,
            vectors=chosen.vectors if chosen else None,
            embedder=CountedEmbedder(meaning.chunks, calls) if meaning else None,
            workers=WorkerPool(settings.index.workers),
        ),
        open_watcher=lambda: watch(known.root),
        pace=lambda: pace_for(machine.load()),
        retriever_on=_retrievers(catalog, files, None if isinstance(reranker, str) else reranker),
        serving=meaning.serving if meaning else None,
        earlier=_earlier(index, files),
        clock=clock,
        models=models,
        rules=_asking_rules(settings),
        writing=writing,
        conversing=conversing,
        recipes=recipes,
        suggesting=Suggesting(
            files=files,
            catalog=catalog,
            clock=clock,
            open_memory=lambda: SqliteDecisions(known.folder / "memory.sqlite"),
            workers=WorkerPool(settings.index.workers),
            vectors=chosen.vectors if chosen else None,
        ),
        engine=EngineView(os.getpid(), chosen.embedder.identity if chosen else None, SCHEMA_VERSION, state),
        notices=(
            *([] if meaning else [f"Notes are found by their words alone. {found}"]),
            *([reranker] if isinstance(reranker, str) else []),
        ),
        damage=index.damage,
        is_outlived=lambda: catalog.is_damaged or (isinstance(found, StorageFull) and has_room(known.folder)),
        why_read_only=lambda: why_read_only(known.root),
        active_note=lambda: active_note(known.root),
        on_whole=lambda: finish_upgrade(index, known.folder / "index"),
        on_close=opening.held.close,
    )


def _retrievers(
    catalog: SqliteCatalog, files: VaultFiles, reranker: Reranker | None
) -> Callable[[Knowledge, MeaningSource | None], Retriever]:
    """Return what makes the retriever for what is known of the vault and for what serves by meaning at the time."""

    def retriever_on(knowledge: Knowledge, source: MeaningSource | None) -> Retriever:
        return Retriever(
            catalog,
            catalog,
            source.vectors if source else None,
            source.embedder if source else None,
            knowledge.graph,
            titles=knowledge.titles,
            is_excluded=knowledge.is_excluded,
            reranker=reranker,
            read=reading_from(files),
        )

    return retriever_on


def _earlier(index: OpenedIndex, files: VaultFiles) -> EarlierIndex | None:
    """Return what an earlier version of the program made and this one has not made anew yet."""
    if index.older is None:
        return None
    retriever_on = _retrievers(index.older, files, None)
    return EarlierIndex(index.older, lambda knowledge: retriever_on(knowledge, None))


def _writing(
    opening: _Opening, files: VaultFiles, catalog: SqliteCatalog, models: LanguageModels
) -> tuple[Writing, Conversing, RecipeBook]:
    """Return what writes notes, keeps conversations and runs recipes; what they remember opens with its first use."""
    known, saving, held, clock = opening.known, opening.settings.saving, opening.held, SystemClock()

    def open_writer() -> NoteWriter:
        journal = SqliteJournal(known.folder / "memory.sqlite")
        held.callback(journal.close)
        writer = DiskWriter(known.root, locks=opening.places.cache / "locks")
        return NoteWriter(
            files=files, writer=writer, journal=journal, clock=clock, open_notes=lambda: open_notes(known.root)
        )

    @functools.cache
    def open_memory() -> SqliteConversations:
        memory = SqliteConversations(known.folder / "memory.sqlite")
        held.callback(memory.close)
        return memory

    writing = Writing(
        files=files,
        catalog=catalog,
        open_writer=open_writer,
        answers=lambda: _answer_note_rules(opening),
        conversations=saving.conversations,
    )
    conversing = Conversing(
        files=files, catalog=catalog, words=catalog, models=models, clock=clock, writing=writing, memory=open_memory
    )
    recipes = RecipeBook(
        files=files,
        catalog=catalog,
        models=models,
        clock=clock,
        writing=writing,
        memory=open_memory,
        shipped=shipped_recipes,
        folder=saving.recipes,
    )
    return writing, conversing, recipes


def _meaning_or_reason(opening: _Opening, catalog: Catalog) -> _Meaning | StorageFull | str:
    """Return what finds by meaning, or in a sentence why nothing does; a full disk may have room again."""
    found = find_embedder(opening.places, opening.settings)
    try:
        return found if isinstance(found, str) else _open_meaning(found, catalog, opening)
    except StorageFull as full:
        return full


def _open_meaning(embedder: Embedder, catalog: Catalog, opening: _Opening) -> _Meaning:
    """Return the vectors of a vault with what makes them, and those that serve until they are whole."""
    known, places, settings, held = opening.known, opening.places, opening.settings, opening.held
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
            earlier = find_embedder(places, earlier_settings)
            if isinstance(earlier, str) or earlier.identity == embedder.identity or not stores.has(earlier):
                return None
        except ModelProblem:
            return None
        return opened(model, earlier)

    chosen = opened(settings.embedding.model, embedder)
    serving = Serving(catalog, chosen, open_earlier=open_earlier, drop_except=stores.drop_except)
    return _Meaning(chosen, CachedEmbedder(embedder, cache), serving)


def _asking_rules(settings: Settings) -> AskingRules:
    answers = settings.answers
    return AskingRules(
        answers.reading_s, answers.from_assistants, answers.passages, answers.select, tuple(answers.voices)
    )


def _answer_note_rules(opening: _Opening) -> AnswerNoteRules:
    """Return how answers become notes, in the language that is set now: a change of it makes no other session."""
    saving, language = opening.settings.saving, opening.settings.language
    with contextlib.suppress(VaultMindError):
        language = load_settings(opening.places.settings_file).language
    return AnswerNoteRules(
        folder=saving.folder,
        name=saving.name,
        template=saving.template,
        citations=saving.citations,
        date_format=saving.date_format,
        properties=saving.properties,
        tags=tuple(saving.tags),
        language="en" if language == "auto" else language,
    )
