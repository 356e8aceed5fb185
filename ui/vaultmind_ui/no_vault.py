"""What stands in the place of a vault while none is open: which is being opened, or how to come to one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from vaultmind_ui.place import Place
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, WIDE
from vaultmind_ui.vault_menu import VaultButton
from vaultmind_ui.words import button, plain_label, set_words

_TO_OPEN = "Ctrl+Shift+O"


class NoVaultPlace(Place):
    """Shown instead of a place that needs a vault."""

    def __init__(self, shell: Shell, vaults: VaultButton) -> None:
        super().__init__(shell)
        self._vaults = vaults
        self.heading = plain_label(name="heading", wraps=True)
        self.help = plain_label(name="muted", wraps=True)
        self.open_button, self.sample_button = button(name="primary"), button()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.open_button.clicked.connect(self._offer_vaults)
        self.sample_button.clicked.connect(vaults.open_sample)

    def retranslate(self) -> None:
        """Set every word that is shown."""
        set_words(self.open_button, self.tr("Open a vault…"))
        set_words(self.sample_button, self.tr("Try the sample vault"))
        self.show_state()

    def restyle(self) -> None:
        """Be as wide as the text of now wants."""
        self.help.setMinimumWidth(min(self.fontMetrics().averageCharWidth() * 60, 600))
        self.open_button.setIcon(self.shell.appearance.icon("vault", self.shell.appearance.theme.accent_text))

    def activated(self) -> None:
        """Put the focus on what opens a vault."""
        self.show_state()
        (self if self.shell.opening else self.open_button).setFocus()

    def show_state(self) -> None:
        """Say what is being opened, or offer what there is."""
        opening = self.shell.opening
        for one in (self.open_button, self.sample_button):
            one.setVisible(not opening)
        if opening:
            self.heading.setText(self.tr("Opening %1…").replace("%1", opening))
            self.help.setText(self.tr("It takes a moment; what you asked for is shown then."))
        else:
            key = QKeySequence(_TO_OPEN).toString(QKeySequence.SequenceFormat.NativeText)
            words = self.tr(
                "A vault is a folder of Markdown notes; they stay where they are, and stay as they are. "
                "%1 opens one from anywhere."
            )
            self.heading.setText(self.tr("No vault is open"))
            self.help.setText(words.replace("%1", key))
        self.setAccessibleName(f"{self.heading.text()}. {self.help.text()}")

    def _offer_vaults(self) -> None:
        self._vaults.choices.popup(self.open_button.mapToGlobal(self.open_button.rect().bottomLeft()))

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(WIDE)
        column.addStretch(1)
        column.addWidget(self.heading)
        column.addWidget(self.help)
        column.addSpacing(SPACE)
        ways = QHBoxLayout()
        ways.addWidget(self.open_button)
        ways.addWidget(self.sample_button)
        ways.addStretch(1)
        column.addLayout(ways)
        column.addStretch(2)
        row = QHBoxLayout(self)
        row.setContentsMargins(ROOMY, ROOMY, ROOMY, ROOMY)
        row.addStretch(1)
        row.addLayout(column)
        row.addStretch(1)
