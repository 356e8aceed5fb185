"""What an index run does, and above all what it does not do twice."""

import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.worker_pool import WorkerPool
from vaultmind.domain.change import ChangeKind
from vaultmind.domain.errors import Cancelled, ModelProblem, StorageFull, VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.domain.query import LexicalQuery, Term
from vaultmind.domain.report import ChangedNote, IndexReport
from vaultmind.indexing import indexer as indexer_module
from vaultmind.indexing import planning

if TYPE_CHECKING:
    from .conftest import Index
else:
    Index = Any

ADDED, MODIFIED, RENAMED, REMOVED = ChangeKind.ADDED, ChangeKind.MODIFIED, ChangeKind.RENAMED, ChangeKind.REMOVED
PARAGRAPH = "Глина держит воду, а песок её отпускает; поэтому эту грядку копают осенью. " * 12


def write(vault: Path, path: str, text: str) -> Path:
    place = vault / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(text, encoding="utf-8")
    return place


def long_note(sections: int = 12) -> str:
    return "# Сад\n\n" + "\n\n".join(f"## Часть {n}\n\n{n} {PARAGRAPH}" for n in range(sections))


class Ticking(SystemClock):
    """A clock on which a twentieth of a second passes with each look."""

    def __init__(self) -> None:
        self._looks = 0

    def monotonic(self) -> float:
        self._looks += 1
        return self._looks / 20


def changed(report: IndexReport) -> list[tuple[str, str]]:
    return [(one.note, one.kind.value) for one in report.changed]


class TestNothingTwice:
    def test_a_second_run_reads_and_embeds_nothing(self, vault: Path, index: Index) -> None:
        write(vault, "a.md", "# One\ntext")
        write(vault, "pic.png", "x")
        first = index.run()
        assert changed(first) == [("a.md", "added")]
        assert (first.notes, first.attachments, first.embedding_calls, first.waiting) == (1, 1, 1, 0)
        index.reopen()
        second = index.run()
        assert changed(second) == []
        assert (second.embedded, second.embedding_calls, second.embedding_calls_total) == (0, 0, 1)
        index.check()

    def test_another_time_stamp_is_no_change_older_or_newer(self, vault: Path, index: Index) -> None:
        place = write(vault, "a.md", "text")
        index.run()
        for mtime_ns in (10**18, 2 * 10**18):
            os.utime(place, ns=(mtime_ns, mtime_ns))
            assert changed(index.run()) == []
            assert index.catalog.stamps()[NotePath("a.md")].mtime_ns == mtime_ns

    def test_new_content_under_an_older_time_stamp_is_noticed(self, vault: Path, index: Index) -> None:
        place = write(vault, "a.md", "text")
        index.run()
        place.write_text("other")
        os.utime(place, ns=(10**18, 10**18))
        assert changed(index.run()) == [("a.md", "modified")]
        index.check()

    def test_saves_within_one_tick_of_the_clock_are_noticed(
        self, vault: Path, open_index: Callable[..., Index]
    ) -> None:
        index = open_index(is_coarse=True)
        for n in range(30):
            write(vault, "a.md", f"text {n:03}")
            index.indexer.apply(index.indexer.plan())
            write(vault, "a.md", f"word {n:03}")
            index.run()
            assert index.catalog.search(f"{n:03}", limit=1)
            [row] = index.catalog.chunks(index.catalog.all_chunk_ids()).values()
            assert row.text == f"word {n:03}"

    def test_a_line_in_a_long_note_costs_at_most_two_texts(self, vault: Path, index: Index) -> None:
        text = long_note()
        write(vault, "a.md", text)
        first = index.run()
        assert first.chunks >= 12
        for at in (len(text) // 3, len(text) // 2, len(text) - 5):
            write(vault, "a.md", f"{text[:at]} вставка {text[at:]}")
            report = index.run()
            assert 1 <= report.embedding_calls <= 2
        index.check()

    def test_equal_paragraphs_cost_one_text(self, vault: Path, index: Index) -> None:
        write(vault, "a/Same.md", "equal text")
        write(vault, "b/Same.md", "equal text")
        report = index.run()
        assert (report.chunks, report.embedded, report.embedding_calls) == (2, 2, 1)
        index.check()

    @pytest.mark.parametrize("how", ["rename", "copy"])
    def test_a_renamed_folder_of_a_thousand_notes_costs_nothing(self, vault: Path, index: Index, how: str) -> None:
        for n in range(1_000):
            write(vault, f"Old/{n % 7}/Note {n}.md", f"text {n} [[Note {n + 1}]]")
        first = index.run()
        ids = index.catalog.all_chunk_ids()
        if how == "rename":
            (vault / "Old").rename(vault / "New")
        else:
            shutil.copytree(vault / "Old", vault / "New")
            shutil.rmtree(vault / "Old")
        report = index.run(confirm_deletions=False)
        assert {one.kind for one in report.changed} == {RENAMED}
        assert len(report.changed) == 1_000
        assert (report.embedded, report.embedding_calls_total) == (0, first.embedding_calls_total)
        assert index.catalog.all_chunk_ids() == ids
        index.check()

    def test_a_rename_to_another_title_is_a_rename(self, vault: Path, index: Index) -> None:
        write(vault, "One.md", "text")
        index.run()
        (vault / "One.md").rename(vault / "Two.md")
        report = index.run()
        assert report.changed == (ChangedNote(NotePath("Two.md"), RENAMED, NotePath("One.md")),)
        index.check()

    def test_notes_that_swap_their_names(self, vault: Path, index: Index) -> None:
        write(vault, "a.md", "one")
        write(vault, "b.md", "two")
        index.run()
        (vault / "a.md").rename(vault / "c.md")
        (vault / "b.md").rename(vault / "a.md")
        (vault / "c.md").rename(vault / "b.md")
        index.run()
        index.check()

    def test_a_chain_of_renames_in_one_plan(self, vault: Path, index: Index) -> None:
        for name in "abc":
            write(vault, f"{name}.md", f"text of {name}")
        index.run()
        (vault / "c.md").rename(vault / "d.md")
        (vault / "b.md").rename(vault / "c.md")
        (vault / "a.md").rename(vault / "b.md")
        index.run()
        index.check()

    def test_only_case_differs(self, vault: Path, index: Index) -> None:
        write(vault, "note.md", "text")
        index.run()
        (vault / "note.md").rename(vault / "Note.md")
        report = index.run()
        assert {one.path for one in index.catalog.notes()} == {"Note.md"}
        assert report.notes == 1
        index.check()

    def test_a_change_that_no_stamp_tells_of_is_found_by_comparing(self, vault: Path, index: Index) -> None:
        place = write(vault, "a.md", "text")
        index.run()
        place.write_text("word")
        stamp = index.files.stamp(NotePath("a.md"))
        assert stamp is not None
        index.catalog.touch(NotePath("a.md"), stamp)
        assert changed(index.run()) == []
        with index.catalog.batch():
            index.catalog._writer.execute("UPDATE note SET hashed_ns = 0")
        report = index.indexer.apply(index.indexer.plan_hashing(10))
        assert changed(report) == [("a.md", "modified")]
        assert index.indexer.plan_hashing(10).changes == ()


class TestEveryFileHasOneState:
    def test_a_note_that_cannot_be_read_is_skipped_and_comes_back(self, vault: Path, index: Index) -> None:
        place = write(vault, "a.md", "text")
        index.run()
        place.unlink()
        os.mkfifo(place)
        report = index.run()
        assert changed(report) == [("a.md", "removed")]
        assert [one.reason for one in report.skipped] == ["Not a file but a named pipe."]
        place.unlink()
        write(vault, "a.md", "text")
        report = index.run()
        assert changed(report) == [("a.md", "added")]
        assert (report.skipped, report.embedding_calls) == ((), 0)

    def test_a_note_that_vanishes_between_plan_and_reading(self, vault: Path, index: Index) -> None:
        for name in ("a.md", "b.md", "c.md"):
            write(vault, name, "text")
        index.run()
        write(vault, "a.md", "other")
        (vault / "b.md").rename(vault / "d.md")
        write(vault, "new.md", "x")
        plan = index.indexer.plan()
        for name in ("a.md", "d.md", "new.md"):
            (vault / name).unlink()
        report = index.indexer.apply(plan)
        assert sorted(changed(report)) == [("a.md", "removed"), ("b.md", "removed")]
        index.run()
        index.check()

    def test_a_note_that_is_saved_while_others_are_read_waits_for_no_commit(self, vault: Path, index: Index) -> None:
        for number in range(12):
            write(vault, f"{number}.md", "text")
        plan = index.indexer.plan()
        write(vault, "saved.md", "text")
        index.indexer._clock = Ticking()
        stored: list[list[str]] = []

        def between() -> None:
            if not stored:
                index.indexer.apply(index.indexer.plan([NotePath("saved.md")]))
            stored.append([row.path for row in index.catalog.notes()])

        index.indexer.apply(plan, between=between)
        assert stored[0] == ["saved.md"]
        index.run()
        index.check()

    def test_a_file_that_fails_costs_itself_alone(
        self, vault: Path, index: Index, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(vault, "a.md", "text")
        write(vault, "bad.md", "text")
        real = indexer_module.prepare

        def fails(reading: indexer_module.Reading) -> object:
            if reading.path == "bad.md":
                raise ValueError("a bug")
            return real(reading)

        monkeypatch.setattr(indexer_module, "prepare", fails)
        report = index.run()
        assert [(one.path, "report" in one.reason) for one in report.skipped] == [("bad.md", True)]
        assert report.notes == 1
        monkeypatch.undo()
        assert index.run().skipped == ()
        index.check()

    def test_deletions_of_a_third_wait_for_a_person(self, vault: Path, index: Index) -> None:
        for n in range(10):
            write(vault, f"{n}.md", f"text {n}")
        index.run()
        for n in range(4):
            (vault / f"{n}.md").unlink()
        write(vault, "new.md", "new")
        report = index.run(confirm_deletions=False)
        assert report.waiting_deletions == ("0.md", "1.md", "2.md", "3.md")
        assert changed(report) == [("new.md", "added")]
        assert report.notes == 11
        assert len(index.run(confirm_deletions=True).changed) == 4
        index.check()

    def test_a_vault_that_vanished_deletes_nothing(self, vault: Path, index: Index) -> None:
        write(vault, "a.md", "text")
        index.run()
        vault.rename(vault.parent / "elsewhere")
        with pytest.raises(VaultProblem):
            index.run()
        assert index.catalog.totals().notes == 1

    def test_excluded_notes_are_flagged_when_the_setting_changes(self, vault: Path, index: Index) -> None:
        write(vault, "Archive/a.md", "soil")
        write(vault, "b.md", "soil")
        settings = write(vault, ".obsidian/app.json", '{"userIgnoreFilters": ["Archive/"]}')
        index.run()
        assert len(index.catalog.search("soil", limit=5)) == 1
        index.check()
        settings.write_text('{"userIgnoreFilters": ["/^b/", "/(/"]}')
        report = index.run()
        assert changed(report) == []
        assert len(report.notices) == 1
        assert {row.path for row in index.catalog.notes() if row.is_excluded} == {"b.md"}
        write(vault, "bread.md", "soil")
        index.run()
        assert len(index.catalog.search(LexicalQuery(any=(Term("soil"),)), limit=5)) == 1
        index.check()

    def test_templates_are_no_evidence_and_follow_the_setting(self, vault: Path, index: Index) -> None:
        write(vault, "Templates/a.md", "text")
        settings = write(vault, ".obsidian/templates.json", '{"folder": "Templates"}')
        index.run()
        [chunk] = index.catalog.chunks(index.catalog.all_chunk_ids()).values()
        assert not chunk.evidence
        settings.write_text('{"folder": "Elsewhere"}')
        report = index.run()
        assert report.embedding_calls == 0
        [chunk] = index.catalog.chunks(index.catalog.all_chunk_ids()).values()
        assert chunk.evidence
        index.check()

    def test_another_version_of_the_parser_reads_every_note_anew(
        self, vault: Path, index: Index, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write(vault, "a.md", "text")
        index.run()
        monkeypatch.setattr(planning, "MADE_WITH", "another")
        assert changed(index.run()) == [("a.md", "modified")]


class TestPartialLooks:
    def test_a_look_at_some_paths_changes_those_alone(self, vault: Path, index: Index) -> None:
        for path in ("a.md", "Folder/b.md", "Folder/pic.png", "other.png"):
            write(vault, path, "text")
        (vault / "nowhere.md").symlink_to("missing")
        index.run()
        write(vault, "a.md", "changed")
        write(vault, "Folder/c.md", "new")
        (vault / "Folder/pic.png").unlink()
        report = index.indexer.apply(index.indexer.plan([NotePath("Folder")]))
        assert changed(report) == [("Folder/c.md", "added")]
        assert index.catalog.attachments() == {"other.png"}
        assert [one.path for one in report.skipped] == ["nowhere.md"]
        report = index.indexer.apply(index.indexer.plan([NotePath("a.md"), NotePath("nowhere.md")]))
        assert changed(report) == [("a.md", "modified")]
        index.run()
        index.check()


class TestStoppingAndGoingOn:
    def test_the_most_linked_note_comes_first_though_the_first_run_was_stopped(self, vault: Path, index: Index) -> None:
        for number in range(60):
            write(vault, f"n{number:02}.md", f"Text {number} [[n07]]")
            os.utime(vault / f"n{number:02}.md", (1e9 - (number == 7), 1e9 - (number == 7)))
        time.sleep(0.03)  # what changed just before it is read is compared once more

        class Late:
            asked = 0

            def cancelled(self) -> bool:
                self.asked += 1
                return self.asked > 55

        def first() -> NotePath:
            [(_, chunk)] = index.catalog.waiting(1)
            return chunk.note

        with pytest.raises(Cancelled):
            index.indexer.apply(index.indexer.plan(), cancel=Late())
        assert first() != "n07.md"
        write(vault, "new.md", "saved meanwhile")
        os.utime(vault / "new.md", (1e9 - 9, 1e9 - 9))
        later = index.indexer.plan()
        index.indexer.apply(later)
        assert len(later.changes) == 6
        assert first() == "n07.md"

    def test_a_cancelled_run_keeps_whole_notes_and_the_next_goes_on(self, vault: Path, index: Index) -> None:
        for n in range(40):
            write(vault, f"{n}.md", f"text {n}")

        class After:
            def __init__(self, steps: int) -> None:
                self.steps = steps

            def cancelled(self) -> bool:
                self.steps -= 1
                return self.steps < 0

        with pytest.raises(Cancelled):
            index.indexer.apply(index.indexer.plan(), cancel=After(15))
        assert index.catalog.totals().notes == 15
        index.indexer.apply(index.indexer.plan())
        with pytest.raises(Cancelled):
            index.indexer.embed_waiting(None, cancel=After(2))
        done = index.catalog.totals().vectors
        assert 0 < done < 40
        report = index.run()
        assert report.embedding_calls == 40 - done
        index.check()

    def test_a_budget_stops_between_texts_and_nothing_is_repeated(self, vault: Path, index: Index) -> None:
        for n in range(40):
            write(vault, f"{n}.md", f"text {n}")
        index.indexer.apply(index.indexer.plan())
        report = index.indexer.embed_waiting(0.0)
        assert 0 < report.embedded < 40
        assert report.remaining_s is not None
        while report.waiting:
            report = index.indexer.embed_waiting(0.001)
        assert report.embedding_calls_total == 40
        assert report.remaining_s == 0
        index.check()

    def test_a_text_the_model_refuses_stops_no_other(self, vault: Path, index: Index) -> None:
        for n in range(10):
            write(vault, f"{n}.md", "UNREADABLE" if n == 4 else f"text {n}")
        report = index.run()
        assert (report.embedded, report.waiting) == (9, 0)
        state = index.catalog.vector_state(NotePath("4.md"))
        assert state is not None
        assert (state.failed, state.reason) == (1, "The model cannot read this text.")
        index.reopen()
        assert index.run().embedding_calls == 0
        write(vault, "4.md", "readable")
        index.run()
        index.check()

    def test_a_model_that_takes_nothing_is_a_problem(self, vault: Path, index: Index) -> None:
        write(vault, "a.md", "UNREADABLE")
        with pytest.raises(ModelProblem):
            index.run()
        assert index.catalog.totals().waiting == 1

    def test_a_full_disk_is_a_sentence_and_what_was_stored_is_whole(self, vault: Path, index: Index) -> None:
        for n in range(50):
            write(vault, f"{n}.md", f"text {n}")
        index.run()
        for n in range(50, 100):
            write(vault, f"{n}.md", long_note(4))
        pages = index.catalog._writer.execute("PRAGMA page_count").fetchone()[0]
        index.catalog._writer.execute(f"PRAGMA max_page_count = {pages + 20}")
        with pytest.raises(StorageFull, match="full"):
            index.run()
        index.reopen()
        assert index.catalog.totals().notes >= 50
        index.run()
        index.check()


class TestLosses:
    def test_lost_vectors_come_back_from_the_cache(self, vault: Path, index: Index) -> None:
        for n in range(20):
            write(vault, f"{n}.md", f"text {n}")
        index.run()
        index.close()
        shutil.rmtree(index.data / "vectors")
        index.open()
        report = index.run()
        assert (report.embedded, report.embedding_calls) == (20, 0)
        index.check()

    def test_a_lost_catalog_takes_no_vector_of_the_old_for_its_own(self, vault: Path, index: Index) -> None:
        for n in range(20):
            write(vault, f"{n}.md", f"text {n}")
        index.run()
        index.close()
        (index.data / "catalog.sqlite").unlink()
        write(vault, "0.md", "other")
        index.open()
        report = index.run()
        assert report.embedding_calls == 1
        index.check()

    def test_vectors_that_went_unnoticed_are_noticed(self, vault: Path, index: Index) -> None:
        for n in range(20):
            write(vault, f"{n}.md", f"text {n}")
        index.run()
        some = sorted(index.catalog.all_chunk_ids())[:5]
        index.vectors.remove(some)
        index.reopen()
        assert index.run().embedded == 5
        index.check()

    def test_another_model_makes_every_vector_anew(self, vault: Path, index: Index) -> None:
        write(vault, "a.md", "text")
        index.run()
        index.close()
        shutil.rmtree(index.data / "vectors")
        index.model.identity = "letters/2"
        index.open()
        assert index.run().embedding_calls == 1
        index.check()

    def test_words_made_by_another_morphology_are_made_anew(self, vault: Path, index: Index) -> None:
        write(vault, "a.md", "gardens and soil")
        index.run()
        with index.catalog.batch():
            index.catalog._writer.execute("INSERT INTO words(words) VALUES('delete-all')")
            index.catalog.set_value("words", "another")
        assert not index.catalog.search("garden", limit=1)
        index.run()
        assert index.catalog.search("garden", limit=1)
        index.check()

    def test_rebuilding_reads_everything_and_embeds_nothing(self, vault: Path, index: Index) -> None:
        for n in range(5):
            write(vault, f"{n}.md", f"text {n}")
        index.run()
        report = index.run(rebuild=True)
        assert len(report.changed) == 5
        assert report.embedding_calls == 0
        index.check()


class TestWorkers:
    def test_other_processes_make_the_same_index(self, vault: Path, open_index: Callable[..., Index]) -> None:
        for n in range(260):
            properties = f"---\naliases: [Alias {n}]\ntags: [сад/{n % 3}]\nn: {10**25}\n---\n"
            write(vault, f"{n % 5}/Note {n}.md", f"{properties}# Heading\ntext [[Note {n + 1}]] #tag\n\n{PARAGRAPH}")
        write(vault, "odd.md", '---\nx: "\\ud800"\n---\ntext')
        (vault / "broken.md").write_bytes(b"\xff\xfe\x00\xd8")
        index = open_index(workers=WorkerPool(2))
        report = index.run()
        assert report.notes == 262
        index.check()

    def test_a_large_note_is_read_beside(self, vault: Path, open_index: Callable[..., Index]) -> None:
        write(vault, "large.md", long_note(700))
        index = open_index(workers=WorkerPool(1), has_vectors=False)
        report = index.run()
        assert report.chunks >= 700
        index.check()

    def test_cancelling_leaves_no_process(self, vault: Path, open_index: Callable[..., Index]) -> None:
        import psutil

        for n in range(400):
            write(vault, f"{n}.md", f"text {n}")
        index = open_index(workers=WorkerPool(2), has_vectors=False)
        before = set(psutil.Process().children())

        class Once:
            count = 0

            def cancelled(self) -> bool:
                self.count += 1
                return self.count > 100

        with pytest.raises(Cancelled):
            index.indexer.apply(index.indexer.plan(), cancel=Once())
        _, alive = psutil.wait_procs(set(psutil.Process().children()) - before, timeout=60)
        assert alive == []
        index.run()
        index.check()


def test_the_worst_vault_ends_and_equals_a_rebuild(
    shared_data: Callable[[str], Path], vault: Path, open_index: Callable[..., Index]
) -> None:
    [nasty] = [path for path in shared_data("nasty").rglob("vault") if path.is_dir()]
    shutil.copytree(nasty, vault, symlinks=True, dirs_exist_ok=True)
    index = open_index(workers=WorkerPool(1), has_vectors=False)
    report = index.run()
    assert report.notes > 90
    assert all(one.reason.endswith(".") for one in report.skipped)
    assert index.run().changed == ()
    index.check()


def test_a_step_makes_some_vectors_however_long_it_took_to_begin(index: Index, vault: Path) -> None:
    for number in range(30):
        (vault / f"{number}.md").write_text(f"note {number}")
    index.indexer.apply(index.indexer.plan())
    report = index.indexer.embed_waiting(0.0)
    assert 0 < report.embedded < 30
    assert report.waiting == 30 - report.embedded
