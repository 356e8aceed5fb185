"""Commands: everything that can be done by a key, the palette or a menu, in one list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from vaultmind_ui.held_keys import HeldKeys

_LATIN, _CYRILLIC = "QWERTYUIOPASDFGHJKLZXCVBNM", "ЙЦУКЕНГШЩЗФЫВАПРОЛДЯЧСМИТЬ"


@dataclass(frozen=True, slots=True)
class Command:
    """One thing that can be done. ``id`` is ``"place.verb"``; ``title`` is asked anew when the language changes.

    ``shortcuts`` are in Qt's portable form, e.g. ``"Ctrl+Return"``; the first is shown.
    """

    id: str
    title: Callable[[], str]
    run: Callable[[], object]
    shortcuts: tuple[str, ...] = ()
    is_possible: Callable[[], bool] = lambda: True
    otherwise: Callable[[], object] = lambda: None
    """Says why not, where it is not possible."""

    @property
    def group(self) -> str:
        """Return what stands before the dot of the id: the place it belongs to."""
        return self.id.partition(".")[0]


class Commands(QObject):
    """The list of commands. What its owner widget takes with it when it goes is gone from here too."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._commands: dict[str, tuple[Command, QAction]] = {}

    def add(self, owner: QWidget, command: Command, *, everywhere: bool = False, once: bool = False) -> QAction:
        """List a command and give its shortcuts to ``owner``: they work while the focus is in it.

        With ``everywhere`` they work in the whole window; with ``once`` a key does it one time however long it is held.
        The action that is returned may be put into menus.
        """
        action = QAction(command.title(), owner)
        action.setShortcuts([QKeySequence(keys) for one in command.shortcuts for keys in _on_both_keyboards(one)])
        action.setShortcutContext(
            Qt.ShortcutContext.WindowShortcut if everywhere else Qt.ShortcutContext.WidgetWithChildrenShortcut
        )
        action.triggered.connect(lambda _=False: self.run(command.id))
        owner.addAction(action)
        if once:
            action.setAutoRepeat(False)
            HeldKeys.watch(owner)
        action.destroyed.connect(lambda _=None, known=command.id: self._forget(known))
        self._commands[command.id] = (command, action)
        self.changed.emit()
        return action

    def run(self, command_id: str) -> None:
        """Do a command by its id if it is possible now, or have it said why not."""
        command, _ = self._commands[command_id]
        if command.is_possible():
            command.run()
        else:
            command.otherwise()

    def all(self) -> Iterator[Command]:
        """Yield every command in the order in which they were listed."""
        for command, _ in self._commands.values():
            yield command

    def retranslate(self) -> None:
        """Give every action its title in the language of now."""
        for command, action in self._commands.values():
            action.setText(command.title())
        self.changed.emit()

    def _forget(self, command_id: str) -> None:
        self._commands.pop(command_id, None)


def _on_both_keyboards(keys: str) -> tuple[str, ...]:
    """Return a shortcut, and for a bare letter the one that stands on the same key of a Russian keyboard.

    Qt finds letters with Ctrl or Alt by their key on any keyboard, bare ones by what they type.
    """
    shift, letter = ("Shift+", keys[6:]) if keys.startswith("Shift+") else ("", keys)
    if len(letter) != 1 or letter not in _LATIN:
        return (keys,)
    return keys, shift + _CYRILLIC[_LATIN.index(letter)]


def shown_keys(command: Command) -> str:
    """Return the first shortcut as this system writes it, ``""`` for none."""
    if not command.shortcuts:
        return ""
    return keys_in_words(command.shortcuts[0])


def keys_in_words(keys: str) -> str:
    """Return keys in Qt's portable form as this system writes them; Return is what everybody calls Enter."""
    return QKeySequence(keys.replace("Return", "Enter")).toString(QKeySequence.SequenceFormat.NativeText)
