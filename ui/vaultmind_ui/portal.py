"""The settings portal of a desktop: light or dark, and the size of text, where Qt alone does not learn them."""

import sys
from typing import Any

from PySide6.QtCore import QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusPendingCallWatcher, QDBusVariant

from vaultmind_ui.appearance import Appearance

_SERVICE = "org.freedesktop.portal.Desktop"
_OBJECT = "/org/freedesktop/portal/desktop"
_SETTINGS = "org.freedesktop.portal.Settings"
_SCHEME = ("org.freedesktop.appearance", "color-scheme")
_TEXT = ("org.gnome.desktop.interface", "text-scaling-factor")
_CHANGED: Any = "1on_changed(QDBusMessage)"
"""The slot by its name as text: PySide6 takes no other form, whatever its types say."""
_LIGHT_OR_DARK = {1: True, 2: False}
"""What the portal's numbers say of dark; 0 is no preference."""


class Portal(QObject):
    """Tells an ``Appearance`` what the system's settings are, at first and whenever they change."""

    def __init__(self, bus: QDBusConnection, appearance: Appearance) -> None:
        super().__init__()
        self._bus = bus
        self._appearance = appearance
        self._is_dark: bool | None = None
        self._text_factor = 1.0
        bus.connect(_SERVICE, _OBJECT, _SETTINGS, "SettingChanged", self, _CHANGED)
        for namespace, key in (_SCHEME, _TEXT):
            self._ask(namespace, key)

    @Slot("QDBusMessage")
    def on_changed(self, message: QDBusMessage) -> None:
        """Take one setting that was changed."""
        namespace, key, value = message.arguments()
        self._take((namespace, key), _plain(value))

    def _ask(self, namespace: str, key: str) -> None:
        call = QDBusMessage.createMethodCall(_SERVICE, _OBJECT, _SETTINGS, "Read")
        call.setArguments([namespace, key])
        watcher = QDBusPendingCallWatcher(self._bus.asyncCall(call), self)
        watcher.finished.connect(lambda done: self._on_answer((namespace, key), done))

    def _on_answer(self, setting: tuple[str, str], done: QDBusPendingCallWatcher) -> None:
        reply = done.reply()
        if reply.type() is QDBusMessage.MessageType.ReplyMessage and reply.arguments():
            self._take(setting, _plain(reply.arguments()[0]))
        done.deleteLater()

    def _take(self, setting: tuple[str, str], value: Any) -> None:
        if setting == _SCHEME and isinstance(value, int):
            self._is_dark = _LIGHT_OR_DARK.get(value)
        elif setting == _TEXT and isinstance(value, float) and 0.3 < value < 5:
            self._text_factor = value
        else:
            return
        self._appearance.heed_portal(is_dark=self._is_dark, text_factor=self._text_factor)


def follow_portal(appearance: Appearance, bus: QDBusConnection | None = None) -> Portal | None:
    """Follow the settings portal where there is a session bus; return ``None`` where there is none."""
    if sys.platform in {"win32", "darwin"}:
        return None
    found = bus or QDBusConnection.sessionBus()
    return Portal(found, appearance) if found.isConnected() else None


def _plain(value: Any) -> Any:
    while isinstance(value, QDBusVariant):
        value = value.variant()
    return value
