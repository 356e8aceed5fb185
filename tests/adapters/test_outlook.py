"""What a session is made of is looked at again whenever the settings were saved, not once in a while."""

from pathlib import Path

import pytest

from vaultmind.api.owning import Outlook
from vaultmind.config import Places, change_setting


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path / "data", tmp_path / "cache", tmp_path / "settings.toml")


def save(places: Places, url: str) -> None:
    """Save settings as the program does: another file takes the name."""
    new = places.settings_file.with_name("new.toml")
    new.write_text(f'[answers]\nurl = "{url}"\n', encoding="utf-8")
    new.replace(places.settings_file)


def test_the_settings_are_seen_as_soon_as_they_are_saved(places: Places) -> None:
    save(places, "http://127.0.0.1:1001/v1")
    outlook = Outlook(places)
    assert outlook.take().answers.url == "http://127.0.0.1:1001/v1"
    assert not outlook.has_changed()
    for port in (1002, 1003):
        save(places, f"http://127.0.0.1:{port}/v1")
        assert outlook.has_changed()
        assert outlook.has_changed(), "until the new ones are taken"
        assert outlook.take().answers.url == f"http://127.0.0.1:{port}/v1"
        assert not outlook.has_changed()


def test_what_changes_the_window_alone_makes_no_other_session(places: Places) -> None:
    outlook = Outlook(places)
    outlook.take()
    change_setting(places.settings_file, "", "language", "ru")
    change_setting(places.settings_file, "window", "theme", "dark")
    assert not outlook.has_changed()
    change_setting(places.settings_file, "search", "reranker", "bge")
    assert outlook.has_changed()


def test_settings_saved_as_they_were_change_nothing(places: Places) -> None:
    save(places, "http://127.0.0.1:1001/v1")
    outlook = Outlook(places)
    outlook.take()
    save(places, "http://127.0.0.1:1001/v1")
    assert not outlook.has_changed()
    places.settings_file.write_text("[answers\n", encoding="utf-8")
    assert outlook.has_changed()
    places.settings_file.unlink()
    assert outlook.has_changed()
