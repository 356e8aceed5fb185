"""Columns beside each other whose border can be moved: a list and what is known of its chosen row."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QSplitter, QVBoxLayout, QWidget

from vaultmind_ui.theme import SPACE, WIDE


def panes(around: QBoxLayout, widths: tuple[int, int]) -> tuple[QVBoxLayout, QVBoxLayout]:
    """Put two empty columns into a layout, as wide to each other as ``widths``; return theirs, left and right.

    They are in their place before they are filled, since what is put into another widget is drawn up anew with all
    that it holds.
    """
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(WIDE)
    splitter.setChildrenCollapsible(False)
    around.addWidget(splitter, 1)
    columns: list[QVBoxLayout] = []
    for place, width in enumerate(widths):
        column = QWidget()
        splitter.addWidget(column)
        splitter.setStretchFactor(place, width)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        columns.append(rows)
    splitter.setSizes(list(widths))
    return columns[0], columns[1]
