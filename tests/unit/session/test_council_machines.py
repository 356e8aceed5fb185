"""Which voices of a council wait for which: by the machine that a voice works on."""

import threading
from collections.abc import Iterator

import pytest

from vaultmind.domain.answer import Answer, AnswerMode
from vaultmind.domain.council import Voice
from vaultmind.domain.errors import Cancelled
from vaultmind.ports import CancelToken, LanguageModel
from vaultmind.session.council import Council
from vaultmind.session.streams import Stop


class Model:
    def __init__(self, name: str) -> None:
        self.name = name


class Models:
    """Models that work where their names say: ``far`` and ``away`` elsewhere, the others on this machine."""

    def choose(self, name: str | None) -> Model:
        return Model(name or "")

    def runs_on(self, name: str | None) -> str:
        return name if name in ("far", "away") else ""  # type: ignore[return-value]


class Clock:
    def monotonic(self) -> float:
        return 0.0

    def now_iso(self) -> str:
        return "2026-11-22T10:00:00"


def first_heard(voices: tuple[str, ...], *, hanging: str, seconds: float = 60.0) -> str:
    """Return which voice ends first where one never does; ``""`` where none does before the council is stopped."""
    stop = Stop(None)
    leave = threading.Event()

    def answer_with(model: LanguageModel | None, _: CancelToken) -> Iterator[object]:
        if model is not None and model.name == hanging:
            leave.wait(60)
        yield Answer("Why?", "So.", False, AnswerMode.EXTRACTIVE)

    council = Council(models=Models(), clock=Clock())  # type: ignore[arg-type]
    watch = threading.Timer(seconds, stop.cancel)
    watch.start()
    events = council.ask("Why?", voices, answer_with, patience_s=1e9, cancel=stop)
    try:
        return next(event.name for event in events if isinstance(event, Voice))
    except Cancelled:
        return ""
    finally:
        watch.cancel()
        leave.set()
        events.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("voices", [("far", "away"), ("far", "here"), ("here", "far"), ("here", "notes")])
def test_a_voice_that_hangs_delays_none_that_works_elsewhere(voices: tuple[str, str]) -> None:
    assert first_heard(voices, hanging=voices[0]) == voices[1]


def test_on_one_machine_a_voice_waits_for_the_one_before() -> None:
    assert first_heard(("here", "there"), hanging="here", seconds=1.0) == ""
