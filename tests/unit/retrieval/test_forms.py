import pytest

from vaultmind.domain.query import GroupFilter, LexicalQuery, TagFilter, Term, WordField, WordFilter
from vaultmind.retrieval.forms import with_other_forms


def texts(terms: tuple[Term, ...]) -> set[str]:
    return {term.text for term in terms}


@pytest.mark.parametrize(
    ("word", "form"),
    [("mouse", "mice"), ("mice", "mouse"), ("сон", "сна"), ("сна", "сон"), ("людей", "человек"), ("Льва", "лев")],
)
def test_a_word_stands_for_its_other_forms_with_less_weight(word: str, form: str) -> None:
    query = with_other_forms(LexicalQuery(any=(Term(word), Term("garden"))), weight=0.5)
    assert {Term(word), Term("garden"), Term(form, weight=0.5)} <= set(query.any)


def test_a_sentence_leaves_forms_of_another_root_to_meaning() -> None:
    query = with_other_forms(LexicalQuery(any=(Term("людей"), Term("сон"))), of_any_root=False)
    assert "человек" not in texts(query.any)
    assert "сна" in texts(query.any)


def test_phrases_and_beginnings_stay_as_they_are() -> None:
    query = LexicalQuery(any=(Term("mice and men"), Term("mice", is_prefix=True)))
    assert with_other_forms(query) == query


def test_what_is_required_or_ruled_out_is_so_in_any_form() -> None:
    title = Term("mice", field=WordField.TITLE)
    asked = LexicalQuery(all=(title, Term("red barn")), none=(Term("child"),), filters=(TagFilter("x"),))
    query = with_other_forms(asked)
    either = GroupFilter((WordFilter(title), WordFilter(Term("mouse", field=WordField.TITLE))), is_any=True)
    assert query.all == (Term("red barn"),)
    assert query.filters == (TagFilter("x"), either)
    assert texts(query.any) == {"mice", "mouse"}
    assert texts(query.none) == {"child", "children"}


def test_a_word_in_a_group_is_taken_in_any_form_also_negated() -> None:
    group = GroupFilter((WordFilter(Term("mouse"), is_negated=True), TagFilter("x")))
    (found,) = with_other_forms(LexicalQuery(filters=(group,))).filters
    both = (WordFilter(Term("mouse")), WordFilter(Term("mice")))
    assert found == GroupFilter((GroupFilter(both, is_any=True, is_negated=True), TagFilter("x")))
