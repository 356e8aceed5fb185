"""The settings file while the window is open: what another program writes into it is taken up."""

from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication

from vaultmind import api
from vaultmind_ui.shell import TAKEN_UP_AT_ONCE, Shell

_SETTLED_MS = 300
"""How long the file must rest before it is read: an editor, and the window itself, write it in several steps."""


class SettingsFollower(QObject):
    """Takes up at once what the window takes up at once when it is chosen there; tells of every other change.

    A file that cannot be read changes nothing. Where the system tells nothing of the file, e.g. on a network, or the
    file is not there yet, it is read when the person comes back to the window.
    """

    def __init__(self, shell: Shell, settings: api.Settings) -> None:
        super().__init__(shell)
        self._shell = shell
        self._file: Path = api.find_places(shell.data).settings_file
        self._known = settings
        """What the file said last; what the window is told to be for this time alone stands in no file."""
        self._settling = QTimer(self, singleShot=True, interval=_SETTLED_MS)
        self._settling.timeout.connect(self._read)
        self._watcher = QFileSystemWatcher(self)
        self._watcher.fileChanged.connect(lambda _: self._settling.start())
        self._watcher.directoryChanged.connect(lambda _: self._settling.start())
        if isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)
        self._watch()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        if state is Qt.ApplicationState.ApplicationActive:
            self._settling.start()

    def _watch(self) -> None:
        """Watch the folder, and the file too: of what is written into it in place the folder does not tell."""
        watched = {*self._watcher.files(), *self._watcher.directories()}
        wanted = [str(one) for one in (self._file.parent, self._file) if str(one) not in watched and one.exists()]
        if wanted:
            self._watcher.addPaths(wanted)

    def _read(self) -> None:
        self._watch()
        self._shell.bridge.work(
            self, lambda: api.load_settings(self._file), self._take, self._shell.settings_unread.emit
        )

    def _take(self, settings: api.Settings) -> None:
        before, self._known = self._known, settings
        for name in TAKEN_UP_AT_ONCE:
            value = _value(settings, name)
            if value != _value(before, name):
                self._shell.take_up(name, value)
        self._shell.settings_read.emit(settings)
        if settings.answers != before.answers:
            self._shell.ask_answering()


def _value(settings: api.Settings, name: str) -> api.SettingValue:
    """Return a setting by its name in the file, e.g. ``window.theme``."""
    table, _, key = name.rpartition(".")
    found: api.SettingValue = getattr(getattr(settings, table) if table else settings, key)
    return found
