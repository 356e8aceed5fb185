"""Writing, taking back and forgetting as a person does it, by the program itself; bytes are compared."""

import contextlib
import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from vaultmind import api
from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.edit import ByteEdit
from vaultmind.domain.journal import Action, Intent
from vaultmind.domain.link import NotePath
from vaultmind.writeback import committing

RESOURCES = Path(__file__).resolve().parents[2] / "resources"


class Vault:
    """A small vault of its own with a data folder, and the program pointed at both."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "vault"
        self.data = folder / "data"
        self.root.mkdir()
        (self.root / "Garden.md").write_bytes(
            b"---\r\ntags: [a] # mine\r\n---\r\n# Garden\r\n\r\nSee [[Soil|the soil]].  \r\n"
        )
        (self.root / "Soil.md").write_bytes(b"# Soil\n\nClay, [back](Garden.md).")

    def run(self, *words: str, text: str = "") -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-m", "vaultmind", "--vault", self.root, "--data", self.data, "--no-engine", *words],
            env={**os.environ, "PYTHONUTF8": "1", "VAULTMIND_CACHE": str(self.data / "cache")},
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=240,
        )

    def json(self, *words: str, text: str = "") -> dict[str, Any]:
        done = self.run(*words, "--json", text=text)
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
        return found

    def bytes(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.root.rglob("*") if path.is_file()}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path)


def test_a_write_changes_its_place_alone_and_undo_brings_the_bytes_back(vault: Vault) -> None:
    before = vault.bytes()
    report = vault.json("write", "Garden", "--append", text="- one more\n")
    after = vault.bytes()
    assert after["Garden.md"] == before["Garden.md"] + b"\r\n- one more\r\n"
    assert after["Soil.md"] == before["Soil.md"]
    assert report["checksum_before"] == hashlib.sha256(before["Garden.md"]).hexdigest()
    assert report["checksum_after"] == hashlib.sha256(after["Garden.md"]).hexdigest()
    assert vault.json("history")["entries"][0]["id"] == report["journal"]
    vault.json("undo", report["journal"])
    assert vault.bytes() == before


def test_a_property_is_set_and_the_comment_stays(vault: Vault) -> None:
    vault.json("write", "Garden.md", "--set", "rating=5")
    assert vault.bytes()["Garden.md"].startswith(b"---\r\ntags: [a] # mine\r\nrating: 5\r\n---\r\n")


@pytest.mark.parametrize("written", ["Garden: a diary", "# one", "[[Soil]]"])
def test_a_property_holds_the_words_that_were_typed(vault: Vault, written: str) -> None:
    vault.json("write", "Garden.md", "--set", f"said={written}")
    assert vault.json("note", "Garden.md")["properties"]["said"] == written


def test_a_dry_run_shows_the_diff_and_writes_nothing(vault: Vault) -> None:
    before = vault.bytes()
    report = vault.json("write", "Soil.md", "--heading", "Soil", "--dry-run", text="Sand.")
    assert "+Sand." in report["diff"]
    assert report["journal"] is None
    assert vault.bytes() == before


def test_a_rename_takes_its_links_along_and_is_undone_at_once(vault: Vault) -> None:
    before = vault.bytes()
    report = vault.json("rename", "Soil.md", "Good soil")
    assert b"[[Good soil|the soil]]" in vault.bytes()["Garden.md"]
    assert vault.json("note", "Good soil")["backlinks"] == [{"source": "Garden.md", "line": 6}]
    vault.json("undo", report["journal"])
    assert vault.bytes() == before


def test_a_name_will_do_where_one_note_alone_has_it(vault: Vault) -> None:
    for place in ("Beds/Deep/Loam.md", "Beds/Sand.md", "Old/Sand.md"):
        (vault.root / place).parent.mkdir(parents=True, exist_ok=True)
        (vault.root / place).write_text("words\n")
    assert vault.json("rename", "loam", "Marl")["new_note"] == "Beds/Deep/Marl.md"
    assert vault.json("write", "Deep/Marl", "--append", text="more")["note"] == "Beds/Deep/Marl.md"
    several = vault.run("rename", "Sand", "Silt")
    assert (several.returncode, several.stdout) == (1, "")
    assert several.stderr.strip() == (
        "vaultmind: “Sand” may be “Beds/Sand.md”, “Old/Sand.md”: say which, with its folder."
    )
    assert "There is no “Nowhere”" in vault.run("rename", "Nowhere", "Silt").stderr


def test_an_undo_over_another_hand_is_refused_with_both_versions(vault: Vault) -> None:
    vault.json("write", "Soil.md", "--append", text="Sand.")
    (vault.root / "Soil.md").write_bytes(b"# Soil\n\nClay, [back](Garden.md).\n\nSand, and mine.")
    done = vault.run("undo")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines() == [
        "vaultmind: “Soil.md” was changed in the same place since; nothing was undone.",
        "--- in the note now",
        "+++ to be written",
        "@@ -1,5 +1,3 @@",
        " # Soil",
        " ",
        " Clay, [back](Garden.md).",
        "-",
        "-Sand, and mine.",
    ]
    assert vault.bytes()["Soil.md"].endswith(b"Sand, and mine.")


def test_what_was_not_written_is_told_in_the_history(vault: Vault) -> None:
    (vault.root / "Soil.md").chmod(0o444)
    refused = vault.run("write", "Soil.md", "--append", text="Sand.")
    assert refused.stderr == "vaultmind: “Soil.md” is read-only: allow writing to it, then try again.\n"
    assert vault.run("history").stdout.endswith("change  Soil.md  (append, not written)\n")


def test_a_renaming_that_was_killed_is_done_to_its_end_by_whatever_command_comes_next(vault: Vault) -> None:
    vault.json("history")
    (memory,) = vault.data.rglob("memory.sqlite")
    old, garden = ((vault.root / name).read_bytes() for name in ("Soil.md", "Garden.md"))
    start = garden.index(b"Soil")
    intents = [
        Intent(Action.RENAME, NotePath("Soil.md"), old, old, new_note=NotePath("Loam.md")),
        Intent(
            Action.CHANGE,
            NotePath("Garden.md"),
            garden,
            garden.replace(b"[[Soil|", b"[[Loam|"),
            (ByteEdit(start, start + 4, b"Loam"),),
        ),
    ]
    with contextlib.closing(SqliteJournal(memory)) as journal:
        journal.begin(intents, at="2026-01-01T00:00:00+00:00", asked_by="person", why="rename")
    (vault.root / "Soil.md").rename(vault.root / "Loam.md")
    assert vault.json("note", "Loam")["backlinks"] == [{"source": "Garden.md", "line": 6}]
    assert vault.bytes() == {"Loam.md": old, "Garden.md": garden.replace(b"[[Soil|", b"[[Loam|")}
    vault.json("undo", "b1")
    assert vault.bytes() == {"Soil.md": old, "Garden.md": garden}


def test_a_note_that_is_being_typed_in_in_obsidian_is_waited_for(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(committing, "QUIET_S", 50.0)
    waited: list[float] = []

    def goes_by(_: SystemClock, s: float) -> None:
        waited.append(s)
        changed = (vault.root / "Soil.md").stat().st_mtime - s
        os.utime(vault.root / "Soil.md", (changed, changed))  # it is that much longer ago

    monkeypatch.setattr(SystemClock, "sleep", goes_by)
    tab = {"main": {"type": "leaf", "state": {"type": "markdown", "state": {"file": "Soil.md"}}}}
    (vault.root / ".obsidian").mkdir()
    (vault.root / ".obsidian" / "workspace.json").write_text(json.dumps(tab))
    with contextlib.closing(api.open_vault(vault=vault.root, data=vault.data, catch_up=False)) as session:
        for note in ("Garden.md", "Soil.md"):
            (vault.root / note).touch()
            session.write(api.WriteRequest(note, api.WriteKind.APPEND, "x"))
            assert bool(waited) is (note == "Soil.md")


def test_the_doctor_shows_a_diff_mends_and_is_undone(vault: Vault) -> None:
    (vault.root / "Aliased.md").write_bytes(b"---\naliases: [Plot]\n---\nx ^a\r\n\r\ny ^a\r\n")
    (vault.root / "Broken.md").write_bytes(b"[[Plot]] and [[nowhere]]\r\n")
    sound = "Если заметка связана с другой, то ответ в ней.\r\n".encode()
    twice = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in sound)
    (vault.root / "Damaged.md").write_bytes(twice.encode())
    (vault.root / "Old.md").write_bytes(
        "Старая заметка о саде, о почве и о яблонях\r\nи вторая строка\r\n".encode("cp1251")
    )
    before = vault.bytes()
    found = {problem["kind"] for problem in vault.json("doctor")["problems"] if problem["fix"]}
    mended = {
        "unresolved-link": ("Broken.md", b"[[Aliased|Plot]] and [[nowhere]]\r\n"),
        "duplicate-block-id": ("Aliased.md", b"---\naliases: [Plot]\n---\nx ^a-2\r\n\r\ny ^a\r\n"),
        "damaged-encoding": ("Damaged.md", sound),
        "not-utf8": ("Old.md", "Старая заметка о саде, о почве и о яблонях\r\nи вторая строка\r\n".encode()),
    }
    assert set(mended) <= found
    shown = vault.run("doctor", "--fix", "unresolved-link")
    assert shown.stdout.startswith("--- a/Broken.md\n")
    assert "repeat with --yes" in shown.stderr
    assert vault.bytes() == before
    with contextlib.closing(api.open_vault(vault=vault.root, data=vault.data, catch_up=False)) as session:
        for kind, (note, content) in mended.items():
            session.repair(api.ProblemKind(kind), dry_run=False)
            assert vault.bytes() == {**before, note: content}
            session.undo()
            assert vault.bytes() == before
    vault.run("doctor", "--fix", "damaged-encoding", "--yes")
    assert vault.bytes() == {**before, "Damaged.md": sound}


def test_a_write_is_shown_again_and_a_conflict_copy_is_settled_and_brought_back(vault: Vault) -> None:
    report = vault.json("write", "Soil.md", "--append", text="Sand.")
    assert vault.json("history", "--show", report["journal"])["diff"] == report["diff"]
    assert vault.run("history", "--show", report["journal"]).stdout.startswith("--- a/Soil.md\n")
    copy = "Soil.sync-conflict-20260131-101500-ABCDEFG.md"
    (vault.root / copy).write_bytes(b"# Soil\n\nLoam.")
    before = vault.bytes()
    (found,) = vault.json("conflicts")["copies"]
    assert (found["copy"], found["original"]) == (copy, "Soil.md")
    assert "+Loam." in vault.run("conflicts", copy, "--keep", "copy", "--dry-run").stdout
    assert vault.bytes() == before
    settled = vault.json("conflicts", copy, "--keep", "copy")
    assert vault.bytes() == {"Garden.md": before["Garden.md"], "Soil.md": b"# Soil\n\nLoam."}
    vault.json("undo", settled["journal"])
    assert vault.bytes() == before
    assert vault.run("conflicts", copy).returncode == 2


@pytest.mark.parametrize("place", ["../out.md", "/tmp/out.md", "CON.md", "a:b.md", ".obsidian/x.md"])
def test_a_place_that_is_none_is_one_sentence(vault: Vault, place: str) -> None:
    done = vault.run("write", place, "--create", text="x")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("vaultmind: ")
    assert len(done.stderr.splitlines()) == 1
    assert not (vault.root.parent / "out.md").exists()


def test_an_answer_that_cannot_be_kept_is_shown_all_the_same(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = vault.root.with_name("settings.toml")
    settings.write_text('[embedding]\nmodel = "off"\n', encoding="utf-8")
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    before = vault.bytes()
    done = vault.run("ask", "What is clay?", "--extractive", "--save", "Garden.md", "--json")
    assert done.returncode == 1
    assert "“Garden.md” is there already." in done.stderr
    shown = json.loads(done.stdout)
    assert "Clay" in shown["answer"]
    assert shown["saved"] is None
    assert vault.bytes() == before


def test_forgetting_leaves_the_notes_and_nothing_else(vault: Vault) -> None:
    before = vault.bytes()
    vault.json("index")
    assert vault.run("forget").returncode == 1
    removed = Path(vault.json("forget", "--yes")["removed"])
    assert not removed.exists()
    assert json.loads((vault.data / "vaults.json").read_text("utf-8"))["vaults"] == {}
    assert vault.bytes() == before
