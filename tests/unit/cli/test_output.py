"""What a terminal gets to see."""

import io
import sys
from argparse import Namespace

import pytest

from vaultmind.cli.output import show


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("kind", "seen"), [(Terminal, "a\tб␛]0;x␇\n␡�\n"), (io.StringIO, "a\tб\x1b]0;x\x07\n\x7f\x9b\n")]
)
def test_a_note_cannot_steer_a_terminal_and_a_pipe_gets_every_character(
    kind: type[io.StringIO], seen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = kind()
    monkeypatch.setattr(sys, "stdout", out)
    show(Namespace(json=False), None, ["a\tб\x1b]0;x\x07", "\x7f\x9b"])
    assert out.getvalue() == seen
