import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.change import (
    Change,
    ChangeKind,
    FileEvent,
    Stamp,
    is_mass_deletion,
    is_passing_file,
    join_renames,
    plan_changes,
    settle,
)
from vaultmind.domain.link import NotePath

ADDED, MODIFIED, RENAMED, REMOVED = ChangeKind.ADDED, ChangeKind.MODIFIED, ChangeKind.RENAMED, ChangeKind.REMOVED
WHOLE = frozenset({NotePath("")})


def stamp(inode: int = 1, *, size: int = 10, mtime: int = 100, ctime: int = 100) -> Stamp:
    return Stamp(size, mtime, ctime, inode)


def events(*paths: str, at: float = 0.0, is_gone: bool = False) -> list[FileEvent]:
    return [FileEvent(NotePath(path), at, is_gone=is_gone) for path in paths]


class TestPlanChanges:
    def test_equal_stamps_are_no_change(self) -> None:
        files = {NotePath("a.md"): stamp()}
        assert plan_changes(on_disk=files, indexed=files) == []

    @pytest.mark.parametrize(
        "now", [stamp(size=11), stamp(mtime=101), stamp(mtime=99), stamp(ctime=101), stamp(inode=2)]
    )
    def test_any_difference_counts_an_older_time_too(self, now: Stamp) -> None:
        path = NotePath("a.md")
        assert plan_changes(on_disk={path: now}, indexed={path: stamp()}) == [Change(MODIFIED, path)]

    def test_added_and_removed(self) -> None:
        changes = plan_changes(on_disk={NotePath("b.md"): stamp(2)}, indexed={NotePath("a.md"): stamp(1)})
        assert changes == [Change(REMOVED, NotePath("a.md")), Change(ADDED, NotePath("b.md"))]

    def test_a_moved_file_is_one_rename_whatever_its_change_time(self) -> None:
        changes = plan_changes(
            on_disk={NotePath("new/a.md"): stamp(7, ctime=999)}, indexed={NotePath("old/a.md"): stamp(7)}
        )
        assert changes == [Change(RENAMED, NotePath("new/a.md"), NotePath("old/a.md"))]

    def test_a_reused_inode_is_no_rename(self) -> None:
        changes = plan_changes(
            on_disk={NotePath("b.md"): stamp(7, size=11)}, indexed={NotePath("a.md"): stamp(7, size=10)}
        )
        assert [change.kind for change in changes] == [REMOVED, ADDED]

    def test_without_inodes_nothing_is_a_rename(self) -> None:
        changes = plan_changes(on_disk={NotePath("b.md"): stamp(0)}, indexed={NotePath("a.md"): stamp(0)})
        assert [change.kind for change in changes] == [REMOVED, ADDED]

    @given(
        st.dictionaries(st.sampled_from("abcdef"), st.builds(stamp, st.integers(0, 3), size=st.integers(0, 2))),
        st.dictionaries(st.sampled_from("abcdef"), st.builds(stamp, st.integers(0, 3), size=st.integers(0, 2))),
    )
    def test_applying_the_changes_gives_what_is_on_disk(
        self, on_disk: dict[NotePath, Stamp], indexed: dict[NotePath, Stamp]
    ) -> None:
        state = dict(indexed)
        for change in plan_changes(on_disk=on_disk, indexed=indexed):
            match change.kind:
                case ChangeKind.REMOVED:
                    del state[change.path]
                case ChangeKind.RENAMED:
                    assert change.old_path is not None
                    del state[change.old_path]
                    state[change.path] = on_disk[change.path]
                case _:
                    state[change.path] = on_disk[change.path]
        assert state == on_disk


class TestJoinRenames:
    def test_equal_content_elsewhere_is_a_rename(self) -> None:
        changes = [Change(ADDED, NotePath("new/a.md")), Change(REMOVED, NotePath("old/a.md"))]
        joined = join_renames(changes, on_disk={NotePath("new/a.md"): "x"}, indexed={NotePath("old/a.md"): "x"})
        assert joined == [Change(RENAMED, NotePath("new/a.md"), NotePath("old/a.md"))]

    def test_the_note_of_the_same_name_is_preferred(self) -> None:
        other, old, new = NotePath("b.md"), NotePath("old/c.md"), NotePath("new/c.md")
        changes = [Change(REMOVED, other), Change(ADDED, new), Change(REMOVED, old)]
        joined = join_renames(changes, on_disk={new: "x"}, indexed={other: "x", old: "x"})
        assert joined == [Change(REMOVED, other), Change(RENAMED, new, old)]

    def test_one_removed_note_is_the_old_name_of_one_added_note_at_most(self) -> None:
        changes = [Change(ADDED, NotePath("b.md")), Change(ADDED, NotePath("c.md")), Change(REMOVED, NotePath("a.md"))]
        joined = join_renames(
            changes, on_disk={NotePath("b.md"): "x", NotePath("c.md"): "x"}, indexed={NotePath("a.md"): "x"}
        )
        assert joined == [Change(RENAMED, NotePath("b.md"), NotePath("a.md")), Change(ADDED, NotePath("c.md"))]

    def test_other_content_stays_as_it_is(self) -> None:
        changes = [Change(ADDED, NotePath("b.md")), Change(REMOVED, NotePath("a.md"))]
        assert join_renames(changes, on_disk={NotePath("b.md"): "x"}, indexed={NotePath("a.md"): "y"}) == changes


@pytest.mark.parametrize(
    ("removed", "indexed", "expected"),
    [(3, 3, False), (4, 10, True), (30, 100, False), (31, 100, True), (0, 0, False), (1000, 100_000, False)],
)
def test_a_mass_deletion_is_over_thirty_percent_and_not_just_a_few(removed: int, indexed: int, expected: bool) -> None:
    assert is_mass_deletion(removed=removed, indexed=indexed) is expected


class TestSettle:
    def test_a_save_waits_until_it_is_quiet(self) -> None:
        saved = events("a.md", at=10.0)
        assert settle(saved, now=10.1).pending == tuple(saved)
        assert settle(saved, now=10.2).paths == {"a.md"}

    def test_nothing_waits_longer_than_the_longest(self) -> None:
        saved = [FileEvent(NotePath("log.md"), 10 + step / 10) for step in range(7)]
        assert settle(saved, now=10.65).paths == {"log.md"}

    def test_both_ends_of_a_rename_settle_together(self) -> None:
        moved = [*events("old.md", at=10.0, is_gone=False), *events("new.md", at=10.1)]
        assert settle(moved, now=10.2).paths == frozenset()
        assert settle(moved, now=10.3).paths == {"old.md", "new.md"}

    def test_what_is_gone_gets_time_to_come_back(self) -> None:
        gone = events("a.md", at=10.0, is_gone=True)
        assert settle(gone, now=10.3).paths == frozenset()
        assert settle([*gone, *events("a.md", at=10.05)], now=10.3).paths == {"a.md"}
        assert settle(gone, now=10.5).paths == {"a.md"}

    @pytest.mark.parametrize(
        "passing",
        ["a.md~", "4913", ".a.md.swp", ".obsidian/workspace.json", ".git/index", "#a.md#", "~$t.xlsx", ".trash/a.md",
         "~syncthing~a.md.tmp", "film.mp4.part", "sub/.hidden/x.md"],
    )  # fmt: skip
    def test_what_is_there_for_a_moment_or_hidden_is_not_looked_at(self, passing: str) -> None:
        assert settle(events(passing), now=100.0) == settle([], now=100.0)

    def test_a_folder_is_looked_at_whatever_its_name(self) -> None:
        folder = [FileEvent(NotePath("backup~"), 0.0, is_folder=True)]
        assert settle(folder, now=100.0).paths == {"backup~"}

    def test_a_setting_that_changes_what_is_excluded_is_a_look_at_everything(self) -> None:
        assert settle(events(".obsidian/app.json"), now=100.0).paths == WHOLE

    def test_lost_events_are_a_look_at_everything(self) -> None:
        assert settle(events("", "a.md"), now=100.0).paths == WHOLE

    def test_a_burst_is_a_look_at_everything(self) -> None:
        assert settle(events(*(f"{n}.md" for n in range(2_001))), now=100.0).paths == WHOLE
        assert settle(events(*(["a.md"] * 5_001)), now=100.0).paths == WHOLE

    @given(st.lists(st.tuples(st.sampled_from(["a.md", "b.md", "c.md"]), st.floats(0, 5), st.booleans()), max_size=12))
    def test_every_path_is_looked_at_in_the_end(self, happened: list[tuple[str, float, bool]]) -> None:
        pending: tuple[FileEvent, ...] = ()
        looked: set[str] = set()
        waiting = sorted(happened, key=lambda one: one[1])
        for tick in range(80):
            now = tick / 10
            arrived = [FileEvent(NotePath(path), at, is_gone=gone) for path, at, gone in waiting if at <= now]
            waiting = [one for one in waiting if one[1] > now]
            settled = settle((*pending, *arrived), now=now)
            looked |= settled.paths
            pending = settled.pending
        assert looked == {path for path, _, _ in happened}
        assert not pending


@pytest.mark.parametrize("name", ["a.md", "~$a.md", "note.canvas", "x.tmp.md", "tilde~.md", "49130"])
def test_a_note_is_never_a_passing_file(name: str) -> None:
    assert not is_passing_file(name)
