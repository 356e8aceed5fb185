"""What is shown where the settings cannot be read: a start from an icon would else end without a word."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMessageBox

from vaultmind import api
from vaultmind_ui.core_words import in_words


class SettingsRefused(QMessageBox):
    """What is wrong with the file of settings; ``wants_another_try`` is what the person chose in the end."""

    def __init__(self, file: Path, problem: str) -> None:
        super().__init__()
        self._file = file
        self.wants_another_try = False
        self.setWindowTitle("VaultMind")
        self.setIcon(QMessageBox.Icon.Warning)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(in_words(problem))
        self.setInformativeText(
            self.tr(
                "Nothing is lost: put the line right and save the file, then try again. Your notes are not touched."
            )
        )
        self.try_button = self.addButton(self.tr("Try again"), QMessageBox.ButtonRole.AcceptRole)
        self.open_button = self.addButton(self.tr("Open the file"), QMessageBox.ButtonRole.ActionRole)
        self.quit_button = self.addButton(self.tr("Quit"), QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.try_button)
        self.setEscapeButton(self.quit_button)

    def ask(self) -> None:
        """Wait until the person has chosen; the file is opened by the program that the desktop has for it."""
        self.exec()
        if self.clickedButton() is self.open_button:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._file)))
        self.wants_another_try = self.clickedButton() is not self.quit_button


def read_settings(file: Path) -> api.Settings:
    """Return the settings of a file; where they cannot be read, show why until they can, or the person gives up.

    Given up, it raises the ``VaultMindError`` that says what is wrong.
    """
    while True:
        try:
            return api.load_settings(file)
        except api.VaultMindError as problem:
            refused = SettingsRefused(file, str(problem))
            refused.ask()
            if not refused.wants_another_try:
                raise
