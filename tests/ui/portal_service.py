"""A settings portal for the test beside it: dark and text at 1.5 until it is told to turn light."""

import sys

from PySide6.QtCore import ClassInfo, QCoreApplication, QObject, Slot
from PySide6.QtDBus import QDBusConnection, QDBusMessage, QDBusVariant

_OBJECT = "/org/freedesktop/portal/desktop"
_INTERFACE = "org.freedesktop.portal.Settings"


def variant(value: object) -> QDBusVariant:
    wrapped = QDBusVariant()
    wrapped.setVariant(value)
    return wrapped


@ClassInfo({"D-Bus Interface": _INTERFACE})
class Settings(QObject):
    @Slot(str, str, result="QDBusVariant")
    def Read(self, namespace: str, key: str) -> QDBusVariant:  # noqa: N802 (the portal's name)
        return variant(1 if key == "color-scheme" else 1.5)


@ClassInfo({"D-Bus Interface": "org.test.Portal"})
class Lever(QObject):
    @Slot()
    def TurnLight(self) -> None:  # noqa: N802
        changed = QDBusMessage.createSignal(_OBJECT, _INTERFACE, "SettingChanged")
        changed.setArguments(["org.freedesktop.appearance", "color-scheme", variant(2)])
        bus.send(changed)


app = QCoreApplication([])
bus = QDBusConnection.connectToBus(sys.argv[1], "portal")
settings = Settings()
lever = Lever()
slots = QDBusConnection.RegisterOption.ExportAllSlots
assert bus.registerService("org.freedesktop.portal.Desktop")
assert bus.registerObject(_OBJECT, settings, slots)
assert bus.registerObject("/lever", lever, slots)
print("ready", flush=True)
app.exec()
