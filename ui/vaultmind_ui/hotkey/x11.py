"""X11: the key is grabbed on Qt's own connection, under every state of Caps Lock and Num Lock."""

import ctypes
from typing import Any

from PySide6.QtCore import QAbstractNativeEventFilter, QCoreApplication, QObject
from PySide6.QtGui import QGuiApplication

from vaultmind_ui.hotkey.hotkey import Hotkey
from vaultmind_ui.hotkey.keys import Chord, chord_of, shown_key, taken, why_not

_MASKS = {"shift": 1, "ctrl": 4, "alt": 8, "meta": 64}
_HELD = 1 | 4 | 8 | 64
_LOCKS = (0, 2, 16, 2 | 16)
"""Caps Lock and Num Lock, which count as modifiers."""
_KEY_PRESS, _KEY_RELEASE = 2, 3
_SIGNS = {"space": 0x20}
_F1 = 0xFFBE
_REPEAT_MS = 2
"""Where a held key is let go and pressed anew by the server, both happen within this."""
_FORGOTTEN_MS = 2000
"""A key that is held comes again long before this; then it was let go unseen."""


class _Cookie(ctypes.Structure):
    _fields_ = [("sequence", ctypes.c_uint)]


class _KeyEvent(ctypes.Structure):
    """The beginning of a key's event, as the X11 protocol lays it out."""

    _fields_ = [
        ("kind", ctypes.c_uint8),
        ("keycode", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("time_ms", ctypes.c_uint32),
        ("windows", ctypes.c_uint32 * 3),
        ("places", ctypes.c_int16 * 4),
        ("state", ctypes.c_uint16),
    ]


class X11Hotkey(Hotkey):
    """One passive grab on the root window; a grab that another program holds is reported."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._x = _Connection()
        self._grabbed: tuple[int, int] | None = None
        self._is_down = False
        self._last_ms = 0
        self._filter = _Filter(self._on_key)
        QCoreApplication.instance().installNativeEventFilter(self._filter)  # type: ignore[union-attr]

    def take(self, key: str) -> None:
        self.release()
        if not key:
            self.settled.emit("")
            return
        chord = chord_of(key)
        problem = why_not(key)
        if problem or chord is None:
            self.settled.emit(problem)
            return
        keycode = self._x.keycode(_keysym(chord))
        mask = sum(_MASKS[one] for one in chord.modifiers)
        if not keycode:
            missing = QCoreApplication.translate("Hotkey", "This keyboard has no %1: choose another key in Settings.")
            self.settled.emit(missing.replace("%1", shown_key(key)))
            return
        if not all(self._x.grab(keycode, mask | lock) for lock in _LOCKS):
            self._x.ungrab(keycode, mask)
            self.settled.emit(taken(key))
            return
        self._grabbed = keycode, mask
        self.settled.emit("")

    def release(self) -> None:
        if self._grabbed is not None:
            self._x.ungrab(*self._grabbed)
            self._grabbed = None

    def _on_key(self, event: _KeyEvent) -> None:
        if self._grabbed is None or event.keycode != self._grabbed[0]:
            return
        waited_ms = (event.time_ms - self._last_ms) % 2**32
        if event.kind & 0x7F == _KEY_RELEASE:
            self._is_down, self._last_ms = False, event.time_ms
        elif event.state & _HELD == self._grabbed[1]:
            is_held = waited_ms < _FORGOTTEN_MS if self._is_down else waited_ms <= _REPEAT_MS
            self._is_down, self._last_ms = True, event.time_ms
            if not is_held:
                self.pressed.emit("")


class _Filter(QAbstractNativeEventFilter):
    """Sees every event of X11 before Qt, and takes none away: Qt notes from it when a person last did something."""

    def __init__(self, on_key: Any) -> None:
        super().__init__()
        self._on_key = on_key

    def nativeEventFilter(self, kind: Any, message: int) -> object:  # noqa: N802 (Qt's name)
        if kind == b"xcb_generic_event_t":
            event = _KeyEvent.from_address(int(message))
            if event.kind & 0x7F in (_KEY_PRESS, _KEY_RELEASE):
                self._on_key(event)
        return False, 0


class _Connection:
    """The few calls of Xlib and XCB that a grab needs, on Qt's connection."""

    def __init__(self) -> None:
        native: Any = QGuiApplication.instance().nativeInterface()  # type: ignore[union-attr]
        self._xlib, self._xcb = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libxcb.so.1")
        self._display = ctypes.c_void_p(native.display())
        self._link = ctypes.c_void_p(native.connection())
        self._xlib.XKeysymToKeycode.argtypes = [ctypes.c_void_p, ctypes.c_ulong]
        self._xlib.XKeysymToKeycode.restype = ctypes.c_ubyte
        self._xlib.XDefaultRootWindow.argtypes = [ctypes.c_void_p]
        self._xlib.XDefaultRootWindow.restype = ctypes.c_ulong
        small = [ctypes.c_uint8] * 3
        self._xcb.xcb_grab_key_checked.argtypes = [
            ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_uint16, *small,
        ]  # fmt: skip
        self._xcb.xcb_grab_key_checked.restype = _Cookie
        self._xcb.xcb_ungrab_key_checked.argtypes = [ctypes.c_void_p, ctypes.c_uint8, ctypes.c_uint32, ctypes.c_uint16]
        self._xcb.xcb_ungrab_key_checked.restype = _Cookie
        self._xcb.xcb_request_check.argtypes = [ctypes.c_void_p, _Cookie]
        self._xcb.xcb_request_check.restype = ctypes.c_void_p
        self._free = ctypes.CDLL(None).free
        self._free.argtypes = [ctypes.c_void_p]
        self._root = self._xlib.XDefaultRootWindow(self._display)

    def keycode(self, keysym: int) -> int:
        """Return the code of the key that writes a sign, 0 where none does."""
        return int(self._xlib.XKeysymToKeycode(self._display, keysym))

    def grab(self, keycode: int, mask: int) -> bool:
        """Take a key; ``False`` where another program has it."""
        return self._is_done(self._xcb.xcb_grab_key_checked(self._link, 0, self._root, mask, keycode, 1, 1))

    def ungrab(self, keycode: int, mask: int) -> None:
        """Give a key back, under every lock."""
        for lock in _LOCKS:
            self._is_done(self._xcb.xcb_ungrab_key_checked(self._link, keycode, self._root, mask | lock))

    def _is_done(self, cookie: _Cookie) -> bool:
        error = self._xcb.xcb_request_check(self._link, cookie)
        if error:
            self._free(error)
        return not error


def _keysym(chord: Chord) -> int:
    if chord.name[0] == "f" and chord.name[1:].isdigit():
        return _F1 + int(chord.name[1:]) - 1
    return _SIGNS.get(chord.name) or ord(chord.name)
