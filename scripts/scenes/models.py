"""Models: those for answers with how they run here, for meaning, a download paused or under way, servers, an error."""

from collections.abc import Callable
from time import monotonic

from PySide6.QtCore import QLocale
from vaultmind_ui.core_words import in_words
from vaultmind_ui.models.fetching import Fetching
from vaultmind_ui.models.models_place import ModelsPlace
from vaultmind_ui.models.shelf import Model, Section, Shelf

from scenes.stage import Scene, Stage
from vaultmind import api

_WAY = api.FitTry(threads=3, batch_tokens=128, gpu_layers=-1, reading_tokens_s=148.0, writing_tokens_s=17.4)
_FIT = api.Fit(_WAY, (_WAY,), 32_768, 1.9, 1_300_000_000, "CPU", 0, 29, "2026-11-22T09:00:00+00:00")


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("models-answers", _answers),
        Scene("models-measured", _measured),
        Scene("models-meaning", _meaning),
        Scene("models-error", _error),
        Scene("models-fetching", _fetching),
        Scene("models-paused", _paused),
        Scene("models-no-servers", _no_servers),
        Scene("models-servers", _servers),
        Scene("models-elsewhere", _elsewhere),
        Scene("models-many", _many),
    )


def _answers(stage: Stage) -> None:
    place = _shown(stage)
    place.choose_section(Section.ANSWERS)


def _measured(stage: Stage) -> None:
    place = _shown(stage)
    assert place.shelf is not None
    known = next(model.known for model in place.shelf.models if model.name == "qwen2.5-coder-1.5b")
    here = api.InstalledModel(
        "qwen2.5-coder-1.5b",
        api.ModelKind.CHAT,
        "~/.cache/vaultmind/models/qwen2.5-coder-1.5b/qwen2.5-coder-1.5b-instruct-q4_k_m.gguf",
        1_117_320_768,
        api.Checked.CATALOGUE,
        "hub",
    )
    measured = Model(here.name, here.kind, known, here, None, _FIT)
    _put(place, measured)
    _choose(place, measured.name)
    place.trial.question.setText("When is Titovka grafted?")
    place.trial.answer.setText("Titovka is grafted in the first days of April, when the sap begins to rise [1].")
    place.trial.speed.setText(
        place.trial.tr("First word after %1 s, %2 tokens a second, %3 s in all.")
        .replace("%1", _shown_number(2.1))
        .replace("%2", _shown_number(17.4))
        .replace("%3", _shown_number(4.0))
    )
    place.trial.prompt_button.show()


def _meaning(stage: Stage) -> None:
    _shown(stage).choose_section(Section.MEANING)


def _fetching(stage: Stage) -> Callable[[], object]:
    place = _shown(stage)
    place.choose_section(Section.ANSWERS)
    _choose(place, "qwen3-4b")
    downloads = stage.window.shell.downloads
    coming = place.fetching["qwen3-4b"] = Fetching()
    coming.hear(975_000_000, 2_500_000_000, monotonic() - 9)
    downloads.advanced.emit("qwen3-4b", 1_050_000_000, 2_500_000_000)
    return lambda: downloads.stopped.emit("qwen3-4b")


def _paused(stage: Stage) -> None:
    place = _shown(stage)
    assert place.shelf is not None
    known = next(model for model in place.shelf.models if model.name == "gemma-3-4b")
    begun = api.BegunModel(known.name, known.kind, known.name, 1_050_000_000, known.size_bytes)
    _put(place, Model(known.name, known.kind, known.known, None, begun))
    _choose(place, known.name)


def _servers(stage: Stage) -> None:
    place = _shown(stage)
    place.show_servers((api.FoundServer("Ollama", "http://127.0.0.1:11434/v1", ("qwen3:8b", "llama3.1:8b")),))
    place.choose_section(Section.SERVERS)
    place.server.result.setText(
        place.server.tr("%1 answers: first word after %2 s, %3 tokens a second.")
        .replace("%1", "qwen3:8b")
        .replace("%2", _shown_number(0.4))
        .replace("%3", _shown_number(21.3))
    )


def _elsewhere(stage: Stage) -> None:
    place = _shown(stage)
    place.show_servers(())
    place.choose_section(Section.SERVERS)
    place.address.setText("https://models.example.org/v1")
    place.fetch_address()


def _no_servers(stage: Stage) -> None:
    place = _shown(stage)
    place.show_servers(())
    place.choose_section(Section.SERVERS)


def _error(stage: Stage) -> Callable[[], object]:
    place = _shown(stage)
    place.choose_section(Section.ANSWERS)
    _choose(place, "gemma-3-4b")
    downloads = stage.window.shell.downloads
    why = in_words("huggingface.co cannot be reached: check the connection, then try again.")
    said = downloads.problems["gemma-3-4b"] = (
        downloads.tr("%1 was not fetched. %2").replace("%1", "gemma-3-4b").replace("%2", why)
    )
    downloads.finished.emit("gemma-3-4b", said)
    return downloads.problems.clear


def _many(stage: Stage) -> None:
    place = _shown(stage)
    place.choose_section(Section.ANSWERS)
    assert place.shelf is not None
    many = [
        Model(f"model-{number:05}", api.ModelKind.CHAT, None, None, api.BegunModel(
            f"model-{number:05}", api.ModelKind.CHAT, "", number * 10**6, 10**10))
        for number in range(10_000)
    ]  # fmt: skip
    place.shelf = Shelf((*place.shelf.models, *many), place.shelf.used)
    place.retranslate()


def _shown_number(number: float) -> str:
    return QLocale().toString(number, "f", 1)


def _put(place: ModelsPlace, model: Model) -> None:
    """Show the shelf with this model as it is given."""
    assert place.shelf is not None
    others = [one for one in place.shelf.models if one.name != model.name]
    place.shelf = Shelf((*others, model), place.shelf.used)
    place.choose_section(Section.ANSWERS)
    place.retranslate()


def _choose(place: ModelsPlace, name: str) -> None:
    rows = [row.title for row in place.list.rows.rows]
    place.list.setCurrentIndex(place.list.rows.index(rows.index(name), 0))


def _shown(stage: Stage) -> ModelsPlace:
    place = stage.show("models")
    assert isinstance(place, ModelsPlace)
    place.shelf = None  # what is here is being read anew, and would come after what a scene puts there
    stage.until(lambda: place.shelf is not None)
    return place
