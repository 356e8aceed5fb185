"""What the pages have people type: every command is run, in the order of its page, on a vault as the page has it."""

import os
import re
import shlex
from pathlib import Path

import pytest

from vaultmind.cli.start import main

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ("recipes.md", "recipes.ru.md", "troubleshooting.md", "troubleshooting.ru.md")
SOUND = "Привет! Это записка о яблонях и о саде, который мы посадили весной."
FETCHING = "vaultmind models pull "

pytestmark = pytest.mark.skipif(not DOCS.is_dir(), reason="the documents are not here")


def typed(page: str) -> list[str]:
    """Return the commands of VaultMind in the page's blocks."""
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^ *```(?:console|sh)\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    lines = (line.strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line.startswith("vaultmind ") and not line.startswith(FETCHING)]


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the vault of somebody who stands in it: the notes that the pages name, and a damaged one."""
    root = tmp_path / "home" / "Notes"
    (root / ".obsidian").mkdir(parents=True)
    (root / "My note.md").write_text("# My note\n\nMy words say that apples are picked in autumn.\n", "utf-8")
    (root / "Моя заметка.md").write_text(f"# Моя заметка\n\n{SOUND} Мои слова: сад растёт.\n", encoding="utf-8")
    (root / "Damaged.md").write_text(SOUND.encode("utf-8").decode("cp1251"), encoding="utf-8")
    for name in [name for name in os.environ if name.startswith(("XDG_", "VAULTMIND_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(root.parent))
    monkeypatch.setenv("VAULTMIND_ENGINE", "off")
    monkeypatch.chdir(root)
    return root


@pytest.mark.skipif(os.name == "nt", reason="the home is that of other systems")
@pytest.mark.parametrize("page", PAGES)
def test_every_command_of_the_page_does_what_it_is_shown_for(
    page: str, notes: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path.name: path.read_bytes() for path in notes.glob("*.md")}
    assert main(["index", "--no-vectors"]) == 0
    capsys.readouterr()

    said = {}
    for command in typed(page):
        assert main(shlex.split(command)[1:]) == 0, command
        said[command] = capsys.readouterr().out

    assert len(said) >= 5
    after = {path.name: path.read_bytes() for path in notes.glob("*.md")}
    changed = {name for name in after if after[name] != before.get(name)}
    if page.startswith("troubleshooting"):
        assert changed == {"Damaged.md"}
        assert (notes / "Damaged.md").read_text("utf-8") == SOUND
        explained = next(text for command, text in said.items() if "--explain" in command)
        assert "It stands at place 1." in explained
    else:
        dry, run = (text for command, text in said.items() if "recipes run summary" in command)
        assert "\n+" in dry
        assert run
        assert changed == set()  # the last of the page's commands but one takes the summary back
        assert len(list((notes / "Recipes").glob("*.md"))) == 1
