"""What every way of taking a key promises."""

from PySide6.QtCore import QCoreApplication, QObject, Signal


class Hotkey(QObject):
    """Takes at most one key from the system, the one it is told to."""

    pressed = Signal(str)
    """The key was pressed; with the token by which this desktop lets a window come to the front, else ``""``."""
    settled = Signal(str)
    """Whether the key is ours now: ``""``, or a sentence that says why not and what to do."""

    def take(self, key: str) -> None:
        """Let go of the key before and take this one, in Qt's portable form; ``settled`` follows."""
        raise NotImplementedError

    def release(self) -> None:
        """Let go of the key, if one was taken."""
        raise NotImplementedError


class NoHotkey(Hotkey):
    """A desktop that gives programs no key: it is said what to do instead."""

    def take(self, key: str) -> None:
        self.settled.emit(no_way() if key else "")

    def release(self) -> None:
        """Nothing was taken."""


def no_way() -> str:
    """Say that this desktop gives programs no key, and what to do instead."""
    return QCoreApplication.translate(
        "Hotkey",
        "This desktop gives programs no key of their own: in its settings, have a key run “vaultmind toggle”.",
    )
