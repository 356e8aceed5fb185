"""The one crossing from the threads of a session to Qt's."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from vaultmind import api


class Stop:
    """A ``CancelToken`` that the window sets."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work to end at its next step."""
        self._event.set()

    def cancelled(self) -> bool:
        return self._event.is_set()


class Bridge(QObject):
    """Opens a session and asks it in threads of its own; what comes of it arrives as signals in Qt's thread.

    An answer's signals carry the number that ``ask`` returned, so that those of a question left behind are known.
    """

    opened = Signal(object)
    index_changed = Signal(object)
    answer_grew = Signal(int, str)
    answer_finished = Signal(int, object)
    answer_stopped = Signal(int)
    answer_failed = Signal(int, str)
    saved = Signal(str)
    save_failed = Signal(str)
    failed = Signal(str)

    def __init__(self, open_session: Callable[[], api.Session], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._open_session = open_session
        self._session: api.Session | None = None
        self._leaving = Stop()
        self._asking = Stop()
        self._last_question = 0
        self._threads: list[threading.Thread] = []

    def open(self) -> None:
        """Open the session and follow its index; ``opened`` brings its status."""
        self._start(self._open_and_follow)

    def ask(self, question: str) -> int:
        """Leave the question before, ask this one, and return its number."""
        self.stop()
        self._asking = stop = Stop()
        self._last_question += 1
        number = self._last_question
        self._start(lambda: self._answer(number, question, stop))
        return number

    def stop(self) -> None:
        """Stop the answer that is being made, if one is."""
        self._asking.cancel()

    def save(self, answer: api.Answer) -> None:
        """Keep an answer as a note; ``saved`` names it."""
        self._start(lambda: self._save(answer))

    def close(self, patience_s: float = 2.0) -> None:
        """Stop everything and let go of the session."""
        self._leaving.cancel()
        self.stop()
        for thread in self._threads:
            thread.join(patience_s)
        if self._session is not None:
            self._session.close()
            self._session = None

    def _start(self, work: Callable[[], None]) -> None:
        self._threads = [thread for thread in self._threads if thread.is_alive()]
        thread = threading.Thread(target=work, name="vaultmind-window", daemon=True)
        self._threads.append(thread)
        thread.start()

    def _tell(self, signal: object, *values: object) -> None:
        if not self._leaving.cancelled():
            signal.emit(*values)  # type: ignore[attr-defined]

    def _open_and_follow(self) -> None:
        try:
            session = self._session = self._open_session()
            self._tell(self.opened, session.status())
            for _ in session.watch(cancel=self._leaving):
                self._tell(self.index_changed, session.status())
        except api.VaultMindError as error:
            self._tell(self.failed, str(error))

    def _answer(self, number: int, question: str, stop: Stop) -> None:
        if self._session is None:
            self._tell(self.answer_failed, number, "The vault is not open yet.")
            return
        try:
            for event in self._session.ask(api.AskRequest(question), cancel=stop):
                if stop.cancelled():
                    break
                if isinstance(event, api.AnswerDelta):
                    self._tell(self.answer_grew, number, event.text)
                elif isinstance(event, api.Answer):
                    self._tell(self.answer_finished, number, event)
                    return
            self._tell(self.answer_stopped, number)
        except api.VaultMindError as error:
            if stop.cancelled():
                self._tell(self.answer_stopped, number)
            else:
                self._tell(self.answer_failed, number, str(error))

    def _save(self, answer: api.Answer) -> None:
        try:
            if self._session is not None:
                self._tell(self.saved, self._session.save_answer(answer).note)
        except api.VaultMindError as error:
            self._tell(self.save_failed, str(error))
