"""Windows: RegisterHotKey, and the message that it sends to this thread."""

import ctypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QObject

from vaultmind_ui.hotkey.hotkey import Hotkey
from vaultmind_ui.hotkey.keys import Chord, chord_of, taken, why_not

_ID = 0x564D
_WM_HOTKEY = 0x0312
_NO_REPEAT = 0x4000
_MODIFIERS = {"alt": 1, "ctrl": 2, "shift": 4, "meta": 8}
_SIGNS = {
    "space": 0x20, ";": 0xBA, "=": 0xBB, ",": 0xBC, "-": 0xBD, ".": 0xBE, "/": 0xBF, "`": 0xC0, "[": 0xDB, "\\": 0xDC,
    "]": 0xDD, "'": 0xDE,
}  # fmt: skip
_F1 = 0x70


class _Message(ctypes.Structure):
    """The beginning of a ``MSG``."""

    _fields_ = [
        ("window", ctypes.c_void_p),
        ("message", ctypes.c_uint),
        ("first", ctypes.c_size_t),
    ]


class WindowsHotkey(Hotkey):
    """One registered hotkey of this thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._user: Any = getattr(ctypes, "WinDLL")("user32")  # noqa: B009 (only Windows has it, and its types)
        self._is_taken = False
        self._filter = _Filter(lambda: self.pressed.emit(""))
        QCoreApplication.instance().installNativeEventFilter(self._filter)  # type: ignore[union-attr]

    def take(self, key: str) -> None:
        self.release()
        chord = chord_of(key)
        problem = why_not(key) if key else ""
        if key and not problem and chord is not None:
            held = sum(_MODIFIERS[one] for one in chord.modifiers) | _NO_REPEAT
            self._is_taken = bool(self._user.RegisterHotKey(None, _ID, held, virtual_key(chord)))
            problem = "" if self._is_taken else taken(key)
        self.settled.emit(problem)

    def release(self) -> None:
        if self._is_taken:
            self._user.UnregisterHotKey(None, _ID)
            self._is_taken = False


class _Filter(QAbstractNativeEventFilter):
    def __init__(self, on_key: Any) -> None:
        super().__init__()
        self._on_key = on_key

    def nativeEventFilter(self, kind: Any, message: int) -> object:  # noqa: N802 (Qt's name)
        if kind in (b"windows_dispatcher_MSG", b"windows_generic_MSG"):
            seen = _Message.from_address(int(message))
            if seen.message == _WM_HOTKEY and seen.first == _ID:
                self._on_key()
                return True, 0
        return False, 0


def virtual_key(chord: Chord) -> int:
    """Return what Windows calls a key."""
    if chord.name[0] == "f" and chord.name[1:].isdigit():
        return _F1 + int(chord.name[1:]) - 1
    return _SIGNS.get(chord.name) or ord(chord.name.upper())
