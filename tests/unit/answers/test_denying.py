import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.denying import denies_otherwise
from vaultmind.answers.support import check_statements
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span

KETTLE = "Aunt Marta's kettle boils in four minutes. Aunt Marta's pan does not whistle."
WORDS = "kettle boils pan not never no without and but only , more soup salt не без суп варят"
CHAJNIK = "Чайник тёти Марты кипит четыре минуты. Кастрюля Марты не свистит."


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("The kettle of aunt Marta does not boil at all [1].", KETTLE),
        ("The kettle of aunt Marta doesn't boil [1].", KETTLE),
        ("Aunt Marta's kettle doesn’t boil [1].", KETTLE),
        ("Aunt Marta's kettle never boils [1].", KETTLE),
        ("Aunt Marta's kettle no longer boils [1].", KETTLE),
        ("Marta's kettle is old, and neither the kettle boils [1].", KETTLE),
        ("The kettle of aunt Marta boils [1].", "Aunt Marta's kettle does not boil at all. It is old."),
        ("The soup is cooked with salt [1].", "The soup is cooked without salt."),
        ("The soup is cooked without salt [1].", "The soup is cooked with salt. The fish has no pepper."),
        ("Чайник тёти Марты вовсе не кипит [1].", CHAJNIK),
        ("Чайник тёти Марты никогда не кипит [1].", CHAJNIK),
        ("Чайник тёти Марты кипит [1].", "Чайник тёти Марты не кипит. Он стар."),
        ("Суп варят с солью [1].", "Суп варят без соли."),
        ("Суп варят без соли [1].", "Суп варят с солью. Рыбу не солят."),
    ],
)
def test_a_no_to_what_is_cited_or_a_yes_to_its_no_is_not_supported(said: str, note: str) -> None:
    assert not is_supported(said, note)


@pytest.mark.parametrize(
    ("said", "note"),
    [
        ("The kettle of aunt Marta does not boil [1].", "Aunt Marta's kettle doesn't boil. The pan boils."),
        ("The kettle of aunt Marta boils [1].", KETTLE),
        ("The soup is cooked not only with salt [1].", "The soup is cooked with salt, not only with pepper."),
        ("The soup is cooked with salt [1].", "The soup is cooked not only with salt but with pepper."),
        ("The soup is cooked with salt [1].", "The soup is never cooked without salt."),
        ("The kettle boils in four minutes [1].", "The kettle boils in four minutes, not in five."),
        ("The kettle boils after four minutes [1].", "The kettle does not boil until four minutes are over."),
        ("The kettle boils [1].", "Does the kettle not boil? The kettle boils."),
        ("The soup is cooked in the old pot [1].", "The soup is cooked in the old pot without salt."),
        ("The kettle stands in room 5 [1].", "The kettle stands in room No. 5."),
        ("The kettle boils in four minutes [1].", "The kettle boils in no more than four minutes."),
        ("Чайник тёти Марты не кипит [1].", "Чайник тёти Марты не кипит. Кастрюля кипит."),
        ("Суп варят с солью [1].", "Суп никогда не варят без соли, суп варят с солью."),
        ("Суп варят с солью [1].", "Суп варят не только с солью, но и с перцем."),
        ("Чайник кипит четыре минуты [1].", "Чайник кипит четыре минуты, а не пять."),
        ("Чайник кипит [1].", "Чайник не кипит, пока его не включат."),
    ],
)
def test_a_no_of_another_kind_costs_nothing(said: str, note: str) -> None:
    assert is_supported(said, note)


@given(
    st.lists(
        st.lists(
            st.sampled_from(WORDS.split()),
            min_size=1,
            max_size=8,
        ).map(" ".join),
        min_size=1,
        max_size=4,
    )
)
def test_what_a_passage_says_word_for_word_is_never_against_it(sentences: list[str]) -> None:
    assert not any(denies_otherwise(sentence, sentences) for sentence in sentences)


def is_supported(said: str, note: str) -> bool:
    passage = Passage(1, Chunk(NotePath("Kitchen.md"), 0, Span(0, len(note)), (1, 3), (), "Kitchen", note), 1.0)
    return all(statement.is_supported for statement in check_statements(said, {1: passage}, question="What of it?"))
