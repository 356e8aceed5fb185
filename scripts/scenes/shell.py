"""What belongs to no place: the palette, the map of keys, the first steps, the settings, a narrow window."""

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from vaultmind_ui.links.links_place import LinksPlace

from scenes.stage import Scene, Stage
from vaultmind import api

IndexingState = Literal["words", "held"]
_LETTERS = {"en": "whi", "ru": "сад"}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures."""
    return (
        Scene("shell-palette", _palette),
        Scene("shell-keys", _keys),
        Scene("shell-narrow", _narrow, size=(640, 700)),
        Scene("shell-indexing", _indexing("words")),
        Scene("shell-paused", _indexing("held")),
        Scene("shell-read-only", _read_only),
        Scene("shell-vaults", _vaults, shown=lambda stage: stage.window.vault_button.choices),
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
    stage.settle()
    stage.window.resize(640, 700)  # now that the sidebar shows icons alone


def _indexing(state: IndexingState) -> Callable[[Stage], Callable[[], object]]:
    view = api.IndexingView(state, 1_200, 9_000, 130 if state == "words" else None)
    return lambda stage: _as_if(stage, "ask", indexing=view)


def _read_only(stage: Stage) -> Callable[[], object]:
    undo = _as_if(stage, "links", why_read_only="The disk of /media/archive/Garden can only be read.")
    place = stage.show("links")
    assert isinstance(place, LinksPlace)
    stage.until(lambda: not place.is_loading and place.model.rowCount() > 0)
    place.accept()
    return undo


def _as_if(stage: Stage, place_id: str, **seen: object) -> Callable[[], object]:
    """Show a place while the vault is in another state; return what shows it as it is."""
    shell = stage.window.shell
    before = shell.status
    assert before is not None
    stage.show(place_id)
    shell.bridge.index_changed.emit(dataclasses.replace(before, **seen))  # type: ignore[arg-type]
    return lambda: shell.bridge.index_changed.emit(before)


def _vaults(stage: Stage) -> Callable[[], object]:
    menu = stage.window.vault_button.choices
    stage.show("ask")
    menu.popup(stage.window.mapToGlobal(stage.window.rect().center()))
    stage.settle(0.5)
    return menu.close


def _first_run(step: int) -> Callable[[Stage], Callable[[], object]]:
    def arrange(stage: Stage) -> Callable[[], object]:
        stage.window.show_first_run()
        first_run = stage.window.first_run
        assert first_run is not None
        stage.until(lambda: bool(first_run.models) and first_run.vaults.count() > 0)
        first_run.vaults.item(0).setText(f"{stage.vault.name}\n/home/anna/{stage.vault.name}")  # a scene's is nobody's
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
