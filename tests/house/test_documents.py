"""The documents say what the program does: commands, options, settings, make targets, rooms; their links lead on."""

import argparse
import dataclasses
import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind.cli.arguments import build_parser
from vaultmind.config import Settings, read_settings

ROOT = Path(__file__).resolve().parents[2]
WRITTEN = (path for path in (ROOT / "docs").rglob("*.md") if "vault" not in path.relative_to(ROOT).parts)
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted(WRITTEN)]


def commands() -> dict[str, argparse.ArgumentParser]:
    (found,) = (one for one in build_parser()._actions if isinstance(one, argparse._SubParsersAction))
    return dict(found.choices)


def sections(text: str) -> dict[str, str]:
    """Return each ``## heading`` with what stands under it."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def keys(kind: type, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Yield each setting with its default, e.g. ``("embedding.threads", 1)``."""
    defaults = kind()
    for one in dataclasses.fields(kind):
        value = getattr(defaults, one.name)
        if dataclasses.is_dataclass(value):
            yield from keys(type(value), f"{one.name}.")
        else:
            yield prefix + one.name, value


@pytest.mark.parametrize("page", ["command-line.md", "command-line.ru.md"])
@pytest.mark.parametrize("command", commands())
def test_every_command_is_described_with_its_options(command: str, page: str) -> None:
    written = sections((ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert command in written
    described = written[command] + next(iter(written.values()))  # the first is what every command takes
    shown = [action for action in commands()[command]._actions if action.help != argparse.SUPPRESS]
    options = {name for action in shown for name in action.option_strings if name[:2] == "--"}
    assert {name for name in options if f"`{name}" not in described} == {"--help"}
    inner = [action.choices for action in commands()[command]._actions if isinstance(action.choices, dict)]
    assert [name for choices in inner for name in choices if f"`{command} {name}" not in described] == []


@pytest.mark.parametrize("page", ["command-line.md", "command-line.ru.md"])
def test_no_command_is_described_that_is_not_there(page: str) -> None:
    written = sections((ROOT / "docs" / page).read_text(encoding="utf-8"))
    assert list(written)[1:] == list(sections((ROOT / "docs/command-line.md").read_text(encoding="utf-8")))[1:]
    assert set(list(written)[1:]) == set(commands())


SETTINGS = ["docs/settings.md", "docs/settings.ru.md"]


@pytest.mark.parametrize("page", SETTINGS)
def test_every_setting_is_described_with_its_default(page: str) -> None:
    rows = re.findall(r"^\| `([a-z_.]+)` \| `(.+?)` \|", (ROOT / page).read_text("utf-8"), re.MULTILINE)
    described = {key: tomllib.loads(f"value = {value}")["value"] for key, value in rows}
    assert described == dict(keys(Settings))


@pytest.mark.parametrize("page", SETTINGS)
def test_the_settings_shown_are_the_defaults(page: str) -> None:
    (shown,) = re.findall(r"```toml\n(.*?)```", (ROOT / page).read_text("utf-8"), re.DOTALL)
    assert read_settings(tomllib.loads(shown), source=page) == Settings()


def test_the_variables_of_the_environment_are_the_same_in_both_languages() -> None:
    named = [re.findall(r"^\| `(VAULTMIND_\w+)`", (ROOT / page).read_text("utf-8"), re.MULTILINE) for page in SETTINGS]

    assert len(named[0]) > 3
    assert named[0] == named[1]


def test_the_first_table_names_every_command() -> None:
    rows = re.findall(r"^\| (`.+?) \| ", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    named = {written.split()[0] for row in rows for written in re.findall(r"`([^`]+)`", row)}
    assert named == set(commands())


def test_every_make_target_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))
    named = {name for path in DOCUMENTS for name in re.findall(r"`?\bmake ([a-z-]+)`", path.read_text("utf-8"))}
    assert named
    assert named <= targets


FORMS = {"vaultmind COMMAND", "vaultmind КОМАНДА", "vaultmind vaultmind://…"}
"""What is written for any command, or is none."""


def shown(text: str) -> set[str]:
    """Return every command line of VaultMind that a page shows, in blocks and between words."""
    blocks = re.findall(r"^ *```(?:console|sh)\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE)
    lines = [line.strip() for block in blocks for line in block.splitlines()]
    lines += re.findall(r"`((?:\.venv/bin/)?vaultmind [^`\n]+)`", text)
    lines = [line.removeprefix(".venv/bin/") for line in lines]
    return {line for line in lines if line.startswith("vaultmind ")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_that_is_shown_can_be_typed(document: Path, capsys: pytest.CaptureFixture[str]) -> None:
    refused = {}
    for line in shown(document.read_text(encoding="utf-8")) - FORMS:
        try:
            build_parser().parse_args(shlex.split(line)[1:])
        except SystemExit as end:
            said = capsys.readouterr().err
            if end.code and "the following arguments are required" not in said:  # a command may be named without them
                refused[line] = said
    assert refused == {}


QUOTED = {"could not load the Qt platform plugin"}
"""What Qt says."""


@pytest.mark.parametrize("page", ["docs/troubleshooting.md", "docs/troubleshooting.ru.md"])
def test_every_sentence_that_a_symptom_quotes_is_one_the_program_says(page: str) -> None:
    sources = [path.read_text("utf-8") for room in ("vaultmind", "ui") for path in (ROOT / room).rglob("*.py")]
    said = re.sub(r"\{[^{}]*\}", "…", re.sub(r'"\s*\n\s*f?"', "", "\n".join(sources)))
    text = re.sub(r"```.*?```", "", (ROOT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    quotes = {" ".join(quote.split()) for pair in re.findall(r'"([^"`]+)"|“([^”]+)”', text) for quote in pair if quote}
    pieces = {piece.strip(" .,") for quote in quotes for piece in re.split(r"…|\d[\d.]*(?: GB)?|(?<=\.) ", quote)}
    assert len(pieces) > 8
    assert sorted(piece for piece in pieces - QUOTED if piece not in said) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", document.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (document.parent / target).exists(), target


def test_the_rooms_described_are_the_rooms_there_are() -> None:
    text = sections((ROOT / "docs/architecture.md").read_text(encoding="utf-8"))["The rooms"]
    rooms = {path.stem for path in (ROOT / "vaultmind").iterdir() if not path.name.startswith(("_", "py.typed"))}
    assert set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)) == rooms
