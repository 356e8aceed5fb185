"""Quick-ask on a screen of its own, with a window manager, real keys and another program."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.mark.timeout(600)
def test_it_opens_over_another_program_answers_hides_and_is_there_again(
    make_journey: Callable[[str], list[str]],
) -> None:
    assert make_journey("quick_journey.py") == [
        "start", "key", "answer", "escape", "again", "toggle", "second start", "link", "leave",
    ]  # fmt: skip


@pytest.mark.usefixtures("screenless")
def test_a_key_that_another_program_has_is_refused_and_no_other_key_is_taken() -> None:
    program = Path(__file__).with_name("two_programs_one_key.py")
    done = subprocess.run([sys.executable, str(program)], check=False, capture_output=True, text=True, timeout=250)
    assert done.stdout.splitlines() == [
        "first: ours",
        "second: Ctrl+Alt+Space is taken by another program: choose another key in Settings, or free it there.",
        "second, another key: ours",
        "first, after letting go: ours",
        "held down: 1",
        "pressed again: 2",
        "Escape: seen by the program that has the focus",
    ], done.stderr
