from vaultmind.domain.change import ChangeKind
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import ChangedNote, IndexReport

ONE = ChangedNote(NotePath("a.md"), ChangeKind.ADDED)
TWO = ChangedNote(NotePath("b.md"), ChangeKind.REMOVED)


def test_two_runs_add_up_and_the_later_state_stands() -> None:
    first = IndexReport(
        notes=1, embedding_calls=2, embedding_calls_total=2, changed=(ONE,), elapsed_s=1, stages={"scan": 1}
    )
    second = IndexReport(
        notes=3, embedding_calls=5, embedding_calls_total=7, changed=(TWO,), elapsed_s=2, stages={"scan": 1, "embed": 4}
    )
    both = first.followed_by(second)
    assert (both.notes, both.embedding_calls, both.embedding_calls_total) == (3, 7, 7)
    assert both.changed == (ONE, TWO)
    assert both.elapsed_s == 3
    assert both.stages == {"scan": 2, "embed": 4}


def test_a_notice_is_told_once() -> None:
    report = IndexReport(notices=("Polling.",)).noticing(["Polling.", "Paused."])
    assert report.notices == ("Polling.", "Paused.")
