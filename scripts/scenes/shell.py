"""What belongs to no place: the palette, the map of keys, the first steps, the settings, a narrow window."""

from collections.abc import Callable
from pathlib import Path

from scenes.stage import Scene, Stage

_LETTERS = {"en": "whi", "ru": "сад"}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures."""
    return (
        Scene("shell-palette", _palette),
        Scene("shell-keys", _keys),
        Scene("shell-narrow", _narrow, size=(640, 700)),
        Scene("first-run-vault", _first_run(0)),
        Scene("first-run-language", _first_run(1)),
        Scene("first-run-model", _first_run(2)),
        Scene("settings", _settings),
        Scene("shell-empty-vault", _nothing, vault="empty"),
        Scene("shell-no-vault", _no_vault),
    )


def _palette(stage: Stage) -> Callable[[], object]:
    stage.show("ask")
    stage.window.show_palette()
    stage.window.palette_card.letters.setText(_LETTERS[stage.language])
    stage.settle(1.0)
    return stage.window.palette_card.close_card


def _keys(stage: Stage) -> Callable[[], object]:
    stage.show("ask")
    stage.window.show_keys()
    return stage.window.key_map.close_card


def _narrow(stage: Stage) -> None:
    stage.show("ask")


def _first_run(step: int) -> Callable[[Stage], Callable[[], object]]:
    def arrange(stage: Stage) -> Callable[[], object]:
        stage.window.show_first_run()
        first_run = stage.window.first_run
        assert first_run is not None
        stage.until(lambda: bool(first_run.models) and first_run.vaults.count() > 0)
        for _ in range(step - first_run.steps.currentIndex()):
            first_run.skip_step()
        return lambda: first_run.finished.emit() if step == 2 else None

    return arrange


def _settings(stage: Stage) -> None:
    stage.show("settings")
    stage.settle(0.5)


def _nothing(stage: Stage) -> None:
    stage.show("ask")


def _no_vault(stage: Stage) -> None:
    stage.show("ask")
    stage.window.shell.open_vault(Path("/media/usb/Garden"))
    stage.until(stage.window.banner.isVisible)
