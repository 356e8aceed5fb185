"""Wayland: the desktop's portal binds the key and tells when it is pressed. It asks the person itself.

Spoken by jeepney, for Qt's own D-Bus cannot send a list of structures.
"""

from collections.abc import Callable
from typing import Any

from jeepney import DBusAddress, HeaderFields, MatchRule, Message, MessageType, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection
from PySide6.QtCore import QCoreApplication, QObject, QSocketNotifier

from vaultmind_ui.hotkey.hotkey import Hotkey, no_way
from vaultmind_ui.hotkey.keys import Chord, chord_of, why_not

APP_ID = "io.github.vaultmind.VaultMind"
_SERVICE, _OBJECT = "org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"
_SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
_REQUEST = "org.freedesktop.portal.Request"
_PORTAL = DBusAddress(_OBJECT, _SERVICE, _SHORTCUTS)
_REGISTRY = DBusAddress(_OBJECT, _SERVICE, "org.freedesktop.host.portal.Registry")
_ID = "quick-ask"
_MODIFIERS = {"ctrl": "CTRL", "alt": "ALT", "shift": "SHIFT", "meta": "LOGO"}
_SIGNS = {
    "-": "minus", "=": "equal", "[": "bracketleft", "]": "bracketright", ";": "semicolon", "'": "apostrophe",
    "`": "grave", ",": "comma", ".": "period", "/": "slash", "\\": "backslash",
}  # fmt: skip


class PortalHotkey(Hotkey):
    """One shortcut in one session of the portal; ``bus`` is an address, or the session's own."""

    def __init__(self, parent: QObject | None = None, *, bus: str = "SESSION") -> None:
        super().__init__(parent)
        self._bus = bus
        self._connection: Any = None
        self._notifier: QSocketNotifier | None = None
        self._key = ""
        self._session = ""
        self._asked = 0
        self._replies: dict[int, Callable[[Message], None]] = {}
        self._responses: dict[str, Callable[[int, dict[str, Any]], None]] = {}

    def take(self, key: str) -> None:
        self.release()
        if not key:
            self.settled.emit("")
            return
        problem = why_not(key)
        if problem:
            self.settled.emit(problem)
            return
        self._key = key
        try:
            self._connect()
            self._ask(new_method_call(_REGISTRY, "Register", "sa{sv}", (APP_ID, {})), lambda _: None)
            options = {"session_handle_token": ("s", "vaultmind")}
            self._request("CreateSession", "a{sv}", (), options, self._on_session)
        except (OSError, ValueError, KeyError, RuntimeError):
            self._refuse()

    def release(self) -> None:
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier.deleteLater()
        if self._connection is not None:
            self._connection.close()  # the portal ends a session with the connection that made it
        self._connection, self._notifier, self._session = None, None, ""
        self._replies.clear()
        self._responses.clear()

    def _connect(self) -> None:
        self._connection = open_dbus_connection(self._bus)
        for interface in (_REQUEST, _SHORTCUTS):
            rule = MatchRule(type="signal", interface=interface)
            self._ask(message_bus.AddMatch(rule), lambda _: None)
        self._notifier = QSocketNotifier(self._connection.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._read)

    def _request(
        self,
        method: str,
        signature: str,
        arguments: tuple[Any, ...],
        options: dict[str, tuple[str, Any]],
        then: Callable[[int, dict[str, Any]], None],
    ) -> None:
        """Call a method whose result comes later, as the ``Response`` of an object that is named beforehand."""
        token = f"vaultmind{self._asked}"
        self._asked += 1
        sender = str(self._connection.unique_name).lstrip(":").replace(".", "_")
        self._responses[f"{_OBJECT}/request/{sender}/{token}"] = then
        call = new_method_call(_PORTAL, method, signature, (*arguments, {**options, "handle_token": ("s", token)}))
        self._ask(call, self._on_called)

    def _ask(self, call: Message, then: Callable[[Message], None]) -> None:
        serial = next(self._connection.outgoing_serial)
        self._replies[serial] = then
        self._connection.send(call, serial=serial)

    def _read(self) -> None:
        connection = self._connection
        while connection is not None and connection is self._connection:
            try:
                message: Message = connection.receive(timeout=0)
            except TimeoutError:
                return
            except (OSError, ValueError):
                self._refuse()
                return
            self._on_message(message)

    def _on_message(self, message: Message) -> None:
        fields = message.header.fields
        if message.header.message_type is not MessageType.signal:
            self._replies.pop(fields.get(HeaderFields.reply_serial, -1), lambda _: None)(message)
            return
        member, path = fields.get(HeaderFields.member), fields.get(HeaderFields.path, "")
        if member == "Response" and path in self._responses:
            code, results = message.body
            self._responses.pop(path)(code, {name: value for name, (_, value) in results.items()})
        elif member == "Activated" and message.body[0] == self._session and message.body[1] == _ID:
            kind, token = message.body[3].get("activation_token", ("s", ""))
            self.pressed.emit(token if kind == "s" else "")

    def _on_called(self, reply: Message) -> None:
        if reply.header.message_type is MessageType.error:
            self._refuse()

    def _on_session(self, code: int, results: dict[str, Any]) -> None:
        chord = chord_of(self._key)
        self._session = str(results.get("session_handle", ""))
        if code or not self._session or chord is None:
            self._refuse()
            return
        described = QCoreApplication.translate("Hotkey", "Ask your notes")
        wanted = (_ID, {"description": ("s", described), "preferred_trigger": ("s", trigger_of(chord))})
        self._request("BindShortcuts", "oa(sa{sv})sa{sv}", (self._session, [wanted], ""), {}, self._on_bound)

    def _on_bound(self, code: int, results: dict[str, Any]) -> None:
        if code == 0 and any(name == _ID for name, _ in results.get("shortcuts", ())):
            self.settled.emit("")
            return
        self.release()
        self.settled.emit(
            QCoreApplication.translate(
                "Hotkey",
                "The desktop bound no key: choose another in Settings, or bind one in the desktop's own settings.",
            )
        )

    def _refuse(self) -> None:
        self.release()
        self.settled.emit(no_way())


def trigger_of(chord: Chord) -> str:
    """Return a key as the portal reads it, e.g. ``"CTRL+ALT+space"``."""
    name = chord.name.upper() if chord.name[0] == "f" and chord.name[1:].isdigit() else chord.name
    return "+".join([*(_MODIFIERS[one] for one in _MODIFIERS if one in chord.modifiers), _SIGNS.get(name, name)])
