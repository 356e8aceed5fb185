"""What is written on the command line is checked before anything is opened."""

import pytest

from vaultmind.cli.arguments import build_parser


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
