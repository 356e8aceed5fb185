"""The window: the place for questions, and a line that says how far the index is."""

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from vaultmind import api
from vaultmind_ui.ask_panel import AskPanel
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.theme import Theme


class MainWindow(QMainWindow):
    """One vault's window; closing it stops what it started."""

    def __init__(self, bridge: Bridge, theme: Theme) -> None:
        super().__init__()
        self._bridge = bridge
        self.ask_panel = AskPanel(bridge, theme)
        self.setCentralWidget(self.ask_panel)
        self.setWindowTitle("VaultMind")
        self.resize(820, 720)
        self.ask_panel.ask_button.setEnabled(False)
        self.statusBar().showMessage("Opening the vault…")
        bridge.opened.connect(self._on_opened)
        bridge.index_changed.connect(self._on_index_changed)
        bridge.saved.connect(self._on_saved)
        bridge.failed.connect(self.statusBar().showMessage)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Vanish at once, then stop what is under way and let go of the session."""
        self.hide()
        self._bridge.close()
        super().closeEvent(event)

    def _on_opened(self, status: api.VaultStatus) -> None:
        self.ask_panel.ask_button.setEnabled(True)
        self.setWindowTitle(f"VaultMind — {status.vault.rstrip('/').rpartition('/')[2]}")
        self.ask_panel.question.setFocus()
        self._on_index_changed(status)

    def _on_index_changed(self, status: api.VaultStatus) -> None:
        self.statusBar().showMessage(f"Notes: {status.notes}{_coverage(status)}")

    def _on_saved(self, note: str) -> None:
        self.statusBar().showMessage(f"Saved as {note}")


def _coverage(status: api.VaultStatus) -> str:
    """Say what cannot be found by meaning: all without a model, else what still waits for its vectors."""
    if status.engine.embedder is None:
        return " · found by their words alone"
    return f" · {status.waiting} passages found by their words alone so far" if status.waiting else ""
