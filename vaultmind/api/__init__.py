"""The front door: plugs the adapters in, here or in the engine, and re-exports the public names.

What only the owner of an index needs (parsers, stores, models) is loaded when a vault is opened here; a client of the
engine starts without it.
"""

from collections.abc import Iterator
from pathlib import Path

from vaultmind.adapters.bundled import resource
from vaultmind.adapters.models.addresses import host_of, is_on_this_machine
from vaultmind.adapters.models.consents import Consents
from vaultmind.adapters.models.keys import remove_key, save_key, why_no_keyring
from vaultmind.adapters.models.lora import is_adapter
from vaultmind.adapters.spawn import run_child
from vaultmind.adapters.window_door import LONGEST_MESSAGE, door_of, knock
from vaultmind.api.engines import join_engine, serve_vault, stop_engine
from vaultmind.api.vaults import (
    AskedQuestion,
    VaultChoice,
    asked_last,
    forget_vault,
    keep_asked,
    known_vault,
    sample_vault,
    vault_choices,
    vault_meant,
)
from vaultmind.config import (
    Places,
    Settings,
    SettingValue,
    WindowSettings,
    change_setting,
    find_places,
    load_settings,
    settings_path,
)
from vaultmind.domain.answer import Answer, AnswerLink, AnswerMode, Citation, Statement
from vaultmind.domain.chunk import Passage
from vaultmind.domain.conversation import (
    Conversation,
    ConversationLine,
    Conversations,
    KeptTurn,
    Turn,
    Understood,
)
from vaultmind.domain.council import (
    Contradiction,
    ContradictionKind,
    CouncilAnswer,
    CouncilRequest,
    Said,
    Voice,
    VoiceDelta,
)
from vaultmind.domain.errors import (
    EngineProblem,
    EngineStopped,
    IndexDamaged,
    ModelProblem,
    NoteConflict,
    NoteNotFound,
    RecipeNotConfirmed,
    VaultGone,
    VaultMindError,
    VaultProblem,
)
from vaultmind.domain.fuzzy import fuzzy_match
from vaultmind.domain.library import FileState, Library, LibraryFile
from vaultmind.domain.link import NotePath
from vaultmind.domain.model import (
    AllowedHost,
    BegunModel,
    Checked,
    EndpointTrial,
    Fit,
    FitTry,
    FoundServer,
    InstalledModel,
    KeySource,
    KnownModel,
    ModelKind,
    Placement,
    RunningModel,
    Timings,
)
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.provenance import NOTES_OWN
from vaultmind.domain.question import GoldQuestion
from vaultmind.domain.recipe import PartMade, Recipe, RecipeLine, RecipeOutput, RecipeRequest, Recipes, RecipeView
from vaultmind.domain.related import RelatedReport
from vaultmind.domain.release import Release
from vaultmind.domain.report import IndexReport
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import (
    LINKS,
    SHOWN_FROM,
    SURE,
    UNNAMED_FROM,
    Decision,
    DecisionReport,
    LinkSuggestion,
    SourceSuggestions,
    SuggestionKind,
    SuggestionReason,
    SuggestionReasonKind,
    SuggestRequest,
    Verdict,
    is_sure,
    is_worth_showing,
)
from vaultmind.domain.vault_map import MapNote, MapPlace, VaultMap
from vaultmind.domain.views import (
    ActiveNote,
    AnswerDelta,
    AskRequest,
    Attachment,
    BacklinkView,
    CitationSeen,
    GraphView,
    IndexingView,
    IndexRequest,
    LinkView,
    NoteFound,
    NoteStatus,
    NoteView,
    PromptPart,
    PromptSeen,
    SearchReport,
    SearchRequest,
    VaultStatus,
)
from vaultmind.domain.writing import (
    ConflictCopy,
    Conflicts,
    Diagnosis,
    History,
    HistoryLine,
    Keep,
    KeptVersion,
    Problem,
    ProblemKind,
    WriteKind,
    WriteReport,
    WriteRequest,
    Written,
)
from vaultmind.evaluation import (
    AnswerScores,
    RetrievalScores,
    question_of,
    row_of_question,
    sampled,
    score_answers,
    score_retrieval,
)
from vaultmind.ports import CancelToken, ModelShelf, Progress
from vaultmind.retrieval.cover import Cover
from vaultmind.retrieval.explanation import Explanation
from vaultmind.session.interface import Session
from vaultmind.session.streams import in_background
from vaultmind.suggesting.scoring import LinkScores

__all__ = [
    "LINKS",
    "LONGEST_MESSAGE",
    "NOTES_OWN",
    "SHOWN_FROM",
    "SURE",
    "UNNAMED_FROM",
    "ActiveNote",
    "AllowedHost",
    "Answer",
    "AnswerDelta",
    "AnswerLink",
    "AnswerMode",
    "AnswerScores",
    "AskRequest",
    "AskedQuestion",
    "Attachment",
    "BacklinkView",
    "BegunModel",
    "Checked",
    "Citation",
    "CitationSeen",
    "ConflictCopy",
    "Conflicts",
    "Consents",
    "Contradiction",
    "ContradictionKind",
    "Conversation",
    "ConversationLine",
    "Conversations",
    "CouncilAnswer",
    "CouncilRequest",
    "Cover",
    "Decision",
    "DecisionReport",
    "Diagnosis",
    "EndpointTrial",
    "EngineProblem",
    "EngineStopped",
    "Explanation",
    "FileState",
    "Fit",
    "FitTry",
    "FoundServer",
    "GoldQuestion",
    "GraphView",
    "History",
    "HistoryLine",
    "IndexReport",
    "IndexRequest",
    "IndexingView",
    "InstalledModel",
    "Keep",
    "KeptTurn",
    "KeptVersion",
    "KeySource",
    "KnownModel",
    "Library",
    "LibraryFile",
    "LinkScores",
    "LinkSuggestion",
    "LinkView",
    "MapNote",
    "MapPlace",
    "ModelKind",
    "ModelProblem",
    "ModelShelf",
    "NoteConflict",
    "NoteFound",
    "NoteNotFound",
    "NotePath",
    "NoteStatus",
    "NoteView",
    "PartMade",
    "Passage",
    "Placement",
    "Places",
    "Problem",
    "ProblemKind",
    "Progress",
    "PromptPart",
    "PromptSeen",
    "PropertyValue",
    "Recipe",
    "RecipeLine",
    "RecipeNotConfirmed",
    "RecipeOutput",
    "RecipeRequest",
    "RecipeView",
    "Recipes",
    "RelatedReport",
    "Release",
    "RetrievalScores",
    "RunningModel",
    "Said",
    "SearchReport",
    "SearchRequest",
    "Session",
    "SettingValue",
    "Settings",
    "SourceSuggestions",
    "Span",
    "Statement",
    "SuggestRequest",
    "SuggestionKind",
    "SuggestionReason",
    "SuggestionReasonKind",
    "Timings",
    "Turn",
    "Understood",
    "VaultChoice",
    "VaultGone",
    "VaultMap",
    "VaultMindError",
    "VaultProblem",
    "VaultStatus",
    "Verdict",
    "Voice",
    "VoiceDelta",
    "WindowSettings",
    "WriteKind",
    "WriteReport",
    "WriteRequest",
    "Written",
    "asked_last",
    "change_setting",
    "door_of",
    "find_places",
    "find_servers",
    "fit_of",
    "forget_vault",
    "fuzzy_match",
    "host_of",
    "is_adapter",
    "is_on_this_machine",
    "is_sure",
    "is_worth_showing",
    "join_engine",
    "keep_asked",
    "key_source",
    "key_variable",
    "knock",
    "load_settings",
    "measure_model",
    "model_in_use",
    "newest_release",
    "open_consents",
    "open_models",
    "open_vault",
    "pull_model",
    "question_of",
    "remove_every_key",
    "remove_key",
    "require_machine",
    "resource",
    "row_of_question",
    "run_child",
    "running_models",
    "sample_vault",
    "sampled",
    "save_key",
    "score_answers",
    "score_retrieval",
    "serve_vault",
    "settings_path",
    "stop_engine",
    "try_server",
    "use_model",
    "use_server",
    "vault_choices",
    "vault_meant",
    "why_no_keyring",
    "why_not_asked",
]


def open_vault(*, vault: Path | None = None, data: Path | None = None, catch_up: bool = True) -> Session:
    """Open a vault in this process, which then owns its index until the session is closed.

    ``catch_up`` first takes in the words and links of what changed on disk since the last time.

    ``vault`` and ``data`` are what a person named; where they did not, the environment, the working folder and the
    vault last opened decide. Raises ``VaultProblem``, ``SettingsProblem``, ``IndexProblem`` with one sentence.
    """
    from vaultmind.api.owning import own  # noqa: PLC0415 (a client needs none of it)

    known, places = known_vault(vault, data)

    def opened() -> Session:
        session = own(known, places=places, settings=load_settings(places.settings_file))
        try:
            if catch_up:
                session.catch_up()
        except BaseException:
            session.close()
            raise
        return session

    try:
        return opened()
    except IndexDamaged:  # noted when it was closed, so that another is begun now
        return opened()


def open_models(places: Places | None = None) -> ModelShelf:
    """Return the models of this user, here and known."""
    from vaultmind.api import models  # noqa: PLC0415 (downloads)

    return models.open_models(places)


def find_servers() -> tuple[FoundServer, ...]:
    """Return the model servers of other programs on this machine, looked for at their usual ports without a key."""
    from vaultmind.adapters.models import local_servers  # noqa: PLC0415 (a client of http)

    return local_servers.find_servers()


def remove_every_key() -> int:
    """Forget every key of a server that was saved; return how many there were."""
    from vaultmind.api import endpoints  # noqa: PLC0415 (a client of http)

    return endpoints.remove_every_key()


def newest_release() -> Release:
    """Ask the package index which version is the newest; nothing looks for it unless a person asks."""
    from vaultmind.adapters import releases  # noqa: PLC0415 (a client of http)

    return releases.newest_release()


def pull_model(
    shelf: ModelShelf, name: str, *, cancel: CancelToken | None = None
) -> Iterator[Progress | InstalledModel]:
    """Yield how far the download is, and the model last."""
    return in_background(lambda progress, stop: shelf.pull(name, progress=progress, cancel=stop), cancel)


def model_in_use() -> str:
    """Return the name of the model that answers questions, ``""`` for none."""
    return load_settings(settings_path()).answers.model


def use_model(shelf: ModelShelf, name: str, kind: ModelKind = ModelKind.CHAT) -> str:
    """Put an installed model to the work it is for from now on, or with ``"none"`` nothing of that kind.

    Return what was set. A chat model that this machine has not the memory for is refused with the figures.
    """
    chosen, file = "", settings_path()
    if name != "none":
        found = shelf.find(name)
        chosen, kind = found.name, found.kind
        require_machine(found)
    if kind is ModelKind.CHAT and load_settings(file).answers.url:
        change_setting(file, "answers", "url", "")
    table, key = {
        ModelKind.CHAT: ("answers", "model"),
        ModelKind.EMBEDDING: ("embedding", "model"),
        ModelKind.RERANKER: ("search", "reranker"),
    }[kind]
    change_setting(file, table, key, chosen or ("off" if kind is ModelKind.EMBEDDING else ""))
    return chosen


def require_machine(model: InstalledModel, *, places: Places | None = None) -> None:
    """Raise ``ModelProblem`` with the figures where this machine has not the memory for an installed chat model."""
    if model.kind is ModelKind.CHAT:
        from vaultmind.api import models  # noqa: PLC0415 (the host of models)

        models.require_machine_for(model, places)


def measure_model(
    name: str, *, places: Places | None = None, cancel: CancelToken | None = None
) -> Iterator[Progress | Fit]:
    """Yield how far the measurement of a model on this machine is, and what it found last; some ten seconds."""
    from vaultmind.api import models  # noqa: PLC0415 (the host of models)

    found = places or find_places()
    return in_background(
        lambda progress, stop: models.measure_model(found, name, progress=progress, cancel=stop), cancel
    )


def fit_of(model: InstalledModel, *, places: Places | None = None) -> Fit | None:
    """Return how a model runs best here, ``None`` where that was not measured."""
    from vaultmind.api import models  # noqa: PLC0415 (the host of models)

    return models.fit_of(model, places)


def running_models() -> tuple[RunningModel, ...]:
    """Return the models that are loaded now for this user, and where they really run; nothing is loaded."""
    from vaultmind.api import models  # noqa: PLC0415 (the host of models)

    return models.find_running_models()


def use_server(settings_file: Path, url: str, model: str) -> None:
    """Let a model of a server answer questions from now on."""
    from vaultmind.api import endpoints  # noqa: PLC0415 (a client of http)

    endpoints.use_server(settings_file, url, model)


def why_not_asked(url: str, model: str, *, vault: Path | None = None, data: Path | None = None) -> str:
    """Return in a sentence why a model of a server cannot answer now, ``""`` where it can; no note is sent."""
    from vaultmind.api import endpoints  # noqa: PLC0415 (a client of http)

    return endpoints.why_not_asked(url, model, vault=vault, data=data)


def try_server(
    url: str,
    model: str = "",
    *,
    vault: Path | None = None,
    data: Path | None = None,
    cancel: CancelToken | None = None,
) -> EndpointTrial:
    """Ask a server's model for one word, no more; raise ``ModelProblem`` with one sentence for whatever is wrong."""
    from vaultmind.api import endpoints  # noqa: PLC0415 (a client of http)

    return endpoints.try_server(url, model, vault=vault, data=data, cancel=cancel)


def open_consents(*, vault: Path | None = None, data: Path | None = None) -> Consents:
    """Return the machines that the vault's questions and passages may be sent to, to be shown and changed."""
    from vaultmind.api import endpoints  # noqa: PLC0415 (a client of http)

    return endpoints.open_consents(vault=vault, data=data)


def key_source(settings: Settings, url: str) -> KeySource:
    """Say where the key of a server is kept, if there is one."""
    from vaultmind.api import endpoints  # noqa: PLC0415 (a client of http)

    return endpoints.key_source(settings, url)


def key_variable(settings: Settings, url: str) -> str:
    """Return which environment variable an address takes its key from, where the keyring has none."""
    from vaultmind.api import endpoints  # noqa: PLC0415

    return endpoints.key_variable(settings, url)
