"""The vault that is open, and the way to another: a button under the sidebar with a menu."""

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFileDialog, QMenu, QSizePolicy, QToolButton

from vaultmind import api
from vaultmind_ui.shell import Shell


class VaultButton(QToolButton):
    """Names the open vault. Its menu offers those opened before, those Obsidian lists, a folder, and the sample."""

    listed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._choices: tuple[api.VaultChoice, ...] = ()
        self._is_narrow = False
        self.setIconSize(QSize(20, 20))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.choices = QMenu(self)
        self.setMenu(self.choices)
        self.choices.aboutToShow.connect(self.refresh)
        self.retranslate()
        self.refresh()

    def refresh(self) -> None:
        """Read anew which vaults there are."""
        self._shell.bridge.work(self, lambda: api.vault_choices(self._shell.data), self._on_choices, lambda _: None)

    def open_folder(self) -> None:
        """Let the person choose a folder and open it as a vault."""
        dialog = QFileDialog(self, self.tr("Open a folder as a vault"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self._shell.open_vault(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def open_sample(self) -> None:
        """Open the sample vault."""
        self._shell.bridge.work(self, lambda: api.sample_vault(self._shell.data), self._shell.open_vault)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Open the menu by Enter too."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def set_narrow(self, is_narrow: bool) -> None:
        """Show the icon alone, or the name beside it."""
        self._is_narrow = is_narrow
        self.restyle()

    def retranslate(self) -> None:
        """Write the words in the language of now."""
        status = self._shell.status
        name = Path(status.vault).name if status else self.tr("Open a vault")
        shown = self.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideRight, self.fontMetrics().averageCharWidth() * 16
        )
        self.setText("  " + shown.replace("&", "&&"))
        self.setToolTip(status.vault if status else name)
        self.setAccessibleName(self.tr("Vault: %1").replace("%1", name))
        self._fill()
        self.restyle()

    def restyle(self) -> None:
        """Draw the icon in the colours of now."""
        style = Qt.ToolButtonStyle
        self.setIcon(self._shell.appearance.icon("vault"))
        self.setToolButtonStyle(style.ToolButtonIconOnly if self._is_narrow else style.ToolButtonTextBesideIcon)

    def _on_choices(self, choices: tuple[api.VaultChoice, ...]) -> None:
        if choices != self._choices:
            self._choices = choices
            self._fill()
        self.listed.emit()

    def _fill(self) -> None:
        self.choices.clear()
        status = self._shell.status
        for choice in self._choices:
            words = choice.name if choice.is_known else self.tr("%1 (from Obsidian)").replace("%1", choice.name)
            action = self.choices.addAction(words.replace("&", "&&"))
            action.setToolTip(str(choice.root))
            action.setCheckable(True)
            action.setChecked(status is not None and Path(status.vault) == choice.root)
            action.triggered.connect(lambda _=False, root=choice.root: self._shell.open_vault(root))
        if self._choices:
            self.choices.addSeparator()
        self.choices.addAction(self.tr("Open a folder…")).triggered.connect(lambda _=False: self.open_folder())
        self.choices.addAction(self.tr("Try the sample vault")).triggered.connect(lambda _=False: self.open_sample())
