"""Models: those for answers, for meaning, a download under way, no servers."""

from vaultmind_ui.models.models_place import ModelsPlace
from vaultmind_ui.models.shelf import Section

from scenes.stage import Scene, Stage
from vaultmind import api


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("models-answers", _answers),
        Scene("models-meaning", _meaning),
        Scene("models-fetching", _fetching),
        Scene("models-servers", _servers),
    )


def _answers(stage: Stage) -> None:
    place = _shown(stage)
    place.choose_section(Section.ANSWERS)


def _meaning(stage: Stage) -> None:
    _shown(stage).choose_section(Section.MEANING)


def _fetching(stage: Stage) -> None:
    place = _shown(stage)
    place.choose_section(Section.ANSWERS)
    rows = [row.title for row in place.list.rows.rows]
    place.list.setCurrentIndex(place.list.rows.index(rows.index("qwen3-4b"), 0))
    stage.window.shell.downloads.advanced.emit("qwen3-4b", 1_050_000_000, 2_500_000_000)


def _servers(stage: Stage) -> None:
    place = _shown(stage)
    place.show_servers((api.FoundServer("Ollama", "http://127.0.0.1:11434/v1", ("qwen3:8b", "llama3.1:8b")),))
    place.choose_section(Section.SERVERS)


def _shown(stage: Stage) -> ModelsPlace:
    place = stage.show("models")
    assert isinstance(place, ModelsPlace)
    stage.until(lambda: place.shelf is not None)
    return place
