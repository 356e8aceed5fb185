"""Qt's own start: looks, language, window, event loop."""

import gc
import os
import signal
import sys
from pathlib import Path

from PySide6.QtWidgets import QApplication

from vaultmind import api
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.desktop import Desktop
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.portal import follow_portal
from vaultmind_ui.settings_followed import SettingsFollower
from vaultmind_ui.settings_refused import read_settings
from vaultmind_ui.shell import OpenVault, Shell
from vaultmind_ui.single_instance import Door
from vaultmind_ui.translation import Translation

GARBAGE_THRESHOLDS = (5_000, 10, 20)
"""How seldom Python looks for garbage: ten thousand values that come from the engine shall not have it look at each."""

SWITCH_S = 0.0002
"""How long Qt's thread waits for another to let it in, many times in one handler: Python would have it wait 5 ms."""


def run(open_session: OpenVault, *, vault: Path | None, data: Path | None, wanted: str = "show", link: str = "") -> int:
    """Show the window until it is left; without a vault to open, the first steps.

    Settings that cannot be read are said in a window of their own; ``VaultMindError`` where they are left so.

    ``wanted`` is ``"show"``, ``"toggle"`` for the small window, ``"hidden"`` for none; a ``link`` is followed.
    """
    app = QApplication(sys.argv[:1])
    app.setApplicationName("VaultMind")
    app.setDesktopFileName("io.github.vaultmind.VaultMind")
    app.setQuitOnLastWindowClosed(False)
    translation = Translation(app)
    settings = read_settings(api.find_places(data).settings_file)
    if settings.language != "auto":
        translation.use(settings.language)
    appearance = Appearance(app, mode=settings.window.theme, text_percent=settings.window.text_percent)
    portal = follow_portal(appearance)
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    shell = Shell(Bridge(), appearance, translation, open_session, data=data)
    root = api.vault_meant(vault, data)
    if root is not None:
        shell.open_vault(root)  # its engine starts while the window is built
    window = MainWindow(shell)
    SettingsFollower(shell, settings)
    gc.set_threshold(*GARBAGE_THRESHOLDS)
    sys.setswitchinterval(SWITCH_S)
    window.complete.connect(gc.freeze)  # what is here now stays: to look through it for garbage would hold Qt's thread
    if root is None:
        window.show_first_run()
    desktop = Desktop(app, window, settings.window)
    door = Door(api.door_of(data))
    if door.open():
        desktop.hear(door)
    desktop.start(wanted)
    if link:
        desktop.follow(link)
    status = app.exec()
    door.close()
    if not app.clipboard().ownsClipboard():  # else what was copied is handed over as Qt ends
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)  # nothing is left to be written; to take all down piece by piece keeps a busy machine seconds
    del desktop, window, portal
    return status
