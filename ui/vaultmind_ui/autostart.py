"""Starting with the session: one entry where this system keeps them, made and removed only when asked."""

import os
import plistlib
import shutil
import sys
from pathlib import Path

_ID = "io.github.vaultmind.VaultMind"
_RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"


def start_with_session(*, is_wanted: bool) -> None:
    """Have VaultMind start hidden with the session, or no more; ``OSError`` where the entry cannot be changed."""
    if sys.platform == "win32":
        _change_registry(is_wanted=is_wanted)
        return
    file = entry_file()
    if is_wanted:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_launch_agent() if sys.platform == "darwin" else _desktop_entry())
    else:
        file.unlink(missing_ok=True)


def entry_file() -> Path:
    """Return the file of the entry on this system, which has files for them."""
    if sys.platform == "darwin":
        return Path.home() / "Library" / "LaunchAgents" / f"{_ID}.plist"
    config = os.environ.get("XDG_CONFIG_HOME")
    return (Path(config) if config else Path.home() / ".config") / "autostart" / f"{_ID}.desktop"


def command() -> list[str]:
    """Return the words that start VaultMind hidden: the frozen program, the command that was installed, or Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--hidden"]
    beside = Path(sys.executable).with_name("vaultmind.exe" if sys.platform == "win32" else "vaultmind")
    found = str(beside) if beside.exists() else shutil.which("vaultmind")
    return [found, "--hidden"] if found else [sys.executable, "-m", "vaultmind", "--hidden"]


def _desktop_entry() -> bytes:
    words = command()
    exec_ = " ".join(_quoted(word) for word in words)
    program = words[0].replace("\\", "\\\\")  # TryExec: what was uninstalled is passed over
    lines = ["[Desktop Entry]", "Type=Application", "Name=VaultMind", f"Exec={exec_}", f"TryExec={program}"]
    lines += [f"Icon={_ID}", "Terminal=false", "X-GNOME-Autostart-enabled=true"]
    return ("\n".join(lines) + "\n").encode()


def _quoted(word: str) -> str:
    """Quote a word as the Desktop Entry Specification has it: for the command, then for the file."""
    for sign in '\\"`$':
        word = word.replace(sign, "\\" + sign)
    return '"' + word.replace("\\", "\\\\").replace("%", "%%") + '"'


def _launch_agent() -> bytes:
    return plistlib.dumps(
        {"Label": _ID, "ProgramArguments": command(), "RunAtLoad": True, "ProcessType": "Interactive"}
    )


def _change_registry(*, is_wanted: bool) -> None:
    if sys.platform == "win32":
        import winreg  # noqa: PLC0415 (Windows alone has it)

        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN) as key:
            if is_wanted:
                words = " ".join(f'"{word}"' if " " in word else word for word in command())
                winreg.SetValueEx(key, "VaultMind", 0, winreg.REG_SZ, words)
                return
            try:
                winreg.DeleteValue(key, "VaultMind")
            except FileNotFoundError:
                return
