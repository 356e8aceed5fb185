"""One wheel holds the core, the window and the resources, and nothing of the workshop."""

import configparser
import os
import re
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


def test_the_window_is_an_extra_and_an_entry_point(wheel: zipfile.ZipFile) -> None:
    information = f"vaultmind-{__version__}.dist-info"
    metadata = wheel.read(f"{information}/METADATA").decode("utf-8")
    asked = re.findall(r"^Requires-Dist: ([\w-]+).*extra == 'desktop'", metadata, re.MULTILINE)
    assert set(asked) == {"pyside6-essentials", "pygments", "jeepney"}
    entries = configparser.ConfigParser()
    entries.read_string(wheel.read(f"{information}/entry_points.txt").decode("utf-8"))
    assert dict(entries["vaultmind.desktop"]) == {"window": "vaultmind_ui.app:main"}
    assert "vaultmind_ui/app.py" in wheel.namelist()


def test_both_languages_recipes_icons_and_the_sample_are_inside(wheel: zipfile.ZipFile) -> None:
    inside = {name.removeprefix("vaultmind/_resources/"): name for name in wheel.namelist()}
    for language in ("en", "ru"):
        assert wheel.getinfo(inside[f"translations/vaultmind_{language}.qm"]).file_size > 0
        assert len([name for name in inside if name.startswith(f"recipes/{language}/")]) == 7
    assert wheel.getinfo(inside["icons/vaultmind.svg"]).file_size > 0
    assert "sample_vault/Orchard/Apple scab.md" in inside


def test_the_core_alone_answers_where_there_is_no_qt_and_no_model_runtime(
    wheel: zipfile.ZipFile, tmp_path: Path
) -> None:
    installed = tmp_path / "site"
    wheel.extractall(installed)
    missing = "import sys\n" + "".join(
        f"sys.modules[{name!r}] = None\n" for name in ("PySide6", "xllamacpp", "cyllama")
    )
    (installed / "sitecustomize.py").write_text(missing, encoding="utf-8")
    vault = tmp_path / "Notes"
    vault.mkdir()
    (vault / "Rootstocks.md").write_text("M9 keeps an apple tree small. It needs a stake all its life.", "utf-8")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "VAULTMIND_"))}
    environment = {**kept, "HOME": str(tmp_path), "PYTHONPATH": str(installed), "VAULTMIND_ENGINE": "off"}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [
            sys.executable,
            "-m",
            "vaultmind",
            "--vault",
            str(vault),
            "--data",
            str(tmp_path / "data"),
            *arguments,
        ]
        return subprocess.run(
            command, cwd=tmp_path, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
        )

    where = "import vaultmind; print(vaultmind.__file__)"
    from_wheel = subprocess.run(
        [sys.executable, "-c", where], check=False, cwd=tmp_path, env=environment, capture_output=True, text=True
    )
    assert from_wheel.stdout.startswith(str(installed))
    assert run("index", "--no-vectors").returncode == 0
    answered = run("ask", "What does M9 need?")
    assert "[1] Rootstocks.md, line 1 (quote checked)" in answered.stdout, answered.stderr


def test_the_small_lock_is_a_part_of_the_large_one() -> None:
    def pins(name: str) -> set[str]:
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        return {line.split()[0] for line in lines if line[:1].isalnum()}  # a mark may be wider in the larger one

    assert pins("requirements.txt") < pins("requirements-dev.txt")


def test_every_dependency_is_locked() -> None:
    written = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    locked = (ROOT / "requirements.txt").read_text(encoding="utf-8").lower()
    for requirement in (*written["dependencies"], *written["optional-dependencies"]["llm"]):
        name = requirement.split(">")[0].split("=")[0].strip().lower()
        assert f"\n{name}==" in locked, name
