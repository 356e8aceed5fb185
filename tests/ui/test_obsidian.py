"""Whether Obsidian opens its links on this machine, asked of the desktop's own list."""

import shutil
import sys
from pathlib import Path

import pytest
from vaultmind_ui import obsidian

_NEEDS_LIST = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("xdg-mime") is None, reason="needs xdg-mime, as Linux desktops have it"
)


@pytest.fixture
def applications(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a person's own programs, on a desktop with no others."""
    for name in ("XDG_CONFIG_HOME", "XDG_CONFIG_DIRS", "XDG_DATA_DIRS", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name in ("XDG_CURRENT_DESKTOP", "DESKTOP_SESSION", "KDE_FULL_SESSION", "GNOME_DESKTOP_SESSION_ID"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "XDG_DATA_HOME" / "applications"
    folder.mkdir(parents=True)
    return folder


@_NEEDS_LIST
def test_where_nothing_is_registered_nothing_opens_its_links(applications: Path) -> None:
    assert not obsidian.opens_links()
    (applications / "obsidian.desktop").write_text("[Desktop Entry]\nType=Application\nName=Obsidian\nExec=true %u\n")
    (applications / "mimeapps.list").write_text("[Default Applications]\nx-scheme-handler/obsidian=obsidian.desktop\n")
    assert obsidian.opens_links()


def test_where_nobody_can_tell_it_is_tried(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert obsidian.opens_links()
