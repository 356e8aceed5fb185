"""Which keys may be taken, and what each system calls them."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QKeyCombination, Qt
from PySide6.QtGui import QKeySequence

_MODIFIERS = (
    (Qt.KeyboardModifier.ControlModifier, "ctrl"),
    (Qt.KeyboardModifier.AltModifier, "alt"),
    (Qt.KeyboardModifier.ShiftModifier, "shift"),
    (Qt.KeyboardModifier.MetaModifier, "meta"),
)
_SIGNS = "-=[];'`,./\\"


@dataclass(frozen=True, slots=True)
class Chord:
    """A key with its modifiers, e.g. ``Chord("space", {"ctrl", "alt"})``.

    ``name`` is ``"space"``, ``"f1"`` to ``"f24"``, a small Latin letter, a digit or one of the signs of a keyboard.
    """

    name: str
    modifiers: frozenset[str]


def chord_of(written: str) -> Chord | None:
    """Read a key in Qt's portable form, e.g. ``"Ctrl+Alt+Space"``; ``None`` where it is no key that can be taken."""
    sequence = QKeySequence.fromString(written, QKeySequence.SequenceFormat.PortableText)
    if sequence.count() != 1:
        return None
    pressed: QKeyCombination = sequence[0]  # type: ignore[index]
    name = _name_of(pressed.key())
    held = pressed.keyboardModifiers()
    return Chord(name, frozenset(word for bit, word in _MODIFIERS if bit & held)) if name else None


def why_not(written: str) -> str:
    """Say in a sentence why a key is not allowed and what to do, or return ``""``."""
    chord = chord_of(written)
    if chord is None:
        return QCoreApplication.translate(
            "Hotkey",
            "This key belongs to every program: choose a letter, a digit, Space or F1 to F24 with Ctrl and Alt.",
        )
    if chord.name[0] == "f" and chord.name[1:].isdigit():
        return ""
    if not chord.modifiers & {"alt", "meta"} and chord.modifiers != {"ctrl", "shift"}:
        return QCoreApplication.translate(
            "Hotkey", "Other programs need this key: hold two of Ctrl, Alt and Shift with it, or the system key."
        )
    return ""


def taken(written: str) -> str:
    """Say that another program has the key, and what to do."""
    return QCoreApplication.translate(
        "Hotkey", "%1 is taken by another program: choose another key in Settings, or free it there."
    ).replace("%1", shown_key(written))


def shown_key(written: str) -> str:
    """Return a key as this system writes it."""
    sequence = QKeySequence.fromString(written, QKeySequence.SequenceFormat.PortableText)
    return sequence.toString(QKeySequence.SequenceFormat.NativeText)


def _name_of(key: Qt.Key) -> str:
    if key == Qt.Key.Key_Space:
        return "space"
    if Qt.Key.Key_F1 <= key <= Qt.Key.Key_F24:
        return f"f{key - Qt.Key.Key_F1 + 1}"
    character = chr(key).lower() if 0x20 < key < 0x7F else ""
    return character if character.isalnum() or (character and character in _SIGNS) else ""
