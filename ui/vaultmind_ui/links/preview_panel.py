"""What accepting several suggestions at once, or a merging, would write; and the button that writes it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.history.diff_view import DiffView
from vaultmind_ui.links.phrases import name_of
from vaultmind_ui.words import button, plain_label, set_words


class PreviewPanel(QWidget):
    """Shows a diff; its buttons are the place's to connect."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self.suggestions: tuple[api.LinkSuggestion, ...] = ()
        self.title = plain_label(name="title", wraps=True)
        self.diff = DiffView(appearance)
        self.write_button, self.leave_button = button(name="primary"), button()
        buttons = QHBoxLayout()
        buttons.addWidget(self.write_button)
        buttons.addWidget(self.leave_button)
        buttons.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.title)
        rows.addWidget(self.diff, 1)
        rows.addLayout(buttons)

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.diff.setAccessibleName(self.tr("What would be written"))
        set_words(self.leave_button, self.tr("Leave it"))
        self._say_what()

    def restyle(self) -> None:
        """Take the colours of now."""
        self.write_button.setIcon(self._appearance.icon("check", self._appearance.theme.accent_text))
        self.diff.restyle()

    def show_diff(self, suggestions: tuple[api.LinkSuggestion, ...], diff: str) -> None:
        """Show what accepting these would write; none for nothing."""
        self.suggestions = suggestions
        self.diff.show_diff(diff)
        self._say_what()

    def _say_what(self) -> None:
        if not self.suggestions:
            return
        first, count = self.suggestions[0], len(self.suggestions)
        if first.kind is api.SuggestionKind.DUPLICATE:
            asked = self.tr("Merge “%1” into “%2”?")
            asked = asked.replace("%1", name_of(first.source)).replace("%2", name_of(first.target))
            self.title.setText(asked)
            set_words(self.write_button, self.tr("Merge"))
        else:
            self.title.setText(self.tr("%Ln link(s) would be written", "", count))
            set_words(self.write_button, self.tr("Write %Ln link(s)", "", count))
