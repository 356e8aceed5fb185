import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.looping import loop_in

NIGHT = "Backups run at night [1]. "


@pytest.mark.parametrize(
    ("text", "once"),
    [
        (f"So. {NIGHT * 3}", "So. Backups run at night [1]."),
        (f"So. {NIGHT * 3}Backups run at", "So. Backups run at night [1]."),
        ("Night [1]. Night [2]. Night.", "Night [1]."),
        ("One [1]. Two [2]. " * 3, "One [1]. Two [2]."),
        ("1. Water\n2. Water\n3. Water\n4. Wat", "1. Water"),
        ("Seen: the cat, " + "the cat, " * 12 + "the", "Seen: the cat"),
        ("Вода. Вода. Вода.", "Вода."),
    ],
)
def test_what_is_said_again_and_again_ends_where_it_was_said_once(text: str, once: str) -> None:
    end = loop_in(text)
    assert text[:end] == once


@pytest.mark.parametrize(
    "text",
    [
        "",
        "No.",
        NIGHT * 2,
        f"{NIGHT * 3}They are kept for 14 days.",
        "Yes. No. Yes. No.",
        "It is very very very good.",
        "| --- | --- | --- | --- | --- | --- | --- | --- |",
        "- one [1]\n- two [1]\n- three [1]\n- four [1]\n",
    ],
)
def test_what_goes_on_is_no_loop(text: str) -> None:
    assert loop_in(text) is None


@given(st.lists(st.sampled_from(["Aa. ", "Bb [1]. ", "c, ", "\n"]), max_size=24).map("".join))
def test_what_is_kept_is_a_beginning_that_says_all_once(text: str) -> None:
    end = loop_in(text)
    assert end is None or (0 < end < len(text) and {*text[end:].split()} <= {*text[:end].split(), "c,"})
