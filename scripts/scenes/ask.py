"""Ask: empty, looking, answered, refused, failed, a long conversation, a statement with what it rests on."""

from vaultmind_ui.ask.ask_place import AskPlace

from scenes.stage import Scene, Stage

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


def _refused(stage: Stage) -> None:
    _ask(stage, _place(stage), 2)


def _looking(stage: Stage) -> None:
    place = _place(stage)
    place.question.setText(_QUESTIONS[stage.language][1])
    place.ask()
    stage.until(lambda: bool(place.turns[0].found) or not place.is_asking)
    place.stop()


def _failed(stage: Stage) -> None:
    place = _place(stage)
    _ask(stage, place, 0)
    place.turns[0].answer, place.turns[0].text = None, ""
    place.turns[0].state = "failed"
    place.turns[0].problem = "The model stopped: 3 GB of memory are needed, 1 GB is free."
    place.view.show_turns(place.turns)


def _long(stage: Stage) -> None:
    place = _place(stage)
    for number in (0, 1, 2, 0, 1):
        _ask(stage, place, number)


def _editing(stage: Stage) -> None:
    place = _place(stage)
    _ask(stage, place, 0)
    _ask(stage, place, 1)
    place.edit(0)
