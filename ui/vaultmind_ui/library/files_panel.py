"""Every file of the vault, narrowed and ordered, beside what is known of the one that is chosen."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.focus import show_where_filled
from vaultmind_ui.library.arranging import FileArrangement, FileOrder, Group, arranged, counted
from vaultmind_ui.library.choice import name_choices
from vaultmind_ui.library.inspector import Inspector
from vaultmind_ui.library.phrases import file_row, group_name
from vaultmind_ui.library.value_list import ValueList
from vaultmind_ui.library.value_model import ValueModel
from vaultmind_ui.panes import panes
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE
from vaultmind_ui.trouble import Trouble
from vaultmind_ui.words import FilterField, grouped, plain_label

_AFTER_MS = 150
"""How long a person may pause between letters before the list follows."""


class FilesPanel(QWidget):
    """The list of files; it fetches anew by ``refresh``."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._library: api.Library | None = None
        self._counts: Mapping[Group, int] = {}
        """How many files each group has, counted beside Qt's thread."""
        self._fetching: Task | None = None
        self._arranging: Task | None = None
        self._wanted = ""
        self._is_stale = False
        self.model: ValueModel[api.LibraryFile] = ValueModel(file_row, self)
        self.list = ValueList(self.model, shell.appearance)
        self.groups, self.order, self.needle = QComboBox(self), QComboBox(self), FilterField(self.list)
        self.state = plain_label(name="muted", wraps=True)
        self.trouble = Trouble(self.refresh)
        self._problem = ""
        self.inspector = Inspector(shell)
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(_AFTER_MS)

    def unfold(self) -> Iterator[None]:
        """Lay the parts out, some with each step."""
        yield from self._lay_out()
        self.groups.currentIndexChanged.connect(self._arrange)
        self.order.currentIndexChanged.connect(self._arrange)
        self.needle.textChanged.connect(self._waiting.start)
        self._waiting.timeout.connect(self._arrange)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._on_current())
        self.list.doubleClicked.connect(lambda _: self.inspector.open_note())

    @property
    def how(self) -> FileArrangement:
        """Return what is listed now and how."""
        group = list(Group)[max(0, self.groups.currentIndex())]
        order = list(FileOrder)[max(0, self.order.currentIndex())]
        return FileArrangement(group, order, self.needle.text().strip())

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.list.setAccessibleName(self.tr("Files"))
        self.groups.setAccessibleName(self.tr("Which files"))
        self.order.setAccessibleName(self.tr("Order"))
        self.needle.setPlaceholderText(self.tr("Filter…"))
        self.needle.setAccessibleName(self.tr("Filter by words of the path"))
        name_choices(self.order, (self.tr("By name"), self.tr("By folder"), self.tr("Longest first")))
        self._name_groups()
        self.model.retranslate()
        self.inspector.retranslate()
        self._show_state()

    def restyle(self) -> None:
        """Redraw in the colours of now."""
        self.list.viewport().update()
        self.inspector.restyle()

    def forget(self) -> None:
        """Show nothing: another vault is open."""
        if self._fetching is not None:
            self._fetching.cancel()
        self._library, self._wanted, self._counts = None, "", {}
        self._name_groups()
        self.model.show(())
        self.inspector.show_file(None, has_vectors=False)
        self._show_state()

    def refresh(self) -> None:
        """Fetch every file and its state; while that is under way, once more after it and no more."""
        if self._fetching is not None and self._fetching.is_running:
            self._is_stale = True
            return
        self._is_stale, self._problem = False, ""

        def fetch(session: api.Session) -> tuple[api.Library, Mapping[Group, int]]:
            library = session.library()
            return library, counted(library.files)

        self._fetching = self._shell.bridge.call(self, fetch, lambda found: self._on_library(*found), self._on_failed)
        self._show_state()

    def show_note(self, path: str) -> None:
        """Choose a file by its path, whatever the list was narrowed to."""
        self._wanted = path
        self.needle.clear()
        self.groups.setCurrentIndex(0)
        self._arrange()

    def _on_library(self, library: api.Library, counts: Mapping[Group, int]) -> None:
        self._library, self._counts = library, counts
        self._name_groups()
        self._arrange()
        if self._is_stale:
            self.refresh()

    def _on_failed(self, sentence: str) -> None:
        self._library = self._library or api.Library((), has_vectors=False)
        self._problem = sentence
        self._show_state()

    def _arrange(self) -> None:
        """Put the files in order in another thread, and list them."""
        self._waiting.stop()
        if self._library is None:
            return
        if self._arranging is not None:
            self._arranging.cancel()
        files, how = self._library.files, self.how
        self._arranging = self._shell.bridge.work(self, lambda: arranged(files, how), self._on_arranged)

    def _on_arranged(self, files: tuple[api.LibraryFile, ...]) -> None:
        chosen = self.list.current
        wanted = self._wanted or ("" if chosen is None else chosen.path)
        self._wanted = ""
        place = max(0, self.list.currentIndex().row())
        self.model.show(files)
        index = self.model.index_where(lambda file: file.path == wanted) if wanted else QModelIndex()
        if not index.isValid() and files:
            index = self.model.index(min(place, len(files) - 1))
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._on_current()
        self._show_state()

    def _on_current(self) -> None:
        has_vectors = self._library is not None and self._library.has_vectors
        self.inspector.show_file(self.list.current, has_vectors=has_vectors)

    def _name_groups(self) -> None:
        counts = self._counts
        words = [
            f"{group_name(group)}  {grouped(counts.get(group, 0))}" if counts else group_name(group) for group in Group
        ]
        name_choices(self.groups, words)

    def _show_state(self) -> None:
        is_empty = self.model.rowCount() == 0
        show_where_filled(self.list, is_filled=not is_empty)
        self.trouble.say(self._problem if is_empty else "")
        self.state.setVisible(is_empty and not self._problem)
        if self._library is None:
            self.state.setText(self.tr("Looking at every file…"))
        elif not self._library.files:
            self.state.setText(
                self.tr("There is no file in this vault yet; one that is written in Obsidian is seen at once.")
            )
        elif self.how.needle:
            self.state.setText(self.tr("No file has these words in its path."))
        else:
            self.state.setText(self.tr("No file is in this state."))

    def _lay_out(self) -> Iterator[None]:
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for box in (self.groups, self.order):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        left, right = panes(rows, (560, 400))
        yield
        filters = QHBoxLayout()
        filters.setSpacing(SPACE)
        left.addLayout(filters)
        filters.addWidget(self.groups)
        filters.addWidget(self.order)
        filters.addWidget(self.needle, 1)
        left.addWidget(self.state, 1)
        left.addWidget(self.trouble, 1)
        left.addWidget(self.list, 9)
        yield
        right.addWidget(self.inspector)
        yield
