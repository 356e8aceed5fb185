"""A diff as a person reads it."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QTextCursor
from PySide6.QtWidgets import QApplication
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.history.diff_view import DiffView, Kind, readable

LONG = "many words " * 40
DIFF = f"--- a/x\n+++ b/x\n@@ -1,3 +1,4 @@\n same\n-old\n+{LONG}\n+\n"


@pytest.mark.parametrize(
    ("diff", "lines"),
    [
        ("", []),
        ("--- a/x y.md\n+++ b/x y.md\n@@ -1,1 +1,1 @@\n-a\n+b\n", ["x y.md", "⋯", "-a", "+b"]),
        ("--- /dev/null\n+++ b/new.md\n@@ -0,0 +1,1 @@\n+b\n", ["new.md", "⋯", "+b"]),
        ("--- a/old.md\n+++ /dev/null\n@@ -1,1 +0,0 @@\n-b\n", ["old.md", "⋯", "-b"]),
        ("rename from a.md\nrename to b.md\n--- a/c.md\n+++ b/c.md\n@@ -1 +1 @@\n-x\n+y\n",
         ["a.md → b.md", "", "c.md", "⋯", "-x", "+y"]),
        # what only looks like a head is text: the end of a frontmatter, a removed line of dashes
        ("--- a/x\n+++ b/x\n@@ -1 +1 @@\n----\n--- a/x\n+++ more\n", ["x", "⋯", "----", "--- a/x", "+++ more"]),
    ],
)  # fmt: skip
def test_heads_become_names_and_the_rest_keeps_its_marks(diff: str, lines: list[str]) -> None:
    assert [text for _, text in readable(diff)] == lines


def test_every_line_is_known_by_its_kind() -> None:
    kinds = [kind for kind, _ in readable("--- a/x\n+++ b/x\n@@ -1 +1 @@\n-a\n+b\n c\n")]
    assert kinds == [Kind.NOTE, Kind.GAP, Kind.REMOVED, Kind.ADDED, Kind.SAME]


@pytest.fixture
def view(qapp: QApplication, appearance: Appearance) -> Iterator[DiffView]:
    made = DiffView(appearance)
    made.resize(400, 600)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def caret(view: DiffView, line: int, letter: int) -> QTextCursor:
    cursor = QTextCursor(view.document().findBlockByNumber(line))
    cursor.setPosition(cursor.position() + letter)
    return cursor


def inked(view: DiffView, line: int) -> bool:
    """Say whether something is drawn in the column of signs beside the first row of a line."""
    row = view.cursorRect(caret(view, line, 1)).translated(view.viewport().pos())
    column = view.grab(QRect(0, row.top() + 1, view.viewport().x(), row.height() - 2)).toImage()
    colours = {column.pixel(x, y) for x in range(2, column.width()) for y in range(column.height())}
    return len(colours) > 1


def test_the_sign_has_a_column_of_its_own_and_the_words_another(view: DiffView) -> None:
    view.show_diff(DIFF)
    assert [inked(view, line) for line in (2, 3, 4, 5)] == [False, True, True, True]
    words = [view.cursorRect(caret(view, line, 1)).left() for line in (2, 3, 4)]
    rows = [view.cursorRect(caret(view, 4, at)) for at in range(1, len(LONG))]
    assert max(words) - min(words) <= 1
    assert len({row.top() for row in rows}) > 2
    assert abs(min(row.left() for row in rows) - min(words)) <= 3  # every row of a long line begins below its words
    assert view.viewport().x() >= view.fontMetrics().horizontalAdvance("+")
    empty, full = (view.cursorRect(caret(view, line, 1)).height() for line in (5, 3))
    assert empty == full


def test_what_is_copied_has_its_signs_and_no_room_beside_them(view: DiffView) -> None:
    view.show_diff(DIFF)
    view.selectAll()
    assert view.createMimeDataFromSelection().text() == f"x\n⋯\n same\n-old\n+{LONG}\n+"
    cursor = caret(view, 3, 1)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    view.setTextCursor(cursor)
    assert view.createMimeDataFromSelection().text() == "old"


def test_the_column_grows_with_the_letters_and_takes_the_colours_of_now(view: DiffView, appearance: Appearance) -> None:
    view.show_diff(DIFF)
    narrow = view.viewport().x()
    font = view.font()
    font.setPointSizeF(2 * font.pointSizeF())
    view.setFont(font)
    assert view.viewport().x() > narrow
    row = view.cursorRect(caret(view, 3, 1)).translated(view.viewport().pos())
    ground = view.grab(QRect(2, row.top() + 1, 1, 1)).toImage().pixelColor(0, 0)
    assert ground == QColor(appearance.theme.removed)
