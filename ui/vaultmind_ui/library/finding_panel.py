"""One finding of the doctor: what is wrong, what mending would write, or the link that would help."""

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.core_words import in_words
from vaultmind_ui.history.diff_view import DiffView
from vaultmind_ui.library.phrases import fix_words, kind_name, where_words
from vaultmind_ui.links.detail_panel import DetailPanel
from vaultmind_ui.theme import SPACE
from vaultmind_ui.words import button, plain_label, set_words

_NOTHING, _DIFF, _LINK = 0, 1, 2


class FindingPanel(QWidget):
    """Shows a problem; its buttons are the panel's to connect. ``count`` is how many notes the diff would mend."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance
        self._problem: api.Problem | None = None
        self.count = 1
        self.heading = plain_label(name="title", wraps=True)
        self.where = plain_label(name="muted", wraps=True)
        self.detail, self.fix = plain_label(wraps=True), plain_label(name="muted", wraps=True)
        self.problem = plain_label(name="bad", wraps=True)
        self.diff, self.link = DiffView(appearance), DetailPanel(appearance)
        self.shown = QStackedWidget()
        self.fix_button, self.all_button = button(name="primary"), button()
        self.open_button, self.links_button, self.conflicts_button = button(), button(), button()
        self._lay_out()

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.diff.setAccessibleName(self.tr("What mending would write"))
        set_words(self.open_button, self.tr("Open the note"))
        set_words(self.links_button, self.tr("More in Links"))
        set_words(self.conflicts_button, self.tr("Settle in History"))
        self.link.retranslate()
        self.link.target_button.hide()
        self._say()

    def restyle(self) -> None:
        """Take the colours of now."""
        icon, theme = self._appearance.icon, self._appearance.theme
        self.fix_button.setIcon(icon("check", theme.accent_text))
        self.open_button.setIcon(icon("note"))
        self.links_button.setIcon(icon("links"))
        self.conflicts_button.setIcon(icon("history"))
        self.diff.restyle()
        self.link.restyle()
        self.link.target_button.hide()

    @property
    def suggestion(self) -> api.LinkSuggestion | None:
        """Return the link that is shown as what would help."""
        return self.link.shown if self.shown.currentIndex() == _LINK else None

    def show_problem(self, problem: api.Problem | None) -> None:
        """Show a problem without what would help: that comes after."""
        self._problem, self.count = problem, 1
        self.problem.clear()
        self.diff.show_diff("")
        self.shown.setCurrentIndex(_NOTHING)
        self._say()

    def show_looking(self) -> None:
        """Say that a link is being looked for."""
        self.fix.setText(self.tr("Looking for a link that would help…"))
        self.fix.show()

    def show_diff(self, diff: str, *, count: int) -> None:
        """Show what mending would write into so many notes."""
        self.count = count
        self.diff.show_diff(diff)
        self.shown.setCurrentIndex(_DIFF)
        self._say()

    def show_link(self, suggestion: api.LinkSuggestion | None) -> None:
        """Show the link that would help, or say that there is none."""
        if suggestion is None:
            self.fix.setText(self.tr("Nothing is near enough to suggest a link."))
            self.fix.show()
            return
        self.fix.hide()
        self.link.show_suggestion(suggestion)
        self.link.target_button.hide()
        self.shown.setCurrentIndex(_LINK)

    def show_failure(self, sentence: str) -> None:
        """Say why mending cannot be."""
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))
        self.fix.setVisible(self._problem is not None and self._problem.fix is not None)

    def _say(self) -> None:
        problem = self._problem
        self.setVisible(problem is not None)
        if problem is None:
            return
        self.heading.setText(kind_name(problem.kind))
        self.where.setText(where_words(problem))
        self.detail.setText(in_words(problem.detail))
        self.fix.setText(in_words(problem.fix) if problem.fix else "")
        self.fix.setVisible(bool(problem.fix))
        self.problem.setVisible(bool(self.problem.text()))
        set_words(self.fix_button, self.tr("Fix") if self.count == 1 else fix_words(self.count))
        kinds = api.ProblemKind
        self.fix_button.setVisible(problem.fix is not None or self.shown.currentIndex() == _DIFF)
        self.all_button.setVisible(problem.fix is not None and self.count == 1)
        set_words(self.all_button, self.tr("See all of this kind…"))
        self.links_button.setVisible(problem.kind in (kinds.ORPHAN, kinds.DUPLICATE_NOTE))
        self.conflicts_button.setVisible(problem.kind is kinds.CONFLICT_COPY)

    def _lay_out(self) -> None:
        self.shown.addWidget(QWidget())
        self.shown.addWidget(self.diff)
        self.shown.addWidget(self.link)
        for one in (
            self.link.reject_button,
            self.link.everywhere_button,
            self.link.source_button,
            self.link.target_button,
        ):
            one.hide()
        self.link.heading.setWordWrap(True)
        mending, opening = QHBoxLayout(), QHBoxLayout()
        for row, buttons in (
            (mending, (self.fix_button, self.all_button)),
            (opening, (self.open_button, self.links_button, self.conflicts_button)),
        ):
            row.setSpacing(SPACE)
            for one in buttons:
                row.addWidget(one)
            row.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        for label in (self.heading, self.where, self.detail, self.fix, self.problem):
            rows.addWidget(label)
        rows.addWidget(self.shown, 1)
        rows.addLayout(mending)
        rows.addLayout(opening)
