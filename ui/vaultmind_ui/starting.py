"""Qt's own start: looks, language, window, event loop."""

import signal
import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from vaultmind import api
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.shell import Shell
from vaultmind_ui.translation import Translation


def run(open_session: Callable[[], api.Session]) -> int:
    """Show the window until it is closed."""
    settings = api.load_settings(api.find_places().settings_file)
    app = QApplication(sys.argv[:1])
    app.setApplicationName("VaultMind")
    app.setDesktopFileName("io.github.vaultmind.VaultMind")
    translation = Translation(app, settings.language)
    appearance = Appearance(app, mode=settings.window.theme, text_percent=settings.window.text_percent)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    window = MainWindow(Shell(Bridge(), appearance))
    window.show()
    window.shell.bridge.open(open_session)
    status = app.exec()
    del window, translation
    return status
