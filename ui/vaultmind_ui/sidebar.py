"""The sidebar: an icon and a word for each place; only icons where the window is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QVBoxLayout

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.place import PlaceEntry
from vaultmind_ui.theme import SPACE, TIGHT
from vaultmind_ui.vault_menu import VaultButton
from vaultmind_ui.words import ToolButton


class Sidebar(QFrame):
    """One button for each place; ``chosen`` says which was pressed."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[PlaceEntry], appearance: Appearance, vault_button: VaultButton) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self._entries = tuple(entries)
        self._appearance = appearance
        self._vault_button = vault_button
        self._is_narrow = False
        self._chosen = ""
        self._buttons: dict[str, ToolButton] = {}
        group = QButtonGroup(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(SPACE, SPACE, TIGHT, SPACE)
        rows.setSpacing(TIGHT)
        for entry in self._entries:
            button = ToolButton()
            button.setCheckable(True)
            button.setIconSize(QSize(20, 20))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.clicked.connect(lambda _=False, chosen=entry.id: self.chosen.emit(chosen))
            group.addButton(button)
            rows.addWidget(button)
            self._buttons[entry.id] = button
        rows.addStretch(1)
        rows.addWidget(vault_button)
        self.retranslate()
        self.restyle()

    def show_chosen(self, place_id: str) -> None:
        """Mark the place that is shown."""
        before, self._chosen = self._chosen, place_id
        self._buttons[place_id].setChecked(True)
        for entry in self._entries:
            if entry.id in (before, place_id):
                self._draw(entry)

    @property
    def is_narrow(self) -> bool:
        """Say whether it shows icons alone."""
        return self._is_narrow

    def words_width(self) -> int:
        """Return how many pixels the words take beside their icons."""
        return max(self.fontMetrics().horizontalAdvance(button.text()) for button in self._buttons.values())

    def set_narrow(self, is_narrow: bool) -> None:
        """Show icons alone, or icons and words."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            self._vault_button.set_narrow(is_narrow)
            self.restyle()

    def retranslate(self) -> None:
        """Write the words in the language of now."""
        for number, entry in enumerate(self._entries, start=1):
            button, title = self._buttons[entry.id], entry.title()
            keys = QKeySequence(f"Ctrl+{number}").toString(QKeySequence.SequenceFormat.NativeText)
            button.setText(f"  {title}")
            button.setToolTip(f"{title} ({keys})")
            button.setAccessibleName(title)

    def restyle(self) -> None:
        """Draw the icons in the colours of now."""
        style = Qt.ToolButtonStyle
        for entry in self._entries:
            shown = style.ToolButtonIconOnly if self._is_narrow else style.ToolButtonTextBesideIcon
            self._buttons[entry.id].setToolButtonStyle(shown)
            self._draw(entry)

    def _draw(self, entry: PlaceEntry) -> None:
        theme, button = self._appearance.theme, self._buttons[entry.id]
        button.setIcon(self._appearance.icon(entry.icon, theme.accent if button.isChecked() else theme.muted))
