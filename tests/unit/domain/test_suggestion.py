"""What was decided keeps suggestions away and moves the threshold."""

from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import Decision, Decisions, Verdict, suggestion_id

A, B, C = NotePath("a.md"), NotePath("b.md"), NotePath("c.md")


def test_a_refused_pair_is_refused_in_that_note_alone() -> None:
    known = Decisions([Decision(A, B, Verdict.REJECTED, "garden")])
    assert known.forbid(A, B, "soil")
    assert not known.forbid(C, B, "garden")
    assert not known.forbid(B, A)


def test_a_name_refused_everywhere_is_refused_in_every_note_for_that_target() -> None:
    known = Decisions([Decision(A, B, Verdict.REJECTED_EVERYWHERE, "garden")])
    assert known.forbid(C, B, "garden")
    assert not known.forbid(C, B, "soil")
    assert not known.forbid(C, A, "garden")


def test_an_accepted_link_is_not_refused() -> None:
    assert not Decisions([Decision(A, B, Verdict.ACCEPTED)]).forbid(A, B)


def test_refusals_raise_the_threshold_and_acceptances_lower_it() -> None:
    refused = [Decision(A, B, Verdict.REJECTED, score=0.3)] * 6
    accepted = [Decision(A, B, Verdict.ACCEPTED, score=0.3)] * 20
    assert Decisions(refused[:3]).threshold(0.1) == 0.1
    assert Decisions(refused).threshold(0.1) == 0.3
    assert Decisions([*refused, *accepted]).threshold(0.1) == 0.05


def test_an_id_is_that_of_pair_and_place() -> None:
    one = suggestion_id(A, B, Span(3, 7))
    assert one == suggestion_id(A, B, Span(3, 7))
    assert len({one, suggestion_id(B, A, Span(3, 7)), suggestion_id(A, B, Span(3, 8)), suggestion_id(A, B, None)}) == 4
