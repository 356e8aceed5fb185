import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.support import (
    best_quote,
    check_statements,
    cite_statements,
    correct_marks,
    support_notices,
)
from vaultmind.domain.answer import Statement
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span

TEXT = "Backups run at night. They are kept for 14 days on the NAS. Ivan checks them."


def passage(text: str, title: str = "Backups") -> Passage:
    return Passage(1, Chunk(NotePath(f"{title}.md"), 0, Span(0, len(text)), (1, 3), (), title, text), 1.0)


OFFERED = {1: passage("Soil is wet.", "Garden"), 2: passage(TEXT)}


def test_a_statement_is_held_against_what_it_cites() -> None:
    answer = "Backups are kept for 14 days [2]. Ivan checks them daily [2]. They are kept for 30 days [2]."
    statements = check_statements(answer, OFFERED)
    assert [statement.span.of(answer) for statement in statements] == [
        "Backups are kept for 14 days [2].",
        "Ivan checks them daily [2].",
        "They are kept for 30 days [2].",
    ]
    assert [statement.missing for statement in statements] == [(), (), ("30",)]
    assert [statement.is_supported for statement in statements] == [True, True, False]
    assert [statement.quotes for statement in statements[:2]] == [
        ("They are kept for 14 days on the NAS.",),
        ("Ivan checks them.",),
    ]


@pytest.mark.parametrize(
    "said",
    [
        "More in [2].",
        "See [2].",
        "See also [1] and [2].",
        "For more details, see the note [2].",
        "It is so [2].",
        "Подробнее в [2].",
        "См. [2].",
        "Об этом подробнее сказано в заметке [2].",
    ],
)
def test_a_sentence_that_says_nothing_itself_is_no_statement_and_its_mark_leads_somewhere(said: str) -> None:
    answer = f"Backups are kept for 14 days [1]. {said}"
    statements = check_statements(answer, OFFERED)
    assert [one.span.start for one in statements] == [0]
    assert support_notices(said, check_statements(said, OFFERED)) == ()
    cited = cite_statements(answer, statements, OFFERED, read_note=lambda _: TEXT)
    assert [(one.number, one.quote, one.is_proof) for one in cited] == [
        (1, "Soil is wet.", False),
        (2, "They are kept for 14 days on the NAS.", False),
    ]


def test_what_leads_to_a_note_is_said_where_it_was_asked_for() -> None:
    assert len(check_statements("In the note [2].", OFFERED, question="Where is the note?")) == 1
    assert len(check_statements("See 14 [2].", OFFERED)) == 1


def test_statements_with_one_fault_are_told_of_in_one_sentence() -> None:
    statements = [
        Statement(Span(0, 2), (1,), ("30",)),
        Statement(Span(3, 5), (1,), ("Ann", "30")),
        Statement(Span(6, 8), ()),
        Statement(Span(9, 11), ()),
        Statement(Span(6, 8), ()),
        Statement(Span(12, 14), ()),
        Statement(Span(15, 17), ()),
        Statement(Span(0, 2), (1,), ("[[Moon]]",)),
        Statement(Span(3, 5), (1,), ("[[Moon]]", "[[Sun]]")),
        Statement(Span(0, 2), (1,), (), True),
        Statement(Span(6, 8), (1,), (), False, ("[[B]]",)),
    ]
    assert support_notices("Aa Bb Cc Dd Ee Ff", statements) == (
        "Leads nowhere: [[Moon]], [[Sun]].",
        "Not in the cited notes: 30, Ann (in 2 statements: “Aa”, “Bb”).",
        "No note is cited for 5 statements: “Cc”, “Dd”, “Ee” ….",
        "The cited notes may not say “Aa”.",
        "The cited notes do not name what [[B]] leads to (in “Cc”).",
    )


def test_what_another_passage_says_does_not_support() -> None:
    (statement,) = check_statements("They are kept for 14 days [1].", OFFERED)
    assert statement.missing == ("14",)


@pytest.mark.parametrize(
    ("said", "note", "question", "missing"),
    [
        ("The jam does not boil at all [1].", "The jam boils for four minutes.", "How is it made?", ("does not",)),
        ("Варенье не кипит [1].", "Варенье кипит четыре минуты.", "Как варить?", ("не",)),
        ("The jam does not boil [1].", "The jam must never boil.", "How is it made?", ()),
        ("Варенье не кипит [1].", "Варенье без кипения. Его солят.", "Как варить?", ()),
        ("The jam boils for four minutes [1].", "The jam boils for four minutes.", "How is it made?", ()),
        ("The jam does not boil [1].", "The jam boils for four minutes.", "Why does the jam not boil?", ()),
        ("The jam does not boil [1].", "Варенье кипит четыре минуты.", "How is it made?", ()),  # cannot be judged
    ],
)
def test_a_no_must_stand_in_what_is_cited(said: str, note: str, question: str, missing: tuple[str, ...]) -> None:
    (statement,) = check_statements(said, {1: passage(note, "Jam")}, question=question)
    assert statement.missing == missing


@pytest.mark.parametrize(
    ("said", "note", "missing"),
    [
        ("The pressure is 1.5 bar [1].", "The pressure is 2.1 bar, not 1.5 bar.", ("1.5",)),
        ("The pressure is 2.1 bar [1].", "The pressure is 2.1 bar, not 1.5 bar.", ()),
        ("The pressure is 1.5 bar [1].", "The pressure is 2.1 bar, not 1.5 bar. It was 1.5 bar.", ()),
        ("The pressure is not 1.5 bar, it is 2.1 bar [1].", "The pressure is 2.1 bar, not 1.5 bar.", ()),
        ("Давление 1,5 бар [1].", "Давление 2,1 бар, а не 1,5 бар.", ("1,5",)),
        ("Давление 2,1 бар [1].", "Давление 2,1 бар, а не 1,5 бар.", ()),
        ("Грушу обрезает Пётр [1].", "Грушу обрезает Игорь, а не Пётр.", ("Пётр",)),
        ("He taught with Pavlov [1].", "He was not a pupil of Pavlov, he taught with him.", ()),
    ],
)
def test_what_a_correction_denies_is_not_said_by_it(said: str, note: str, missing: tuple[str, ...]) -> None:
    (statement,) = check_statements(said, {1: passage(note, "Boiler")}, question="What is the pressure?")
    assert statement.missing == missing


def test_the_title_of_a_note_supports_and_so_do_the_words_of_the_question() -> None:
    (statement,) = check_statements("In the Backups of Maria it is 14 [2].", OFFERED, question="What does Maria keep?")
    assert statement.is_supported


@pytest.mark.parametrize(
    ("written", "corrected"),
    [
        ("They are kept for 14 days.", "They are kept for 14 days. [2]"),
        ("They are kept for 14 days [1].", "They are kept for 14 days. [2]"),
        ("They are kept for 14 days [2].", "They are kept for 14 days [2]."),
        ("They are kept for 30 days [1].", "They are kept for 30 days [1]."),
        ("Soil is wet. Backups run at night [2].", "Soil is wet. [1] Backups run at night [2]."),
        ("The moon is far away.", "The moon is far away."),
    ],
)
def test_marks_lead_to_what_plainly_says_it(written: str, corrected: str) -> None:
    assert correct_marks(written, OFFERED, question="How long are they kept?") == corrected


def test_a_statement_without_a_citation_is_not_supported() -> None:
    statements = check_statements("Here it is:\nThey are kept for 14 days.", OFFERED)
    assert [statement.citations for statement in statements] == [()]
    assert not statements[0].is_supported
    assert support_notices("Here it is:\nThey are kept for 14 days.", statements) == (
        "No note is cited for “They are kept for 14 days”.",
    )


def test_notices_name_what_is_missing() -> None:
    answer = "They are kept for 30 days [2]."
    notices = support_notices(answer, check_statements(answer, OFFERED))
    assert notices == ("Not in the cited notes: 30 (in “They are kept for 30 days”).",)


def test_each_number_is_cited_once_with_the_sentence_that_carries_it() -> None:
    answer = "Kept for 14 days [2][1]. On the NAS [2]."
    citations = cite_statements(answer, check_statements(answer, OFFERED), OFFERED, read_note=lambda _: TEXT)
    assert [(citation.number, citation.verified) for citation in citations] == [(2, True), (1, False)]
    assert citations[0].quote == "They are kept for 14 days on the NAS."


LEADING = ("Rome Plan", "2024-05-09", "Backups#Backups", "Plan")


@pytest.mark.parametrize(
    ("said", "missing", "unnamed", "notice"),
    [
        ("Kept for 14 days, see [[Rome Plan]] [2].", (), ("[[Rome Plan]]",), "do not name what [[Rome Plan]] leads to"),
        ("Kept for 14 days, see [[Gone]] [2].", ("[[Gone]]",), (), "Leads nowhere: [[Gone]]."),
        ("Kept for [[Rome Plan|30 days]] [2].", ("30",), (), "Not in the cited notes: 30 (in"),
        ("Kept since [[2024-05-09]] [2].", (), ("[[2024-05-09]]",), "do not name what [[2024-05-09]] leads to"),
        ("Kept 30 days by [[Rome Plan|Plan]] [2].", ("30",), ("[[Rome Plan|Plan]]",), "Not in the cited notes: 30 (in"),
        ("They are kept on the NAS, see [[Backups#Backups]] [2].", (), (), ""),
        ("They are kept for 14 days, `[[Gone]]` [2].", ("Gone",), (), "Not in the cited notes: Gone"),
    ],
)
def test_a_link_is_judged_by_where_it_leads(
    said: str, missing: tuple[str, ...], unnamed: tuple[str, ...], notice: str
) -> None:
    (statement,) = statements = check_statements(said, OFFERED, leads_somewhere=lambda target: target in LEADING)
    assert (statement.missing, statement.unnamed) == (missing, unnamed)
    assert statement.is_supported == (not notice)
    assert [notice in told for told in support_notices(said, statements)] == [True] * bool(notice)


def test_a_passage_proves_nothing_where_all_that_cites_it_lacks_support() -> None:
    answer = "Kept for 14 days [2]. Soil is dry for 30 days [1]. Kept for 99 days [2]."
    citations = cite_statements(
        answer, check_statements(answer, OFFERED), OFFERED, read_note=lambda path: f"{TEXT} Soil is wet."
    )
    assert [(one.number, one.verified, one.supports, one.is_proof) for one in citations] == [
        (2, True, True, True),
        (1, True, False, False),
    ]


def test_a_quote_is_without_its_list_mark() -> None:
    assert best_quote("water daily", passage("- [ ] Dig the bed.\n- [x] Water it daily.")) == "Water it daily."


@given(st.text(alphabet="ab 14.[2]\n«»", max_size=60))
def test_statements_lie_in_the_answer_and_cite_what_was_offered(answer: str) -> None:
    for statement in check_statements(answer, OFFERED):
        assert 0 <= statement.span.start < statement.span.end <= len(answer)
        assert set(statement.citations) <= {1, 2}


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_quote_is_part_of_its_passage(statement: str, text: str) -> None:
    assert best_quote(statement, passage(text)) in text
