"""The one widget that shows notes and answers: reads nothing, loads nothing, opens nothing; a click is a signal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit, QWidget

from vaultmind_ui.markdown.cutting import hidden_at, with_rows
from vaultmind_ui.markdown.document import MarkdownDocument, Part
from vaultmind_ui.markdown.images import words_of_selection
from vaultmind_ui.markdown.values import Footnotes, Heading, LinkToFold, LinkToFootnote, LinkToRows, Target, plain_text
from vaultmind_ui.theme import WIDE, Theme
from vaultmind_ui.words import is_resizing

_SLICE_S = 0.006
_ARROWS = frozenset({Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down})
"""With these somebody reads by the keyboard, and wants to see where."""
_HELD_BESIDE = frozenset(
    {Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta, Qt.Key.Key_CapsLock}
)
"""These go nowhere by themselves, e.g. the Ctrl of a key that changes the size of letters."""
_PAGES = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}
_NONE, _KEYPAD = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier
Stretch = tuple[str, int, int]
"""The key of a text, and where in it something starts and ends."""


@dataclass(frozen=True, slots=True)
class _Held:
    """Where somebody reads: ``down`` pixels below the top of the view the sign ``inside`` a part, or the end."""

    is_end: bool
    number: int = 0
    inside: int = 0
    down: int = 0


class MarkdownBrowser(QTextBrowser):
    """Shows parts, slice by slice, so that no event waits long.

    ``target_clicked`` and ``target_hovered`` bring a ``Target`` and the key of its text (``None`` and ``""`` where the
    pointer left it); ``place_clicked`` the key and offset of the word that was clicked.
    """

    target_clicked = Signal(object, str)
    target_hovered = Signal(object, str)
    place_clicked = Signal(str, int)
    shown_whole = Signal()

    follows_end = False
    """Whether a view that stands at the end stays there while the text grows, as that of a conversation does."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextBrowserInteraction | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.document().setDocumentMargin(WIDE)
        self.setCursorWidth(0)
        self._theme = theme
        self._made = MarkdownDocument(self.document(), theme)
        self._given: Sequence[Part] = ()
        self._parts: tuple[Part, ...] = ()
        self._asked_rows: set[tuple[str, int]] = set()
        self._turned: set[int] = set()
        self._is_by_keys = False
        """Whether a key was the last that somebody did, and not the mouse."""
        self._choice: tuple[int, int] | None = None
        """The title that is to be chosen again when it is written again."""
        self._marks: tuple[tuple[Stretch, str], ...] = ()
        self._wanted_stretch: Stretch | None = None
        self._wanted_heading = ""
        self._wanted_part: int | None = None
        self._pressed_at = QPoint()
        self._held: _Held | None = None
        self._held_value = -1
        """Where the bar stood when the place that is held had been found again; -1 until then."""
        self._next = QTimer(self, interval=0, singleShot=True)
        self._next.timeout.connect(self._go_on)
        self.anchorClicked.connect(self._on_anchor_clicked)
        self.highlighted.connect(self._on_highlighted)
        self.verticalScrollBar().actionTriggered.connect(self._let_go)

    @property
    def is_whole(self) -> bool:
        """Say whether everything that was to be shown is."""
        return self._made.is_whole

    def use_theme(self, theme: Theme) -> None:
        """Show everything in other colours, or in letters of another size; where somebody reads stays in view."""
        self._theme = theme
        self._hold_once()
        self._made.use_theme(theme)
        self._next.start()

    def show_parts(
        self, parts: Sequence[Part], *, pictures: Mapping[str, QImage] | None = None, is_other: bool = False
    ) -> None:
        """Show these parts; ``is_other`` says that they are of another text, which begins at its top."""
        if is_other:
            self._let_go()
            self._turned.clear()
            self._asked_rows.clear()
            self._marks = ()
            self.moveCursor(QTextCursor.MoveOperation.Start)
            self.verticalScrollBar().setValue(0)
        elif self._held is None or self._held_value != -1:
            self._held = None
            if self.verticalScrollBar().maximum() > 0:
                self._hold(is_end_kept=self.follows_end)
        self._given = tuple(parts)
        self._parts = tuple(with_rows(self._given, self._asked_rows))
        self._made.show(self._parts, pictures=pictures, turned=self._turned)
        self._go_on()
        if is_other:
            self._put_caret(QTextCursor(self.document()))  # what is written at a caret moves it on

    def mark(self, stretches: Sequence[tuple[Stretch, str]]) -> None:
        """Mark stretches of the sources; each with a ground of the theme, e.g. ``"marked"``, or ``"wave"``."""
        self._marks = tuple(stretches)
        self._draw_marks()

    def go_to(self, stretch: Stretch) -> None:
        """Scroll to a stretch as soon as it is there, and again when all that is below it is there too."""
        self._let_go()
        self._wanted_stretch = stretch
        hidden = hidden_at(self._parts, *stretch)
        if hidden is not None:
            self._show_rows(*hidden)
        self._scroll()

    def go_to_if_hidden(self, stretch: Stretch) -> None:
        """Scroll to a stretch unless it can be seen already."""
        first = next(self._made.ranges(*stretch), None)
        if first is None:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(first[0])
        self._let_go()
        if not self.viewport().rect().intersects(self.cursorRect(cursor)):
            self._scroll_to(first[0], margin=self.viewport().height() // 3)

    def go_to_heading(self, heading: str) -> None:
        """Scroll to the heading of that text as soon as it is there, and again when all below it is there too."""
        self._let_go()
        self._wanted_heading = heading
        self._scroll()

    def go_to_part(self, number: int) -> None:
        """Scroll to where a part begins as soon as it is there, and again when all below it is there too."""
        self._let_go()
        self._wanted_part = number
        self._scroll()

    def is_at_end(self) -> bool:
        """Say whether the last line can be seen."""
        bar = self.verticalScrollBar()
        return bar.value() >= bar.maximum() - self.fontMetrics().lineSpacing()

    def go_to_end(self) -> None:
        """Scroll to the last line, and to each that is still to be written below it."""
        self._let_go()
        self._stay_at_end()

    def source_at_caret(self) -> tuple[str, int] | None:
        """Return the key and offset of the word that the caret stands at."""
        return self._made.source_at(self.textCursor().position())

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ARG002, N802 (Qt's name)
        """Load nothing: pictures are handed over as pictures."""
        return None

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802 (Qt's name)
        """Copy words, and not how they look."""
        copied = QMimeData()
        copied.setText(words_of_selection(self.textCursor()))
        return copied

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Stay where somebody reads while letters change their size."""
        if event.type() != QEvent.Type.FontChange:
            super().changeEvent(event)
            return
        self._hold_once()
        super().changeEvent(event)
        if self._held is not None:
            self._take_up(self._held)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Give tables the widths that fit, and stay where somebody reads; e.g. a panel beside takes its room."""
        is_read = self.verticalScrollBar().value() > 0 and (self._made.is_whole or self._held is not None)
        if is_read:
            self._hold_once()
        super().resizeEvent(event)
        self._made.fit_tables()
        if is_read and self._held is not None:
            self._take_up(self._held)

    def event(self, event: QEvent) -> bool:
        """Leave to the place around it the keys that only an editor has a use for, e.g. Ctrl+Z."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if any(event.matches(one) for one in (keys.Undo, keys.Redo, keys.Cut, keys.Paste)):
                event.ignore()
                return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Let keys that the browser has no use for reach the place around it."""
        if event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Escape):
            event.ignore()
            return
        self._is_by_keys = True
        if event.key() not in _HELD_BESIDE:
            self._let_go()
        if event.key() in _ARROWS:
            self.setCursorWidth(1)
        if event.key() in _PAGES and event.modifiers() in (_NONE, _KEYPAD):
            self._turn_pages(_PAGES[Qt.Key(event.key())])
            return
        if event.key() in _ARROWS or event.key() in _PAGES:
            self._bring_caret()
        super().keyPressEvent(event)

    def focusNextPrevChild(self, is_next: bool) -> bool:  # noqa: N802 (Qt's name)
        """Go from link to link; a title that folds says whether it is folded."""
        is_gone_to = super().focusNextPrevChild(is_next)
        caret = self.textCursor()
        if is_gone_to and caret.hasSelection():
            caret.setPosition(caret.selectionStart() + 1)
            found = self._made.target(caret.charFormat().anchorHref())
            if found is not None and isinstance(found[0], LinkToFold):
                self._say_fold(is_closed=found[0].is_closed)
        return is_gone_to

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the size of text to the window."""
        if is_resizing(event):
            event.ignore()
        else:
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Remember where a click began."""
        self._is_by_keys = False
        self._let_go()
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell of a click on a word that is no link."""
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        if (at - self._pressed_at).manhattanLength() < 4 and not self.anchorAt(at):
            found = self._made.source_at(self.cursorForPosition(at).position())
            if found is not None and not self.textCursor().hasSelection():
                self.place_clicked.emit(*found)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Tell that the pointer is on no link any more."""
        super().leaveEvent(event)
        self.target_hovered.emit(None, "")

    def _go_on(self) -> None:
        was_at_end = self.follows_end and self.is_at_end() and self.verticalScrollBar().maximum() > 0
        self._made.go_on(_SLICE_S)
        self._choose_again()
        if self._held is not None and self._held_value == -1:
            self._take_up(self._held)
        elif was_at_end:
            self._stay_at_end()
        if not self._made.is_whole:
            self._next.start()
            return
        self._draw_marks()
        self._scroll()
        self.shown_whole.emit()

    def _turn_pages(self, number: int) -> None:
        """Scroll by pages from what is seen, wherever the caret stands; a line of the page before stays in sight."""
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + number * (bar.pageStep() - self.fontMetrics().lineSpacing()))
        self._bring_caret()

    def _bring_caret(self) -> None:
        """Set a caret that is out of sight to the top of what is seen; a choice of words stays as it is."""
        caret = self.textCursor()
        if caret.hasSelection() or self.viewport().rect().intersects(self.cursorRect(caret)):
            return
        self._put_caret(self.cursorForPosition(QPoint(0, 0)))

    def _put_caret(self, cursor: QTextCursor) -> None:
        """Set the caret, and scroll nowhere."""
        bar = self.verticalScrollBar()
        at = bar.value()
        self.setTextCursor(cursor)
        bar.setValue(at)

    def _hold_once(self) -> None:
        """Hold the place of now, or the one that was held and is still seen: sizes that come and go change nothing."""
        if self._held is None or self._held_value not in (-1, self.verticalScrollBar().value()):
            self._hold(is_end_kept=True)
        self._held_value = -1

    def _hold(self, *, is_end_kept: bool) -> None:
        """Remember where somebody reads, to be found again when what is shown was written anew."""
        self._held_value = -1
        bar = self.verticalScrollBar()
        if is_end_kept and bar.maximum() > 0 and self.is_at_end():
            self._held = _Held(is_end=True)
            return
        cursor = self.cursorForPosition(QPoint(0, 0))
        number = self._made.part_at(cursor.position())
        begin = self._made.start_of(number) if number is not None else None
        if number is not None and begin is not None:
            inside = max(0, cursor.position() - begin)
            self._held = _Held(is_end=False, number=number, inside=inside, down=self.cursorRect(cursor).top())

    def _stay_at_end(self) -> None:
        """Scroll to the end as often as it moves, until all is written."""
        self._held, self._held_value = _Held(is_end=True), -1
        self._take_up(self._held)

    def _let_go(self) -> None:
        """Hold no place and want none: somebody went elsewhere."""
        self._held, self._choice = None, None
        self._wanted_stretch, self._wanted_heading, self._wanted_part = None, "", None

    def _take_up(self, held: _Held) -> None:
        """Scroll to the place that is held, as far as it is written; for the last time when all is."""
        bar = self.verticalScrollBar()
        begin = self._made.start_of(held.number)
        if self._made.is_whole:
            self.document().size()  # lays out all there is, so that the bar reaches as far as it will
        if held.is_end:
            bar.setValue(bar.maximum())
        elif begin is not None:
            end = self._made.start_of(held.number + 1)
            last = (end if end is not None else self.document().characterCount()) - 1
            cursor = QTextCursor(self.document())
            cursor.setPosition(max(0, min(begin + held.inside, last)))
            bar.setValue(bar.value() + self.cursorRect(cursor).top() - held.down)
        if self._made.is_whole:
            self._held_value = bar.value()

    def _draw_marks(self) -> None:
        selections = []
        for (key, start, end), role in self._marks:
            form = QTextCharFormat()
            if role == "wave":
                form.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                form.setUnderlineColor(QColor(self._theme.warning))
            else:
                form.setBackground(QColor(getattr(self._theme, role)))
                form.setForeground(QColor(self._theme.text))
            for first, last in self._made.ranges(key, start, end):
                selection = QTextEdit.ExtraSelection()
                cursor = QTextCursor(self.document())
                cursor.setPosition(first)
                cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
                selection.cursor = cursor
                selection.format = form
                selections.append(selection)
        self.setExtraSelections(selections)

    def _scroll(self) -> None:
        wanted = self._wanted()
        if wanted is None:
            return
        position, margin = wanted
        self._scroll_to(position, margin=margin)
        if self._made.is_whole:
            self._wanted_stretch, self._wanted_heading, self._wanted_part = None, "", None

    def _wanted(self) -> tuple[int, int] | None:
        """Return where in the document somebody wants to be, and how far below the top; ``None`` if it is not there."""
        if self._wanted_heading:
            for number, part in enumerate(self._parts):
                if isinstance(part.block, Heading) and plain_text(part.block.inlines) == self._wanted_heading:
                    at = self._made.start_of(number)
                    return (at, 0) if at is not None else None
        if self._wanted_part is not None:
            at = self._made.start_of(self._wanted_part)
            return (at, 0) if at is not None else None
        if self._wanted_stretch is not None:
            first = next(self._made.ranges(*self._wanted_stretch), None)
            return (first[0], self.viewport().height() // 3) if first is not None else None
        return None

    def _scroll_to(self, position: int, *, margin: int = 0) -> None:
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(position + 1, max(0, self.document().characterCount() - 1)))
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + self.cursorRect(cursor).top() - margin)

    def _on_anchor_clicked(self, url: QUrl) -> None:
        found = self._made.target(url.toString())
        if found is None:
            return
        target, key = found
        match target:
            case LinkToFold(start, is_closed):
                self._turn_fold(start, is_closed=not is_closed)
            case LinkToRows(start):
                self._hold(is_end_kept=False)
                self._show_rows(key, start)
            case LinkToFootnote():
                notes = next((n for n, part in enumerate(self._parts) if isinstance(part.block, Footnotes)), None)
                if notes is not None:
                    self.go_to_part(notes)
            case _:
                self.target_clicked.emit(target, key)

    def _turn_fold(self, start: int, *, is_closed: bool) -> None:
        """Open or close a callout where it stands; who came to its title by the keyboard stays there."""
        self._hold(is_end_kept=False)
        chosen = self.textCursor()
        if chosen.hasSelection() and self._is_by_keys:  # the mouse leaves a link chosen too
            self._choice = chosen.selectionStart(), chosen.selectionEnd()
            self._say_fold(is_closed=is_closed)
        self._turned ^= {start}
        self._made.show(self._parts, turned=self._turned)
        self._go_on()

    def _choose_again(self) -> None:
        """Choose the title that was gone to once more, as soon as it is written again."""
        if self._choice is None or self._choice[1] >= self.document().characterCount():
            return
        (first, last), self._choice = self._choice, None
        title = QTextCursor(self.document())
        title.setPosition(first)
        title.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
        self._put_caret(title)

    def _say_fold(self, *, is_closed: bool) -> None:
        """Have a screen reader say what the arrow beside the title shows."""
        words = self.tr("folded") if is_closed else self.tr("unfolded")
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _show_rows(self, key: str, start: int) -> None:
        """Show the rows of a long table that begin there, besides those that are shown."""
        self._asked_rows.add((key, start))
        self._parts = tuple(with_rows(self._given, self._asked_rows))
        self._made.show(self._parts, turned=self._turned)
        self._go_on()

    def _on_highlighted(self, url: QUrl) -> None:
        found = self._made.target(url.toString()) if not url.isEmpty() else None
        target: Target | None = found[0] if found else None
        self.target_hovered.emit(target, found[1] if found else "")
