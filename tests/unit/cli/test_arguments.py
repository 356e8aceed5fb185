"""What is written on the command line is checked before anything is opened."""

import pytest

from vaultmind.cli.arguments import build_parser, with_ruled_out_words


@pytest.mark.parametrize(
    "words", [["--vault", "", "status"], ["status", "--data", ""], ["write", "n", "--span", "5:3"]]
)
def test_what_cannot_be_meant_is_wrong_usage(words: list[str]) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args(words)
    assert left.value.code == 2


def test_common_options_stand_before_or_after_the_command() -> None:
    before = build_parser().parse_args(["--vault", "v", "--json", "status"])
    after = build_parser().parse_args(["status", "--vault", "v", "--json"])
    assert (before.vault, before.json) == (after.vault, after.json)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        (["search", "-глина"], "-глина"),
        (["search", "--json", "-tag:x", "--limit", "3"], "-tag:x"),
        (["--vault", "v", "search", "soil", "-clay", "-house"], "soil -clay -house"),
        (["search", "clay soil"], "clay soil"),
        (["search", "--", "-clay"], "-clay"),
    ],
)
def test_a_word_behind_a_dash_is_ruled_out_and_no_option(typed: list[str], query: str) -> None:
    words = build_parser().parse_args(with_ruled_out_words(typed)).query
    assert " ".join(word.strip() for word in words) == query


def test_options_and_other_commands_stay_as_they_were_typed() -> None:
    assert with_ruled_out_words(["-h"]) == ["-h"]
    assert with_ruled_out_words(["search", "-h", "--limit", "3", "-"]) == ["search", "-h", "--limit", "3", "-"]
    assert with_ruled_out_words(["ask", "-x"]) == ["ask", "-x"]
    assert with_ruled_out_words(["-x", "search", "-x"]) == ["-x", "search", " -x"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["suggest", "n", "--kind", "foo"], "“foo” is none of mention, semantic, structural, unresolved, missing"),
        (["suggest", "n", "--threshold", "7"], "must be a number from 0 to 1"),
        (["suggest", "n", "--threshold", "nan"], "must be a number from 0 to 1"),
        (["accept", "--sure", "--threshold", "много"], "must be a number from 0 to 1"),
        (["suggest", "n", "--limit", "0"], "must be 1 or more"),
        (["suggest", "n", "--all"], "not allowed with"),
    ],
)
def test_what_is_wrong_with_a_wish_for_suggestions_is_said(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        build_parser().parse_args(words)
    assert left.value.code == 2
    assert said in capsys.readouterr().err
