"""One journey under Xvfb with real keys: open, index, ask, cite, save, find it again, leave."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

DRIVER = Path(__file__).resolve().parents[2] / "scripts" / "journey.py"
NEEDED = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]


_LOADS_XCB = """
import ctypes, pathlib, PySide6
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""


def _xcb_loads() -> bool:
    """Say whether Qt's plugin for X11 finds its system libraries."""
    return subprocess.run([sys.executable, "-c", _LOADS_XCB], check=False, capture_output=True).returncode == 0


@pytest.mark.timeout(280)
@pytest.mark.skipif(sys.platform != "linux", reason="Xvfb is a thing of Linux")
@pytest.mark.skipif(bool(NEEDED), reason=f"not installed here and not by scripts/setup.sh: {', '.join(NEEDED)}")
def test_open_index_ask_cite_save_and_find_it_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not _xcb_loads():
        pytest.skip("Qt's plugin for X11 cannot be loaded: its system libraries are not here")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    done = subprocess.run(
        [sys.executable, str(DRIVER), sys.executable, "-m", "vaultmind"],
        check=False,
        capture_output=True,
        text=True,
        timeout=270,
    )
    assert done.stdout.splitlines()[-1:] == ["The journey is done."], done.stdout + done.stderr
    assert [line.partition(":")[0] for line in done.stdout.splitlines()[:-1]] == [
        "open",
        "index",
        "ask and save",
        "find",
        "find",
        "keys",
        "leave",
    ]
