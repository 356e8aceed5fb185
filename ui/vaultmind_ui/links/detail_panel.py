"""One suggestion in full: its sentence with the change in its place, where it leads, and why."""

from PySide6.QtGui import QColor, QFont, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.links.phrases import change_of, name_of, reason_words
from vaultmind_ui.theme import SPACE, TIGHT
from vaultmind_ui.words import ReadText, button, plain_label, set_words

_LINES = 9


class DetailPanel(QWidget):
    """Shows a suggestion; its buttons are the place's to connect."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._shown: api.LinkSuggestion | None = None
        self.heading = plain_label(name="title", wraps=True)
        self.where = plain_label(name="muted", wraps=True)
        self.sentence = ReadText()
        self.why_title = plain_label(name="muted")
        self.why = plain_label(wraps=True)
        self.accept_button, self.reject_button = button(name="primary"), button()
        self.everywhere_button = button()
        self.source_button, self.target_button = button(name="quiet"), button(name="quiet")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        rows.addWidget(self.heading)
        rows.addWidget(self.where)
        rows.addWidget(self.sentence)
        rows.addWidget(self.why_title)
        rows.addWidget(self.why)
        rows.addStretch(1)
        opening = QHBoxLayout()
        opening.addWidget(self.source_button)
        opening.addWidget(self.target_button)
        opening.addStretch(1)
        rows.addLayout(opening)
        deciding = QHBoxLayout()
        deciding.setSpacing(TIGHT)
        for one in (self.accept_button, self.reject_button, self.everywhere_button):
            deciding.addWidget(one)
        deciding.addStretch(1)
        rows.addLayout(deciding)

    @property
    def shown(self) -> api.LinkSuggestion | None:
        """Return the suggestion that is shown."""
        return self._shown

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.sentence.setAccessibleName(self.tr("The sentence with the change"))
        self.why_title.setText(self.tr("Why"))
        set_words(self.reject_button, self.tr("Reject"))
        set_words(self.everywhere_button, self.tr("Never by this name"))
        self.everywhere_button.setToolTip(
            self.tr("These words will not be suggested as a link to this note, in any note.")
        )
        set_words(self.source_button, self.tr("Open the note"))
        set_words(self.target_button, self.tr("Open what it leads to"))
        self.show_suggestion(self._shown)

    def restyle(self) -> None:
        """Take the colours of now."""
        icon, theme = self._appearance.icon, self._appearance.theme
        self.sentence.setFixedHeight(_LINES * self.sentence.fontMetrics().lineSpacing() + 3 * SPACE)
        self.accept_button.setIcon(icon("check", theme.accent_text))
        self.reject_button.setIcon(icon("cross"))
        self.source_button.setIcon(icon("note"))
        self.target_button.setIcon(icon("links"))
        self.show_suggestion(self._shown)

    def show_suggestion(self, one: api.LinkSuggestion | None) -> None:
        """Show a suggestion in place of the one before."""
        self._shown = one
        self.sentence.clear()
        if one is None:
            return
        self.heading.setText(f"{name_of(one.source)} → {name_of(one.target)}")
        self.where.setText(self._place_of(one))
        set_words(self.accept_button, self._accept_words(one))
        self._write_change(one)
        self.why.setText("\n".join(f"• {reason_words(reason)}" for reason in one.reasons))
        self.why_title.setVisible(bool(one.reasons))
        self.everywhere_button.setVisible(bool(one.name) and one.kind is api.SuggestionKind.MENTION)
        self.target_button.setVisible(one.kind is not api.SuggestionKind.MISSING)

    def _accept_words(self, one: api.LinkSuggestion) -> str:
        match one.kind:
            case api.SuggestionKind.MISSING:
                return self.tr("Make the note")
            case api.SuggestionKind.DUPLICATE:
                return self.tr("See the merging…")
            case api.SuggestionKind.UNRESOLVED:
                return self.tr("Mend the link")
            case _:
                return self.tr("Accept")

    def _place_of(self, one: api.LinkSuggestion) -> str:
        if one.anchor is not None:
            return self.tr("%1, line %2").replace("%1", one.source).replace("%2", str(one.anchor.line))
        if one.kind is api.SuggestionKind.MISSING:
            return self.tr("Would be made as %1").replace("%1", one.target)
        if one.kind is api.SuggestionKind.DUPLICATE:
            return self.tr("%1 would be merged into %2").replace("%1", one.source).replace("%2", one.target)
        if one.property:
            return self.tr("%1, property %2").replace("%1", one.source).replace("%2", one.property)
        return self.tr("%1, at its end under “See also”").replace("%1", one.source)

    def _write_change(self, one: api.LinkSuggestion) -> None:
        theme, change = self._appearance.theme, change_of(one)
        same, removed, added = QTextCharFormat(), QTextCharFormat(), QTextCharFormat()
        removed.setBackground(QColor(theme.removed))
        removed.setFontStrikeOut(True)
        added.setBackground(QColor(theme.added))
        added.setFontWeight(QFont.Weight.DemiBold)
        cursor = QTextCursor(self.sentence.document())
        parts = ((change.before, same), (change.removed, removed), (change.added, added), (change.after, same))
        for text, form in parts:
            cursor.insertText(text, form)
