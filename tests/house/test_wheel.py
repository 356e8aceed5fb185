"""One wheel holds the core, the window and the resources, and nothing of the workshop."""

import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from vaultmind import __version__

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob(f"vaultmind-{__version__}-py3-none-any.whl")
    return zipfile.ZipFile(file)


def test_it_holds_every_module_and_resource(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    sources = {"vaultmind": ROOT / "vaultmind", "vaultmind_ui": ROOT / "ui/vaultmind_ui"}
    for package, folder in sources.items():
        modules = {f"{package}/{path.relative_to(folder).as_posix()}" for path in folder.rglob("*.py")}
        assert modules <= inside
        assert f"{package}/py.typed" in inside
    resources = {path.relative_to(ROOT / "resources").as_posix() for path in (ROOT / "resources").rglob("*.*")}
    assert {f"vaultmind/_resources/{name}" for name in resources if (ROOT / "resources" / name).is_file()} <= inside


def test_it_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    tops = {name.split("/")[0] for name in wheel.namelist()}
    assert tops == {"vaultmind", "vaultmind_ui", f"vaultmind-{__version__}.dist-info"}
    assert [name for name in wheel.namelist() if name.endswith((".pyc", ".gguf", ".onnx", ".sqlite"))] == []


def test_a_bare_install_asks_for_no_window_and_no_model_runtime(wheel: zipfile.ZipFile) -> None:
    metadata = wheel.read(f"vaultmind-{__version__}.dist-info/METADATA").decode("utf-8")
    needed = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:") and "extra ==" not in line]
    assert needed
    assert [line for line in needed if "PySide6" in line or "xllamacpp" in line or "cyllama" in line] == []


def test_the_small_lock_is_a_part_of_the_large_one() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.removesuffix(" \\") for line in lines if line[:1].isalnum()}

    assert pins("requirements.txt") < pins("requirements-dev.txt")


def test_every_dependency_is_locked() -> None:
    written = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    for requirement in (*written["dependencies"], *written["optional-dependencies"]["llm"]):
        name = requirement.split(">")[0].split("=")[0].strip().lower()
        assert f"\n{name}==" in locked, name
