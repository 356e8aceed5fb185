"""What was decided keeps suggestions away and moves the threshold."""

import pytest

from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.domain.suggestion import Decision, Decisions, SuggestionKind, Verdict, suggestion_id

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


@pytest.mark.parametrize("verdict", [Verdict.REJECTED, Verdict.REJECTED_EVERYWHERE])
@pytest.mark.parametrize("kind", SuggestionKind)
def test_a_link_and_what_else_is_between_two_notes_are_refused_apart(kind: SuggestionKind, verdict: Verdict) -> None:
    links = {SuggestionKind.MENTION, SuggestionKind.SEMANTIC, SuggestionKind.STRUCTURAL, SuggestionKind.ORPHAN}
    known = Decisions([Decision(A, B, verdict, "garden", kind=kind)])
    assert {one for one in SuggestionKind if known.forbid(A, B, "garden", kind=one)} == (
        links if kind in links else {kind}
    )


def test_what_was_refused_before_kinds_were_kept_is_refused_in_every_kind() -> None:
    known = Decisions([Decision(A, B, Verdict.REJECTED)])
    assert all(known.forbid(A, B, kind=one) for one in SuggestionKind)


def test_a_merge_is_refused_in_both_directions_and_a_missing_note_whoever_links_it() -> None:
    merge = Decisions([Decision(A, B, Verdict.REJECTED, kind=SuggestionKind.DUPLICATE)])
    assert merge.forbid(B, A, kind=SuggestionKind.DUPLICATE)
    missing = Decisions([Decision(A, B, Verdict.REJECTED, kind=SuggestionKind.MISSING)])
    assert missing.forbid(C, B, kind=SuggestionKind.MISSING)
    assert not missing.forbid(A, C, kind=SuggestionKind.MISSING)


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
