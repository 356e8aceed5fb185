"""A living vault, by real events of this machine. Waits for what must come; nothing is measured."""

import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.watcher import PollingWatcher, watch
from vaultmind.domain.change import FileEvent
from vaultmind.domain.errors import StorageFull
from vaultmind.domain.report import IndexReport
from vaultmind.indexing import Pace, follow, live
from vaultmind.ports import Progress, Watcher

if TYPE_CHECKING:
    from .conftest import Index
else:
    Index = Any

PATIENCE_S = 120.0


class SleepyClock(SystemClock):
    """A clock whose machine can be put to sleep: the time of day goes on, the rest stands still."""

    slept_ns = 0

    def now_ns(self) -> int:
        return super().now_ns() + self.slept_ns


class Deaf:
    """A watcher that hears nothing, as one does whose events were lost."""

    notices = ()

    def wait(self, timeout_s: float) -> tuple[FileEvent, ...]:
        time.sleep(min(timeout_s, 0.02))
        return ()

    def close(self) -> None:
        """Let go of nothing."""


class Follower:
    """An index that follows its vault in a thread of its own."""

    def __init__(self, index: Index, open_watcher: Callable[[], Watcher], pace: Pace) -> None:
        self.index = index
        self.reports: list[IndexReport] = []
        self.pace = pace
        self.clock = SleepyClock()
        self._is_over = False
        self._thread = threading.Thread(target=self._run, args=(open_watcher,))
        self._thread.start()

    def cancelled(self) -> bool:
        return self._is_over

    def _run(self, open_watcher: Callable[[], Watcher]) -> None:
        tell = self.reports.append
        follow(self.index.indexer, open_watcher, self.clock, tell=tell, pace=lambda: self.pace, cancel=self)

    def until(self, is_so: Callable[[], object], what: str) -> None:
        """Wait until something is so, and fail if it never is."""
        end = time.monotonic() + PATIENCE_S
        while not is_so():
            assert time.monotonic() < end, f"waited in vain until {what}"
            assert self._thread.is_alive()
            time.sleep(0.01)

    def until_current(self) -> None:
        """Wait until everything is looked at and every vector is there."""
        indexer = self.index.indexer
        self.until(lambda: not indexer.plan(confirm_deletions=True).changes, "no change is left")
        self.until(lambda: self.index.catalog.totals().waiting == 0, "no vector is waited for")
        self.until(lambda: not self.index.catalog.removed_chunks(), "old vectors are gone")

    def close(self) -> None:
        self._is_over = True
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive()

    @property
    def changes(self) -> list[tuple[str, str]]:
        return [(one.kind.value, one.note) for report in self.reports for one in report.changed]


@pytest.fixture
def start(index: Index, vault: Path) -> Iterator[Callable[..., Follower]]:
    """A function that begins to follow the vault."""
    started: list[Follower] = []

    def begin(open_watcher: Callable[[], Watcher] | None = None, pace: Pace | None = None) -> Follower:
        follower = Follower(index, open_watcher or (lambda: watch(vault)), pace or Pace(idle_s=0.05))
        started.append(follower)
        follower.until(lambda: follower.reports, "the first look is done")
        return follower

    yield begin
    for follower in started:
        follower.close()


def paths(index: Index) -> set[str]:
    return {row.path for row in index.catalog.notes()}


def found(index: Index, word: str) -> bool:
    return bool(index.catalog.search(word, limit=1))


def test_a_look_that_was_stopped_is_told_to_be_over(vault: Path, index: Index) -> None:
    for number in range(300):
        (vault / f"{number}.md").write_text("text")
    told: list[Progress] = []

    class Stopped:
        def cancelled(self) -> bool:
            return bool(told)

    tell, taken = (lambda _: None), told.append
    follow(index.indexer, lambda: watch(vault), SystemClock(), tell=tell, progress=taken, cancel=Stopped())
    assert 0 < told[0].done < 300
    assert told[-1] == Progress("read", 0, 0)


class TestEditors:
    @pytest.fixture(autouse=True)
    def note(self, vault: Path) -> None:
        (vault / "note.md").write_text("before")

    def test_a_plain_save(self, vault: Path, index: Index, start: Callable[..., Follower]) -> None:
        follower = start()
        (vault / "note.md").write_text("after it changed")
        follower.until(lambda: found(index, "changed"), "the save is found")
        follower.until_current()
        index.check()

    def test_vims_way_of_saving_is_one_modification(
        self, vault: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        follower = start()
        (vault / "4913").touch()
        (vault / "4913").unlink()
        (vault / "note.md").rename(vault / "note.md~")
        (vault / "note.md").write_text("saved by vim")
        (vault / "note.md~").unlink()
        follower.until(lambda: found(index, "vim"), "the save is found")
        follower.until_current()
        assert ("removed", "note.md") not in follower.changes
        index.check()

    def test_a_temporary_file_that_takes_the_place_is_one_modification(
        self, vault: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        follower = start()
        for temporary in (".note.md.tmp", "note.md.tmp", "~syncthing~note.md.tmp"):
            (vault / temporary).write_text(f"saved through {temporary} quietly")
            (vault / temporary).replace(vault / "note.md")
            follower.until(lambda: found(index, "quietly"), "the save is found")
        follower.until_current()
        assert {kind for kind, _ in follower.changes[1:]} == {"modified"}
        index.check()

    def test_a_rename_is_a_rename(self, vault: Path, index: Index, start: Callable[..., Follower]) -> None:
        follower = start()
        (vault / "note.md").rename(vault / "other.md")
        follower.until(lambda: follower.changes[-1] == ("renamed", "other.md"), "the rename is seen")
        assert paths(index) == {"other.md"}

    def test_a_note_that_is_deleted(self, vault: Path, index: Index, start: Callable[..., Follower]) -> None:
        follower = start()
        (vault / "note.md").unlink()
        follower.until(lambda: not paths(index), "the deletion is seen")
        assert follower.changes[-1] == ("removed", "note.md")


class TestFolders:
    def test_folders_that_come_go_and_move(
        self, vault: Path, tmp_path: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        for n in range(12):
            (vault / f"{n}.md").write_text(f"text {n}")
        outside = tmp_path / "outside"
        (outside / "deep").mkdir(parents=True)
        (outside / "deep/a.md").write_text("text")
        (outside / "b.md").write_text("text")
        follower = start()
        outside.rename(vault / "In")
        follower.until(lambda: {"In/deep/a.md", "In/b.md"} <= paths(index), "the folder that came is seen")
        (vault / "In").rename(vault / "Elsewhere")
        follower.until(lambda: "Elsewhere/deep/a.md" in paths(index), "the folder that moved is seen")
        assert "In/b.md" not in paths(index)
        (vault / "Elsewhere/deep/c.md").write_text("new in a moved folder")
        follower.until(lambda: "Elsewhere/deep/c.md" in paths(index), "a note in the moved folder is seen")
        (vault / "Elsewhere").rename(outside)
        follower.until(lambda: len(paths(index)) == 12, "the folder that went is seen")
        follower.until_current()
        index.check()

    def test_a_checkout_of_many_files(self, vault: Path, index: Index, start: Callable[..., Follower]) -> None:
        for n in range(300):
            (vault / f"{n}.md").write_text(f"text {n}")
        follower = start()
        for n in range(150, 450):
            (vault / f"{n}.md").write_text(f"branch {n}")
        follower.until(lambda: len(paths(index)) == 450, "every file is seen")
        follower.until_current()
        index.check()


class TestWhatElseHappens:
    def test_a_save_does_not_wait_for_a_long_first_run(
        self, vault: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        for n in range(1_200):
            (vault / f"{n}.md").write_text(f"# Note {n}\n\ntext of the note {n}\n" * 10)
        saved = threading.Event()

        def save() -> None:
            while index.catalog.totals().notes < 100:
                time.sleep(0.01)
            (vault / "saved.md").write_text("caterpillar")
            while not found(index, "caterpillar"):
                time.sleep(0.01)
            self.notes_by_then = index.catalog.totals().notes
            saved.set()

        person = threading.Thread(target=save, daemon=True)
        person.start()
        follower = start(pace=Pace(duty=0.0, idle_s=0.05))
        assert saved.wait(PATIENCE_S)
        assert self.notes_by_then < 1_201
        follower.until(lambda: len(paths(index)) == 1_201, "the first run is done")

    def test_a_saved_note_gets_its_vectors_while_a_long_first_run_reads_others(
        self, vault: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        for n in range(1_200):
            (vault / f"{n}.md").write_text(f"# Note {n}\n\n[[1]] text of the note {n}\n" * 10)
        found_at: list[int] = []

        def save() -> None:
            while index.catalog.totals().notes < 100:
                time.sleep(0.01)
            (vault / "saved.md").write_text("caterpillar")
            while not (state := index.catalog.vector_state("saved.md")) or state.waiting:
                time.sleep(0.01)
            found_at.append(index.catalog.totals().notes)

        person = threading.Thread(target=save, daemon=True)
        person.start()
        follower = start(pace=Pace(idle_s=0.05))
        person.join(PATIENCE_S)
        assert found_at
        assert found_at[0] < 1_201
        follower.until(lambda: len(paths(index)) == 1_201, "the first run is done")

    def test_a_saved_note_gets_its_vectors_before_those_that_many_links_lead_to(
        self, vault: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        for n in range(400):
            (vault / f"{n}.md").write_text(f"text of the note {n} [[{n % 100}]] " + " ".join(["[[7]]"] * 20))
        follower = start(pace=Pace(duty=0.0, idle_s=0.05))
        (vault / "saved.md").write_text("caterpillar")
        follower.until(lambda: found(index, "caterpillar"), "the save is found")
        follower.pace = Pace(duty=1.0, embed_step_s=0.001, idle_s=0.05)
        (vault / "saved.md").write_text("a caterpillar")
        follower.until(lambda: index.catalog.totals().vectors, "a vector is made")
        assert [index.catalog.vector_state(path).waiting for path in ("saved.md", "399.md")] == [0, 1]

    def test_a_vault_that_vanishes_comes_back(
        self, vault: Path, tmp_path: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        (vault / "a.md").write_text("text")
        follower = start()
        vault.rename(tmp_path / "unmounted")
        follower.until(lambda: follower.reports[-1].notices, "it is told")
        assert paths(index) == {"a.md"}
        (tmp_path / "unmounted/b.md").write_text("meanwhile")
        (tmp_path / "unmounted").rename(vault)
        follower.until(lambda: "b.md" in paths(index), "it is followed again")
        (vault / "c.md").write_text("afterwards")
        follower.until(lambda: "c.md" in paths(index), "its events are seen again")

    def test_a_disk_that_was_full_for_a_while_ends_nothing(
        self, vault: Path, index: Index, start: Callable[..., Follower], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(live, "_RETRY_STORAGE_S", 0.2)
        (vault / "a.md").write_text("text")
        follower = start(pace=Pace(duty=0.0, idle_s=0.05))
        with index.catalog.batch():
            (pages,) = index.catalog._writer.execute("PRAGMA page_count").fetchone()
            index.catalog._writer.execute(f"PRAGMA max_page_count = {pages + 5}")
        for number in range(40):
            (vault / f"{number}.md").write_text(f"caterpillar {number} " * 400)
        follower.until(lambda: any("is full" in said for said in follower.reports[-1].notices), "it is told")
        with index.catalog.batch():
            index.catalog._writer.execute("PRAGMA max_page_count = 1000000")
        follower.until(lambda: len(paths(index)) == 41, "what came meanwhile is taken in")
        follower.until(lambda: not follower.reports[-1].notices, "it is no longer told")
        (vault / "b.md").write_text("kingfisher")
        follower.until(lambda: found(index, "kingfisher"), "the next save is found")

    def test_no_room_for_vectors_leaves_words_as_quick_as_ever(
        self, vault: Path, index: Index, start: Callable[..., Follower], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def full(_: object) -> None:
            raise StorageFull("The disk is full.")

        (vault / "a.md").write_text("text")
        monkeypatch.setattr(live, "_RETRY_STORAGE_S", 1_000.0)
        monkeypatch.setattr(index.vectors, "upsert", full)
        follower = start()
        follower.until(lambda: any(one.notices == ("The disk is full.",) for one in follower.reports), "it is told")
        (vault / "b.md").write_text("caterpillar")
        follower.until(lambda: found(index, "caterpillar"), "the save is found")

    def test_after_sleep_everything_is_looked_at_once_more(
        self, vault: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        (vault / "a.md").write_text("text")
        follower = start(Deaf)
        (vault / "b.md").write_text("caterpillar")
        time.sleep(0.3)
        assert not found(index, "caterpillar")
        follower.clock.slept_ns = 3_600 * 10**9
        follower.until(lambda: found(index, "caterpillar"), "what was missed is found")

    def test_polling_sees_the_same(self, vault: Path, index: Index, start: Callable[..., Follower]) -> None:
        (vault / "a.md").write_text("text")
        follower = start(lambda: PollingWatcher(0.1, "Changes are looked for, because of a test."))
        assert follower.reports[0].notices == ("Changes are looked for, because of a test.",)
        (vault / "a.md").rename(vault / "b.md")
        follower.until(lambda: paths(index) == {"b.md"}, "the rename is seen")

    def test_paused_vectors_wait_and_words_go_on(
        self, vault: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        follower = start(pace=Pace(duty=0.0, idle_s=0.05))
        (vault / "a.md").write_text("caterpillar")
        follower.until(lambda: found(index, "caterpillar"), "the save is found")
        time.sleep(0.3)
        assert index.catalog.totals().waiting == 1

    def test_a_change_of_what_is_excluded_is_taken_in(
        self, vault: Path, index: Index, start: Callable[..., Follower]
    ) -> None:
        (vault / "a.md").write_text("caterpillar")
        (vault / ".obsidian").mkdir()
        follower = start()
        assert found(index, "caterpillar")
        (vault / ".obsidian/app.json").write_text('{"userIgnoreFilters": ["a.md"]}')
        follower.until(lambda: not found(index, "caterpillar"), "the exclusion is seen")
        [note] = index.catalog.notes()
        assert (note.path, note.is_excluded) == ("a.md", True)

    def test_a_model_that_fails_ends_nothing(self, vault: Path, index: Index, start: Callable[..., Follower]) -> None:
        (vault / "a.md").write_text("UNREADABLE")
        follower = start()
        follower.until(
            lambda: any("cannot read this text" in notice for one in follower.reports for notice in one.notices),
            "it is told",
        )
        (vault / "b.md").write_text("caterpillar")
        follower.until(lambda: found(index, "caterpillar"), "the save is found")
        follower.until(lambda: index.catalog.totals().vectors == 1, "the save has its vector")
        assert index.catalog.totals().waiting == 1


def test_a_race_settles_into_a_rebuild(
    shared_data: Callable[[str], Path], vault: Path, index: Index, start: Callable[..., Follower], tmp_path: Path
) -> None:
    [script] = shared_data("nasty").rglob("race.py")
    shutil.copy(script, tmp_path / "race.py")
    follower = start()
    subprocess.run([sys.executable, tmp_path / "race.py", vault, "2"], check=True, capture_output=True, timeout=120)
    follower.until_current()
    index.check()
