"""Ask: empty, answered."""

from vaultmind_ui.ask.ask_place import AskPlace

from scenes.stage import Scene, Stage

_QUESTIONS = {"en": "Why do we whitewash the trees?", "ru": "Когда нарезать черенки?"}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (Scene("ask-empty", _nothing_asked), Scene("ask-answered", _answered))


def _nothing_asked(stage: Stage) -> None:
    stage.show("ask")


def _answered(stage: Stage) -> None:
    place = stage.show("ask")
    assert isinstance(place, AskPlace)
    place.question.setText(_QUESTIONS[stage.language])
    place.ask()
    stage.until(lambda: place.answer is not None)
