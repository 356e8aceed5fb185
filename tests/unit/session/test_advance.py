import pytest

from vaultmind.domain.change import ChangeKind
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import ChangedNote, IndexReport
from vaultmind.domain.views import IndexingView
from vaultmind.indexing import Pace
from vaultmind.ports import CatalogTotals, Progress
from vaultmind.session.advance import Advance, Unasked

FULL, HALF = Pace(), Pace(duty=0.5, reason="The machine is busy.")


def totals(waiting: int) -> CatalogTotals:
    return CatalogTotals(notes=50, chunks=100, vectors=100 - waiting, waiting=waiting, links=0, failed=0)


def view(advance: Advance, waiting: int = 60, pace: Pace = FULL, **said: bool | Progress) -> IndexingView:
    known = {"has_vectors": True, "is_paused": False, "is_followed": True, **said}
    return advance.view(totals(waiting), pace=pace, **known)


class Watch:
    """A clock that a test sets."""

    at_s = 100.0

    def __call__(self) -> float:
        return self.at_s


@pytest.fixture
def watch() -> Watch:
    return Watch()


@pytest.fixture
def advance(watch: Watch) -> Advance:
    """An index whose last step made 10 vectors in 5 seconds."""
    made = Advance(watch)
    made.learn(IndexReport(embedded=10, waiting=60, stages={"embed": 5.0}))
    return made


def test_the_estimate_is_the_pace_of_the_last_steps(advance: Advance) -> None:
    assert view(advance) == IndexingView("vectors", 40, 100, 30.0)


def test_rests_count_in_the_estimate_and_their_reason_is_given(advance: Advance) -> None:
    assert view(advance, pace=HALF) == IndexingView("vectors", 40, 100, 60.0, "The machine is busy.")


def test_a_person_who_waits_for_the_vectors_is_given_no_rests(advance: Advance) -> None:
    advance.run_began()
    assert view(advance, pace=HALF, is_followed=False) == IndexingView("vectors", 40, 100, 30.0)
    advance.run_ended()
    assert view(advance, pace=HALF).remaining_s == 60.0


def test_a_pace_that_changed_changes_the_estimate(advance: Advance) -> None:
    for _ in range(500):
        advance.learn(IndexReport(embedded=10, waiting=60, stages={"embed": 10.0}))
    assert advance.remaining_s(60, FULL) == pytest.approx(60, rel=0.01)


def test_before_the_first_vector_nobody_can_know(watch: Watch) -> None:
    assert view(Advance(watch)) == IndexingView("vectors", 40, 100, None)


def test_before_the_whole_vault_was_looked_at_notes_are_being_looked_for(advance: Advance) -> None:
    assert view(advance, has_vectors=False, is_known=False) == IndexingView("words", 0, None, None)
    assert view(advance, has_vectors=False, is_known=False, is_held=True).state == "held"
    advance.learn(IndexReport(notices=("The vault vanished.",)))
    assert view(advance, is_known=False) == IndexingView("waiting", 0, None, None, "The vault vanished.")


def test_a_first_reading_that_begins_again_counts_what_it_had_read(advance: Advance) -> None:
    begun = {"has_vectors": False, "is_known": False, "reading": Progress("read", 50, 2500)}
    assert view(advance, **begun) == IndexingView("words", 50, 2500, None)
    held = view(advance, is_held=True, **begun)
    assert (held.state, held.done, held.total) == ("held", 50, 2500)
    advance.take(Progress("read", 60, 2500))
    assert view(advance, **begun).done == 60


def test_how_long_reading_takes_is_its_pace_without_the_time_it_was_paused(advance: Advance, watch: Watch) -> None:
    def after(seconds: float, done: int) -> IndexingView:
        watch.at_s += seconds
        advance.take(Progress("read", done, 1000))
        return view(advance, is_known=False)

    assert after(3, 100) == IndexingView("words", 100, 1000, None)
    assert after(2, 200) == IndexingView("words", 200, 1000, 16.0)
    assert view(advance, is_held=True).remaining_s is None
    advance.reading_rested()
    assert after(600, 300).remaining_s is None
    assert after(1, 400).remaining_s == 6.0
    advance.take(Progress("read", 0, 0))
    assert after(50, 10).remaining_s is None


def test_a_pause_has_no_end(advance: Advance) -> None:
    paused = view(advance, pace=Pace(duty=0.0), is_paused=True)
    assert (paused.state, paused.remaining_s) == ("paused", None)
    assert "Paused" in paused.reason


def test_what_keeps_vectors_from_being_made_is_said_until_it_is_over(advance: Advance) -> None:
    advance.learn(IndexReport(notices=("The model is broken.",), waiting=60))
    assert view(advance) == IndexingView("waiting", 40, 100, None, "The model is broken.")
    advance.learn(IndexReport(embedded=1, waiting=59, stages={"embed": 0.5}))
    assert view(advance).state == "vectors"


def test_where_nobody_follows_the_vault_vectors_wait(advance: Advance) -> None:
    waiting = view(advance, is_followed=False)
    assert (waiting.state, waiting.remaining_s) == ("waiting", None)
    assert "vaultmind index" in waiting.reason


def test_notes_are_counted_while_they_are_read(advance: Advance) -> None:
    advance.take(Progress("read", 30, 50))
    advance.take(Progress("embed", 3, 100))
    assert view(advance) == IndexingView("words", 30, 50)
    advance.take(Progress("read", 50, 50))
    assert view(advance).state == "vectors"


def test_a_note_that_is_saved_while_others_are_read_ends_nothing(advance: Advance) -> None:
    advance.take(Progress("read", 30, 50))
    advance.learn(IndexReport(changed=(ChangedNote(NotePath("a.md"), ChangeKind.MODIFIED),), waiting=60))
    assert view(advance) == IndexingView("words", 30, 50)


def test_reading_that_was_stopped_is_over(advance: Advance) -> None:
    advance.run_began()
    advance.take(Progress("read", 30, 50))
    advance.run_ended()
    assert view(advance).state == "vectors"


def test_an_index_with_nothing_to_do_is_current(advance: Advance) -> None:
    assert view(advance, waiting=0) == IndexingView("current", 100, 100, 0.0)
    assert view(advance, has_vectors=False).state == "current"


def test_vectors_that_a_run_did_not_wait_for_are_told_by_the_next_that_does() -> None:
    unasked = Unasked()
    unasked.take(IndexReport(embedded=7, embedding_calls=5))
    words_only = unasked.hand_over(IndexReport(), vectors=False)
    assert (words_only.embedded, words_only.embedding_calls) == (0, 0)
    waited = unasked.hand_over(IndexReport(embedded=1, embedding_calls=1), vectors=True)
    assert (waited.embedded, waited.embedding_calls) == (8, 6)
    again = unasked.hand_over(IndexReport(), vectors=True)
    assert (again.embedded, again.embedding_calls) == (0, 0)
