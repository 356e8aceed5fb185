"""The place of the journal: what was written, with its difference and its way back."""

from collections.abc import Callable, Iterator
from datetime import datetime

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QStackedWidget,
    QTabBar,
    QTreeView,
    QVBoxLayout,
)

from vaultmind import api
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Task
from vaultmind_ui.commands import Command
from vaultmind_ui.held_keys import HeldKeys
from vaultmind_ui.history import phrases
from vaultmind_ui.history.conflict_model import ConflictModel
from vaultmind_ui.history.diff_view import DiffView
from vaultmind_ui.history.row_delegate import RowDelegate
from vaultmind_ui.history.write_model import Chosen, Index, WriteModel
from vaultmind_ui.panes import panes
from vaultmind_ui.place import NoteTarget, Place
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, WIDE
from vaultmind_ui.words import button, grouped, plain_label, set_words

Work = Callable[[api.Session], api.WriteReport]
Then = Callable[[api.WriteReport], None]

PAGE = 200
_WRITES, _CONFLICTS = 0, 1
_LIST_WIDTH = 320


class _WriteTree(QTreeView):
    """Draws an arrow where a write has files below it, and nothing else beside the rows."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._appearance = appearance

    def drawBranches(self, painter: QPainter, rect: QRect, index: Index) -> None:  # noqa: N802 (Qt's name)
        painter.fillRect(rect, QColor(self._appearance.theme.panel))
        if index.parent().isValid() and self.model().hasChildren(index):
            side = min(self.fontMetrics().height(), self.indentation())
            middle = rect.right() - self.indentation() // 2
            place = QRect(middle - side // 2, rect.center().y() - side // 2, side, side)
            self._appearance.icon("down" if self.isExpanded(index) else "right").paint(painter, place)


class HistoryPlace(Place):
    """Days, writes, their differences; undo of one or of a batch; conflict copies to settle."""

    shows_whole_vault = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.writes = WriteModel(self)
        self.conflicts = ConflictModel(self)
        self.tabs = QTabBar()
        self.tree, self.copies = _WriteTree(shell.appearance), QListView()
        self.lists = QStackedWidget()
        self.heading = plain_label(name="title", wraps=True)
        self.facts = plain_label(name="muted", wraps=True)
        self.diff = DiffView(shell.appearance)
        self.problem = plain_label(name="bad", wraps=True)
        self.again_button = button()
        """Reads once more what could not be read."""
        self.undo_button, self.note_button = button(name="primary"), button()
        self.keep_version_button = button()
        self.original_button, self.copy_button, self.both_button = button(), button(), button()
        self._chosen: Chosen | None = None
        self._copy: api.ConflictCopy | None = None
        self._kept: tuple[api.KeptVersion, ...] = ()
        self._of_note = ""
        self._looking: Task | None = None
        self._is_loaded = False
        self._is_unread = False
        self._is_working = False
        self._delegate = RowDelegate(shell.appearance)

    def unfold(self) -> Iterator[None]:
        """Lay the parts out, some with each step."""
        yield from self._lay_out()
        self._connect()
        self._list_commands()
        self._show_state()

    # What the window asks for

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.tabs.setTabText(_WRITES, self.tr("Written"))
        self._name_conflicts()
        self.tabs.setAccessibleName(self.tr("What to look at"))
        self.tree.setAccessibleName(self.tr("What was written, by day"))
        self.copies.setAccessibleName(self.tr("Conflict copies"))
        self.diff.setAccessibleName(self.tr("What changed"))
        set_words(self.again_button, self.tr("Try again"))
        set_words(self.note_button, self.tr("Open the note"))
        set_words(self.keep_version_button, self.tr("Make a note of the kept version"))
        set_words(self.original_button, self.tr("Keep the original"))
        set_words(self.copy_button, self.tr("Keep the copy"))
        set_words(self.both_button, self.tr("Keep both"))
        self.writes.retranslate()
        self.conflicts.retranslate()
        self._show_state()

    def restyle(self) -> None:
        """Redraw in the colours of now."""
        icon = self.shell.appearance.icon
        self.undo_button.setIcon(icon("undo", self.shell.appearance.theme.accent_text))
        self.note_button.setIcon(icon("note"))
        self.diff.restyle()
        self.tree.viewport().update()
        self.copies.viewport().update()

    def activated(self) -> None:
        """Put the focus into the list, and look for what was written meanwhile."""
        (self.tree if self.tabs.currentIndex() == _WRITES else self.copies).setFocus()
        self.refresh()

    def vault_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """Forget the vault before."""
        self._of_note, self._is_loaded, self._is_unread, self._is_working = "", False, False, False
        self.writes.start((), today=datetime.now().astimezone().date(), has_more=False)
        self.conflicts.start(())
        self._name_conflicts()
        self._choose(None)
        if self.isVisible():
            self.refresh()

    def index_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """Look for what was written meanwhile, where somebody sees it."""
        if self.isVisible() and not self._is_working:
            self.refresh(conflicts=self.tabs.currentIndex() == _CONFLICTS)

    def show_target(self, target: object) -> None:
        """Show what was written into one note."""
        if isinstance(target, NoteTarget):
            self._of_note = target.note
            self.tabs.setCurrentIndex(_WRITES)
            self._is_loaded = False
            self.refresh()

    def refresh(self, *, conflicts: bool = True) -> None:
        """Fetch the newest page and, unless they are not wanted, the conflict copies."""
        bridge, note = self.shell.bridge, self._of_note or None
        limit = max(PAGE, min(self.writes.count, 5 * PAGE))
        bridge.call(self, lambda session: session.history(limit=limit, note=note), self._on_history, self._on_unread)
        if conflicts:
            bridge.call(self, lambda session: session.conflicts(), self._on_conflicts, self._on_unread)

    # Acting

    def undo(self) -> None:
        """Take back what is selected."""
        chosen = self._chosen
        if chosen is None or not self._can_undo():
            return
        self._work(lambda session: session.undo(chosen.entry), self._on_undone)

    def _say_why_not(self) -> None:
        """Say why what is selected is not undone."""
        if self._chosen is None:
            self.shell.say(self.tr("Choose a write first."))
        elif why := self.shell.why_no_writes:
            self.shell.say(why)
        elif not self._is_working:
            self.shell.say(self.tr("It was taken back already."))

    def open_note(self) -> None:
        """Show the note of what is selected, under the name it has now."""
        if note := self._note_now():
            self.shell.show_place("note", NoteTarget(note))

    def _say_why_unopened(self) -> None:
        if self._chosen is not None and self._chosen.lines and self.tabs.currentIndex() == _WRITES:
            self.shell.say(self._words_of_no_note())

    def keep(self, which: api.Keep) -> None:
        """Settle the selected conflict."""
        copy = self._copy
        if copy is not None and self._why_not() == "":
            self._work(lambda session: session.settle_conflict(copy.copy, which), self._on_settled)

    def keep_version(self) -> None:
        """Make a note of the version that a write came across and that is nowhere else."""
        if not self._kept:
            return
        version = self._kept[0]
        stem = version.note.rpartition(".")[0] or version.note
        words = self.tr("kept version")
        path = f"{stem} ({words} {version.checksum[:6]}).md"
        request = api.WriteRequest(path, api.WriteKind.CREATE, version.text)
        self._work(lambda session: session.write(request), self._on_version_kept)

    def show_all(self) -> None:
        """Show what was written into every note again."""
        self._of_note, self._is_loaded = "", False
        self.refresh()

    # What comes back

    def _on_history(self, history: api.History) -> None:
        if self._is_unread:
            self._is_unread = False
            self.problem.clear()
        newest = history.entries[0].id if history.entries else ""
        is_same = self._is_loaded and newest == self.writes.newest
        self._is_loaded = True
        if is_same and not self._is_stale(history):
            self._show_state()
            return
        wanted = self._chosen.entry if self._chosen else ""
        limit = max(PAGE, min(self.writes.count, 5 * PAGE))
        today = datetime.now().astimezone().date()
        self.writes.start(history.entries, today=today, has_more=len(history.entries) >= limit)
        self.tree.expandToDepth(0)
        index = self.writes.index_of(wanted) if wanted else QModelIndex()
        if not index.isValid() and self.writes.rowCount():
            index = self.writes.index(0, 0, self.writes.index(0, 0))
        self._select(index)

    def _is_stale(self, history: api.History) -> bool:
        """Say whether an entry that is shown became something else, e.g. was taken back by another program."""
        shown = self.writes.lines(len(history.entries))
        return any(one != other for one, other in zip(shown, history.entries, strict=False))

    def _on_page(self, history: api.History) -> None:
        first_new_day = self.writes.rowCount()
        self.writes.go_on(history.entries, has_more=len(history.entries) >= PAGE)
        for row in range(first_new_day, self.writes.rowCount()):
            self.tree.expand(self.writes.index(row, 0))

    def _on_conflicts(self, conflicts: api.Conflicts) -> None:
        if conflicts.copies == self.conflicts.copies:
            return
        self.conflicts.start(conflicts.copies)
        self._name_conflicts()
        if conflicts.copies:
            self.copies.setCurrentIndex(self.conflicts.index(0))
        elif self.tabs.currentIndex() == _CONFLICTS:
            self._choose_copy(None)
        self._show_state()

    def _on_written(self, written: api.Written) -> None:
        self._kept = written.kept
        self.diff.show_diff(written.diff)
        self._show_state()

    def _on_undone(self, report: api.WriteReport) -> None:
        self._chosen = None if report.journal is None else Chosen(report.journal, ())
        self.shell.say(self.tr("Undone. Undo the new entry to have it again."))

    def _on_settled(self, report: api.WriteReport) -> None:  # noqa: ARG002
        self.shell.say(self.tr("Settled. Undo in the history brings both back."))

    def _on_version_kept(self, report: api.WriteReport) -> None:
        self.shell.say(self.tr("Saved as %1").replace("%1", report.note))

    def _on_unread(self, sentence: str) -> None:
        self._is_unread = True
        self._on_failed(sentence)

    def _on_failed(self, sentence: str) -> None:
        self._is_working, self._is_loaded = False, True
        self.problem.setText(sentence)
        self._show_state()

    # Selecting and showing

    def _on_row(self, index: QModelIndex) -> None:
        self._choose(self.writes.chosen(index))

    def _on_copy_row(self, index: QModelIndex) -> None:
        self._choose_copy(self.conflicts.copy_at(index))

    def _on_tab(self, tab: int) -> None:
        self.lists.setCurrentIndex(tab)
        if tab == _WRITES:
            self._on_row(self.tree.currentIndex())
        else:
            self._on_copy_row(self.copies.currentIndex())

    def _select(self, index: QModelIndex) -> None:
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.tree.selectionModel().setCurrentIndex(index, flag)
        if not index.isValid():
            self._choose(None)

    def _choose(self, chosen: Chosen | None) -> None:
        if self._looking is not None:
            self._looking.cancel()
        self._chosen, self._kept = chosen, ()
        self.problem.clear()
        self.diff.show_diff("")
        if chosen is not None:
            entry = chosen.entry
            self._looking = self.shell.bridge.call(
                self, lambda session: session.written(entry), self._on_written, self._on_failed
            )
        self._show_state()

    def _choose_copy(self, copy: api.ConflictCopy | None) -> None:
        self._copy, self._kept = copy, ()
        self.problem.clear()
        self.diff.show_diff("" if copy is None else copy.diff)
        self._show_state()

    def _work(self, work: Work, then: Then) -> None:
        """Do one write; nothing else can be begun until it has come back."""
        if self._is_working:
            return
        self._is_working = True
        self.problem.clear()
        self._show_state()

        def done(report: api.WriteReport) -> None:
            self._is_working = False
            then(report)
            self.refresh()

        self.shell.bridge.call(self, work, done, self._on_failed)

    def _why_not(self) -> str:
        """Return why nothing can be written now, ``""`` where it can."""
        return "…" if self._is_working else self.shell.why_no_writes

    def _can_undo(self) -> bool:
        return self._chosen is not None and phrases.is_there(self._chosen.lines) and self._why_not() == ""

    def _note_now(self) -> str:
        """Return where the note of what is selected is now, ``""`` where it is not in the vault."""
        if self.tabs.currentIndex() == _CONFLICTS:
            copy = self._copy
            return "" if copy is None else copy.copy if copy.is_alone else copy.original
        return phrases.note_now(self._chosen.lines) if self._chosen is not None and self._chosen.lines else ""

    def _words_of_no_note(self) -> str:
        return self.tr("The note is not in the vault now.")

    def _name_conflicts(self) -> None:
        count = self.conflicts.rowCount()
        words = self.tr("Conflict copies (%1)").replace("%1", grouped(count)) if count else self.tr("Conflict copies")
        self.tabs.setTabText(_CONFLICTS, words)

    def _show_state(self) -> None:
        is_writes = self.tabs.currentIndex() == _WRITES
        heading, facts = self._write_words() if is_writes else self._copy_words()
        self.heading.setText(heading)
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts))
        self.problem.setVisible(bool(self.problem.text()))
        self.again_button.setVisible(self._is_unread and bool(self.problem.text()))
        self.diff.setVisible(bool(self._chosen if is_writes else self._copy and self._copy.diff))
        chosen = self._chosen if is_writes else None
        count = len(chosen.lines) if chosen else 1
        set_words(self.undo_button, self.tr("Undo") if count == 1 else self.tr("Undo all %Ln files", "", count))
        self.undo_button.setVisible(chosen is not None)
        self.undo_button.setEnabled(self._can_undo())
        self.undo_button.setToolTip(self.shell.why_no_writes)
        self.note_button.setVisible(bool(chosen or (not is_writes and self._copy)))
        self.note_button.setEnabled(bool(self._note_now()))
        self.note_button.setToolTip("" if self._note_now() else self._words_of_no_note())
        self.keep_version_button.setVisible(bool(self._kept))
        for one in (self.original_button, self.copy_button, self.both_button):
            one.setVisible(not is_writes and self._copy is not None)
            one.setEnabled(self._why_not() == "")
            one.setToolTip(self.shell.why_no_writes)
        if self._copy is not None and self._copy.is_alone:
            self.original_button.setEnabled(False)
        self.all_button.setVisible(is_writes and bool(self._of_note))
        set_words(self.all_button, self.tr("Show every note, not “%1” alone").replace("%1", self._shown_note()))

    def _shown_note(self) -> str:
        return phrases.name_of(self._of_note)

    def _write_words(self) -> tuple[str, str]:
        if self._chosen is not None and self._chosen.lines:
            lines = self._chosen.lines
            leading = phrases.leading(lines)
            parts = (phrases.moment_of(leading), phrases.what_of(leading), phrases.who_of(leading))
            return phrases.notes_of(lines), " · ".join(part for part in (*parts, phrases.state_of(lines)) if part)
        if not self._is_loaded:
            return self.tr("Looking…"), ""
        if self.writes.rowCount():
            return self.tr("Choose a write to see what it changed."), ""
        if self._is_unread:
            return self.tr("What was written cannot be read now."), ""
        return (
            self.tr("Nothing was written yet."),
            self.tr("What VaultMind writes into your notes is listed here, and can be undone one by one."),
        )

    def _copy_words(self) -> tuple[str, str]:
        copy = self._copy
        if copy is None and self._is_unread:
            return self.tr("Conflict copies cannot be looked for now."), ""
        if copy is None:
            return (
                self.tr("There are no conflict copies."),
                self.tr("A sync tool leaves one where two devices changed a note at the same time."),
            )
        if copy.is_alone:
            return copy.original, self.tr("The original is gone: keeping the copy gives it the name of the original.")
        if copy.is_equal:
            return copy.original, self.tr("Both are the same, byte for byte: keeping either removes the copy.")
        return copy.original, self.tr("Below is what would change in the original if you keep the copy.")

    def _lay_out(self) -> Iterator[None]:
        self.all_button = button(name="quiet")
        self.tabs.addTab("")
        self.tabs.addTab("")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tree.setModel(self.writes)
        self.tree.setHeaderHidden(True)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(ROOMY)
        self.tree.setRootIsDecorated(False)
        self.tree.setExpandsOnDoubleClick(True)
        self.copies.setModel(self.conflicts)
        self.copies.setUniformItemSizes(True)
        for view in (self.tree, self.copies):
            view.setItemDelegate(self._delegate)
            view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
            view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            view.setMouseTracking(True)
        yield from self._lay_out_columns()

    def _lay_out_columns(self) -> Iterator[None]:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        listed, shown = panes(rows, (_LIST_WIDTH, 2 * _LIST_WIDTH))
        yield
        listed.addWidget(self.tabs)
        listed.addWidget(self.all_button)
        listed.addWidget(self.lists, 1)
        for view in (self.tree, self.copies):
            self.lists.addWidget(view)
            yield
        for label in (self.heading, self.facts, self.problem):
            shown.addWidget(label)
        shown.addWidget(self.again_button, 0, Qt.AlignmentFlag.AlignLeft)
        shown.addWidget(self.diff, 1)
        shown.addStretch(0)
        actions = QHBoxLayout()
        shown.addLayout(actions)
        for widget in (self.undo_button, self.original_button, self.copy_button, self.both_button):
            actions.addWidget(widget)
        actions.addWidget(self.keep_version_button)
        actions.addStretch(1)
        actions.addWidget(self.note_button)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.tree.selectionModel().currentChanged.connect(lambda index, _: self._on_row(index))
        self.copies.selectionModel().currentChanged.connect(lambda index, _: self._on_copy_row(index))
        self.writes.page_wanted.connect(self._on_page_wanted)
        self.again_button.clicked.connect(lambda _=False: self.refresh())
        self.undo_button.clicked.connect(self.undo)
        self.note_button.clicked.connect(self.open_note)
        self.keep_version_button.clicked.connect(self.keep_version)
        self.all_button.clicked.connect(self.show_all)
        self.original_button.clicked.connect(lambda: self.keep(api.Keep.ORIGINAL))
        self.copy_button.clicked.connect(lambda: self.keep(api.Keep.COPY))
        self.both_button.clicked.connect(lambda: self.keep(api.Keep.BOTH))

    def _on_page_wanted(self, last: str) -> None:
        note = self._of_note or None
        self.shell.bridge.call(
            self, lambda session: session.history(limit=PAGE, note=note, before=last), self._on_page, self._on_failed
        )

    def _list_commands(self) -> None:
        add = self.shell.commands.add
        keys, title = ("U", "Ctrl+Z"), lambda: self.tr("Undo what is selected")
        undo = Command("history.undo", title, self.undo, keys, self._can_undo, self._say_why_not)
        add(self, undo, once=True)
        HeldKeys.watch(self.tree)
        opening, can_open = lambda: self.tr("Open the note"), lambda: bool(self._note_now())
        add(self, Command("history.open", opening, self.open_note, ("Return",), can_open, self._say_why_unopened))
        add(self, Command("history.refresh", lambda: self.tr("Look again"), self.refresh, ("F5",)))
        self._add_keep(api.Keep.ORIGINAL, lambda: self.tr("Keep the original"), "1")
        self._add_keep(api.Keep.COPY, lambda: self.tr("Keep the copy"), "2")
        self._add_keep(api.Keep.BOTH, lambda: self.tr("Keep both"), "3")

    def _add_keep(self, which: api.Keep, title: Callable[[], str], key: str) -> None:
        command = Command(
            f"history.keep-{which.value}",
            title,
            lambda: self.keep(which),
            (key,),
            lambda: self.tabs.currentIndex() == _CONFLICTS and self._copy is not None,
        )
        self.shell.commands.add(self.copies, command, once=True)
