"""What goes wrong is said once: in the place that shows it, or in the status line."""

from collections.abc import Callable

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QTextEdit, QWidget
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import NoteTarget, QuestionTarget

from vaultmind import api

WRONG = "The disk is not there any more."


class Failing:
    """A session that can do nothing from now on."""

    def __init__(self, session: api.Session) -> None:
        self._session = session

    def __getattr__(self, name: str) -> Callable[..., object]:
        if name in ("close", "watch", "status"):
            return getattr(self._session, name)

        def fail(*_: object, **__: object) -> object:
            raise api.VaultProblem(WRONG)

        return fail


def said_in(window: QWidget) -> list[str]:
    """Return, for each time the sentence is seen in the window, what it is shown by."""
    seen = [(one, one.text()) for one in window.findChildren(QLabel) if one.isVisible()]
    seen += [(one, one.toPlainText()) for one in window.findChildren(QTextEdit) if one.isVisible()]
    return [type(one.parent()).__name__ for one, text in seen for _ in range(text.count(WRONG))]


_PLACES = ("ask", "note", "links", "graph", "library", "recipes", "history", "models", "settings")
_TARGETS = {"ask": QuestionTarget("How deep is the well?"), "note": NoteTarget("Well.md")}


@pytest.mark.parametrize("place_id", _PLACES)
@pytest.mark.parametrize("broken", ["session", "opening", "engine"])
def test_an_error_is_said_once(window: MainWindow, place_id: str, broken: str, until: Callable[..., None]) -> None:
    assert set(_PLACES) == set(window._entries)
    bridge, said = window.shell.bridge, []
    say = window.status_line.say
    window.status_line.say = lambda sentence: (said.append(sentence), say(sentence))  # type: ignore[method-assign,func-returns-value]

    def fail(_: object) -> api.Session:
        raise api.VaultProblem(WRONG)

    if broken == "opening":
        window.shell._open_session = fail
        window.show_place(place_id)
        window.shell.open_vault(window.shell.root)
        window.show_place(place_id, _TARGETS.get(place_id))
        until(lambda: not window.shell.opening)
    else:
        opening = bridge._opening
        assert opening is not None
        assert opening.session is not None
        opening.session = Failing(opening.session)  # type: ignore[assignment]
        window.show_place(place_id, _TARGETS.get(place_id))
        if broken == "engine":
            bridge.lost.emit(WRONG)
            window.shell.bridge.index_changed.emit(window.shell.status)
    shows_it = place_id in ("ask", "note", "links", "graph", "recipes", "history") or broken == "opening"
    if broken == "engine" or place_id in ("ask", "note", "links", "graph"):
        until(lambda: [by != "StatusLine" for by in said_in(window)] == [shows_it], patience_s=20)
    QTest.qWait(300)
    until(lambda: len(said_in(window)) <= 1, patience_s=5)  # where a place comes to say it, the status line leaves it
    assert broken == "engine" or WRONG not in said
