from dataclasses import replace
from datetime import datetime

import pytest

from vaultmind.answers.following import plain_answer
from vaultmind.domain.answer import Answer, AnswerMode, Citation
from vaultmind.domain.errors import UnsafePath
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules
from vaultmind.domain.names import VaultNames
from vaultmind.domain.provenance import is_generated
from vaultmind.parsing.markdown import parse_note
from vaultmind.writeback.answer_notes import AnswerNoteRules, answer_note

AT = datetime(2026, 11, 2, 9, 5)
SOIL, POND = NotePath("Garden/Soil.md"), NotePath("Pond.md")
NAMES = [SOIL, POND]


def answer(text: str = "Soil is sour [1]. Water helps [1, 2].", question: str = "Why is soil sour?") -> Answer:
    return Answer(
        question,
        text,
        refused=False,
        mode=AnswerMode.GENERATED,
        citations=(
            Citation(1, SOIL, ("Soil", "Why: [a]"), (1, 2), "The soil\nis sour.", verified=True),
            Citation(2, POND, (), (4, 4), "Water.", verified=True, block_id="w1"),
        ),
        model="qwen",
    )


def test_an_answer_with_links_and_provenance() -> None:
    note = answer_note(answer(), at=AT, rules=AnswerNoteRules(), names=VaultNames(NAMES))
    assert note.path == "Answers/2026-11-02 Why is soil sour.md"
    assert note.text == (
        "---\nquestion: Why is soil sour?\nmodel: qwen\ndate: 2026-11-02T09:05:00\n"
        'sources:\n  - "[[Soil]]"\n  - "[[Pond]]"\ngenerated-by: vaultmind\n---\n'
        "Soil is sour [[Soil#Why [a]|1]]. Water helps [[Soil#Why [a]|1]] [[Pond#^w1|2]].\n\n"
        "1. [[Soil#Why [a]|Soil › Why: (a)]] — The soil is sour.\n2. [[Pond#^w1|Pond]] — Water.\n"
    )


def test_sources_keep_their_numbers_where_a_list_would_count_them_anew() -> None:
    of_seven = replace(
        answer("Water helps [7]. Soil is sour [1]."),
        citations=tuple(replace(one, number=number) for one, number in zip(answer().citations, (1, 7), strict=True)),
    )
    note = answer_note(of_seven, at=AT, rules=AnswerNoteRules(), names=VaultNames(NAMES))
    assert note.text.endswith(
        "Water helps [[Pond#^w1|7]]. Soil is sour [[Soil#Why [a]|1]].\n\n"
        "- 1: [[Soil#Why [a]|Soil › Why: (a)]] — The soil is sour.\n- 7: [[Pond#^w1|Pond]] — Water.\n"
    )
    assert plain_answer("Water [[Pond|7]].\n\n" + note.text[note.text.index("- 7:") :]) == "Water."


def test_the_note_is_known_as_generated_and_its_links_lead_to_the_sources() -> None:
    note = answer_note(answer(), at=AT, rules=AnswerNoteRules(), names=VaultNames(NAMES))
    read = parse_note(note.path, note.text)
    assert is_generated(read.properties)
    names = VaultNames([*NAMES, note.path])
    assert {names.resolve(link.target, source=note.path) for link in read.links} == {SOIL, POND}


def test_footnotes_and_markdown_links_where_a_person_prefers_them() -> None:
    rules = AnswerNoteRules(citations="footnotes")
    note = answer_note(answer(), at=AT, rules=rules, names=VaultNames(NAMES), link_rules=LinkRules(markdown=True))
    assert "Soil is sour [^1]. Water helps [^1][^2].\n\n[^1]: [Soil › Why: (a)](Soil.md#Why%20%5Ba%5D) — " in note.text


def test_a_template_of_the_persons_own() -> None:
    rules = AnswerNoteRules(
        folder="AI/{{date:YYYY}}",
        name="{{title}} {{time:HH-mm}}",
        template="---\ncssclasses: wide\n---\n<% tp.x %>\n# {{title}}\n{{answer}}\n{{unknown}} {{date:D MMMM}}",
        properties={"question": "вопрос", "model": "", "sources": "из"},
        date_format="D.MM.YY",
        tags=("ai",),
        language="ru",
    )
    note = answer_note(answer(), at=AT, rules=rules, names=VaultNames(NAMES))
    assert note.path == "AI/2026/Why is soil sour 09-05.md"
    assert note.text.startswith(
        "---\ncssclasses: wide\nвопрос: Why is soil sour?\ndate: 2.11.26\nиз:\n"
        '  - "[[Soil]]"\n  - "[[Pond]]"\ntags:\n  - ai\ngenerated-by: vaultmind\n---\n'
        "<% tp.x %>\n# Why is soil sour\n"
    )
    assert note.text.endswith("{{unknown}} 2 ноября\n")


def test_what_the_model_wrote_is_inert_and_numbers_in_code_stay() -> None:
    note = answer_note(
        answer("<script>x</script> `a[1]` arr[9] [1]\n```dataviewjs\nx[1]\n```"),
        at=AT,
        rules=AnswerNoteRules(),
        names=VaultNames(NAMES),
    )
    assert "&lt;script>x&lt;/script> `a[1]` arr[9] [[Soil#Why [a]|1]]\n```text dataviewjs\nx[1]\n```" in note.text


def test_braces_in_an_answer_are_no_placeholders() -> None:
    note = answer_note(answer("say {{date}} [1]"), at=AT, rules=AnswerNoteRules(), names=VaultNames(NAMES))
    assert "say {{date}} [[Soil" in note.text


@pytest.mark.parametrize(
    ("question", "path"),
    [
        ("C:/CON? [[x]] #tag", "Answers/2026-11-02 C CON (x) tag.md"),
        ("../../etc/passwd", "Answers/2026-11-02 etc passwd.md"),
        ("???", "Answers/2026-11-02.md"),
        ("почему " * 60, "Answers/2026-11-02 " + " ".join(["почему"] * 6) + ".md"),
    ],
)
def test_any_question_becomes_a_name_for_every_system(question: str, path: str) -> None:
    note = answer_note(answer(question=question), at=AT, rules=AnswerNoteRules(), names=VaultNames(NAMES))
    assert note.path == path


def test_a_follow_up_is_named_as_it_was_understood() -> None:
    asked = replace(answer(question="And why?"), meant="Why is soil sour under pines?")
    note = answer_note(asked, at=AT, rules=AnswerNoteRules(), names=VaultNames(NAMES))
    assert note.path == "Answers/2026-11-02 Why is soil sour under pines.md"
    assert "question: Why is soil sour under pines?\n" in note.text
    assert "And why" not in note.text


def test_a_name_is_nowhere_else_in_the_vault() -> None:
    names = VaultNames([*NAMES, NotePath("Elsewhere/2026-11-02 why is soil sour.md")])
    assert answer_note(answer(), at=AT, rules=AnswerNoteRules(), names=names).path.endswith("sour (2).md")


@pytest.mark.parametrize("path", ["../x.md", "/x.md", ".obsidian/x.md", "a/../../x.md", "CON.md", "a|b.md"])
def test_a_place_outside_of_the_vault_or_of_no_system_is_refused(path: str) -> None:
    with pytest.raises(UnsafePath):
        answer_note(answer(), at=AT, rules=AnswerNoteRules(), names=VaultNames(NAMES), path=path)


def test_a_folder_pattern_cannot_lead_out() -> None:
    rules = AnswerNoteRules(folder="../{{question}}/.obsidian")
    note = answer_note(answer(question="../../x"), at=AT, rules=rules, names=VaultNames(NAMES))
    assert note.path.split("/")[:-1] == ["x", "obsidian"]


def test_a_source_that_no_link_can_name_is_named_in_words() -> None:
    odd = NotePath("odd|name.md")
    cited = Answer("q", "so [1]", False, AnswerMode.EXTRACTIVE, (Citation(1, odd, (), (1, 1), "", verified=True),))
    note = answer_note(cited, at=AT, rules=AnswerNoteRules(), names=VaultNames([odd]))
    assert "so odd|name.md (1)" in note.text
    assert "model: notes" in note.text


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("12 [1], but 14 [2]: “So it is”.", "12 [[Soil#Why [a]|1]], but 14 [[Pond#^w1|2]]: “So it is”."),
        ("Both say so [1][2].", "Both say so [[Soil#Why [a]|1]] [[Pond#^w1|2]]."),
        ("[1]: https://example.org\n> [2]: x", "[1]: https://example.org\n> [2]: x"),
        ("[1](x.md) [text][1] [1][text] ![1]", "[1](x.md) [text][1] [1][text] ![1]"),
    ],
)
def test_every_mark_that_cites_is_a_link_and_no_other(text: str, kept: str) -> None:
    note = answer_note(answer(text), at=AT, rules=AnswerNoteRules(template="{{answer}}"), names=VaultNames(NAMES))
    assert note.text.endswith(f"---\n{kept}\n")


@pytest.mark.parametrize(("mode", "refused"), [(AnswerMode.EXTRACTIVE, False), (AnswerMode.GENERATED, True)])
def test_a_model_that_wrote_none_of_it_is_not_named(mode: AnswerMode, refused: bool) -> None:
    rules = AnswerNoteRules(template="{{answer}} by {{model}}.")
    note = answer_note(replace(answer(), mode=mode, refused=refused), at=AT, rules=rules, names=VaultNames(NAMES))
    assert ("model: notes\n" in note.text) is not refused  # a refusal is nobody's words
    assert "qwen" not in note.text
