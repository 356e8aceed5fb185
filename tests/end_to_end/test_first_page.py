"""A stranger's way through the first page, word for word: what it has them type is run, and says what it says."""

import os
import re
import shlex
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = {"en": ROOT / "docs" / "index.md", "ru": ROOT / "docs" / "index.ru.md"}


def chapter(language: str, number: int) -> str:
    """Return what stands under the heading with this number."""
    parts = re.split(r"^## (\d)\. .+$", PAGES[language].read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))[str(number)]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Return an empty home, in which ``vaultmind`` is a program on the path."""
    home = tmp_path / "home"
    (home / "bin").mkdir(parents=True)
    program = home / "bin" / "vaultmind"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m vaultmind "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    return home


@pytest.mark.skipif(os.name == "nt", reason="the page's commands are those of a shell")
@pytest.mark.parametrize("has_model", [True, False], ids=["packages", "wheel"])
@pytest.mark.parametrize("language", PAGES)
def test_what_is_typed_in_a_terminal_ends_in_the_answer_shown(
    language: str, has_model: bool, home: Path, e5_folder: Path
) -> None:
    text = chapter(language, 3)
    (typed,) = re.findall(r"```console\n(.+?)```", text, re.DOTALL)
    (shown,) = re.findall(r"```text\n(.+?)```", text, re.DOTALL)
    kept = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "VAULTMIND_"))}
    path = f"{home / 'bin'}{os.pathsep}{os.environ['PATH']}"
    environment = {**kept, "HOME": str(home), "PATH": path, "VAULTMIND_ENGINE": "off"}
    environment["VAULTMIND_CACHE"] = str(e5_folder.parents[1] if has_model else home / "cache")

    done = subprocess.run(
        ["sh", "-euc", typed],
        cwd=home, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=120,
    )  # fmt: skip

    assert done.returncode == 0, done.stderr
    assert shown in done.stdout
    assert (" 2 embedded" in done.stdout) is has_model
    assert "(quote checked)" in shown


@pytest.mark.parametrize("language", PAGES)
def test_what_is_pressed_in_the_window_is_called_so_there(language: str) -> None:
    named = {name.strip("*") for name in re.findall(r"\*\*.+?\*\*|(?<!\*)\*[^*]+\?\*", chapter(language, 2))}
    tree = ET.parse(ROOT / "resources" / "translations" / "ru" / "shell.ts")
    part = "source" if language == "en" else "translation"
    called = {one.findtext(part) for one in tree.iter("message")}

    assert len(named) >= 6
    questions = {name for name in named if name.endswith("?") and name not in called}
    assert len(questions) == 1  # the one to ask
    assert named - questions <= called
    if language == "en":
        journey = (ROOT / "scripts" / "first_page_journey.py").read_text(encoding="utf-8")
        assert f'QUESTION = "{questions.pop()}"' in journey  # which goes this way with real keys
