"""Settings: everything that can be set, in plain words, saved as it is changed."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.place import Place
from vaultmind_ui.settings.editors import Editor
from vaultmind_ui.settings.fields import GROUPS, Field, all_fields, words
from vaultmind_ui.settings.unread import Unread
from vaultmind_ui.shell import TAKEN_UP_AT_ONCE, Shell
from vaultmind_ui.theme import ROOMY, SPACE, WIDE
from vaultmind_ui.words import button, plain_label, set_words

_HOTKEY = "window.hotkey"
_FIELDS_A_STEP = 4
_NAMES, _EDITORS = 2, 3
"""How much of the width the names of settings take, and what they are set in."""


class SettingsPlace(Place):
    """One row for each setting; what an engine must be told anew is told on a button."""

    wears_one_sheet = False

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.editors: dict[str, Editor] = {}
        self._headings: dict[str, QLabel] = {}
        self._labels: dict[str, QLabel] = {}
        self._helps: dict[str, QLabel] = {}
        self.problem = plain_label(name="bad", wraps=True)
        self.problem.hide()
        self.unread = Unread(self._read, self._open_file)
        self.notice = QFrame()
        self.notice.setObjectName("notice")
        self.notice_words = plain_label(wraps=True)
        self.reopen_button = button(name="primary")
        self.file_label = plain_label(name="muted")
        self.file_label.setParent(self)
        self.file_label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.area = QScrollArea()
        self._foot = QWidget()
        self._groups: list[QWidget] = []
        self._rows = self._lay_out()
        self.reopen_button.clicked.connect(self._reopen)
        shell.hotkey_settled.connect(self._on_hotkey)
        shell.settings_read.connect(self._on_file_changed)
        shell.settings_unread.connect(self._on_file_damaged)
        self.notice.hide()
        for part in self.dressed:
            shell.appearance.dress(part)

    @property
    def dressed(self) -> tuple[QWidget, ...]:
        """Return its groups one by one: a third of the window's widgets are here."""
        return (*self._groups, self._foot, self.unread, self.area.verticalScrollBar(), self.area.horizontalScrollBar())

    def unfold(self) -> Iterator[None]:
        """Build a few settings with each step."""
        for title, fields in GROUPS:
            yield
            group = QWidget()
            self.shell.appearance.dress(group)  # before it holds anything
            self._groups.append(group)
            self._rows.addWidget(group)
            grid = QGridLayout(group)
            grid.setContentsMargins(0, 0, 0, ROOMY)
            grid.setHorizontalSpacing(ROOMY)
            grid.setVerticalSpacing(SPACE)
            grid.setColumnStretch(0, _NAMES)
            grid.setColumnStretch(1, _EDITORS)
            heading = self._headings[title] = plain_label(name="title")
            grid.addWidget(heading, 0, 0, 1, 2)
            for place, field in enumerate(fields):
                if place % _FIELDS_A_STEP == _FIELDS_A_STEP - 1:
                    yield
                self._lay_out_field(group, grid, place + 1, field)
        grid.addWidget(self.file_label, len(fields) + 1, 0, 1, 2)
        self._rows.addStretch(1)

    def retranslate(self) -> None:
        """Set every word that is shown."""
        for title, heading in self._headings.items():
            heading.setText(words(title))
        for field in all_fields():
            self._labels[field.id].setText("" if field.kind == "yes" else words(field.label))
            if field.help:
                self._helps[field.id].setText(words(field.help))
            self.editors[field.id].retranslate()
        self.unread.retranslate()
        self.notice_words.setText(self.tr("What was changed is taken up when the vault is opened anew."))
        set_words(self.reopen_button, self.tr("Open anew"))

    def restyle(self) -> None:
        """Be as wide as the text of now wants, and show its size where it is set."""
        self._inner.setMaximumWidth(self.fontMetrics().averageCharWidth() * 130)
        self.editors["window.text_percent"].show(self.shell.appearance.text_percent)
        for editor in self.editors.values():
            editor.restyle()

    def activated(self) -> None:
        """Read the settings file, which may have been changed elsewhere."""
        if self.unread.isHidden():
            self.editors["language"].widget.setFocus()
            self._keep_in_view()
        self._read()
        self.shell.bridge.work(self, _model_names, self._offer_models, lambda _: None)

    def vault_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """Know that the settings of now are in use."""
        self.notice.hide()

    def _lay_out(self) -> QVBoxLayout:
        self._inner = inner = QWidget()
        rows = QVBoxLayout(inner)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, 0)
        rows.setSpacing(0)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        noticed = QHBoxLayout(self.notice)
        noticed.addWidget(self.notice_words, 1)
        noticed.addWidget(self.reopen_button)
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(WIDE, 0, ROOMY, SPACE)
        foot.addWidget(self.problem)
        foot.addWidget(self.notice)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area, 1)
        whole.addWidget(self.unread, 1)
        whole.addWidget(self._foot)
        return rows

    def _lay_out_field(self, group: QWidget, grid: QGridLayout, row: int, field: Field) -> None:
        label = self._labels[field.id] = plain_label(wraps=True)
        editor = self.editors[field.id] = Editor(field, self._changed(field), group)
        cell = QVBoxLayout()
        cell.setSpacing(2)
        cell.addWidget(editor.widget)
        if field.help:
            self._helps[field.id] = plain_label(name="muted", wraps=True)
            cell.addWidget(self._helps[field.id])
        label.setBuddy(editor.widget)
        label.setContentsMargins(0, 7, 0, 0)
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(cell, row, 1)

    def _changed(self, field: Field) -> Callable[[api.SettingValue], object]:
        return lambda value: self._take(field, value)

    def _take(self, field: Field, value: api.SettingValue) -> None:
        self.problem.hide()
        if field.id in TAKEN_UP_AT_ONCE:
            self.shell.take_up(field.id, value)
        if field.id == _HOTKEY:
            return  # it is kept by whoever takes it, if it can be had
        file = api.find_places(self.shell.data).settings_file
        self.shell.bridge.work(
            self,
            lambda: api.change_setting(file, field.table, field.key, value),
            lambda _: self._on_saved(field),
            self._show_problem,
        )

    def _on_saved(self, field: Field) -> None:
        if field.kind == "model" and self.shell.status is not None:
            self._reopen()  # as where it is chosen among the models: it works from now on
        elif field.id not in TAKEN_UP_AT_ONCE and self.shell.status is not None:
            self.notice.show()
            QTimer.singleShot(0, self, self._keep_in_view)  # once the notice has taken its room

    def _keep_in_view(self) -> None:
        """Have what has the focus seen, wherever the page was scrolled to."""
        held = self.focusWidget()
        if held is not None and self.area.isAncestorOf(held):
            self.area.ensureWidgetVisible(held)

    def _read(self) -> None:
        file = api.find_places(self.shell.data).settings_file
        self.file_label.setText(str(file))
        self.shell.bridge.work(self, lambda: api.load_settings(file), self._show, self._on_unread)

    def _open_file(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(self.file_label.text()))

    def _on_unread(self, sentence: str) -> None:
        self.area.hide()  # what the fields show stands in no file
        self.problem.hide()
        self.unread.say(sentence)

    def _on_file_changed(self, settings: api.Settings) -> None:
        """Show what is another now; what a person is just typing stays."""
        if self.isVisible():
            self._show(settings, is_whole=False)

    def _on_file_damaged(self, sentence: str) -> None:
        if self.isVisible():
            self._on_unread(sentence)

    def _show(self, settings: api.Settings, *, is_whole: bool = True) -> None:
        was_unread = not self.unread.isHidden()
        self.unread.hide()
        self.area.show()
        self.problem.hide()
        if was_unread:
            self.editors["language"].widget.setFocus()
        for field in all_fields():
            table = getattr(settings, field.table) if field.table else settings
            editor, value = self.editors[field.id], getattr(table, field.key)
            if is_whole or value != editor.known:
                editor.show(value)

    def _on_hotkey(self, problem: str) -> None:
        if problem:
            self._show_problem(problem)
            file = api.find_places(self.shell.data).settings_file
            self.shell.bridge.work(
                self,
                lambda: api.load_settings(file).window.hotkey,
                self.editors[_HOTKEY].show,
                self._show_problem,
            )

    def _show_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.show()

    def _offer_models(self, names: dict[api.ModelKind, tuple[str, ...]]) -> None:
        kinds = api.ModelKind
        self.editors["answers.model"].offer(("", *names[kinds.CHAT]))
        self.editors["embedding.model"].offer(("off", *names[kinds.EMBEDDING]))
        self.editors["search.reranker"].offer(("", *names[kinds.RERANKER]))

    def _reopen(self) -> None:
        self.notice.hide()
        self.shell.reopen_vault()


def _model_names() -> dict[api.ModelKind, tuple[str, ...]]:
    """Return the names of the models that are here, by what they are for."""
    here = api.open_models().installed()
    return {kind: tuple(model.name for model in here if model.kind is kind) for kind in api.ModelKind}
