"""VaultMind among other programs: its key, its tray, its links, and one window however often it is started."""

import os
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from vaultmind import api
from vaultmind_ui.autostart import start_with_session
from vaultmind_ui.commands import Command
from vaultmind_ui.hotkey.choosing import hotkey_here
from vaultmind_ui.hotkey.hotkey import Hotkey, NoHotkey
from vaultmind_ui.link_reading import LinkRefused, ReadLink, read_link
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.place import NoteTarget
from vaultmind_ui.quick.quick_window import QuickWindow
from vaultmind_ui.single_instance import Door
from vaultmind_ui.tray import Tray


class Desktop(QObject):
    """Holds what outlives a closed window. ``hotkey`` is the way of this system, unless another is given."""

    def __init__(
        self, app: QApplication, window: MainWindow, settings: api.WindowSettings, *, hotkey: Hotkey | None = None
    ) -> None:
        super().__init__(window)
        self._app = app
        self._stays = settings.stay_in_tray
        self.window = window
        self.shell = window.shell
        self.quick = QuickWindow(window.shell)
        self.tray = Tray(window, window.status_line, window.shell.appearance)
        self.hotkey = hotkey or hotkey_here(self)
        self._key = settings.hotkey
        self._wanted_key: str | None = None
        self._connect()
        if not isinstance(self.hotkey, NoHotkey):
            self.hotkey.take(settings.hotkey)

    def hear(self, door: Door) -> None:
        """Do from now on what later starts want."""
        door.setParent(self)
        door.knocked.connect(self.do)

    def do(self, message: dict[str, str]) -> None:
        """Do what a start wants: ``show``, ``hidden``, ``toggle``, or to follow a ``link``."""
        if message.get("token"):
            os.environ["XDG_ACTIVATION_TOKEN"] = message["token"]
        match message["do"]:
            case "toggle":
                self.quick.toggle()
            case "link":
                self.follow(message["link"])
            case "show":
                if message.get("vault"):
                    self.shell.open_vault(Path(message["vault"]))
                self.window.come_forward()

    def start(self, wanted: str) -> None:
        """Show what the first start wants; hidden means in the tray, or as a small sign where there is none."""
        if wanted == "hidden" and not self.tray.is_there:
            self.window.showMinimized()
        elif wanted == "toggle":
            self.quick.come_forward()
        elif wanted != "hidden":
            self.window.show()

    def follow(self, link: str) -> None:
        """Follow a link as far as a stranger's may go: a vault or note is shown, a question is filled in."""
        self.shell.bridge.work(
            self,
            lambda: api.vault_choices(self.shell.data),
            lambda choices: self._on_choices(link, choices),
            self.shell.say,
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Take the links that macOS hands over as events."""
        if event.type() == QEvent.Type.FileOpen and isinstance(event, QFileOpenEvent):
            self.follow(event.url().toString(event.url().ComponentFormattingOption.FullyEncoded))
            return True
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Give the key back and take everything away."""
        self.hotkey.release()
        self.tray.leave()
        self.quick.hide()
        self.quick.deleteLater()
        self._app.removeEventFilter(self)
        self._app.quit()

    def _connect(self) -> None:
        window, quick, tray = self.window, self.quick, self.tray
        self._app.installEventFilter(self)
        window.stays_when_closed = self._stays_when_closed
        window.left.connect(self.leave)
        window.shell.commands.add(
            window, Command("window.quick", lambda: self.tr("Quick question"), quick.come_forward), everywhere=True
        )
        self.hotkey.pressed.connect(self._on_pressed)
        self.hotkey.settled.connect(self._on_settled)
        tray.quick_wanted.connect(quick.come_forward)
        tray.open_wanted.connect(window.come_forward)
        tray.quit_wanted.connect(window.quit)
        quick.place.main_wanted.connect(window.come_forward)
        quick.place.answered.connect(self._on_answered)
        self.shell.setting_taken.connect(self._on_setting)
        self.shell.appearance.changed.connect(tray.dress)
        self.shell.downloads.finished.connect(self._on_fetched)
        for change in (self.shell.bridge.opened, self.shell.bridge.index_changed):
            change.connect(lambda _: tray.show_state())

    def _stays_when_closed(self) -> bool:
        return self._stays and self.tray.is_there

    def _on_pressed(self, token: str) -> None:
        self.do({"do": "toggle", "token": token})

    def _on_settled(self, problem: str) -> None:
        """Keep a key that was chosen and can be had; say why another cannot, and go on with the one before."""
        wanted, self._wanted_key = self._wanted_key, None
        if wanted is not None and not problem:
            self._key = wanted
            self.shell.save_setting("window", "hotkey", wanted)
        self.shell.hotkey_settled.emit(problem)
        if problem:
            self.shell.say(problem)
            if wanted is None:
                self._key = ""
            elif self._key:
                self.hotkey.take(self._key)

    def _on_answered(self) -> None:
        if not self.quick.isVisible():
            self.tray.notify(self.tr("The answer is there."))

    def _on_fetched(self, name: str, problem: str) -> None:
        if not self.window.isActiveWindow():
            self.tray.notify(problem or self.tr("%1 is here.").replace("%1", name))

    def _on_setting(self, name: str, value: object) -> None:
        match name:
            case "window.hotkey" if value != self._key:  # else it is ours already
                self._wanted_key = str(value)
                self.hotkey.take(str(value))
            case "window.stay_in_tray":
                self._stays = bool(value)
            case "window.start_with_session":
                try:
                    start_with_session(is_wanted=bool(value))
                except OSError as error:
                    self.shell.say(self.tr("It cannot be changed: %1").replace("%1", error.strerror or str(error)))

    def _on_choices(self, link: str, choices: tuple[api.VaultChoice, ...]) -> None:
        try:
            read = read_link(link, choices)
        except LinkRefused as refused:
            self.window.come_forward()
            self.shell.say(str(refused))
            return
        status = self.shell.status
        if read.vault is None or (status is not None and Path(status.vault) == read.vault):
            self._show(read)
            return
        self.shell.open_vault(read.vault)
        self.shell.bridge.call(self, lambda session: session.status(), lambda _: self._show(read))

    def _show(self, read: ReadLink) -> None:
        if read.do == "ask":
            self.quick.fill(read.question)
            return
        if read.note:
            self.shell.show_place("note", NoteTarget(read.note, heading=read.heading))
        self.window.come_forward()
