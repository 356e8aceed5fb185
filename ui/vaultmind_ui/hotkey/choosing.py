"""Which way of taking a key this system has."""

import os

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from vaultmind_ui.hotkey.hotkey import Hotkey, NoHotkey


def hotkey_here(parent: QObject | None = None) -> Hotkey:
    """Return the way of this system; what it needs is loaded only there."""
    match QGuiApplication.platformName():
        case "xcb":
            from vaultmind_ui.hotkey.x11 import X11Hotkey  # noqa: PLC0415

            return X11Hotkey(parent)
        case "windows":
            from vaultmind_ui.hotkey.windows import WindowsHotkey  # noqa: PLC0415

            return WindowsHotkey(parent)
        case "cocoa":
            from vaultmind_ui.hotkey.macos import MacHotkey  # noqa: PLC0415

            return MacHotkey(parent)
        case "wayland" if os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
            from vaultmind_ui.hotkey.portal import PortalHotkey  # noqa: PLC0415

            return PortalHotkey(parent)
    return NoHotkey(parent)
