"""The bundle of Linux: frozen for real, then used in an empty home, and by real keys under Xvfb.

``make test`` freezes what is installed here, in about a minute and without the network; ``make test-bundle`` and the
release workflow freeze what people get, with a Python and packages of its own.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MINUTES = 30
FREE_BYTES = 3 * 10**9
SCREEN = [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]

pytestmark = [
    pytest.mark.timeout(MINUTES * 60),
    pytest.mark.skipif(sys.platform != "linux", reason="the bundle of this system is made by its own job"),
    pytest.mark.skipif(not (ROOT / "packaging").is_dir(), reason="an sdist has no packaging folder"),
]


_LOADS_XCB = """
import ctypes, pathlib, PySide6
ctypes.CDLL(str(pathlib.Path(PySide6.__file__).parent / "Qt/plugins/platforms/libqxcb.so"))
"""


def _xcb_loads() -> bool:
    """Say whether this machine has what Qt's plugin for X11 loads, and the bundle therefore took along."""
    return subprocess.run([sys.executable, "-c", _LOADS_XCB], check=False, capture_output=True).returncode == 0


def _missing_here(folder: Path) -> str:
    """Say what this machine lacks for freezing what is installed on it."""
    library = Path(sysconfig.get_config_var("LIBDIR") or "/", sysconfig.get_config_var("INSTSONAME") or "none")
    if find_spec("PyInstaller") is None or find_spec("PySide6") is None:
        return "PyInstaller or Qt is not installed here"
    if library.suffix == ".a" or not library.exists():
        return "this Python has no shared library to freeze"
    return "" if shutil.disk_usage(folder).free > FREE_BYTES else "there is no room on the disk for a bundle"


@pytest.fixture(scope="module", params=["here", pytest.param("release", marks=pytest.mark.bundle)])
def bundle(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return the frozen folder of this very tree, made by the one command; it goes when the tests are done."""
    place = tmp_path_factory.mktemp("bundle")
    told = ["--only-folder", "--dist", str(place / "dist")]
    if request.param == "here":
        if missing := _missing_here(place):
            pytest.skip(missing)
        told += ["--here", "--work", str(place / "work")]
    command = [sys.executable, str(ROOT / "packaging" / "bundle.py"), *told]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=MINUTES * 60)
    if "A bundle is built with Python 3.12 or later" in done.stderr:
        pytest.skip("no Python of 3.12 or later is here to build with")
    assert done.returncode == 0, done.stdout + done.stderr
    yield place / "dist" / "vaultmind"
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def stranger(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """Return a function that runs the bundle for somebody who has nothing: no home, no Python on the path."""
    home = tmp_path_factory.mktemp("home")
    environment = {"HOME": str(home), "LANG": "C.UTF-8", "PATH": str(home)}

    def run(*arguments: str, engine: str = "off") -> str:
        done = subprocess.run(
            [bundle / "vaultmind", *arguments],
            cwd=home, env={**environment, "VAULTMIND_ENGINE": engine},
            check=False, capture_output=True, text=True, timeout=300,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_it_finds_by_meaning_and_answers_with_what_is_inside(stranger: Callable[..., str]) -> None:
    vault = str(ROOT / "resources" / "sample_vault")

    indexed = json.loads(stranger("--vault", vault, "index", "--json"))
    answered = stranger("--vault", vault, "ask", "--extractive", "Какой сорт оказался у дерева Г-7?")

    assert indexed["embedding_calls"] > 0  # nothing was fetched: the home is empty, and pip is not in the bundle
    assert indexed["waiting"] == 0
    assert "[1]" in answered
    assert "(quote checked)" in answered


def test_its_engine_starts_in_the_background_and_follows_changes_by_events(
    stranger: Callable[..., str], tmp_path: Path
) -> None:
    (tmp_path / "Well.md").write_text("# Well\n\nThe well is twelve metres deep.\n", encoding="utf-8")
    told = ("--vault", str(tmp_path), "--data", str(tmp_path.parent / "data"))

    stranger(*told, "index", "--no-vectors", engine="")
    state = json.loads(stranger(*told, "status", "--json", engine=""))
    stopped = json.loads(stranger(*told, "engine", "--stop", "--json", engine=""))

    assert state["engine"]["pid"] > 0
    assert [notice for notice in state["notices"] if "Changes are looked for" in notice] == []
    assert stopped == {"stopped": True}


def test_it_brings_the_dictionary_of_word_forms(stranger: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "Сон.md").write_text("Сон приходит сам.\n", encoding="utf-8")
    (tmp_path / "Дневник.md").write_text("Запомнил две вещи из сна про море.\n", encoding="utf-8")
    told = ("--vault", str(tmp_path), "--data", str(tmp_path.parent / "data"))

    stranger(*told, "index", "--no-vectors")
    suggested = json.loads(stranger(*told, "suggest", "Дневник.md", "--json"))

    assert "Сон.md" in json.dumps(suggested, ensure_ascii=False)


def test_it_holds_the_licence_of_every_part(bundle: Path) -> None:
    listed = {row["name"]: row for row in json.loads((bundle / "licences" / "licences.json").read_text("utf-8"))}

    brought = {"PySide6_Essentials", "xllamacpp", "qdrant-edge-py", "onnxruntime", "numpy", "tokenizers"}
    assert brought <= listed.keys()
    assert [name for name, row in listed.items() if not row["licence"]] == []
    assert [name for name, row in listed.items() if not (bundle / "licences" / row["text"]).is_file()] == []
    assert [name for name in listed if "readline" in name] == []  # it would put the whole under the GPL
    assert (bundle / "licences" / "VaultMind.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()


@pytest.mark.skipif(bool(SCREEN), reason=f"not installed here and not by scripts/setup.sh: {', '.join(SCREEN)}")
def test_its_window_passes_the_journey_and_size_and_start_are_recorded(
    bundle: Path, tmp_path: Path, record_property: Callable[[str, object], None]
) -> None:
    if not _xcb_loads():
        pytest.skip("Qt's plugin for X11 cannot be loaded: its system libraries are not here")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("VAULTMIND_", "XDG_", "QT_"))}
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "PYTHONPATH"):
        kept.pop(name, None)

    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / "journey.py", bundle / "vaultmind"],
        env={**kept, "HOME": str(tmp_path)}, check=False, capture_output=True, text=True, timeout=600,
    )  # fmt: skip

    assert done.stdout.splitlines()[-1:] == ["The journey is done."], done.stdout + done.stderr
    opened = re.search(r"^open: .* \(([\d.]+) s\)$", done.stdout, re.MULTILINE)
    assert opened is not None
    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file() and not path.is_symlink())
    record_property("figure", f"bundle: {size / 1e6:.0f} MB, its window was there {opened[1]} s after its start")
