"""Columns beside each other whose border can be moved: a list and what is known of its chosen row."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QBoxLayout, QSplitter, QVBoxLayout, QWidget

from vaultmind_ui.theme import SPACE, WIDE


class _Column(QWidget):
    """A column that leaves its room to the other while all that it holds is hidden."""

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LayoutRequest and (layout := self.layout()) is not None:
            items = [layout.itemAt(place) for place in range(layout.count())]
            held = [item.widget() for item in items if item is not None]
            self.setVisible(not held or not all(one is not None and _is_hidden(one) for one in held))
        return super().event(event)


def _is_hidden(widget: QWidget) -> bool:
    """Say whether somebody hid a widget; one that was not shown yet is not hidden."""
    return widget.isHidden() and widget.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)


def panes(around: QBoxLayout, widths: tuple[int, int]) -> tuple[QVBoxLayout, QVBoxLayout]:
    """Put two empty columns into a layout, as wide to each other as ``widths``; return theirs, left and right.

    They are in their place before they are filled, since what is put into another widget is drawn up anew with all
    that it holds. While all that one holds is hidden the other has its room.
    """
    splitter = QSplitter(Qt.Orientation.Horizontal)
    splitter.setHandleWidth(WIDE)
    splitter.setChildrenCollapsible(False)
    around.addWidget(splitter, 1)
    columns: list[QVBoxLayout] = []
    for place, width in enumerate(widths):
        column = _Column()
        splitter.addWidget(column)
        splitter.setStretchFactor(place, width)
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(SPACE)
        columns.append(rows)
    splitter.setSizes(list(widths))
    return columns[0], columns[1]
