"""Qt's own start: style, colours, window, event loop."""

import signal
import sys
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication

from vaultmind import api
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.theme import DARK, LIGHT, Theme, style_sheet


def run(open_session: Callable[[], api.Session]) -> int:
    """Show the window until it is closed."""
    app = QApplication(sys.argv[:1])
    app.setApplicationName("VaultMind")
    app.setStyle("Fusion")
    is_dark = app.styleHints().colorScheme() is Qt.ColorScheme.Dark
    theme = DARK if is_dark else LIGHT
    use_theme(app, theme)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    bridge = Bridge(open_session)
    window = MainWindow(bridge, theme)
    window.show()
    bridge.open()
    return app.exec()


def use_theme(app: QApplication, theme: Theme) -> None:
    """Give every widget the colours of a theme."""
    palette = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, theme.window),
        (QPalette.ColorRole.Base, theme.panel),
        (QPalette.ColorRole.Button, theme.panel),
        (QPalette.ColorRole.WindowText, theme.text),
        (QPalette.ColorRole.Text, theme.text),
        (QPalette.ColorRole.ButtonText, theme.text),
        (QPalette.ColorRole.PlaceholderText, theme.muted),
        (QPalette.ColorRole.Highlight, theme.accent),
        (QPalette.ColorRole.HighlightedText, theme.accent_text),
        (QPalette.ColorRole.Link, theme.accent),
    ):
        palette.setColor(role, QColor(colour))
    app.setPalette(palette)
    app.setStyleSheet(style_sheet(theme))
