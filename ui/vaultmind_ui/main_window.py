"""The window: a sidebar of places, the place that is shown, and a line that says how far the index is."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.commands import Command
from vaultmind_ui.place import Place, PlaceEntry
from vaultmind_ui.places import all_places
from vaultmind_ui.shell import Shell
from vaultmind_ui.sidebar import Sidebar
from vaultmind_ui.status_line import StatusLine

_NARROW_EM = 62
"""Below so many widths of a letter the sidebar shows icons alone."""


class MainWindow(QMainWindow):
    """One vault's window; closing it stops what it started."""

    def __init__(self, shell: Shell, entries: Sequence[PlaceEntry] | None = None) -> None:
        super().__init__()
        self.shell = shell
        shell.setParent(self)
        self._entries = {entry.id: entry for entry in (entries if entries is not None else all_places())}
        self._places: dict[str, Place] = {}
        self.sidebar = Sidebar(tuple(self._entries.values()), shell.appearance)
        self.stack = QStackedWidget()
        self.status_line = StatusLine()
        self._lay_out()
        self._list_commands()
        self._connect()
        self.resize(1120, 760)
        self._write_title()
        if self._entries:
            self.show_place(next(iter(self._entries)))

    def place(self, place_id: str) -> Place:
        """Return a place, built now if it was not."""
        if place_id not in self._places:
            place = self._entries[place_id].build(self.shell)
            self._places[place_id] = place
            self.stack.addWidget(place)
            place.retranslate()
            place.restyle()
            if self.shell.status is not None:
                place.vault_changed(self.shell.status)
        return self._places[place_id]

    def show_place(self, place_id: str, target: object = None) -> None:
        """Turn to a place; with a ``target`` it shows that."""
        if place_id not in self._entries:
            return
        place = self.place(place_id)
        self.stack.setCurrentWidget(place)
        self.sidebar.show_chosen(place_id)
        place.activated()
        if target is not None:
            place.show_target(target)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Vanish at once, then stop what is under way and let go of the session."""
        self.hide()
        self.shell.bridge.close()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the words of the sidebar out where there is little room."""
        super().resizeEvent(event)
        self.sidebar.set_narrow(self.width() < self.fontMetrics().averageCharWidth() * _NARROW_EM * 2)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Write everything anew in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.sidebar.retranslate()
            self.status_line.retranslate()
            self.shell.commands.retranslate()
            self._write_title()
            for place in self._places.values():
                place.retranslate()

    def _lay_out(self) -> None:
        middle = QWidget()
        columns = QHBoxLayout(middle)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.sidebar)
        columns.addWidget(self.stack, 1)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(middle, 1)
        rows.addWidget(self.status_line)
        self.setCentralWidget(whole)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def _list_commands(self) -> None:
        for number, entry in enumerate(self._entries.values(), start=1):
            self.shell.commands.add(
                self,
                Command(
                    f"go.{entry.id}",
                    lambda entry=entry: self.tr("Go to %1").replace("%1", entry.title()),  # type: ignore[misc]
                    lambda entry=entry: self.show_place(entry.id),  # type: ignore[misc]
                    (f"Ctrl+{number}",) if number < 10 else (),
                ),
                everywhere=True,
            )
        self.shell.commands.add(
            self, Command("window.quit", lambda: self.tr("Quit"), self.close, ("Ctrl+Q",)), everywhere=True
        )

    def _connect(self) -> None:
        bridge = self.shell.bridge
        bridge.opened.connect(self._on_opened)
        bridge.index_changed.connect(self._on_index_changed)
        bridge.failed.connect(self.status_line.say)
        bridge.lost.connect(self.status_line.say)
        self.shell.said.connect(self.status_line.say)
        self.shell.place_wanted.connect(self.show_place)
        self.shell.appearance.changed.connect(self._on_appearance_changed)
        self.sidebar.chosen.connect(self.show_place)

    def _on_opened(self, status: api.VaultStatus) -> None:
        self.shell.status = status
        self._write_title()
        self.status_line.show_status(status)
        for place in self._places.values():
            place.vault_changed(status)

    def _on_index_changed(self, status: api.VaultStatus) -> None:
        self.shell.status = status
        self.status_line.show_status(status)
        for place in self._places.values():
            place.index_changed(status)

    def _on_appearance_changed(self) -> None:
        self.sidebar.restyle()
        for place in self._places.values():
            place.restyle()

    def _write_title(self) -> None:
        status = self.shell.status
        self.setWindowTitle(f"{vault_name(status.vault)} — VaultMind" if status else "VaultMind")


def vault_name(root: str) -> str:
    """Return what a vault is called: the last folder of its path."""
    return root.replace("\\", "/").rstrip("/").rpartition("/")[2]
