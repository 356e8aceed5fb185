"""Links: an inbox of suggestions for the whole vault or one note; each accepted or rejected by one key, and undone."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.commands import Command
from vaultmind_ui.focus import focus_where_seen, show_where_filled
from vaultmind_ui.links.arranging import (
    SHOWN_FROM,
    Arrangement,
    Row,
    Section,
    Tally,
    arrange,
    is_worth_showing,
    sure_ones,
    tally,
)
from vaultmind_ui.links.detail_panel import DetailPanel
from vaultmind_ui.links.filter_bar import FilterBar
from vaultmind_ui.links.phrases import name_of
from vaultmind_ui.links.preview_panel import PreviewPanel
from vaultmind_ui.links.sections import empty_words, rejected_row, section_name
from vaultmind_ui.links.suggestion_list import SuggestionList
from vaultmind_ui.links.suggestion_model import SuggestionModel
from vaultmind_ui.panes import panes
from vaultmind_ui.place import NoteTarget, Place
from vaultmind_ui.row_list import RowList
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, TIGHT, WIDE
from vaultmind_ui.trouble import Trouble
from vaultmind_ui.words import button, grouped, plain_label, set_words

_SUGGESTIONS_OF_A_NOTE = 10
_KINDS = tuple(sorted(api.SuggestionKind))
_SHOWN_WHILE_LOADING = 400
"""So many suggestions are shown while more are looked for; then again at each doubling."""


class LinksPlace(Place):
    """Suggestions of links in sections; one write at a time, each with its way back."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.suggestions: dict[str, api.LinkSuggestion] = {}
        self.how = Arrangement()
        self._tally = Tally()
        self.note = ""
        """The one note that suggestions are for, ``""`` for all."""
        self._problem = ""
        self.is_working = False
        self._loading: Task | None = None
        self._arranging: Task | None = None
        self._is_fresh = False
        self._shown_at = 0
        self._done: list[str] = []
        """The journal's entries of what was accepted here, newest last."""
        self.model = SuggestionModel(self)
        self.tabs = QTabBar(self)
        self.list = SuggestionList(self.model, shell.appearance)
        self.rejected = RowList(shell.appearance)
        self.lists = QStackedWidget()
        self.filters = FilterBar(self, narrowed=self.list)
        self.scope_button, self.refresh_button = button(name="quiet"), button(name="quiet")
        self.sure_button, self.undo_button = button(), button(name="quiet")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.state = plain_label(name="muted", wraps=True)
        self.trouble = Trouble(self.load)
        self.detail = DetailPanel(shell.appearance)
        self.preview = PreviewPanel(shell.appearance)
        self.take_back_button = button(name="primary")
        self.right = QStackedWidget()
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def unfold(self) -> Iterator[None]:
        """Lay the parts out one after the other."""
        yield from self._lay_out()
        self._connect()
        self._list_commands()
        yield
        self._show_state()

    # What the window tells a place

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.tabs.setAccessibleName(self.tr("What to look at"))
        self.list.setAccessibleName(self.tr("Suggestions"))
        self.rejected.setAccessibleName(self.tr("Rejected suggestions"))
        for one, words in ((self.refresh_button, self.tr("Look again")), (self.undo_button, self.tr("Undo"))):
            one.setToolTip(words)
            one.setAccessibleName(words)
        set_words(self.take_back_button, self.tr("Take back"))
        self.filters.retranslate()
        self.detail.retranslate()
        self.preview.retranslate()
        self.model.retranslate()
        self._show_state()

    def restyle(self) -> None:
        """Redraw in the colours of now."""
        icon, theme = self.shell.appearance.icon, self.shell.appearance.theme
        self.refresh_button.setIcon(icon("refresh"))
        self.undo_button.setIcon(icon("undo"))
        self.sure_button.setIcon(icon("check"))
        self.scope_button.setIcon(icon("note"))
        self.take_back_button.setIcon(icon("undo", theme.accent_text))
        self.detail.restyle()
        self.preview.restyle()
        self.list.viewport().update()
        self.rejected.viewport().update()

    def activated(self) -> None:
        """Put the focus into the list, and look for suggestions the first time."""
        (self.rejected if self.how.section is Section.REJECTED else self.list).setFocus()
        if not self._is_fresh and not self.is_loading:
            self.load()

    def vault_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """Forget the vault before."""
        self.note, self._done, self.is_working = "", [], False
        self._is_fresh = False
        self.rejected.rows.show(())
        self.show_suggestions(())
        if self.isVisible():
            self.load()

    def show_target(self, target: object) -> None:
        """Show the suggestions for one note."""
        if isinstance(target, NoteTarget):
            self.note = target.note
            self.load()

    @property
    def is_loading(self) -> bool:
        """Say whether suggestions are still being looked for."""
        return self._loading is not None and self._loading.is_running

    @property
    def is_busy(self) -> bool:
        """Say whether what is shown is about to change: nothing is accepted or rejected meanwhile."""
        return self.is_working or (self._arranging is not None and self._arranging.is_running)

    # What a person does

    def load(self) -> None:
        """Look for suggestions anew, for all notes or the one."""
        if self._loading is not None:
            self._loading.cancel()
        self.show_suggestions(())
        self._leave_preview()
        request = self._request(self.note or None)
        self._shown_at = _SHOWN_WHILE_LOADING
        self._is_fresh, self._problem = True, ""
        self._loading = self.shell.bridge.stream(
            self,
            lambda session, stop: session.suggest(request, cancel=stop),
            item=self._on_event,
            then=lambda _: self._arrange(),
            failed=self._on_failed,
        )
        self.shell.bridge.call(self, lambda session: session.rejected(), self._on_rejected)
        self._show_state()

    def show_all_notes(self) -> None:
        """Look for suggestions in all notes again."""
        self.note = ""
        self.load()

    def show_suggestions(self, suggestions: Sequence[api.LinkSuggestion]) -> None:
        """Show these suggestions in place of all before."""
        self.suggestions = {one.id: one for one in suggestions}
        self._tally = Tally()
        self.model.show((), self.how.grouping)
        self.detail.show_suggestion(None)
        if suggestions:
            self._arrange()

    def show_active_note(self) -> None:
        """Look for suggestions for the note in front of Obsidian."""

        def active(session: api.Session) -> str | None:
            return next((event.note for event in session.follow_active()), None)

        self.shell.bridge.call(self, active, self._on_active)

    def accept(self) -> None:
        """Write the chosen suggestion; of a merging first show what it would write."""
        one = self._chosen
        if one is None or self._says_why_not():
            return
        if one.kind is api.SuggestionKind.DUPLICATE:
            self.preview_of((one,))
            return
        self._write((one,))

    def reject(self, *, everywhere: bool = False) -> None:
        """Never suggest the chosen link again; ``everywhere``: its name for this note in no note."""
        one = self._chosen
        if one is None or self.is_busy:
            return
        gone = {one.id}
        if everywhere and one.name:
            gone |= {
                other.id for other in self.suggestions.values() if (other.target, other.name) == (one.target, one.name)
            }
        self.is_working = True
        self.shell.bridge.call(
            self,
            lambda session: (session.reject([one.id], everywhere=everywhere), session.rejected())[1],
            lambda report: self._on_rejection(gone, report),
            self._on_failed,
        )

    def preview_sure(self) -> None:
        """Show what accepting all sure suggestions would write."""
        sure = tuple(sure_ones(list(self.suggestions.values())))
        if sure and not self._says_why_not():
            self.preview_of(sure)

    def preview_of(self, suggestions: tuple[api.LinkSuggestion, ...]) -> None:
        """Show what accepting these suggestions together would write."""
        self.is_working = True
        ids = [one.id for one in suggestions]
        self.shell.bridge.call(
            self,
            lambda session: session.accept(ids, dry_run=True),
            lambda report: self._on_previewed(suggestions, report),
            self._on_failed,
        )

    def write_preview(self) -> None:
        """Write what is previewed, as one batch."""
        if self.preview.suggestions and not self._says_why_not():
            self._write(self.preview.suggestions)

    def undo(self) -> None:
        """Take back what was accepted last; what was taken back elsewhere, or cannot be, is left to the history."""
        if not self._done or self._says_why_not():
            return
        last = self._done.pop()
        self.is_working = True
        self.shell.bridge.call(
            self,
            lambda session: (session.undo(last), session.catch_up())[0],
            lambda _: self._on_undone(),
            self._on_failed,
        )

    def take_back(self) -> None:
        """Let what was rejected be suggested again."""
        row = self.rejected.current
        decision = row.subject if row is not None else None
        if not isinstance(decision, api.Decision) or self.is_working:
            return
        self.is_working = True
        self.shell.bridge.call(
            self,
            lambda session: (session.reconsider([decision.id]), session.rejected())[1],
            self._on_taken_back,
            self._on_failed,
        )

    def open_source(self) -> None:
        """Show the note of the chosen suggestion, its sentence marked."""
        one = self._chosen
        if one is not None:
            self.shell.show_place("note", NoteTarget(one.source, quote=one.sentence))

    def open_target(self) -> None:
        """Show the note that the chosen suggestion leads to."""
        one = self._chosen
        if one is not None and one.kind is not api.SuggestionKind.MISSING:
            self.shell.show_place("note", NoteTarget(one.target))

    def leave_preview(self) -> None:
        """Write nothing of what is previewed."""
        self._leave_preview()
        self.list.setFocus()

    def leave(self) -> None:
        """Leave the preview; where there is none, stop looking for more."""
        if self.preview.suggestions:
            self.leave_preview()
        elif self._loading is not None and self.is_loading:
            self._loading.cancel()
            self._is_fresh, self._problem = False, self.tr("It was not looked to the end.")
            self._arrange()

    def _can_leave(self) -> bool:
        return bool(self.preview.suggestions) or self.is_loading

    # How suggestions arrive

    def _on_active(self, note: str | None) -> None:
        if note is None:
            self.shell.say(self.tr("Obsidian has no note of this vault in front."))
        else:
            self.show_target(NoteTarget(note))

    def _on_event(self, event: api.Progress | api.SourceSuggestions) -> None:
        if isinstance(event, api.Progress):
            self._show_progress(event)
            return
        self.suggestions.update((one.id, one) for one in event.suggestions if is_worth_showing(one))
        if len(self.suggestions) >= self._shown_at:
            self._shown_at *= 2
            self._arrange()

    def _arrange(self) -> None:
        """Put the rows in order in another thread, and show them."""
        if self._arranging is not None:
            self._arranging.cancel()
        every, how = list(self.suggestions.values()), self.how
        self._arranging = self.shell.bridge.work(
            self, lambda: (arrange(every, how), tally(every)), lambda found: self._on_rows(*found, how)
        )
        self._show_state()

    def _on_rows(self, rows: list[Row], counted: Tally, how: Arrangement) -> None:
        self._tally = counted
        chosen = self._chosen
        place = self.list.currentIndex().row()
        self.model.show(rows, how.grouping)
        index = self.model.index_of(chosen.id) if chosen is not None else QModelIndex()
        self._select(index if index.isValid() else self.model.near(max(place, 0)))
        self._show_state()

    # Writing

    def _on_previewed(self, suggestions: tuple[api.LinkSuggestion, ...], report: api.WriteReport) -> None:
        self.is_working = False
        self.preview.show_diff(suggestions, report.diff)
        self._show_state()
        focus_where_seen(self.preview.write_button)

    def _write(self, suggestions: tuple[api.LinkSuggestion, ...]) -> None:
        self.is_working = True
        ids = [one.id for one in suggestions]
        notes = sorted({one.source for one in suggestions})
        request = self._request(notes[0])

        def write(session: api.Session) -> tuple[api.WriteReport, list[api.LinkSuggestion]]:
            report = session.accept(ids)
            session.catch_up()
            found = (session.suggest(replace(request, note=note)) for note in notes if report.journal)
            events = (event for stream in found for event in stream)
            left = [one for event in events if isinstance(event, api.SourceSuggestions) for one in event.suggestions]
            return report, left

        self.shell.bridge.call(self, write, lambda done: self._on_written(suggestions, *done), self._on_failed)
        self._show_state()

    def _on_written(
        self,
        suggestions: tuple[api.LinkSuggestion, ...],
        report: api.WriteReport,
        left: list[api.LinkSuggestion],
    ) -> None:
        """Take away what was written, and show what the notes now have instead of what they had."""
        self.is_working = False
        if report.journal is not None:
            self._done.append(report.journal)
        place = self.list.currentIndex().row()
        notes = {one.source for one in suggestions}
        before = [one.id for one in self.suggestions.values() if one.source in notes]
        for one in before:
            del self.suggestions[one]
        for other in left:
            if other.source in notes and is_worth_showing(other):
                self.suggestions[other.id] = other
        self.model.remove({one.id for one in suggestions})
        self._leave_preview()
        self._select(self.model.near(max(place, 0)))
        self.shell.say(self.tr("%Ln link(s) written. Ctrl+Z takes back.", "", len(suggestions)))
        focus_where_seen(self.list)
        self._arrange()

    def _on_undone(self) -> None:
        self.is_working = False
        self.shell.say(self.tr("Taken back."))
        self.load()

    def _on_rejection(self, gone: set[str], report: api.DecisionReport) -> None:
        self.is_working = False
        place = self.list.currentIndex().row()
        for one in gone:
            self.suggestions.pop(one, None)
        self.model.remove(gone)
        self._select(self.model.near(max(place, 0)))
        self._on_rejected(report)
        self._arrange()
        self.shell.say(self.tr("Not suggested again. It is kept under Rejected."))

    def _on_rejected(self, report: api.DecisionReport) -> None:
        self.rejected.rows.show([rejected_row(one) for one in report.decisions])
        if report.decisions and not self.rejected.currentIndex().isValid():
            self.rejected.setCurrentIndex(self.rejected.rows.index(0))
        self._show_state()

    def _on_taken_back(self, report: api.DecisionReport) -> None:
        self.is_working = False
        self._is_fresh = False
        self._on_rejected(report)
        self.shell.say(self.tr("It may be suggested again."))

    def _on_failed(self, sentence: str) -> None:
        self.is_working = False
        self._leave_preview()
        self._problem = sentence
        self._show_state()
        self.shell.say_problem(sentence)

    # Choosing and showing

    @property
    def _chosen(self) -> api.LinkSuggestion | None:
        return self.model.suggestion(self.list.currentIndex())

    def _select(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._on_current()

    def _on_current(self) -> None:
        self.detail.show_suggestion(self._chosen)
        self._show_state()

    def _on_tab(self, number: int) -> None:
        self.how = replace(self.how, section=list(Section)[number])
        self.lists.setCurrentIndex(1 if self.how.section is Section.REJECTED else 0)
        self._leave_preview()
        if self.how.section is not Section.REJECTED:
            if not self._is_fresh:
                self.load()
            self._arrange()
        self._show_state()

    def _on_how(self) -> None:
        how = self.filters.applied_to(self.how)
        if how != self.how:
            self.how = how
            self._arrange()

    def _leave_preview(self) -> None:
        self.preview.show_diff((), "")
        self._show_state()

    def _request(self, note: str | None) -> api.SuggestRequest:
        return api.SuggestRequest(note, limit=_SUGGESTIONS_OF_A_NOTE, threshold=SHOWN_FROM, kinds=_KINDS)

    def _says_why_not(self) -> bool:
        """Say why nothing can be written now: another write is on its way, or the vault cannot be written."""
        if self.is_busy:
            return True
        if self.shell.why_no_writes:
            self.shell.say(self.shell.why_no_writes)
            return True
        return False

    def _show_progress(self, progress: api.Progress) -> None:
        self.progress.setRange(0, progress.total or 0)
        self.progress.setValue(progress.done)
        said = self.tr("Reading notes…") if progress.stage == "read" else self.tr("Looking for links…")
        self.state.setText(self.tr("Learning from the links there are…") if progress.stage == "learn" else said)

    def _show_state(self) -> None:
        """Bring buttons, counts and the words of an empty list to what is so."""
        counts = {**self._tally.counts, Section.REJECTED: len(self.rejected.rows.rows)}
        for number, section in enumerate(Section):
            name, count = section_name(section), counts.get(section, 0)
            self.tabs.setTabText(number, f"{name}  {grouped(count)}" if count else name)
        is_rejected = self.how.section is Section.REJECTED
        is_empty = self.rejected.rows.rowCount() == 0 if is_rejected else self.model.rowCount() == 0
        self.progress.setVisible(self.is_loading)
        why_none = self._problem if is_empty and not self.is_loading else ""
        has_notes = self.shell.status is None or self.shell.status.notes > 0
        self.trouble.say(why_none if has_notes else "")
        self.state.setVisible(self.is_loading or (is_empty and not self.trouble.isVisibleTo(self)))
        show_where_filled(self.lists, is_filled=not is_empty)
        if not self.is_loading and is_empty:
            self.state.setText(why_none or empty_words(self.how))
        sure = self._tally.sure
        why = self.shell.why_no_writes
        set_words(self.sure_button, self.tr("Accept all sure (%1)…").replace("%1", str(sure)))
        self.sure_button.setEnabled(bool(sure) and not why and not self.is_working and not self.is_loading)
        self.undo_button.setEnabled(bool(self._done) and not why and not self.is_working)
        self.detail.accept_button.setEnabled(not why and not self.is_working)
        self.sure_button.setToolTip(why)
        self.detail.accept_button.setToolTip(why)
        shown = self.tr("All notes") if not self.note else name_of(self.note)
        set_words(self.scope_button, shown)
        is_one = bool(self.note)
        hint = self.tr("Show the suggestions for all notes") if is_one else self.tr("Only for the note in Obsidian")
        self.scope_button.setToolTip(hint)
        self.filters.setVisible(not is_rejected)
        self._show_right(is_rejected=is_rejected, is_empty=is_empty)

    def _show_right(self, *, is_rejected: bool, is_empty: bool) -> None:
        page = 1 if self.preview.suggestions else 2 if is_rejected else 0
        self.right.setCurrentIndex(page)
        has_one = is_rejected or self._chosen is not None
        self.right.setVisible(bool(self.preview.suggestions) or (not is_empty and has_one))

    # The widget itself

    def _lay_out(self) -> Iterator[None]:
        """Lay the parts out from the outside in, some with each step."""
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        rows.setSpacing(SPACE)
        for _ in Section:
            self.tabs.addTab("")
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setUsesScrollButtons(True)
        rows.addWidget(self.tabs)
        second = QHBoxLayout()
        second.setSpacing(SPACE)
        rows.addLayout(second)
        keeping = self.filters.sizePolicy()
        keeping.setRetainSizeWhenHidden(True)
        self.filters.setSizePolicy(keeping)
        second.addWidget(self.filters, 1)
        for one in (self.scope_button, self.refresh_button, self.undo_button, self.sure_button):
            second.addWidget(one)
        yield
        left, right = panes(rows, (600, 380))
        left.setSpacing(TIGHT)
        left.addWidget(self.progress)
        left.addWidget(self.state, 1)
        left.addWidget(self.trouble, 1)
        left.addWidget(self.lists, 9)
        self.lists.addWidget(self.list)
        self.lists.addWidget(self.rejected)
        yield
        right.addWidget(self.right)
        taking = QWidget(self.right)
        for page in (self.detail, self.preview, taking):
            self.right.addWidget(page)
            yield
        back = QVBoxLayout(taking)
        back.setContentsMargins(0, 0, 0, 0)
        back.addWidget(self.take_back_button, 0, Qt.AlignmentFlag.AlignLeft)
        back.addStretch(1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(self._on_tab)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._on_current())
        self.rejected.selectionModel().currentChanged.connect(lambda *_: self._show_state())
        self.filters.changed.connect(self._on_how)
        self.scope_button.clicked.connect(lambda: self.show_all_notes() if self.note else self.show_active_note())
        self.refresh_button.clicked.connect(self.load)
        self.undo_button.clicked.connect(self.undo)
        self.sure_button.clicked.connect(self.preview_sure)
        self.preview.write_button.clicked.connect(self.write_preview)
        self.preview.leave_button.clicked.connect(self.leave_preview)
        self.take_back_button.clicked.connect(self.take_back)
        self.detail.accept_button.clicked.connect(self.accept)
        self.detail.reject_button.clicked.connect(lambda: self.reject(everywhere=False))
        self.detail.everywhere_button.clicked.connect(lambda: self.reject(everywhere=True))
        self.detail.source_button.clicked.connect(self.open_source)
        self.detail.target_button.clicked.connect(self.open_target)
        self.list.doubleClicked.connect(lambda _: self.open_source())

    def _list_commands(self) -> None:
        def add(owner: QWidget, name: str, title: Callable[[], str], run: Callable[[], object], *keys: str) -> None:
            is_possible = {"leave": self._can_leave}.get(
                name, lambda: owner is not self.list or self._chosen is not None
            )
            self.shell.commands.add(owner, Command(f"links.{name}", title, run, keys, is_possible), once=True)

        one, filter_them, never = self.list, self.filters.needle.setFocus, lambda: self.reject(everywhere=True)
        add(one, "accept", lambda: self.tr("Accept the suggestion"), self.accept, "A", "Return")
        add(one, "reject", lambda: self.tr("Reject the suggestion"), self.reject, "R", "Del")
        add(one, "never", lambda: self.tr("Never suggest this name for this note"), never, "Shift+R")
        add(one, "open", lambda: self.tr("Open the note of the suggestion"), self.open_source, "O")
        add(one, "open_target", lambda: self.tr("Open what it leads to"), self.open_target, "Shift+O")
        add(self.rejected, "take_back", lambda: self.tr("Take a rejection back"), self.take_back, "T", "Return")
        add(self, "sure", lambda: self.tr("Accept all sure suggestions…"), self.preview_sure, "Ctrl+Shift+A")
        add(self, "leave", lambda: self.tr("Leave the preview, or stop looking"), self.leave, "Esc")
        add(self, "undo", lambda: self.tr("Undo what was accepted last"), self.undo, "Ctrl+Z")
        add(self, "refresh", lambda: self.tr("Look for suggestions again"), self.load, "F5")
        add(self, "filter", lambda: self.tr("Filter suggestions"), filter_them, "Ctrl+F")
        add(self, "here", lambda: self.tr("Suggestions for the note at hand"), self.show_active_note, "Ctrl+L")
        add(self, "all", lambda: self.tr("Suggestions for all notes"), self.show_all_notes, "Ctrl+Alt+L")
