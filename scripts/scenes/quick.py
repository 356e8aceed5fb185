"""Quick-ask: nothing asked yet, passages while somebody types, answered, refused, something attached, a message."""

from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget
from vaultmind_ui.quick.quick_window import QuickWindow

from scenes.stage import Scene, Stage

_QUESTIONS = {
    "en": ("What was the final gravity of the 2023 cider?", "What colour is the tractor of the neighbour's aunt?"),
    "ru": ("До какого числа Антоновка пролежала в погребе?", "Какого цвета трактор у тёти соседа?"),
}
_COPIED = {
    "en": "Martin said on the phone: bring the ladder on Saturday, before the frost.",
    "ru": "Мартин сказал по телефону: привези лестницу в субботу, до заморозков.",
}
_shown: list[QuickWindow] = []


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the small window."""
    return tuple(
        Scene(name, _arranged(arrange), shown=_window)
        for name, arrange in (
            ("quick-empty", lambda _stage, _quick: None),
            ("quick-typing", _typed),
            ("quick-answered", _answered),
            ("quick-refused", _refused),
            ("quick-attached", _attached),
            ("quick-saved", _saved),
        )
    )


def _arranged(arrange: Callable[[Stage, QuickWindow], object]) -> Callable[[Stage], Callable[[], object]]:
    def run(stage: Stage) -> Callable[[], object]:
        quick = QuickWindow(stage.window.shell)
        _shown.append(quick)
        quick.come_forward()
        stage.until(quick.isVisible)
        arrange(stage, quick)
        return lambda: _leave(quick)

    return run


def _leave(quick: QuickWindow) -> None:
    _shown.remove(quick)
    quick.hide()
    quick.deleteLater()


def _window(_: Stage) -> QWidget:
    return _shown[-1]


def _typed(stage: Stage, quick: QuickWindow) -> None:
    quick.place.question.setText(_QUESTIONS[stage.language][0])
    stage.until(quick.place.evidence.isVisible)


def _answered(stage: Stage, quick: QuickWindow, number: int = 0) -> None:
    quick.place.question.setText(_QUESTIONS[stage.language][number])
    quick.place.ask()
    stage.until(lambda: not quick.place.is_asking and bool(quick.place.turns[-1].uid))
    stage.settle(0.5)


def _refused(stage: Stage, quick: QuickWindow) -> None:
    _answered(stage, quick, 1)


def _attached(stage: Stage, quick: QuickWindow) -> None:
    QGuiApplication.clipboard().setText(_COPIED[stage.language])
    quick.place.attach_clipboard()
    quick.place.question.setText(_QUESTIONS[stage.language][0])
    stage.until(quick.place.evidence.isVisible)


def _saved(stage: Stage, quick: QuickWindow) -> None:
    _answered(stage, quick)
    quick.place.save()
    stage.until(lambda: bool(quick.place.turns[-1].saved))
