"""Writing into a vault from end to end: plans, journal and disk together."""

import contextlib
import errno
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from tests.adapters.written_vault import Vault
from vaultmind.adapters.files import disk_writing
from vaultmind.domain.answer import Answer, AnswerMode
from vaultmind.domain.edit import Edit, checksum_of
from vaultmind.domain.errors import (
    NoteConflict,
    NoteExists,
    NoteNotFound,
    PlaceNotFound,
    StorageFull,
    UnsafePath,
    WriteRefused,
)
from vaultmind.domain.journal import EntryState
from vaultmind.domain.link import NotePath
from vaultmind.domain.names import VaultNames
from vaultmind.domain.span import Span
from vaultmind.domain.writing import Diagnosis, Keep, ProblemKind, WriteKind, WriteRequest
from vaultmind.writeback import committing
from vaultmind.writeback.answer_notes import AnswerNoteRules
from vaultmind.writeback.committing import seconds_to_wait
from vaultmind.writeback.doctor import Doctor
from vaultmind.writeback.note_text import NoteText


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path)


def append(note: str, text: str = "new", **more: object) -> WriteRequest:
    return WriteRequest(note, WriteKind.APPEND, text, **more)  # type: ignore[arg-type]


class TestWrite:
    def test_it_says_what_was_written_and_how_to_undo_it(self, vault: Vault) -> None:
        vault.put("a.md", "old\n")
        report = vault.notes.write(append("a"))
        assert vault.text("a.md") == "old\n\nnew\n"
        assert (report.note, report.journal) == ("a.md", "1")
        assert report.checksum_before == checksum_of(b"old\n")
        assert report.checksum_after == checksum_of(b"old\n\nnew\n")
        assert [(edit.start, edit.removed, edit.inserted) for edit in report.edits] == [(4, "", "\nnew\n")]
        vault.notes.undo(report.journal)
        assert vault.text("a.md") == "old\n"

    def test_a_dry_run_shows_the_diff_and_writes_nothing(self, vault: Vault) -> None:
        vault.put("a.md", "old\n")
        for request in (append("a.md", dry_run=True), WriteRequest("b", WriteKind.CREATE, "x", dry_run=True)):
            report = vault.notes.write(request)
            assert report.journal is None
            assert report.diff.startswith("--- ")
        assert vault.all() == {"a.md": b"old\n"}
        assert vault.notes.history().entries == ()

    def test_a_new_note_and_never_over_one(self, vault: Vault) -> None:
        assert vault.notes.write(WriteRequest("F/n", WriteKind.CREATE, "x\r\n")).note == "F/n.md"
        assert vault.all() == {"F/n.md": b"x\r\n"}
        with pytest.raises(NoteExists):
            vault.notes.write(WriteRequest("F/n.md", WriteKind.CREATE, "y"))

    @pytest.mark.parametrize("note", ["../x", "/x", "CON", ".obsidian/x", "a|b", "a/../b", "dot. "])
    def test_a_new_note_has_a_place_and_a_name_for_every_system(self, vault: Vault, note: str) -> None:
        with pytest.raises(UnsafePath):
            vault.notes.write(WriteRequest(note, WriteKind.CREATE, "x"))

    def test_what_a_model_wrote_is_inert_and_what_a_person_wrote_is_not(self, vault: Vault) -> None:
        vault.put("a.md", "")
        vault.notes.write(append("a.md", "<% x %>", asked_by="model"))
        vault.notes.write(append("a.md", "<% y %>"))
        vault.notes.write(WriteRequest("a.md", WriteKind.PROPERTY, place="k", value=["<% z %>"], asked_by="model"))
        assert vault.text("a.md") == "---\nk:\n  - < % z %>\n---\n< % x %>\n\n<% y %>\n"

    def test_nothing_to_change_is_nothing_written(self, vault: Vault) -> None:
        vault.put("a.md", "---\nk: 1\n---\n")
        report = vault.notes.write(WriteRequest("a.md", WriteKind.PROPERTY, place="k", value=1))
        assert (report.edits, report.journal, report.diff) == ((), None, "")

    def test_only_notes_are_written_into(self, vault: Vault) -> None:
        vault.put("b.canvas", "{}")
        with pytest.raises(WriteRefused):
            vault.notes.write(append("b.canvas"))
        with pytest.raises(NoteNotFound):
            vault.notes.write(append("nowhere"))


class TestStrangers:
    def disturb(
        self, vault: Vault, monkeypatch: pytest.MonkeyPatch, change: Callable[[], None], times: int = 1
    ) -> None:
        """Let a stranger change the vault after a plan was made, before it is carried out."""
        real, left = vault.disk.replace, [times]

        def disturbed(*args: object, **named: object) -> None:
            if left[0]:
                left[0] -= 1
                change()
            real(*args, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(vault.disk, "replace", disturbed)

    def test_an_appended_line_is_planned_anew(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        vault.put("a.md", "old\n")
        self.disturb(vault, monkeypatch, lambda: vault.put("a.md", "theirs\n"))
        vault.notes.write(append("a.md"))
        assert vault.text("a.md") == "theirs\n\nnew\n"
        states = [entry.state for entry in vault.notes.history().entries]
        assert states == [EntryState.DONE, EntryState.DROPPED]

    def test_words_that_changed_are_not_replaced(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        vault.put("a.md", "---\nk: 1\n---\nx ^b\n")
        self.disturb(vault, monkeypatch, lambda: vault.put("a.md", "---\nk: 7\n---\ny ^b\n"))
        with pytest.raises(NoteConflict) as conflict:
            vault.notes.write(WriteRequest("a.md", WriteKind.PROPERTY, place="k", value=2))
        assert conflict.value.on_disk == b"---\nk: 7\n---\ny ^b\n"
        assert conflict.value.wanted == b"---\nk: 2\n---\ny ^b\n"
        assert vault.text("a.md") == "---\nk: 7\n---\ny ^b\n"

    def test_the_same_words_elsewhere_are_replaced(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        vault.put("a.md", "x ^b\n")
        self.disturb(vault, monkeypatch, lambda: vault.put("a.md", "above\n\nx ^b\n"))
        vault.notes.write(WriteRequest("a.md", WriteKind.BLOCK, "y", "b"))
        assert vault.text("a.md") == "above\n\ny ^b\n"

    def test_a_span_is_of_the_text_that_was_read(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        vault.put("a.md", "one two\n")
        self.disturb(vault, monkeypatch, lambda: vault.put("a.md", "one two three\n"))
        with pytest.raises(NoteConflict):
            vault.notes.write(WriteRequest("a.md", WriteKind.SPAN, "1", span=Span(0, 3)))

    def test_a_stranger_who_never_rests_is_told(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        vault.put("a.md", "0")
        self.disturb(vault, monkeypatch, lambda: vault.put("a.md", vault.text("a.md") + "x"), times=99)
        with pytest.raises(NoteConflict):
            vault.notes.write(append("a.md"))
        assert set(vault.text("a.md")) == {"0", "x"}

    def test_the_version_that_was_looked_at_counts(self, vault: Vault) -> None:
        vault.put("a.md", "---\nk: 1\n---\n")
        seen = checksum_of(b"other")
        with pytest.raises(NoteConflict):
            vault.notes.write(WriteRequest("a.md", WriteKind.PROPERTY, place="k", value=2, expected=seen))
        vault.notes.write(append("a.md", expected=seen))

    def test_an_accepted_suggestion_goes_the_same_way(self, vault: Vault) -> None:
        vault.put("a.md", "the garden\n")

        def linked(opened: NoteText) -> list[Edit]:
            start = opened.text.index("garden")
            return [Edit(Span(start, start + 6), "[[Garden|garden]]")]

        report = vault.notes.apply(NotePath("a.md"), linked, why="suggestion 7")
        assert vault.text("a.md") == "the [[Garden|garden]]\n"
        assert vault.notes.history().entries[0].why == "suggestion 7"
        vault.notes.undo(report.journal)
        assert vault.text("a.md") == "the garden\n"


class TestOpenNotes:
    @pytest.mark.parametrize(
        ("is_open", "changed_s", "wait_s"), [(True, 1.0, 4.0), (True, 5.0, 0.0), (False, 1.0, 0.0), (True, -3.0, 0.0)]
    )
    def test_the_rule(self, is_open: bool, changed_s: float, wait_s: float) -> None:
        now = 10**18
        assert seconds_to_wait(is_open=is_open, changed_ns=now - int(changed_s * 1e9), now_ns=now) == wait_s

    def test_a_note_being_typed_in_is_waited_for(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(committing, "QUIET_S", 50.0)
        vault.put("a.md", "typing\n")
        vault.open_notes = {NotePath("a.md")}
        slept: list[float] = []

        def goes_by(s: float) -> None:
            slept.append(s)
            changed = (vault.root / "a.md").stat().st_mtime - s
            os.utime(vault.root / "a.md", (changed, changed))  # it is that much longer ago

        monkeypatch.setattr(vault.notes._committer._clock, "sleep", goes_by)
        vault.notes.write(append("a.md"))
        assert len(slept) == 1
        assert 0 < slept[0] <= 50
        assert vault.text("a.md") == "typing\n\nnew\n"
        slept.clear()
        vault.notes.undo()  # what we wrote ourselves a moment ago is nobody's typing
        assert not slept


class TestUndo:
    def test_step_by_step_and_back_again(self, vault: Vault) -> None:
        vault.put("a.md", "0\n")
        for number in (1, 2):
            vault.notes.write(append("a.md", f"- {number}"))
        first = vault.notes.undo()
        assert vault.text("a.md") == "0\n\n- 1\n"
        vault.notes.undo()
        assert vault.text("a.md") == "0\n"
        with pytest.raises(PlaceNotFound, match="nothing to undo"):
            vault.notes.undo()
        with pytest.raises(PlaceNotFound, match="taken back already"):
            vault.notes.undo("2")
        assert first.journal is not None
        vault.notes.undo("4")
        assert vault.text("a.md") == "0\n\n- 1\n"

    def test_what_a_person_changed_elsewhere_stays(self, vault: Vault) -> None:
        vault.put("a.md", "# A\n\nend\n")
        vault.notes.write(WriteRequest("a.md", WriteKind.HEADING, "ours", "A"))
        vault.put("a.md", "above\n" + vault.text("a.md") + "below\n")
        vault.notes.undo()
        assert vault.text("a.md") == "above\n# A\n\nend\nbelow\n"

    def test_what_a_person_changed_in_the_place_is_not_touched(self, vault: Vault) -> None:
        vault.put("a.md", "a\n")
        vault.notes.write(append("a.md", "ours"))
        vault.put("a.md", "a\n\nours, and mine\n")
        with pytest.raises(NoteConflict, match="in the same place") as conflict:
            vault.notes.undo()
        assert (conflict.value.on_disk, conflict.value.wanted) == (b"a\n\nours, and mine\n", b"a\n")
        assert vault.text("a.md") == "a\n\nours, and mine\n"

    @pytest.mark.parametrize("request_", [append("a.md"), WriteRequest("F/b", WriteKind.CREATE, "x")])
    def test_of_two_undos_at_once_one_is_told_of_the_other(
        self, vault: Vault, monkeypatch: pytest.MonkeyPatch, request_: WriteRequest
    ) -> None:
        vault.put("a.md", "old\n")
        written = vault.notes.write(request_)
        locked = vault.disk.locked

        def overtaken(paths: Iterable[NotePath]) -> contextlib.AbstractContextManager[None]:
            monkeypatch.setattr(vault.disk, "locked", locked)
            vault.notes.undo(written.journal)
            return locked(paths)

        monkeypatch.setattr(vault.disk, "locked", overtaken)
        with pytest.raises(PlaceNotFound, match="was taken back already, by entry 2"):
            vault.notes.undo(written.journal)
        assert vault.all() == {"a.md": b"old\n"}

    def test_a_new_note_goes_unless_somebody_wrote_into_it(self, vault: Vault) -> None:
        vault.notes.write(WriteRequest("n", WriteKind.CREATE, "x"))
        undone = vault.notes.undo()
        assert vault.all() == {}
        vault.notes.undo(undone.journal)
        assert vault.all() == {"n.md": b"x"}
        vault.put("n.md", "x and mine")
        with pytest.raises(NoteConflict):
            vault.notes.undo()

    def test_folders_that_a_new_note_made_go_with_it(self, vault: Vault) -> None:
        made = vault.notes.write(WriteRequest("Garden/Deep/Soil", WriteKind.CREATE, "words\n"))
        undone = vault.notes.undo(made.journal)
        assert list(vault.root.iterdir()) == []
        again = vault.notes.undo(undone.journal)
        assert vault.all() == {"Garden/Deep/Soil.md": b"words\n"}
        vault.notes.undo(again.journal)
        assert list(vault.root.iterdir()) == []

    def test_a_folder_that_was_there_or_is_no_longer_empty_stays(self, vault: Vault) -> None:
        (vault.root / "Garden").mkdir()
        made = vault.notes.write(WriteRequest("Garden/Deep/Soil", WriteKind.CREATE, "words\n"))
        vault.put("Garden/Deep/picture.png", "png")
        other = vault.notes.write(WriteRequest("Garden/Bed/Soil", WriteKind.CREATE, "words\n"))
        vault.notes.undo(made.journal)
        vault.notes.undo(other.journal)
        assert sorted(path.name for path in vault.root.rglob("*")) == ["Deep", "Garden", "picture.png"]

    def test_folders_that_a_renaming_made_go_with_it(self, vault: Vault) -> None:
        vault.put("Soil.md", "words\n")
        moved = vault.notes.rename("Soil", "Garden/Deep/Soil", links=vault.links())
        assert vault.all() == {"Garden/Deep/Soil.md": b"words\n"}
        vault.notes.undo(moved.journal)
        assert [path.name for path in vault.root.iterdir()] == ["Soil.md"]

    def test_a_creation_that_failed_leaves_no_folder(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        def full(*_: object, **__: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        monkeypatch.setattr(disk_writing, "_fill", full)
        with pytest.raises(StorageFull):
            vault.notes.write(WriteRequest("Garden/Deep/Soil", WriteKind.CREATE, "words\n"))
        assert list(vault.root.iterdir()) == []

    def test_an_edit_is_found_under_the_notes_later_name(self, vault: Vault) -> None:
        vault.put("a.md", "a\n")
        vault.notes.write(append("a.md"))
        vault.notes.rename("a.md", "F/b", links=vault.links())
        vault.notes.undo("1")
        assert vault.all() == {"F/b.md": b"a\n"}

    @pytest.mark.parametrize("entry", ["9", "b9", "x", ""])
    def test_an_entry_that_is_not_there(self, vault: Vault, entry: str) -> None:
        with pytest.raises(PlaceNotFound):
            vault.notes.undo(entry)

    def test_the_history_of_a_note_is_found_by_its_name_too(self, vault: Vault) -> None:
        vault.put("F/a.md", "a\n")
        vault.notes.write(append("F/a.md"))
        vault.notes.write(WriteRequest("n", WriteKind.CREATE, "x"))
        for named in ("F/a.md", "F/a"):
            assert [entry.note for entry in vault.notes.history(note=named).entries] == ["F/a.md"]

    def test_what_an_entry_or_a_batch_changed_is_shown_again(self, vault: Vault) -> None:
        vault.put("a.md", "a\n[[b]]\n")
        vault.put("b.md", "")
        vault.notes.write(append("a.md"))
        vault.notes.rename("b", "c", links=vault.links())
        vault.put("a.md", "since\n")
        assert vault.notes.written("1").diff == "--- a/a.md\n+++ b/a.md\n@@ -1,2 +1,4 @@\n a\n [[b]]\n+\n+new\n"
        both = vault.notes.written("b2")
        assert [line.action.value for line in both.entries] == ["rename", "change"]
        assert both.diff.startswith("rename from b.md\nrename to c.md\n--- a/a.md\n")
        assert "-[[b]]\n+[[c]]\n" in both.diff
        for unknown in ("9", "b9", "x", ""):
            with pytest.raises(PlaceNotFound):
                vault.notes.written(unknown)

    def test_an_entry_says_where_its_note_is_now(self, vault: Vault) -> None:
        vault.put("b.md", "")
        vault.notes.write(append("b.md"))
        vault.notes.rename("b", "c", links=vault.links())
        vault.notes.write(WriteRequest("new", WriteKind.CREATE, "x"))
        vault.notes.undo()
        shown = [(line.id, line.now) for line in vault.notes.history().entries]
        assert shown == [("4", None), ("3", None), ("2", "c.md"), ("1", "c.md")]
        vault.notes.undo("2")
        assert [line.now for line in vault.notes.written("2").entries] == ["b.md"]

    def test_a_version_that_was_come_across_is_shown_with_its_entry(self, vault: Vault) -> None:
        vault.put("a.md", "a\n")
        vault.notes.write(append("a.md"))
        vault.journal.keep(1, "чужое".encode("utf-16"))
        (kept,) = vault.notes.written("1").kept
        assert (kept.note, kept.text) == ("a.md", "чужое")

    def test_the_history_goes_on_before_an_entry(self, vault: Vault) -> None:
        vault.put("a.md", "")
        for number in range(5):
            vault.notes.write(append("a.md", f"- {number}"))
        pages = [vault.notes.history(limit=2, before=before).entries for before in (None, "4", "2")]
        assert [[line.id for line in page] for page in pages] == [["5", "4"], ["3", "2"], ["1"]]


class TestConflictCopies:
    COPY, ORIGINAL = NotePath("a.sync-conflict-20240131-101500-ABCDEFG.md"), NotePath("a.md")

    def both(self, vault: Vault) -> dict[str, bytes]:
        vault.put("a.md", "# A\r\none\r\nend\r\n")
        vault.put(self.COPY, "# A\r\ntwo\r\nend\r\n")
        return vault.all()

    @pytest.mark.parametrize(("keep", "word"), [(Keep.ORIGINAL, b"one"), (Keep.COPY, b"two")])
    def test_one_goes_on_and_both_come_back(self, vault: Vault, keep: Keep, word: bytes) -> None:
        before = self.both(vault)
        shown = vault.notes.settle_conflict(self.COPY, self.ORIGINAL, keep, dry_run=True)
        assert ("+two" in shown.diff) is (keep is Keep.COPY)
        assert vault.all() == before
        report = vault.notes.settle_conflict(self.COPY, self.ORIGINAL, keep)
        assert vault.all() == {"a.md": b"# A\r\n" + word + b"\r\nend\r\n"}
        vault.notes.undo(report.journal)
        assert vault.all() == before

    def test_the_copy_takes_the_name_of_an_original_that_is_gone(self, vault: Vault) -> None:
        vault.put(self.COPY, "two")
        with pytest.raises(WriteRefused, match="keep the copy"):
            vault.notes.settle_conflict(self.COPY, self.ORIGINAL, Keep.ORIGINAL)
        vault.notes.settle_conflict(self.COPY, self.ORIGINAL, Keep.COPY)
        assert vault.all() == {"a.md": b"two"}
        vault.notes.undo()
        assert vault.all() == {self.COPY: b"two"}

    def test_equal_versions_lose_the_copy_alone(self, vault: Vault) -> None:
        for path in (self.COPY, self.ORIGINAL):
            vault.put(path, "same")
        vault.notes.settle_conflict(self.COPY, self.ORIGINAL, Keep.COPY)
        assert vault.all() == {"a.md": b"same"}


class TestRename:
    def files(self, vault: Vault) -> dict[str, bytes]:
        vault.put("Old.md", "# Old\n[[Old]] [x](F/B.md)\n")
        vault.put("F/B.md", "---\nup: '[[Old]]'\n---\r\n[[Old|o]] `[[Old]]`")
        vault.put("c.canvas", '{"nodes":[{"id":"1","type":"file","file":"Old.md"}],"edges":[]}')
        vault.put("sync.md", "ничего".encode("utf-16"))
        return vault.all()

    def test_one_batch_that_undo_takes_back_whole(self, vault: Vault) -> None:
        before = self.files(vault)
        report = vault.notes.rename("Old", "New name", links=vault.links())
        assert (report.note, report.new_note, report.journal) == ("Old.md", "New name.md", "b1")
        assert vault.text("F/B.md") == "---\nup: '[[New name]]'\n---\r\n[[New name|o]] `[[Old]]`"
        assert vault.text("New name.md") == "# Old\n[[New name]] [x](F/B.md)\n"
        assert '"file":"New name.md"' in vault.text("c.canvas")
        undone = vault.notes.undo("b1")
        assert vault.all() == before
        vault.notes.undo(undone.journal)
        assert "New name.md" in vault.all()

    def test_what_is_left_of_a_batch_is_taken_back_when_one_of_it_was(self, vault: Vault) -> None:
        before = self.files(vault)
        vault.notes.rename("Old", "New", links=vault.links())
        one = next(line for line in vault.notes.written("b1").entries if line.note == "F/B.md")
        vault.notes.undo(one.id)
        assert vault.text("F/B.md") == before["F/B.md"].decode()
        assert "New.md" in vault.all()
        vault.notes.undo("b1")
        assert vault.all() == before
        with pytest.raises(PlaceNotFound, match="taken back already"):
            vault.notes.undo("b1")

    def test_all_or_nothing(self, vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
        before = self.files(vault)
        (vault.root / "c.canvas").chmod(0o444)
        with pytest.raises(Exception, match="read-only"):
            vault.notes.rename("Old", "New", links=vault.links())
        assert vault.all() == before
        assert {entry.state for entry in vault.notes.history().entries} == {EntryState.DROPPED}

    @pytest.mark.parametrize(
        ("new", "error"),
        [("F/B", NoteExists), ("../x", UnsafePath), ("a|b", UnsafePath), ("CON", UnsafePath), ("dot. ", UnsafePath)],
    )
    def test_places_that_are_none(self, vault: Vault, new: str, error: type[Exception]) -> None:
        before = self.files(vault)
        with pytest.raises(error):
            vault.notes.rename("Old", new, links=vault.links())
        assert vault.all() == before

    def test_two_names_of_one_file_are_edited_once(self, vault: Vault) -> None:
        vault.put("Old.md", "")
        vault.put("a.md", "[[Old]]")
        (vault.root / "twin.md").hardlink_to(vault.root / "a.md")
        vault.notes.rename("Old", "New", links=vault.links())
        assert vault.text("a.md") == vault.text("twin.md") == "[[New]]"
        vault.notes.undo()
        assert vault.text("a.md") == vault.text("twin.md") == "[[Old]]"

    def test_the_case_alone(self, vault: Vault) -> None:
        vault.put("note.md", "")
        vault.put("a.md", "[[note]]")
        vault.notes.rename("note", "Note", links=vault.links())
        assert vault.all() == {"Note.md": b"", "a.md": b"[[Note]]"}


class TestAnswers:
    ANSWER = Answer("Why?", "So <b>.", refused=False, mode=AnswerMode.GENERATED, model="m")

    def test_two_answers_to_one_question_are_two_notes(self, vault: Vault) -> None:
        names = VaultNames()
        rules = AnswerNoteRules(name="{{title}}")
        made = [vault.notes.save_answer(self.ANSWER, rules=rules, names=names).note for _ in range(2)]
        assert made == ["Answers/Why.md", "Answers/Why (2).md"]
        assert "So &lt;b>." in vault.text("Answers/Why.md")

    def test_the_journal_says_by_a_model_only_of_what_one_wrote(self, vault: Vault) -> None:
        names, rules = VaultNames(), AnswerNoteRules()
        own = replace(self.ANSWER, mode=AnswerMode.EXTRACTIVE, model=None)
        for answer in (self.ANSWER, own):
            vault.notes.save_answer(answer, rules=rules, names=names)
        assert [line.asked_by for line in vault.notes.history().entries] == ["program", "model"]

    def test_a_place_that_was_given_is_kept_to(self, vault: Vault) -> None:
        vault.notes.save_answer(self.ANSWER, rules=AnswerNoteRules(), names=VaultNames(), path="x/y")
        with pytest.raises(NoteExists):
            vault.notes.save_answer(self.ANSWER, rules=AnswerNoteRules(), names=VaultNames(), path="x/y.md")


class TestDoctor:
    def test_it_finds_and_mends_and_takes_back(self, vault: Vault) -> None:
        vault.put("Garden.md", "---\naliases: [Plot]\n---\nx ^a\n\ny ^a\n")
        vault.put("n.md", "[[Plot]] [[nowhere]]")
        vault.put("twin.md", "[[Plot]] [[nowhere]]")
        vault.put("old.md", "Старая заметка о саде, о почве и о яблонях\r\nи вторая строка\r\n".encode("cp1251"))
        before = vault.all()
        doctor = Doctor(files=vault.files, notes=vault.notes)
        *_, diagnosis = doctor.diagnose()
        assert isinstance(diagnosis, Diagnosis)
        found = {(problem.note, problem.kind, problem.fix is not None) for problem in diagnosis.problems}
        assert {
            ("n.md", ProblemKind.UNRESOLVED_LINK, True),
            ("n.md", ProblemKind.UNRESOLVED_LINK, False),
            ("Garden.md", ProblemKind.DUPLICATE_BLOCK_ID, True),
            ("old.md", ProblemKind.NOT_UTF8, True),
            ("twin.md", ProblemKind.DUPLICATE_NOTE, False),
            ("Garden.md", ProblemKind.ORPHAN, False),
        } <= found
        for kind, note in ((ProblemKind.UNRESOLVED_LINK, "n.md"), (ProblemKind.NOT_UTF8, "old.md")):
            assert doctor.repair(kind, [NotePath(note)]).journal is None
            assert doctor.repair(kind, [NotePath(note)], dry_run=False).journal is not None
        assert vault.text("n.md") == "[[Garden|Plot]] [[nowhere]]"
        assert vault.text("old.md").startswith("Старая заметка")
        vault.notes.undo()
        vault.notes.undo()
        assert vault.all() == before

    def test_what_only_a_person_can_mend(self, vault: Vault) -> None:
        with pytest.raises(WriteRefused):
            Doctor(files=vault.files, notes=vault.notes).repair(ProblemKind.ORPHAN, [])
