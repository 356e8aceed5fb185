"""What the Models place lists: models that are here, that can be fetched, and servers of other programs."""

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication, QLocale

from vaultmind import api
from vaultmind_ui.models.fetching import Fetching
from vaultmind_ui.row_list import Row
from vaultmind_ui.words import percent, shown_size


class Section(Enum):
    """The tabs of the place."""

    ANSWERS = "answers"
    MEANING = "meaning"
    RANKING = "ranking"
    SERVERS = "servers"


KIND_OF = {
    Section.ANSWERS: api.ModelKind.CHAT,
    Section.MEANING: api.ModelKind.EMBEDDING,
    Section.RANKING: api.ModelKind.RERANKER,
}
SETTING_OF = {
    api.ModelKind.CHAT: ("answers", "model"),
    api.ModelKind.EMBEDDING: ("embedding", "model"),
    api.ModelKind.RERANKER: ("search", "reranker"),
}


@dataclass(frozen=True, slots=True)
class ServedModel:
    """One model of a server; without a ``name`` the server that has not told its models yet."""

    server: api.FoundServer
    name: str


@dataclass(frozen=True, slots=True)
class Model:
    """A model by its name, as far as it is known and as far as it is here."""

    name: str
    kind: api.ModelKind
    known: api.KnownModel | None
    here: api.InstalledModel | None
    begun: api.BegunModel | None = None
    fit: api.Fit | None = None

    @property
    def source(self) -> str:
        """Return by which name it is fetched, or goes on."""
        return self.begun.source if self.begun is not None else self.name

    @property
    def size_bytes(self) -> int:
        """Return how large it is, or will be."""
        if self.here is not None:
            return self.here.size_bytes
        if self.begun is not None and self.begun.total_bytes:
            return self.begun.total_bytes
        return self.known.size_bytes if self.known is not None else 0


@dataclass(frozen=True, slots=True)
class Shelf:
    """All there is, and what each kind uses now; ``url`` is the address of the server that answers, if one does."""

    models: tuple[Model, ...]
    used: dict[api.ModelKind, str]
    url: str = ""
    endpoints: tuple[tuple[str, str], ...] = ()
    """Further models of servers, each with its address."""
    notices: tuple[str, ...] = ()
    """What is wrong in the person's own catalogue."""

    def of_kind(self, kind: api.ModelKind) -> list[Model]:
        """Return the models of a kind: those that are here first, then those half fetched, then by size."""
        fitting = [model for model in self.models if model.kind is kind]
        return sorted(
            fitting, key=lambda model: (model.here is None, model.begun is None, model.size_bytes, model.name)
        )

    def loaded_file(self, here: api.InstalledModel) -> str:
        """Return the path of the file that is loaded for a model: its own, or that of the model it adapts."""
        of_base = (one.here.path for one in self.models if one.here is not None and one.name == here.base)
        return next(of_base, here.path)


def read_shelf(settings: api.Settings) -> Shelf:
    """Return the models of this user. Reads the disk: not in Qt's thread."""
    models = api.open_models()
    known, here = {one.name: one for one in models.known()}, {one.name: one for one in models.installed()}
    begun = {one.name: one for one in models.begun()}
    kinds = {name: one.kind for group in (known, begun, here) for name, one in group.items()}
    fits = {name: api.fit_of(one) for name, one in here.items() if one.kind is api.ModelKind.CHAT}
    listed = tuple(
        Model(name, kind, known.get(name), here.get(name), begun.get(name), fits.get(name))
        for name, kind in kinds.items()
    )
    used = {
        api.ModelKind.CHAT: settings.answers.model,
        api.ModelKind.EMBEDDING: settings.embedding.model,
        api.ModelKind.RERANKER: settings.search.reranker,
    }
    served = tuple(settings.answers.endpoints.items())
    return Shelf(listed, used, settings.answers.url, served, tuple(models.notices()))


def row_of(
    model: Model, *, is_used: bool, coming: Fetching | None = None, is_missed: bool = False, is_russian: bool = False
) -> Row:
    """Return the row of a model; ``coming`` while it is fetched, ``is_missed`` where it could not be."""
    size = shown_size(model.size_bytes)
    if coming is not None:
        said = QCoreApplication.translate("Shelf", "Being fetched: %1").replace("%1", coming.share)
        return Row(model.name, said, size, "", "accent", model)
    if is_used:
        return Row(model.name, QCoreApplication.translate("Shelf", "In use"), size, "●", "good", model)
    if model.here is not None:
        return Row(model.name, QCoreApplication.translate("Shelf", "Here"), size, "", "muted", model)
    if is_missed:
        return Row(model.name, QCoreApplication.translate("Shelf", "Was not fetched"), size, "", "bad", model)
    if model.begun is not None:
        return Row(model.name, paused_words(model.begun), size, "", "warning", model)
    known = model.known
    good_for = "" if known is None else known.good_for_ru if is_russian else known.good_for
    return Row(model.name, good_for, size, "", "muted", model)


def row_of_served(model: ServedModel, *, is_used: bool) -> Row:
    """Return the row of a server's model."""
    detail = f"{model.server.name} · {model.server.url}"
    if not model.name:
        not_told = QCoreApplication.translate("Shelf", "Wants a key, or was not asked yet")
        return Row(model.server.name, f"{not_told} · {model.server.url}", "", "", "muted", model)
    return Row(model.name, detail, "", "●" if is_used else "", "good" if is_used else "muted", model)


def paused_words(begun: api.BegunModel) -> str:
    """Return how far a download is that was paused."""
    if not begun.total_bytes:
        here = shown_size(begun.done_bytes)
        return QCoreApplication.translate("Shelf", "Paused: %1 are here").replace("%1", here)
    share = min(99, 100 * begun.done_bytes // begun.total_bytes) / 100
    return QCoreApplication.translate("Shelf", "Paused at %1").replace("%1", percent(share))


def is_russian() -> bool:
    """Say whether the window speaks Russian."""
    return QLocale().language() is QLocale.Language.Russian
