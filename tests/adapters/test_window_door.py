"""Where a second start knocks: each data folder's own door, and none that somebody else could have put there."""

import os
import sys
import tempfile
from pathlib import Path

import pytest

from vaultmind.adapters.window_door import LONGEST_MESSAGE, door_of, knock

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pipes have names of their own, and no folder")


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "run").mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.delenv("VAULTMIND_DATA", raising=False)
    monkeypatch.setattr(tempfile, "gettempdir", lambda: str(tmp_path))


def test_a_data_folder_has_one_door_however_it_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual, other = door_of(), door_of(tmp_path / "other")
    assert usual != other
    monkeypatch.setenv("VAULTMIND_DATA", str(tmp_path / "other"))
    assert door_of() == other
    assert Path(other).parent.stat().st_mode & 0o777 == 0o700


def test_without_a_runtime_folder_the_door_is_in_a_folder_of_this_person(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "is not there"))
    assert Path(door_of()).parent == tmp_path / f"vaultmind-{os.getuid()}"


def test_a_folder_that_leads_elsewhere_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / f"vaultmind-{os.getuid()}").symlink_to(tmp_path / "elsewhere")
    assert door_of() == ""
    assert knock(door_of(), {"do": "show"}) is False


def test_nobody_answers_where_there_is_no_window_or_the_message_is_too_long() -> None:
    assert knock(door_of(), {"do": "toggle"}) is False
    assert knock(door_of(), {"do": "link", "link": "x" * LONGEST_MESSAGE}) is False
