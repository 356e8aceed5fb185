"""The command palette: commands, notes by title and recent questions, found by a few letters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.commands import Command, shown_keys
from vaultmind_ui.overlay import Overlay
from vaultmind_ui.place import NoteTarget, QuestionTarget
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE, WIDE

_MOST_NOTES = 30
_ICONS = {"command": "command", "note": "note", "question": "ask"}
_ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the palette: a ``Command``, the path of a note, or a question that was asked."""

    kind: str
    title: str
    detail: str
    does: object
    score: float = 0.0


class PaletteModel(QAbstractListModel):
    """The lines that fit what was typed, best first."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008 (Qt's)
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return entry.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(part for part in (entry.title, entry.detail) if part)
            case _ if role == _ENTRY:
                return entry
        return None

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry | None:
        """Return the line in that row."""
        return self._entries[row] if 0 <= row < len(self._entries) else None


class PaletteDelegate(QStyledItemDelegate):
    """Draws an icon for the kind, the title, and what it is or its keys at the right."""

    def __init__(self, shell: Shell, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._shell = shell

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802, ARG002 (Qt's)
        return QSize(100, option.fontMetrics.height() + 2 * SPACE)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(_ENTRY)
        theme = self._shell.appearance.theme
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = option.rect.adjusted(2, 1, -2, -1)
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            painter.setPen(Qt.PenStyle.NoPen)
            is_chosen = option.state & QStyle.StateFlag.State_Selected
            painter.setBrush(QColor(theme.selected if is_chosen else theme.hover))
            painter.drawRoundedRect(QRectF(row), 6, 6)
        size = option.fontMetrics.height()
        icon = self._shell.appearance.icon(_ICONS[entry.kind])
        icon.paint(painter, row.left() + SPACE, row.center().y() - size // 2, size, size)
        inner = row.adjusted(SPACE + size + WIDE, 0, -WIDE, 0)
        detail = option.fontMetrics.elidedText(entry.detail, Qt.TextElideMode.ElideLeft, inner.width() // 2)
        taken = option.fontMetrics.horizontalAdvance(detail)
        painter.setPen(QColor(theme.muted))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
        title = option.fontMetrics.elidedText(
            entry.title, Qt.TextElideMode.ElideRight, inner.width() - taken - (WIDE if taken else 0)
        )
        painter.setPen(QColor(theme.text))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
        painter.restore()


class Palette(Overlay):
    """Ctrl+K: type a few letters, Enter does what is chosen."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._asking: Task | None = None
        self._notes: tuple[api.NoteFound, ...] = ()
        self._notes_for = ""
        self.letters = QLineEdit()
        self.letters.installEventFilter(self)
        self.model = PaletteModel(self)
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(PaletteDelegate(shell, self.list))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.addWidget(self.letters)
        self.rows.addWidget(self.list, 1)
        self.letters.textChanged.connect(lambda _: self._seek())
        self.letters.returnPressed.connect(self._run_chosen)
        self.list.clicked.connect(lambda index: self._run(index.row()))
        self.retranslate()

    def retranslate(self) -> None:
        """Write the words in the language of now."""
        self.letters.setPlaceholderText(self.tr("A command, a note, a question…"))
        self.letters.setAccessibleName(self.tr("What to do or where to go"))
        self.list.setAccessibleName(self.tr("What fits"))

    def show_palette(self, letters: str = "") -> None:
        """Show it with these letters typed already."""
        self._notes, self._notes_for = (), "\0"
        with QSignalBlocker(self.letters):  # what fits is sought once, below
            self.letters.setText(letters)
        self.letters.selectAll()
        self.open(self.letters)
        self._seek()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        if watched is self.letters and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if Qt.Key(event.key()) in step:
                self._move(step[Qt.Key(event.key())])
                return True
        return super().eventFilter(watched, event)

    def _seek(self) -> None:
        letters = self.letters.text()
        self._show_entries()
        if self._shell.status is None or letters == self._notes_for:
            return
        if self._asking is not None:
            self._asking.cancel()

        def take(found: tuple[api.NoteFound, ...]) -> None:
            self._notes, self._notes_for = found, letters
            self._show_entries()

        self._asking = self._shell.bridge.call(
            self, lambda session: session.find_notes(letters, limit=_MOST_NOTES), take
        )

    def _show_entries(self) -> None:
        letters = self.letters.text()
        entries = [*self._commands(letters), *self._questions(letters), *self._note_entries(letters)]
        if letters.strip():
            entries.sort(key=lambda entry: -entry.score)
            asking = Entry("question", letters, self.tr("ask your notes"), QuestionTarget(letters.strip()), 0)
            entries = entries or [asking]
        self.model.show(entries)
        if entries:
            self.list.setCurrentIndex(self.model.index(0))

    def _commands(self, letters: str) -> list[Entry]:
        found: list[Entry] = []
        for command in self._shell.commands.all():
            match = api.fuzzy_match(letters, command.title())
            if match is not None and command.is_possible():
                found.append(Entry("command", command.title(), shown_keys(command), command, match.score))
        return found

    def _questions(self, letters: str) -> list[Entry]:
        matches = ((one, api.fuzzy_match(letters, one)) for one in self._shell.recent_questions)
        asked = self.tr("asked before")
        return [Entry("question", one, asked, QuestionTarget(one), match.score) for one, match in matches if match]

    def _note_entries(self, letters: str) -> list[Entry]:
        entries: list[Entry] = []
        for found in self._notes:
            match = api.fuzzy_match(letters, found.name)
            if match is not None:
                entries.append(Entry("note", found.name, _where(found), NoteTarget(found.note), match.score))
        return entries

    def _move(self, step: int) -> None:
        rows = self.model.rowCount()
        if rows:
            row = min(max(self.list.currentIndex().row() + step, 0), rows - 1)
            self.list.setCurrentIndex(self.model.index(row))

    def _run_chosen(self) -> None:
        self._run(self.list.currentIndex().row())

    def _run(self, row: int) -> None:
        entry = self.model.entry(row)
        if entry is None:
            return
        self.close_card()
        match entry.does:
            case Command() as command:
                self._shell.commands.run(command.id)
            case NoteTarget() as target:
                self._shell.show_place("note", target)
            case QuestionTarget() as target:
                self._shell.show_place("ask", target)


def _where(found: api.NoteFound) -> str:
    """Return what the name of a note does not say: its folder, or its whole path where it is found by another name."""
    folder, _, file = found.note.rpartition("/")
    return folder if file.removesuffix(".md") == found.name else found.note
