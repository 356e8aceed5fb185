"""macOS: RegisterEventHotKey of Carbon, which needs no permission to watch the keyboard."""

import ctypes
from typing import Any

from PySide6.QtCore import QObject

from vaultmind_ui.hotkey.hotkey import Hotkey
from vaultmind_ui.hotkey.keys import Chord, chord_of, taken, why_not

_CARBON = "/System/Library/Frameworks/Carbon.framework/Carbon"
_SIGNATURE = int.from_bytes(b"VMnd", "big")
_KEYBOARD = int.from_bytes(b"keyb", "big")
_HOTKEY_PRESSED = 5
_MODIFIERS = {"ctrl": 0x0100, "shift": 0x0200, "alt": 0x0800, "meta": 0x1000}
"""Qt's Ctrl is the Command key here, and its Meta is Control."""
_CODES = {
    "a": 0, "s": 1, "d": 2, "f": 3, "h": 4, "g": 5, "z": 6, "x": 7, "c": 8, "v": 9, "b": 11, "q": 12, "w": 13, "e": 14,
    "r": 15, "y": 16, "t": 17, "1": 18, "2": 19, "3": 20, "4": 21, "6": 22, "5": 23, "=": 24, "9": 25, "7": 26,
    "-": 27, "8": 28, "0": 29, "]": 30, "o": 31, "u": 32, "[": 33, "i": 34, "p": 35, "l": 37, "j": 38, "'": 39,
    "k": 40, ";": 41, "\\": 42, ",": 43, "/": 44, "n": 45, "m": 46, ".": 47, "space": 49, "`": 50, "f1": 122,
    "f2": 120, "f3": 99, "f4": 118, "f5": 96, "f6": 97, "f7": 98, "f8": 100, "f9": 101, "f10": 109, "f11": 103,
    "f12": 111, "f13": 105, "f14": 107, "f15": 113, "f16": 106, "f17": 64, "f18": 79, "f19": 80, "f20": 90,
}  # fmt: skip
_Handler = ctypes.CFUNCTYPE(ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p)


class _EventKind(ctypes.Structure):
    _fields_ = [("group", ctypes.c_uint32), ("kind", ctypes.c_uint32)]


class _HotkeyId(ctypes.Structure):
    _fields_ = [("signature", ctypes.c_uint32), ("number", ctypes.c_uint32)]


class MacHotkey(Hotkey):
    """One hotkey of the application; this program has no other, so any that is pressed is this."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._carbon: Any = ctypes.CDLL(_CARBON)
        self._taken = ctypes.c_void_p()
        self._handler = _Handler(self._on_pressed)
        for name in ("GetApplicationEventTarget", "RegisterEventHotKey", "UnregisterEventHotKey"):
            getattr(self._carbon, name).restype = (
                ctypes.c_void_p if name == "GetApplicationEventTarget" else ctypes.c_int32
            )
        self._carbon.RegisterEventHotKey.argtypes = [
            ctypes.c_uint32, ctypes.c_uint32, _HotkeyId, ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p,
        ]  # fmt: skip
        self._carbon.UnregisterEventHotKey.argtypes = [ctypes.c_void_p]
        self._carbon.InstallEventHandler.argtypes = [
            ctypes.c_void_p, _Handler, ctypes.c_ulong, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        seen = _EventKind(_KEYBOARD, _HOTKEY_PRESSED)
        self._target = ctypes.c_void_p(self._carbon.GetApplicationEventTarget())
        self._carbon.InstallEventHandler(self._target, self._handler, 1, ctypes.byref(seen), None, None)

    def take(self, key: str) -> None:
        self.release()
        chord = chord_of(key)
        problem = why_not(key) if key else ""
        if key and not problem and chord is not None:
            problem = "" if self._register(chord) else taken(key)
        self.settled.emit(problem)

    def release(self) -> None:
        if self._taken:
            self._carbon.UnregisterEventHotKey(self._taken)
            self._taken = ctypes.c_void_p()

    def _register(self, chord: Chord) -> bool:
        code = _CODES.get(chord.name)
        if code is None:
            return False
        held = sum(_MODIFIERS[one] for one in chord.modifiers)
        name = _HotkeyId(_SIGNATURE, 1)
        got = ctypes.c_void_p()
        status = self._carbon.RegisterEventHotKey(code, held, name, self._target, 0, ctypes.byref(got))
        self._taken = got
        return bool(status == 0)

    def _on_pressed(self, _call: object, _event: object, _data: object) -> int:
        self.pressed.emit("")
        return 0
