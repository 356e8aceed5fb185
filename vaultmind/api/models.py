"""The models of this user, and those that the settings name."""

import functools
from pathlib import Path

import psutil

from vaultmind.adapters.bundled import shipped_models
from vaultmind.adapters.models.consents import Consents
from vaultmind.adapters.models.fitting import SMALLEST_WINDOW, Fits, measure_fit
from vaultmind.adapters.models.hosted_model import HostedModel, require_machine, running_models
from vaultmind.adapters.models.hosting import HostWishes, host_installed, weights_of
from vaultmind.adapters.models.local_models import LocalModels
from vaultmind.adapters.models.model_choice import ModelChoice
from vaultmind.adapters.models.runtimes import header_for
from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder, FastembedEmbedder, FastembedReranker
from vaultmind.answers.voting import VotingReranker
from vaultmind.api.endpoints import key_for
from vaultmind.config import Places, Settings, find_places, load_settings
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.model import Fit, FitTry, InstalledModel, ModelKind, RunningModel
from vaultmind.engine.address import runtime_folder
from vaultmind.ports import (
    CancelToken,
    Embedder,
    LanguageModel,
    LanguageModels,
    ModelShelf,
    ProgressSink,
    Reranker,
)

BUILT_IN = "multilingual-e5-small"
"""The embedding model that this program converts itself."""


def open_models(places: Places | None = None) -> ModelShelf:
    """Return the models of this user, here and known."""
    places = places or find_places()
    return LocalModels(
        places.cache / "models",
        shipped=shipped_models(),
        own_catalogue=places.settings_file.with_name("models.toml"),
        hub=load_settings(places.settings_file).models.hub.rstrip("/") or None,
    )


def choice_of_models(places: Places, settings: Settings, vault_folder: Path) -> ModelChoice:
    """Return the models that may answer the vault of that folder among the data, none of them loaded yet."""
    answers = settings.answers
    return ModelChoice(
        open_models(places),
        runtime_folder(),
        default=answers.model,
        context_tokens=answers.context_tokens,
        url=answers.url,
        endpoints=answers.endpoints,
        key_of=functools.partial(key_for, settings),
        may_leave=Consents(vault_folder).allows,
        idle_s=answers.unload_after_s,
        fits=open_fits(places),
        reading_s=answers.reading_s,
        wishes=_wishes(settings),
    )


def _wishes(settings: Settings) -> HostWishes:
    chosen = settings.models
    return HostWishes(chosen.runtime, chosen.server, chosen.gpu_layers)


def find_running_models() -> tuple[RunningModel, ...]:
    """Return the models that are loaded now for this user, by whichever engine; nothing is loaded."""
    return running_models(runtime_folder())


def fit_of(installed: InstalledModel, places: Places | None = None) -> Fit | None:
    """Return how a model, or the one that it is an adapter of, runs best here; ``None`` where nobody measured it."""
    try:
        weights = weights_of(installed, open_models(places))
    except ModelProblem:  # the model that it is an adapter of is gone
        return None
    return open_fits(places).of(weights)


def open_fits(places: Places | None = None) -> Fits:
    """Return what was measured of the models of this machine."""
    return Fits((places or find_places()).cache / "model-fits.json")


def require_machine_for(installed: InstalledModel, places: Places | None = None) -> None:
    """Raise ``ModelProblem`` with the figures where this machine has not the memory for an installed chat model.

    What other programs hold now does not count, since they can be closed; the window is the smallest there is.
    """
    places = places or find_places()
    path = weights_of(installed, open_models(places))
    header = header_for(path, load_settings(places.settings_file).models.runtime)
    window = min(SMALLEST_WINDOW, header.trained_context_tokens)
    require_machine(header, window, all_bytes=psutil.virtual_memory().total)


def measure_model(
    places: Places, name: str, *, progress: ProgressSink | None = None, cancel: CancelToken | None = None
) -> Fit:
    """Measure how an installed chat model runs best here, and keep it; raise ``ModelProblem`` and ``Cancelled``."""
    shelf = open_models(places)
    installed = shelf.find(name)
    wishes = _wishes(load_settings(places.settings_file))
    path = weights_of(installed, shelf)

    def make_host(folder: Path, way: FitTry, window: int) -> HostedModel:
        return host_installed(
            installed,
            shelf,
            folder,
            wishes,
            context_tokens=window,
            threads=way.threads,
            batch_tokens=way.batch_tokens,
            gpu_layers=way.gpu_layers,
        )

    if installed.kind is not ModelKind.CHAT:
        raise ModelProblem(f"{name} is a model for {installed.kind.value}, it cannot answer.")
    header = header_for(path, wishes.runtime)
    fit = measure_fit(header, make_host, gpu_layers=wishes.gpu_layers, progress=progress, cancel=cancel)
    open_fits(places).keep(path, fit)
    return fit


def find_embedder(places: Places, settings: Settings) -> Embedder | str:
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


def find_reranker(places: Places, settings: Settings, models: LanguageModels) -> Reranker | str | None:
    """Return the reranker that the settings name, ``None`` for none, or in a sentence why it is not at work.

    A chat model of ``models`` serves too: it votes yes or no on each passage.
    """
    name = settings.search.reranker
    if not name:
        return None
    shelf = open_models(places)
    here = next((model for model in shelf.installed() if model.name == name), None)
    if here is not None and here.kind is ModelKind.RERANKER:
        return FastembedReranker(name, Path(here.path), threads=settings.embedding.threads)
    if name == settings.answers.model or (here is not None and here.kind is ModelKind.CHAT):
        return VotingReranker(functools.partial(_chosen, models, name))
    if here is not None or all(model.name != name for model in shelf.known()):
        raise ModelProblem(f"There is no reranker {name}; `vaultmind models list` shows those that are known.")
    return f"The reranker {name} is not here; `vaultmind models pull {name}` fetches it."


def _chosen(models: LanguageModels, name: str) -> LanguageModel:
    model = models.choose(name)
    assert model is not None
    return model
