"""Ask: empty, looking, answered by notes and by a model, refused, failed, long, a statement with what it rests on."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from vaultmind_ui.ask.ask_place import AskPlace

from scenes.stage import Scene, Stage
from tests.slow_writer import SlowWriter
from vaultmind import api

_MODEL = "qwen2.5-coder-1.5b"
_WRITTEN = {
    "en": ("Of the twelve bark grafts ", "nine had taken by 22 June [1]. ", "They were waxed in March by Anton [1]."),
    "ru": ("Осенью 1958 года дед ", "посадил сорок восемь яблонь [1]. ", "Саженцы он вёз из Тулы [1]."),
}
"""What the scene's model writes: a statement that its passage holds, and one that it does not."""
_QUESTIONS = {
    "en": (
        "How many of the twelve bark grafts had taken?",
        "What was the final gravity of the 2023 cider?",
        "What colour is the tractor of the neighbour's aunt?",
    ),
    "ru": (
        "Сколько яблонь посадил дед осенью 1958 года?",
        "До какого числа Антоновка пролежала в погребе?",
        "Какого цвета трактор у тёти соседа?",
    ),
}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("ask-empty", _nothing_asked),
        Scene("ask-answered", _answered),
        Scene("ask-statement", _statement),
        Scene("ask-hover", _hovered),
        Scene("ask-generated", _generated),
        Scene("ask-refused", _refused),
        Scene("ask-looking", _looking),
        Scene("ask-failed", _failed),
        Scene("ask-long", _long),
        Scene("ask-editing", _editing),
    )


def _place(stage: Stage) -> AskPlace:
    place = stage.show("ask")
    assert isinstance(place, AskPlace)
    place.start_anew()
    return place


def _ask(stage: Stage, place: AskPlace, number: int) -> None:
    place.question.setText(_QUESTIONS[stage.language][number])
    place.ask()
    stage.until(lambda: not place.is_asking)


def _nothing_asked(stage: Stage) -> None:
    _place(stage)


def _answered(stage: Stage) -> None:
    _ask(stage, _place(stage), 0)


def _statement(stage: Stage) -> None:
    place = _place(stage)
    _ask(stage, place, 1)
    place.next_statement()


def _hovered(stage: Stage) -> None:
    place = _place(stage)
    _ask(stage, place, 0)
    turn = place.turns[0]
    one = place.evidence.current
    assert turn.answer is not None
    assert one is not None
    place.popup.show_soon(one, place.rect().center() / 2)
    stage.until(place.popup.isVisible)


def _generated(stage: Stage) -> Callable[[], object]:
    writer = SlowWriter(_WRITTEN[stage.language], pause_s=0.0, model=_MODEL)
    place, undo = _with_model(stage, url=writer.url)
    _ask(stage, place, 0)
    place.next_statement()

    def close() -> None:
        undo()
        writer.close()

    return close


def _refused(stage: Stage) -> None:
    _ask(stage, _place(stage), 2)


class _Answering:
    """A session whose model reads until it is stopped, or fails."""

    def __init__(self, session: api.Session, problem: str = "") -> None:
        self._session, self._problem = session, problem

    def __getattr__(self, name: str) -> Any:
        return self._answer if name == "ask" else getattr(self._session, name)

    def _answer(self, request: api.AskRequest, cancel: api.CancelToken) -> Iterator[object]:  # noqa: ARG002
        if self._problem:
            raise api.VaultMindError(self._problem)
        yield api.Progress("passages", 0, 7)
        while not cancel.cancelled():
            time.sleep(0.02)


def _looking(stage: Stage) -> Callable[[], object]:
    place, undo = _with_model(stage, lambda session: _Answering(session, ""))
    place.question.setText(_QUESTIONS[stage.language][1])
    place.ask()
    stage.until(lambda: bool(place.turns[0].found) and place.turns[0].reads > 0)

    def stop() -> None:
        place.stop()
        stage.until(lambda: not place.is_asking)
        undo()

    return stop


def _failed(stage: Stage) -> Callable[[], object]:
    problem = f"The model {_MODEL} was killed, perhaps because memory ran out; the next question starts it again."
    place, undo = _with_model(stage, lambda session: _Answering(session, problem))
    _ask(stage, place, 0)
    return undo


def _with_model(
    stage: Stage, wrap: Callable[[api.Session], object] = lambda session: session, *, url: str = ""
) -> tuple[AskPlace, Callable[[], object]]:
    """Open the vault with a model that answers in the session it is wrapped in, or at an address.

    Returns the place, and what opens the vault as it was before.
    """
    file = api.find_places(stage.window.shell.data).settings_file
    api.change_setting(file, "answers", "model", _MODEL)
    api.change_setting(file, "answers", "url", url)
    stage.open_as(wrap)
    place = _place(stage)
    stage.until(lambda: stage.window.shell.answering.model == _MODEL)
    place.way.choose("write")

    def undo() -> None:
        api.change_setting(file, "answers", "model", "")
        api.change_setting(file, "answers", "url", "")
        stage.open_again()
        stage.until(lambda: not stage.window.shell.answering.model)

    return place, undo


def _long(stage: Stage) -> None:
    place = _place(stage)
    for number in (0, 1, 2, 0, 1):
        _ask(stage, place, number)


def _editing(stage: Stage) -> None:
    place = _place(stage)
    _ask(stage, place, 0)
    _ask(stage, place, 1)
    place.edit(0)
