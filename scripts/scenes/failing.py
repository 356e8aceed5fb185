"""What each place shows when its question to the vault fails: the disk is full, or the settings cannot be read."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from vaultmind_ui.settings.settings_place import SettingsPlace

from scenes.stage import Scene, Stage
from vaultmind import api

_SENTENCE = "The disk with /home/anna/.local/share/vaultmind is full: free some space, then index again."
_SETTINGS = "/home/anna/.config/vaultmind/settings.toml"
_ANSWERED = ("status", "watch", "close", "last_conversation")
_PLACES = ("links", "graph", "library", "history", "recipes")


def scenes() -> tuple[Scene, ...]:
    """Return the pictures."""
    return (
        *(Scene(f"{place}-error", _failing(place)) for place in _PLACES),
        Scene("settings-error", _unreadable),
    )


class _FullDisk:
    """A session that says how much there is, and fails at everything else."""

    def __init__(self, session: api.Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Any:
        return getattr(self._session, name) if name in _ANSWERED else _fail


def _fail(*_: object, **__: object) -> Any:
    raise api.VaultMindError(_SENTENCE)


def _failing(place_id: str) -> Callable[[Stage], Callable[[], object]]:
    def arrange(stage: Stage) -> Callable[[], object]:
        stage.open_as(_FullDisk)
        stage.show(place_id)
        stage.settle(1.5)
        return stage.open_again

    return arrange


def _unreadable(stage: Stage) -> Callable[[], object]:
    file = Path(os.environ["VAULTMIND_CONFIG"])
    before = file.read_text(encoding="utf-8")
    file.write_text('[answers]\npassages = "many"\n', encoding="utf-8")
    place = stage.show("settings")
    assert isinstance(place, SettingsPlace)
    stage.until(lambda: not place.unread.isHidden())
    place.unread.say(place.unread.sentence.text().replace(str(file), _SETTINGS))  # that of a scene is nobody's
    return lambda: _read_again(stage, place, file, before)


def _read_again(stage: Stage, place: SettingsPlace, file: Path, before: str) -> None:
    file.write_text(before, encoding="utf-8")
    place.unread.try_button.click()
    stage.until(place.unread.isHidden)
