import re
from collections.abc import Generator, Sequence
from dataclasses import replace

import pytest

from vaultmind.answers.council import ROLES, InRole, merge, numbered_alike
from vaultmind.domain.answer import Answer, AnswerMode, Citation
from vaultmind.domain.council import ContradictionKind, CouncilAnswer, Voice
from vaultmind.domain.link import NotePath
from vaultmind.ports import ChatTurn, Token

BACKUPS = "How long are backups kept?"
TITOVKA = "Кто и когда привил Титовку?"
WHO = "Кто привил Титовку: сосед Пётр или сосед Игорь?"


def citation(number: int, quote: str = "kept", note: str = "Backups.md") -> Citation:
    return Citation(number, NotePath(note), (), (1, 1), quote, True)


def said(text: str, *citations: Citation, question: str = BACKUPS, refused: bool = False) -> Answer:
    return Answer(question, text, refused, AnswerMode.GENERATED, citations or (citation(1),), model="m")


def council(*texts: str, question: str = BACKUPS, **voting: object) -> CouncilAnswer:
    names = ("a", "b", "c")
    return merge(question, [Voice(name, said(text)) for name, text in zip(names, texts, strict=False)], **voting)  # type: ignore[arg-type]


DAYS, WEEKS = ("14 days", "30 days"), ("two weeks", "three weeks")


@pytest.mark.parametrize(
    ("one", "other", "question", "kind", "differs"),
    [
        ("Backups are kept for 14 days.", "They are kept for 30 days on the NAS.", BACKUPS, "number", DAYS),
        ("They are kept for two weeks.", "They are kept for three weeks.", BACKUPS, "number", WEEKS),
        ("Backups run at night [1].", "Backups do not run at night [1].", BACKUPS, "negation", ("", "")),
        ("Титовку привил Пётр в 2019.", "Титовку привил Игорь в 2019.", TITOVKA, "name", ("Пётр", "Игорь")),
        ("Пётр привил Титовку.", "Игорь привил Титовку.", WHO, "name", ("Пётр", "Игорь")),
        ("Привита 12 мая 2019.", "Титовка привита 14 мая 2019.", TITOVKA, "date", ("12 мая 2019", "14 мая 2019")),
        ("Титовка привита 12.05.2019.", "Титовку привили 12 мая 2019 года.", TITOVKA, None, ("", "")),
        ("They are kept for 14 days.", "They are kept for fourteen days.", BACKUPS, None, ("", "")),
        ("Деревья поливают вечером.", "Яблони белят осенью.", TITOVKA, None, ("", "")),
        ("Backups are kept for 14 days.", "Backups are kept for 14 days on 2 disks.", BACKUPS, None, ("", "")),
    ],
)  # fmt: skip
def test_numbers_dates_names_and_negations_contradict_by_rule(
    one: str, other: str, question: str, kind: str | None, differs: tuple[str, str]
) -> None:
    found = council(one, other, question=question).contradictions
    assert [(pair.kind.value, pair.differs) for pair in found][:1] == ([(kind, differs)] if kind else [])


def test_the_quote_below_an_answer_is_no_statement_and_the_same_words_are_never_judged() -> None:
    asked: list[tuple[str, str]] = []

    def vote(one: str, other: str) -> float:
        asked.append((one, other))
        return 0.99

    found = council(
        "Backups are kept for 14 days on the NAS [1].",
        "Backups are kept for 30 days [1].\n\n“Backups are kept for 14 days on the NAS.” [1]",
        "“Backups are kept for 14 days on the NAS” [1].",
        vote=vote,
    )
    assert [(pair.one.voices, pair.other.voices, pair.differs) for pair in found.contradictions] == [
        (("a",), ("b",), ("14 days", "30 days")), (("b",), ("c",), ("30 days", "14 days")),
    ]  # fmt: skip
    assert len(asked) == 2


def test_what_all_say_is_told_from_what_only_some_say() -> None:
    found = council(
        "Backups are kept for 14 days [1]. They run at night.",
        "The backups are kept 14 days [1].",
        "Backups are kept for 14 days on the NAS.",
    )
    assert [(one.voices, one.citations) for one in found.agreed] == [(("a", "b", "c"), (1,))]
    assert [(one.text, one.voices) for one in found.only_some] == [("They run at night.", ("a",))]
    assert found.contradictions == ()
    assert found.merged.text == (
        "**All say:**\n- Backups are kept for 14 days. [1]\n\n**Only some say:**\n- They run at night. (a)"
    )
    assert [one.number for one in found.merged.citations] == [1]
    assert not found.merged.refused


def test_a_contradicted_statement_is_neither_agreed_nor_alone_and_is_named_with_its_voices() -> None:
    found = council("Backups are kept for 14 days [1].", "Backups are kept for 30 days [1].")
    assert (found.agreed, found.only_some) == ((), ())
    assert found.merged.text == (
        "**They contradict each other:**\n"
        "- a: “Backups are kept for 14 days” [1], but b: “Backups are kept for 30 days” [1]"
    )


def test_in_russian_the_parts_are_named_in_russian() -> None:
    text = council("Титовку привил Пётр.", "Её поливают вечером.", question=TITOVKA).merged.text
    assert text.startswith("**Говорят только некоторые:**")


def test_a_model_votes_on_pairs_about_the_same_and_says_how_likely_the_found_ones_are() -> None:
    asked: list[tuple[str, str]] = []

    def vote(one: str, other: str) -> float:
        asked.append((one, other))
        return 0.9

    pair = ("The well is shallow and dry.", "The well is deep and dry.")
    found = council(*pair, vote=vote)
    (judged,) = found.contradictions
    assert (judged.kind, judged.likelihood) == (ContradictionKind.JUDGED, 0.9)
    assert asked == [pair]
    assert council(*pair).contradictions == ()
    assert council("It rains.", "Pears ripen late.", vote=vote).contradictions == ()
    same = ("The chapel hire costs 38 pounds an evening.", "The hire of the chapel costs 38 pounds an evening.")
    assert council(*same, vote=vote).contradictions == ()
    assert len(asked) == 1


def test_a_voice_that_failed_or_found_nothing_does_not_stop_the_others() -> None:
    voices = [
        Voice("a", said("Backups are kept for 14 days [1].")),
        Voice("b", None, "It took longer than 2 s."),
        Voice("c", said("Your notes do not say.", refused=True)),
    ]
    found = merge(BACKUPS, voices)
    assert found.merged.text == "Backups are kept for 14 days [1].\n\nNot heard: b."
    assert found.merged.notices == ()
    assert found.merged.model == "a"
    nothing = merge(BACKUPS, voices[1:])
    assert nothing.merged.refused
    assert nothing.merged.text == "Your notes do not say."
    nobody = merge(BACKUPS, voices[1:2])
    assert nobody.merged.refused
    assert nobody.merged.text == "No voice answered."


def test_one_number_is_one_quoted_place_in_all_answers() -> None:
    first = said("A [1]. B [2].", citation(1, "x"), citation(2, "y"))
    second = said("B [1]. C [3].", citation(1, "y"), citation(3, "z"))
    one, other = numbered_alike([first, second])
    assert (one.text, other.text) == ("A [1]. B [2].", "B [2]. C [3].")
    assert [citation.number for citation in other.citations] == [2, 3]


def test_a_role_is_told_in_the_language_of_the_rules_but_not_to_the_judge() -> None:
    class Model:
        name = "m"

        def __init__(self) -> None:
            self.heard: list[str] = []

        def stream(self, turns: Sequence[ChatTurn], **_: object) -> Generator[Token, None, None]:
            self.heard.append(turns[0].text)
            yield Token("")

        def close(self) -> None: ...

    model = Model()
    in_role = InRole(model, ROLES[0])
    list(in_role.stream((ChatTurn("system", "Ты отвечаешь на вопросы."),), max_tokens=9))
    list(in_role.stream((ChatTurn("system", "You decide."),), max_tokens=1, top_logprobs=20))
    assert in_role.name == "m"
    assert "скептик" in model.heard[0]
    assert model.heard[1] == "You decide."


def test_a_voice_in_whose_place_the_notes_sentences_stand_agrees_with_nobody() -> None:
    sentences = replace(said("Backups are kept for 14 days [1]."), mode=AnswerMode.EXTRACTIVE)
    voices = [Voice("a", said("Backups are kept for 14 days [1].")), Voice("b", sentences)]
    found = merge(BACKUPS, voices)
    assert [voice.is_replaced for voice in found.voices] == [False, True]
    assert [voice.has_answered for voice in found.voices] == [True, False]
    assert found.agreed == ()
    assert "All say" not in found.merged.text
    assert found.merged.model == "a"
    assert found.merged.notices == ()
    notes = Voice("notes", replace(sentences, model=None))
    assert not notes.is_replaced
    assert [one.voices for one in merge(BACKUPS, [*voices, notes]).agreed] == [("a", "notes")]


def test_where_all_voices_are_replaced_the_notes_sentences_are_the_answer() -> None:
    sentences = replace(said("Backups are kept for 14 days [1]."), mode=AnswerMode.EXTRACTIVE)
    merged = merge(BACKUPS, [Voice("a", sentences), Voice("b", None, "It failed.")]).merged
    assert (merged.refused, merged.mode) == (False, AnswerMode.EXTRACTIVE)
    assert merged.text == f"{sentences.text}\n\nNot heard: b."
    assert [one.number for one in merged.citations] == [1]


def test_what_a_voice_is_told_to_contradict_is_not_what_it_says() -> None:
    text = "Backups are kept for 14 days [1].\n\nYour notes contradict each other: 14 [1], but 30 [2]: “Kept 30 days”."
    found = merge(BACKUPS, [Voice("a", said(text)), Voice("b", said("Backups are kept for 14 days [1]."))])
    assert [one.text for one in found.agreed] == ["Backups are kept for 14 days."]
    assert found.only_some == ()


@pytest.mark.parametrize(
    ("question", "told", "quotes", "kind", "differs", "line"),
    [
        (
            BACKUPS,
            "Your notes contradict each other: 14 days [1], but 30 days [2]: “Backups are kept for 30 days”.",
            ("Backups are kept for 14 days.", "Backups are kept for 30 days."),
            "number",
            ("14 days", "30 days"),
            "- the notes: “Backups are kept for 14 days” [1], but the notes: “Backups are kept for 30 days” [2]",
        ),
        (
            "Хранят ли копии дома?",
            "Заметки противоречат друг другу: «Копии хранят дома» [1], но «Копии дома не хранят» [2].",
            ("Копии хранят дома.", "Копии дома не хранят."),
            "negation",
            ("", ""),
            "- заметки: «Копии хранят дома» [1], но заметки: «Копии дома не хранят» [2]",
        ),
    ],
)
def test_what_the_notes_contradict_each_other_in_is_named_though_all_voices_say_one_of_it(
    question: str, told: str, quotes: tuple[str, str], kind: str, differs: tuple[str, str], line: str
) -> None:
    citations = tuple(citation(number, quote, f"{number}.md") for number, quote in enumerate(quotes, start=1))
    answer = said(f"{quotes[0]} [1]\n\n{told}", *citations, question=question)
    found = merge(question, [Voice("a", answer), Voice("b", answer), Voice("c", None, "It took longer than 2 s.")])
    (contradiction,) = found.contradictions
    assert (contradiction.kind, contradiction.differs) == (kind, differs)
    assert (contradiction.one.text, contradiction.other.text) == quotes
    assert (contradiction.one.citations, contradiction.other.citations) == ((1,), (2,))
    assert found.merged.text.count(line) == 1
    assert [one.number for one in found.merged.citations] == [1, 2]


@pytest.mark.parametrize("marks", [("[1]", "[2]"), ("", "")])
def test_where_all_voices_say_both_it_is_the_notes_that_contradict_each_other_once(marks: tuple[str, str]) -> None:
    quotes = (citation(1, "Backups are kept for 14 days."), citation(2, "Backups are kept for 30 days."))
    text = f"Backups are kept for 14 days {marks[0]}. Backups are kept for 30 days {marks[1]}."
    voices = [Voice(name, said(text, *quotes)) for name in ("a", "b")]
    found = merge(BACKUPS, voices)
    (both,) = found.contradictions
    names = ("notes",) if marks[0] else ("a", "b")
    assert (both.one.voices, both.other.voices, both.differs) == (names, names, ("14 days", "30 days"))
    assert found.merged.text.count("14 days") == 1
    assert found.agreed == ()


@pytest.mark.parametrize("others", ["Backups do not run at night [1].", "Backups run at noon on 3 days [1]."])
def test_voices_that_say_one_thing_each_contradict_each_other(others: str) -> None:
    found = council("Backups run at night on 2 days [1]." if "3" in others else "Backups run at night [1].", others)
    assert {pair.one.voices for pair in found.contradictions} <= {("a",)}


def test_a_contradiction_of_the_notes_that_voices_stand_for_is_named_once() -> None:
    quotes = (citation(1, "Backups are kept for 14 days."), citation(2, "Backups are kept for 30 days."))
    told = "Your notes contradict each other: 14 days [1], but 30 days [2]"
    voices = [
        Voice("a", said(f"Backups are kept for 14 days [1].\n\n{told}.", *quotes)),
        Voice("b", said("Backups are kept for 30 days [2].", *quotes)),
    ]
    (between,) = merge(BACKUPS, voices).contradictions
    assert (between.one.voices, between.other.voices) == (("a",), ("b",))


def test_in_russian_voices_have_russian_names_and_no_english_stands_in_the_answer() -> None:
    question = "Сколько дней хранят копии?"
    voices = [
        Voice("m:exact", said("Копии хранят 14 дней [1].")),
        Voice("notes", said("Копии лежат в подвале [1].")),
        Voice(":sceptic", None, "It took longer than 2 s."),
    ]
    text = merge(question, voices).merged.text
    assert "(точный (m))" in text
    assert "(заметки)" in text
    assert text.endswith("Не ответили: скептик.")
    differing = [*voices, Voice("other", said("Копии хранят 30 дней [1]."))]
    assert "«Копии хранят 14 дней»" in merge(question, differing).merged.text
    assert not re.search(r"[a-z]{2,}", text)
