"""Starting with the session: one entry, made when asked, gone when not."""

import plistlib
import shlex
import sys
from pathlib import Path

import pytest
from vaultmind_ui import autostart


def test_an_entry_is_made_and_removed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.setattr(autostart, "command", lambda: ['/opt/a b/100%/vault"mind', "--hidden"])
    file = tmp_path / "autostart" / "io.github.vaultmind.VaultMind.desktop"
    autostart.start_with_session(is_wanted=True)
    entry = dict(line.split("=", 1) for line in file.read_text(encoding="utf-8").splitlines()[1:])
    written = entry["Exec"].replace("\\\\", "\\").replace("%%", "%")
    assert shlex.split(written) == [
        '/opt/a b/100%/vault"mind',
        "--hidden",
    ]
    assert entry["TryExec"] == '/opt/a b/100%/vault"mind'
    assert entry["Type"] == "Application"
    autostart.start_with_session(is_wanted=False)
    assert not file.exists()
    autostart.start_with_session(is_wanted=False)


def test_macos_has_a_launch_agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    autostart.start_with_session(is_wanted=True)
    agent = plistlib.loads((tmp_path / "Library/LaunchAgents/io.github.vaultmind.VaultMind.plist").read_bytes())
    assert agent["ProgramArguments"][-1] == "--hidden"
    assert agent["RunAtLoad"] is True


def test_the_command_is_one_that_is_there() -> None:
    words = autostart.command()
    assert Path(words[0]).exists()
    assert words[-1] == "--hidden"
