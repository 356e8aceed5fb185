"""The sign in the desktop's tray: what VaultMind is doing, and the few things wanted without its window."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.status_line import StatusLine


class Tray(QObject):
    """Nothing to be seen where the desktop has no tray; it comes by itself when the desktop gets one."""

    quick_wanted = Signal()
    open_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, parent: QWidget, status: StatusLine, appearance: Appearance) -> None:
        super().__init__(parent)
        self._status = status
        self._appearance = appearance
        self.menu = QMenu(parent)
        self.state, self.model = QAction(self.menu), QAction(self.menu)
        self.pause, self.quick, self.open, self.quit = (QAction(self.menu) for _ in range(4))
        self.icon = QSystemTrayIcon(self)
        for shown in (self.state, self.model):
            shown.setEnabled(False)
            self.menu.addAction(shown)
        self.menu.addSeparator()
        for action, does in (
            (self.quick, self.quick_wanted.emit),
            (self.open, self.open_wanted.emit),
            (self.pause, status.toggle_pause),
            (self.quit, self.quit_wanted.emit),
        ):
            action.triggered.connect(lambda _=False, does=does: does())
            self.menu.addAction(action)
        self.menu.aboutToShow.connect(self.retranslate)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        self.dress()
        self.retranslate()
        self.icon.show()

    @property
    def is_there(self) -> bool:
        """Say whether a person can see it now."""
        return QSystemTrayIcon.isSystemTrayAvailable() and self.icon.isVisible()

    def notify(self, sentence: str) -> None:
        """Tell of something that the person started, and is not looking at; never with words of a note."""
        if self.is_there and QSystemTrayIcon.supportsMessages():
            self.icon.showMessage("VaultMind", sentence, self._appearance.icon("vault"))

    def retranslate(self) -> None:
        """Write the words of now."""
        self.state.setText(_plain(self._status.index.text()))
        self.model.setText(_plain(self._status.model.text()))
        self.pause.setText(self._status.pause.toolTip())
        self.pause.setVisible(self._status.can_pause)
        self.quick.setText(self.tr("Quick question"))
        self.open.setText(self.tr("Open VaultMind"))
        self.quit.setText(self.tr("Quit"))
        self.icon.setToolTip(f"VaultMind — {self._status.index.text()} · {self._status.model.text()}")

    def dress(self) -> None:
        """Give the menu and the sign the looks of now."""
        self._appearance.dress(self.menu)
        self.restyle()

    def restyle(self) -> None:
        """Draw the sign: a vault, or two bars where indexing is paused."""
        theme = self._appearance.theme
        self.icon.setIcon(self._appearance.icon("pause" if self._status.is_paused else "vault", theme.accent))

    def show_state(self) -> None:
        """Show what VaultMind is doing now."""
        self.retranslate()
        self.restyle()

    def leave(self) -> None:
        """Vanish."""
        self.icon.hide()

    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason is QSystemTrayIcon.ActivationReason.Trigger:
            self.quick_wanted.emit()


def _plain(words: str) -> str:
    return words.replace("&", "&&")
