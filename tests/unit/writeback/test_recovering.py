import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.journal import Action, EntryState
from vaultmind.writeback.recovering import Leftover, Recovery, is_half_written, plan_recovery

OLD, NEW, FOREIGN = b"old\n", b"old\nnew\n", b"a stranger's\n"


@pytest.mark.parametrize(
    ("action", "found", "left", "came_to"),
    [
        (Action.CHANGE, OLD, None, Recovery(EntryState.DROPPED)),
        (Action.CHANGE, NEW, None, Recovery(EntryState.DONE)),
        (Action.CHANGE, FOREIGN, None, Recovery(EntryState.OVERTAKEN)),
        (Action.CHANGE, OLD, b"old\nn", Recovery(EntryState.DROPPED, Leftover.DISCARD)),
        (Action.CHANGE, OLD, NEW, Recovery(EntryState.DROPPED, Leftover.DISCARD)),
        (Action.CHANGE, NEW, OLD, Recovery(EntryState.DONE, Leftover.DISCARD)),
        (Action.CHANGE, NEW, FOREIGN, Recovery(EntryState.DROPPED, Leftover.RESTORE)),
        (Action.CHANGE, FOREIGN, OLD, Recovery(EntryState.OVERTAKEN, Leftover.DISCARD)),
        (Action.CHANGE, FOREIGN, b"another stranger's\n", Recovery(EntryState.OVERTAKEN, Leftover.KEEP)),
        (Action.CHANGE, None, None, Recovery(EntryState.OVERTAKEN)),
    ],
)
def test_a_change(action: Action, found: bytes | None, left: bytes | None, came_to: Recovery) -> None:
    assert plan_recovery(action, before=OLD, after=NEW, found=found, left=left) == came_to


@pytest.mark.parametrize(
    ("found", "left", "came_to"),
    [
        (None, None, Recovery(EntryState.DROPPED)),
        (None, b"old", Recovery(EntryState.DROPPED, Leftover.DISCARD)),
        (NEW, None, Recovery(EntryState.DONE)),
        (FOREIGN, NEW, Recovery(EntryState.OVERTAKEN, Leftover.DISCARD)),
    ],
)
def test_a_new_note(found: bytes | None, left: bytes | None, came_to: Recovery) -> None:
    assert plan_recovery(Action.CREATE, before=None, after=NEW, found=found, left=left) == came_to


@pytest.mark.parametrize(
    ("found", "left", "came_to"),
    [
        (OLD, None, Recovery(EntryState.DROPPED)),
        (None, None, Recovery(EntryState.DONE)),
        (None, OLD, Recovery(EntryState.DONE, Leftover.DISCARD)),
        (None, FOREIGN, Recovery(EntryState.DROPPED, Leftover.RESTORE)),
        (FOREIGN, OLD, Recovery(EntryState.OVERTAKEN, Leftover.DISCARD)),
    ],
)
def test_a_removal(found: bytes | None, left: bytes | None, came_to: Recovery) -> None:
    assert plan_recovery(Action.REMOVE, before=OLD, after=None, found=found, left=left) == came_to


def test_a_file_changed_in_place_gets_its_bytes_back() -> None:
    recovery = plan_recovery(
        Action.CHANGE, before=b"one two", after=b"ONE TWO three", found=b"ONE two three", left=None
    )
    assert recovery == Recovery(EntryState.DROPPED, rewrite=b"one two")


@given(st.binary(max_size=40), st.binary(max_size=40), st.integers(0, 80))
def test_every_step_of_a_write_in_place_is_known_again(before: bytes, after: bytes, step: int) -> None:
    kept = min(len(before), len(after))
    grown = before + after[kept:] if len(after) > len(before) else before
    steps = [before + after[kept : kept + size] for size in range(len(after) - kept + 1)] if len(after) > kept else []
    steps += [after[:size] + grown[size:] for size in range(kept + 1)]
    assert is_half_written(steps[step % len(steps)], before, after)


@given(
    st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40), st.one_of(st.none(), st.binary(max_size=40))
)
def test_a_stranger_is_never_given_up(before: bytes, after: bytes, found: bytes, left: bytes | None) -> None:
    recovery = plan_recovery(Action.CHANGE, before=before, after=after, found=found, left=left)
    if recovery.leftover is Leftover.DISCARD:
        assert left is not None
        assert left == before or after.startswith(left)
    if recovery.rewrite is not None:
        assert is_half_written(found, before, after)
