"""A list that holds Qt's thread for no longer the more rows it has."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QAbstractItemView, QListView

_ROWS_AT_ONCE = 1000
_ENSURE_VISIBLE = QAbstractItemView.ScrollHint.EnsureVisible


class LongList(QListView):
    """Rows of one height, of which a thousand are laid out at a time; one that is not yet is scrolled to when it is."""

    def __init__(self) -> None:
        super().__init__()
        self._wanted = QPersistentModelIndex()
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_ROWS_AT_ONCE)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().rangeChanged.connect(self._go_on)

    def scrollTo(  # noqa: N802 (Qt's name)
        self, index: QModelIndex | QPersistentModelIndex, hint: QAbstractItemView.ScrollHint = _ENSURE_VISIBLE
    ) -> None:
        """Show a row, now or as soon as it has its place."""
        has_place = self.visualRect(index).isValid()
        self._wanted = QPersistentModelIndex() if has_place else QPersistentModelIndex(index)
        if has_place:
            super().scrollTo(index, hint)

    def _go_on(self) -> None:
        if self._wanted.isValid() and self.visualRect(self._wanted).isValid():
            self.scrollTo(self._wanted)
