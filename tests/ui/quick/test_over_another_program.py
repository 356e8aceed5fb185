"""Quick-ask on a screen of its own, with a window manager, real keys and another program."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).resolve().parents[3] / "scripts" / "quick_journey.py"
NEEDED = [tool for tool in ("Xvfb", "xdotool", "openbox") if shutil.which(tool) is None]
_LOADS_XCB = """
import ctypes, pathlib, PySide6
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is a thing of Linux"),
    pytest.mark.skipif(bool(NEEDED), reason=f"not installed here and not by scripts/setup.sh: {', '.join(NEEDED)}"),
]


@pytest.fixture(autouse=True)
def _own_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    if subprocess.run([sys.executable, "-c", _LOADS_XCB], check=False, capture_output=True).returncode:
        pytest.skip("Qt's plugin for X11 cannot be loaded: its system libraries are not here")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.timeout(280)
def test_it_opens_over_another_program_answers_hides_and_is_there_again() -> None:
    done = subprocess.run(
        [sys.executable, str(DRIVER), sys.executable, "-m", "vaultmind"],
        check=False, capture_output=True, text=True, timeout=270,
    )  # fmt: skip
    assert done.stdout.splitlines()[-1:] == ["The journey is done."], done.stdout + done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()[:-1]] == [
        "start", "key", "answer", "escape", "again", "toggle", "second start", "link", "leave",
    ]  # fmt: skip


def test_a_key_that_another_program_has_is_refused_and_no_other_key_is_taken() -> None:
    program = Path(__file__).with_name("two_programs_one_key.py")
    done = subprocess.run([sys.executable, str(program)], check=False, capture_output=True, text=True, timeout=80)
    assert done.stdout.splitlines() == [
        "first: ours",
        "second: Ctrl+Alt+Space is taken by another program: choose another key in Settings, or free it there.",
        "second, another key: ours",
        "first, after letting go: ours",
        "held down: 1",
        "pressed again: 2",
        "Escape: seen by the program that has the focus",
    ], done.stderr
