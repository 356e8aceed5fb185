import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.ports import Scored
from vaultmind.retrieval.fusion import Leg, fuse, in_order, of_another_language, places, scale_of
from vaultmind.retrieval.weights import LEGS, QuestionKind


def ranking(*scores: float, start: int = 1) -> list[Scored]:
    return [Scored(start + place, score) for place, score in enumerate(scores)]


def test_a_clear_winner_of_one_leg_stays_ahead_of_what_both_find_passable() -> None:
    words = ranking(30.0, 2.0, 1.9, 1.8, 1.7, 1.6)
    meaning = [Scored(2, 0.81), Scored(3, 0.80), Scored(1, 0.79), *ranking(0.78, 0.77, 0.76, start=4)]
    assert in_order(fuse([Leg(words), Leg(meaning)]))[0] == 1


def test_what_a_leg_does_not_hold_gets_its_lowest_z_score() -> None:
    fused = fuse([Leg(ranking(3.0, 1.0)), Leg([Scored(1, 5.0), Scored(9, 4.0)])])
    assert fused[1] == pytest.approx(2.0)
    assert fused[2] == pytest.approx(-2.0)
    assert fused[9] == pytest.approx(-2.0)


def test_an_empty_leg_and_a_leg_without_weight_take_no_part() -> None:
    alone = fuse([Leg(ranking(3.0, 2.0, 1.0))])
    assert fuse([Leg(ranking(3.0, 2.0, 1.0)), Leg([]), Leg([Scored(7, 1.0)], weight=0.0)]) == alone


def test_equal_scores_and_no_scores_have_z_scores_of_zero() -> None:
    assert scale_of(ranking(2.0, 2.0)).z(2.0) == 0.0
    assert scale_of([]).lowest == 0.0
    assert fuse([]) == {}


def test_what_one_passage_alone_has_stands_far_out_where_the_list_could_be_longer() -> None:
    assert scale_of(ranking(7.0)).z(7.0) == 0.0
    alone = scale_of(ranking(7.0), at_least=50)
    assert alone.z(7.0) > 6.0
    assert alone.z(0.0) == alone.lowest < 0.0


@given(
    st.lists(st.floats(-50, 50), min_size=2, max_size=30, unique=True),
    st.floats(0.1, 9),
    st.floats(-9, 9),
)
def test_the_scale_of_a_leg_does_not_matter(scores: list[float], factor: float, shift: float) -> None:
    entries = [Scored(place, score) for place, score in enumerate(sorted(scores, reverse=True))]
    changed = [Scored(entry.chunk_id, entry.score * factor + shift) for entry in entries]
    one, other = fuse([Leg(entries)]), fuse([Leg(changed)])
    assert all(one[key] == pytest.approx(other[key], abs=1e-4) for key in one)


def test_equal_scores_keep_the_order_of_their_ids() -> None:
    assert in_order({3: 1.0, 1: 1.0, 2: 2.0}) == [2, 1, 3]
    assert places(ranking(3.0, 2.0, start=5)) == {5: 1, 6: 2}


@pytest.mark.parametrize(
    ("kind", "meaning", "said"),
    [
        (QuestionKind.WORD, 3.0, -0.2),  # who types a word wants the notes that hold it first
        (QuestionKind.COMMON, 3.0, 1.5),
        (QuestionKind.RARE, 1.9, -0.2),  # near a little, and so no more than what lacks the words
        (QuestionKind.SENTENCE, 1.0, 0.5),
        (QuestionKind.SENTENCE, -1.0, -0.2),
    ],
)
def test_a_passage_in_another_language_gets_for_words_a_share_of_its_meaning_where_that_stands_out(
    kind: QuestionKind, meaning: float, said: float
) -> None:
    assert of_another_language(-0.2, meaning, LEGS[kind]) == pytest.approx(said)
    assert of_another_language(4.0, meaning, LEGS[kind]) == 4.0  # a name that both write alike
