from dataclasses import replace

import pytest

from vaultmind.api import Answer, AnswerMode, Citation, CouncilAnswer, NoteView, Voice
from vaultmind.cli import words
from vaultmind.domain.report import IndexReport
from vaultmind.domain.views import EngineView, IndexingView, VaultStatus


def test_notes_that_vanished_all_at_once_are_told_with_what_to_do() -> None:
    report = IndexReport(notes=240, waiting_deletions=("Сад.md", "Garden.md"))
    said = "\n".join(words.index_report(report))
    assert "2 notes are no longer on the disk, e.g. Сад.md" in said
    assert "--confirm-deletions" in said


def test_what_a_person_should_know_of_a_run_is_told() -> None:
    notice = "Notes are found by their words alone."
    assert list(words.index_report(IndexReport(notices=(notice,))))[-1] == notice


def test_properties_read_as_a_person_writes_them() -> None:
    properties = {"up": "[[Сад]]", "rel": ("[[b]]", ("c",)), "empty": None, "on": True, "n": 2}
    view = NoteView("a.md", "a", (), (), properties, (), (), (), (), (), None, ())
    said = list(words.note(view))
    assert {"up: [[Сад]]", 'rel: ["[[b]]", ["c"]]', "empty: ", "on: true", "n: 2"} <= set(said)


def test_a_voice_in_whose_place_the_notes_sentences_stand_is_said_to_be_one() -> None:
    own = Answer("Q", "Deep [1].", False, AnswerMode.GENERATED, model="a")
    instead = Answer("Q", "12 m [1].", False, AnswerMode.EXTRACTIVE, model="b")
    voices = (Voice("a", own, "", 1000.0), Voice("b", instead, "", 2000.0))
    assert list(words.council(CouncilAnswer(own, voices)))[:2] == [
        "a (1.0 s): Deep [1].",
        "b (2.0 s): had nothing held; its notes' sentences shown instead: 12 m [1].",
    ]


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"It ripens late \[1\] [2].", "It ripens late (1) [2]."),
        ("Сорт [[Боровинка|Borovinka]] [1].", "Сорт Borovinka [1]."),
        (r"Сорт [[Боровинка\|Borovinka]] [1].", "Сорт Borovinka [1]."),
        ("See [[Деревья/Г-7#Ответ]] and [[#Place]] [1].", "See Деревья/Г-7 > Ответ and Place [1]."),
        ("See ![[Plan.png]] and [the oak](Oak.md) [1].", "See Plan.png and the oak [1]."),
        ("See [the page](https://example.org/a) [1].", "See [the page](https://example.org/a) [1]."),
        (r"Write `[[a|b]]` and `\[1\]` [1].", r"Write `[[a|b]]` and `\[1\]` [1]."),
        ("Both say so [1][2].", "Both say so [1][2]."),
    ],
)
def test_an_answer_is_shown_as_it_is_read(written: str, shown: str) -> None:
    assert list(words.answer(Answer("Q", written, False, AnswerMode.EXTRACTIVE))) == [shown]


def test_why_an_index_waits_is_said_once() -> None:
    full = "The disk with /index is full."
    status = VaultStatus("/vault", 1, 1, 0, 1, 0, 0, 0, 0, (), EngineView(1, "e5", 1, "serving"))
    said = f"{full} What changed last is not found yet."
    waits = replace(status, indexing=IndexingView("waiting", 0, 1, None, full))
    assert list(words.status(replace(waits, notices=(said,))))[3:] == [said]
    assert list(words.status(waits))[3:] == [full]


@pytest.mark.parametrize(
    ("verified", "supports", "said"),
    [
        (True, True, "(quote checked)"),
        (True, False, "(what cites it is not supported)"),
        (False, True, "(quote not found as it stands)"),
        (False, False, "(quote not found as it stands)"),
    ],
)
def test_a_quote_is_called_checked_only_where_it_proves_something(verified: bool, supports: bool, said: str) -> None:
    cited = Citation(1, "Garden.md", ("Soil",), (4, 6), "Deep.", verified, supports=supports)
    assert words.citation(cited) == f"[1] Garden.md > Soil, lines 4-6 {said}"
