"""Note: the note in front of Obsidian (or any other), rendered, with what stands beside it."""

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.commands import Command, shown_keys
from vaultmind_ui.core_words import in_words
from vaultmind_ui.markdown.browser import MarkdownBrowser
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.finding import find_words
from vaultmind_ui.markdown.values import Heading, LinkToNote, LinkToTag, LinkToWeb, Paragraph, Run, Style, Target
from vaultmind_ui.note.beside import backlink_rows, note_name, related_rows, suggestion_rows
from vaultmind_ui.note.loading import NOTE_KEY, LoadedNote, load_note
from vaultmind_ui.place import GraphTarget, NoteTarget, Place, QuestionTarget
from vaultmind_ui.row_list import Row, RowList
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, TIGHT, WIDE
from vaultmind_ui.words import button, plain_label, set_words

_RELATED = 12
_SUGGESTED = 8
_LEAST_SURE = 0.05
_REFRESH_MS = 400
_OPENING_MS = 300
"""So long the note before stays in view; then it is said that another is on its way."""
_FOLLOWED_AGAIN_MS = 2000


class NotePlace(Place):
    """Shows one note. While it follows, that is the note in front of Obsidian; one that was chosen here is pinned."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.loaded: LoadedNote | None = None
        self.note = ""
        self.active = ""
        self._vault = ""
        self._wanted = NoteTarget("")
        self._before: list[str] = []
        self._loading: Task | None = None
        self._following: Task | None = None
        self._again = QTimer(self, singleShot=True, interval=_FOLLOWED_AGAIN_MS)
        self._again.timeout.connect(self._follow)
        self._beside: list[Task] = []
        self._decided: list[tuple[Callable[[api.Session], object], int, Row]] = []
        self.view = MarkdownBrowser(shell.appearance.theme)
        self.path = plain_label(name="muted")
        self.back_button, self.follow_button = button(name="quiet"), QCheckBox()
        self.open_button, self.ask_button = button(), button()
        self.follow_button.setChecked(True)
        self.related, self.backlinks = RowList(shell.appearance), RowList(shell.appearance)
        self.suggestions = RowList(shell.appearance)
        self.titles = [plain_label(name="title") for _ in range(3)]
        self.nothing = [plain_label(name="muted", wraps=True) for _ in range(3)]
        self.keys = plain_label(name="muted", wraps=True)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.side = QWidget(self.splitter)
        """What belongs to the note; hidden where there is none."""
        self._soon = QTimer(self, interval=_REFRESH_MS, singleShot=True)
        self._opening = QTimer(self, interval=_OPENING_MS, singleShot=True)
        self._shown = ""
        """What the body is about: the title changes together with it."""

    def unfold(self) -> Iterator[None]:
        """Lay the parts out, some with each step."""
        yield from self._lay_out()
        self._connect()
        self._list_commands()

    # What the window tells a place

    def retranslate(self) -> None:
        """Set every word that is shown."""
        set_words(self.back_button, self.tr("Back"))
        self.follow_button.setText(self.tr("Follow Obsidian"))
        self.follow_button.setToolTip(self.tr("Show the note that is in front in Obsidian, whenever it is another."))
        set_words(self.open_button, self.tr("Open in Obsidian"))
        set_words(self.ask_button, self.tr("Ask about it"))
        self.view.setAccessibleName(self.tr("Note"))
        words = (
            (self.tr("Related notes"), self.tr("No note is related to this one yet.")),
            (self.tr("Backlinks"), self.tr("No note links here.")),
            (self.tr("Suggested links"), self.tr("No link is suggested for this note.")),
        )
        for title, nothing, shown, (name, none) in zip(self.titles, self.nothing, self._lists(), words, strict=True):
            title.setText(name)
            nothing.setText(none)
            shown.setAccessibleName(name)
        self.keys.setText(self.tr("A accepts, R rejects, Ctrl+Z takes back."))
        if self._wanted.note:
            self.refresh()
        else:
            self._show_nothing()

    def restyle(self) -> None:
        """Draw everything in the colours of now."""
        appearance = self.shell.appearance
        self.back_button.setIcon(appearance.icon("left"))
        self.open_button.setIcon(appearance.icon("open"))
        self.ask_button.setIcon(appearance.icon("ask"))
        self.view.use_theme(appearance.theme)

    def activated(self) -> None:
        """Put the focus on the note; fetch it again, for it may have changed, or be there where it was not."""
        self.view.setFocus()
        self.refresh()

    @property
    def subject(self) -> str:
        """Return the name of the note."""
        return note_name(self._shown)

    def vault_changed(self, status: api.VaultStatus) -> None:
        """Forget the note of the vault before, and follow the one in front of Obsidian here; the same vault keeps it.

        A vault is opened anew when settings or models were changed.
        """
        is_another, self._vault = status.vault != self._vault, status.vault
        if is_another:
            self._before.clear()
            self._decided.clear()
            self.note, self.active, self.loaded = "", "", None
            self._wanted = NoteTarget("")
            self.follow_button.setChecked(True)
            self._show_nothing()
        elif self.isVisible():
            self.refresh()
        self._follow()

    def _follow(self) -> None:
        """Follow what is in front of Obsidian; where that ends, e.g. as the engine begins anew, take it up again."""
        if self._following is not None:
            self._following.cancel()
        if self.shell.status is not None:
            self._following = self.shell.bridge.stream(
                self,
                lambda session, stop: session.follow_active(cancel=stop),
                self._on_active,
                then=lambda _: self._again.start(),
                failed=lambda _: self._again.start(),
            )

    def index_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """Show what the note is now, if it can be seen; one that was not there may be there now."""
        is_due = self._soon.isActive()  # what changes all the time must not put it off each time
        if self.isVisible() and (self.note or self._wanted.note) and not is_due:
            self._soon.start()

    def show_target(self, target: object) -> None:
        """Show a ``NoteTarget``, its words marked, and stay with it."""
        if isinstance(target, NoteTarget):
            self.follow_button.setChecked(False)
            self.show_note(target)

    # What a person does

    def show_note(self, target: NoteTarget) -> None:
        """Show a note; the one before can be gone back to."""
        if self.note and target.note != self.note:
            self._before.append(self.note)
        self._wanted = target
        self._load(target.note)

    def go_back(self) -> None:
        """Show the note before this one."""
        if self._before:
            self.follow_button.setChecked(False)
            self._wanted = NoteTarget(self._before.pop())
            self._load(self._wanted.note)

    def refresh(self) -> None:
        """Fetch again the note that is shown, or that is on its way."""
        if self._wanted.note:
            self._load(self._wanted.note)

    def accept(self) -> None:
        """Write the suggested link that is chosen; Ctrl+Z takes it back."""
        self._decide(is_accepted=True)

    def reject(self) -> None:
        """Never suggest the chosen link again."""
        self._decide(is_accepted=False)

    def undo(self) -> None:
        """Take back the last decision that was accepted or rejected here."""
        if self._decided:
            take_back, place, row = self._decided.pop()
            self.shell.bridge.call(self, take_back, lambda _: self._on_undone(place, row), self.shell.say)

    def open_in_obsidian(self) -> None:
        """Open the note where it is written."""
        if self.loaded is not None and self.open_button.isEnabled():
            self.shell.open_in_obsidian(self.loaded.view.uri, self.view.setFocus)

    def ask_about(self) -> None:
        """Put a question about this note into the Ask place."""
        if self.loaded is not None and self.ask_button.isEnabled():
            self.shell.show_place("ask", QuestionTarget(f"{self.loaded.view.title}: ", is_asked=False))

    def show_on_graph(self) -> None:
        """Show what is around this note on the graph."""
        if self.note:
            self.shell.show_place("graph", GraphTarget((self.note,)))

    # How a note comes to be shown

    def _load(self, note: str) -> None:
        if self._loading is not None:
            self._loading.cancel()
        if note != self._shown:
            self.open_button.setEnabled(False)
            self.ask_button.setEnabled(False)
            self._opening.start()
        self._loading = self.shell.bridge.call(
            self, lambda session: _look_up(session, note), self._take, self._on_failed
        )

    def _take(self, found: LoadedNote | api.VaultGone) -> None:
        match found:
            case LoadedNote():
                self._on_loaded(found)
            case api.VaultGone():
                as_soon = self.tr("As soon as the folder is back, this one is shown here again.")
                self._on_failed(in_words(str(found)), as_soon)

    def _on_active(self, active: api.ActiveNote) -> None:
        self.active = active.note or ""
        if self.follow_button.isChecked() and self.active and self.active != self.note:
            self.show_note(NoteTarget(self.active))

    def _on_follow_toggled(self, is_followed: bool) -> None:
        if is_followed and self.active and self.active != self.note:
            self.show_note(NoteTarget(self.active))

    def _on_loaded(self, loaded: LoadedNote) -> None:
        is_other = self.loaded is None or self.loaded.view.path != loaded.view.path
        is_same_text = self.loaded is not None and self.loaded.parts == loaded.parts
        self.loaded, self.note = loaded, loaded.view.path
        self._title(self.note)
        self.open_button.setEnabled(True)
        self.ask_button.setEnabled(True)
        self.back_button.setEnabled(bool(self._before))
        if is_other or not is_same_text:
            pictures = loaded.pictures if is_other or loaded.pictures else None
            self.view.show_parts(loaded.parts, pictures=pictures, is_other=is_other)
        self._go_to_wanted(loaded)
        self._wanted = NoteTarget(self.note)
        self._fetch_beside(is_other=is_other)

    def _go_to_wanted(self, loaded: LoadedNote) -> None:
        wanted = self._wanted
        place = find_words(wanted.quote, loaded.view.text) if wanted.quote else None
        if place is not None:
            self.view.mark([((NOTE_KEY, *place), "marked")])
            self.view.go_to((NOTE_KEY, *place))
        elif wanted.heading:
            self.view.go_to_heading(wanted.heading.rpartition("#")[2])

    def _title(self, note: str) -> None:
        """Say above the body, and in the window's title, what it is about."""
        self._opening.stop()
        self._shown = note
        self.path.setText(note)
        self.subject_changed.emit()

    def _show_no_note(self, parts: list[Part], about: str) -> None:
        """Show words in place of a note: nothing can be done with it."""
        self._title(about)
        self.open_button.setEnabled(False)
        self.ask_button.setEnabled(False)
        self.view.show_parts(parts, is_other=True)
        for shown in self._lists():
            self._show_rows(shown, [])

    def _on_opening(self) -> None:
        self.loaded, self.note = None, ""
        words = Paragraph((Run(self.tr("Opening…"), Style.MUTED),))
        self._show_no_note([Part("", words)], self._wanted.note)

    def _on_failed(self, sentence: str, what_helps: str = "") -> None:
        self.loaded = None
        self.note = ""
        shown = (Run(sentence, Style.BAD),), (Run(what_helps or self._what_to_do(), Style.MUTED),)
        self._show_no_note([Part("", Paragraph(one)) for one in shown], self._wanted.note)
        self.side.hide()

    def _what_to_do(self) -> str:
        """Return what helps where a note is not there: to wait while notes are still being read."""
        status = self.shell.status
        match status.indexing.state if status is not None else "":
            case "words":
                return self.tr("Notes are still being read: this one is shown here as soon as it is.")
            case "held":
                pause = next(one for one in self.shell.commands.all() if one.id == "vault.pause")
                return self.tr("Reading is paused: %1 goes on.").replace("%1", shown_keys(pause))
            case _:
                return self.tr("Choose another note, or look whether it was moved or renamed.")

    def _show_nothing(self) -> None:
        self.back_button.setEnabled(False)
        blocks = (
            Heading(2, (Run(self.tr("No note is open")),)),
            Paragraph(
                (
                    Run(
                        self.tr(
                            "Open a note in Obsidian and it is shown here, with what is related to it. "
                            "Or choose one by its name with Ctrl+P."
                        ),
                        Style.MUTED,
                    ),
                )
            ),
        )
        self._show_no_note([Part("", block) for block in blocks], "")
        self.side.hide()

    def _fetch_beside(self, *, is_other: bool) -> None:
        assert self.loaded is not None
        for task in self._beside:
            task.cancel()
        note = self.loaded.view.path
        self.side.show()
        self._show_rows(self.backlinks, backlink_rows(self.loaded.view.backlinks))
        if is_other:
            self._show_rows(self.related, [])
            self._show_rows(self.suggestions, [])
            self._decided.clear()
        call, stream = self.shell.bridge.call, self.shell.bridge.stream
        self._beside = [
            call(
                self,
                lambda session: session.related(note, limit=_RELATED),
                lambda report: self._show_rows(self.related, related_rows(report)),
                lambda _: None,
            ),
            stream(
                self,
                lambda session, stop: session.suggest(
                    api.SuggestRequest(note, limit=_SUGGESTED, threshold=_LEAST_SURE), cancel=stop
                ),
                item=self._on_suggested,
                failed=lambda _: None,
            ),
        ]

    def _on_suggested(self, event: object) -> None:
        if isinstance(event, api.SourceSuggestions):
            self._show_rows(self.suggestions, suggestion_rows(event.suggestions))

    def _show_rows(self, shown: RowList, rows: list[Row]) -> None:
        if list(shown.rows.rows) != rows:
            at = shown.currentIndex().row()
            shown.rows.show(rows)
            if 0 <= at < len(rows):
                shown.setCurrentIndex(shown.rows.index(at))
        self._fit(shown)

    def _fit(self, shown: RowList) -> None:
        place = self._lists().index(shown)
        count = len(shown.rows.rows)
        shown.setVisible(bool(count))
        self.nothing[place].setVisible(not count)
        shown.setMaximumHeight(shown.height_of(max(1, count)))
        self.keys.setVisible(bool(self.suggestions.rows.rows) or bool(self._decided))

    def _decide(self, *, is_accepted: bool) -> None:
        why = self.shell.why_no_writes
        if is_accepted and why:
            self.shell.say(why)
            return
        place = self.suggestions.currentIndex().row()
        row = self.suggestions.current
        if row is None or not isinstance(row.subject, api.LinkSuggestion):
            return
        one = row.subject
        self.suggestions.rows.remove(place)
        self._fit(self.suggestions)
        if is_accepted:
            self.shell.bridge.call(
                self,
                lambda session: session.accept([one.id]),
                lambda report: self._on_accepted(place, row, report),
                lambda sentence: self._on_not_decided(place, row, sentence),
            )
            return
        self.shell.bridge.call(
            self,
            lambda session: session.reject([one.id]),
            lambda report: self._on_rejected(place, row, report),
            lambda sentence: self._on_not_decided(place, row, sentence),
        )

    def _on_accepted(self, place: int, row: Row, report: api.WriteReport) -> None:
        journal = report.journal
        if journal is not None:
            self._decided.append((lambda session: session.undo(journal), place, row))
        self.shell.say(self.tr("A link to “%1” was written; Ctrl+Z takes it back.").replace("%1", row.title))
        self._fit(self.suggestions)
        self.refresh()

    def _on_rejected(self, place: int, row: Row, report: api.DecisionReport) -> None:
        ids = [one.id for one in report.decisions]
        self._decided.append((lambda session: session.reconsider(ids), place, row))
        self.shell.say(self.tr("“%1” is not suggested here again; Ctrl+Z takes that back.").replace("%1", row.title))
        self._fit(self.suggestions)

    def _on_not_decided(self, place: int, row: Row, sentence: str) -> None:
        self.suggestions.rows.insert(place, row)
        self._fit(self.suggestions)
        self.shell.say(sentence)

    def _on_undone(self, place: int, row: Row) -> None:
        self.suggestions.rows.insert(place, row)
        self._fit(self.suggestions)
        self.shell.say(self.tr("“%1” is as it was before.").replace("%1", row.title))
        self.refresh()

    def _on_target_clicked(self, target: Target, key: str) -> None:  # noqa: ARG002 (the signal brings it)
        match target:
            case LinkToNote(written, path, heading):
                if path == "":
                    self.shell.say(self.tr("No note is called “%1”.").replace("%1", written))
                    return
                self.follow_button.setChecked(False)
                self.show_note(NoteTarget(path or written, heading=heading))
            case LinkToTag(name):
                self.shell.show_place("ask", QuestionTarget(f"#{name} ", is_asked=False))
            case LinkToWeb(url):
                QDesktopServices.openUrl(QUrl(url, QUrl.ParsingMode.StrictMode))

    def _on_target_hovered(self, target: Target | None, key: str) -> None:  # noqa: ARG002 (the signal brings it)
        match target:
            case LinkToWeb(url):
                self.shell.say(url)
            case LinkToNote(written, path):
                self.shell.say(path or self.tr("No note is called “%1”.").replace("%1", written))

    def _on_row_activated(self, shown: RowList) -> None:
        row = shown.current
        if row is None:
            return
        if isinstance(row.subject, api.LinkSuggestion):
            anchor = row.subject.anchor
            if anchor is not None and self.loaded is not None:
                place = self.loaded.view.offsets.to_read(anchor.start), self.loaded.view.offsets.to_read(anchor.end)
                self.view.mark([((NOTE_KEY, *place), "marked")])
                self.view.go_to((NOTE_KEY, *place))
                return
            self._go(row.subject.target)
        else:
            self._go(str(row.subject))

    def _go(self, note: str) -> None:
        self.follow_button.setChecked(False)
        self.show_note(NoteTarget(note))

    # The widget itself

    def _lists(self) -> tuple[RowList, RowList, RowList]:
        return self.related, self.backlinks, self.suggestions

    def _lay_out(self) -> Iterator[None]:
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        rows.setSpacing(SPACE)
        top = QHBoxLayout()
        top.addWidget(self.back_button)
        top.addWidget(self.path, 1)
        top.addWidget(self.follow_button)
        top.addWidget(self.ask_button)
        top.addWidget(self.open_button)
        rows.addLayout(top)
        self.splitter.setHandleWidth(WIDE)
        self.splitter.setChildrenCollapsible(False)
        rows.addWidget(self.splitter, 1)
        yield
        self.splitter.addWidget(self.view)
        self.splitter.addWidget(self.side)
        self.splitter.setStretchFactor(0, 5)
        self.splitter.setStretchFactor(1, 3)
        self.splitter.setSizes([1000, 560])
        column = QVBoxLayout(self.side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(TIGHT)
        for place in (0, 2, 1):
            shown = self._lists()[place]
            column.addWidget(self.titles[place])
            column.addWidget(self.nothing[place])
            column.addWidget(shown, 100)
            if shown is self.suggestions:
                column.addWidget(self.keys)
            column.addSpacing(SPACE)
            yield
        column.addStretch(1)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.go_back)
        self.open_button.clicked.connect(self.open_in_obsidian)
        self.ask_button.clicked.connect(self.ask_about)
        self.follow_button.toggled.connect(self._on_follow_toggled)
        self.view.target_clicked.connect(self._on_target_clicked)
        self.view.target_hovered.connect(self._on_target_hovered)
        self._soon.timeout.connect(self.refresh)
        self._opening.timeout.connect(self._on_opening)
        for shown in self._lists():
            shown.activated.connect(lambda _, shown=shown: self._on_row_activated(shown))

    def _list_commands(self) -> None:
        add, links = self.shell.commands.add, self.suggestions
        add(self, Command("note.back", lambda: self.tr("Back to the note before"), self.go_back, ("Alt+Left",)))
        add(
            self, Command("note.open", lambda: self.tr("Open the note in Obsidian"), self.open_in_obsidian, ("Ctrl+O",))
        )
        add(self, Command("note.follow", lambda: self.tr("Follow Obsidian"), self.follow_button.toggle, ("Ctrl+L",)))
        add(self, Command("note.ask", lambda: self.tr("Ask about the note"), self.ask_about, ("Ctrl+Return",)))
        add(self, Command("note.graph", lambda: self.tr("Show the note on the graph"), self.show_on_graph, ("Ctrl+G",)))
        add(self, Command("note.refresh", lambda: self.tr("Fetch the note again"), self.refresh, ("Ctrl+R", "F5")))
        add(
            self,
            Command("note.undo", lambda: self.tr("Take back the last decision"), self.undo, ("Ctrl+Z",)),
            once=True,
        )
        add(self, Command("note.suggestions", lambda: self.tr("To the suggested links"), self._to_list, ("Ctrl+J",)))
        add(links, Command("note.accept", lambda: self.tr("Accept the link"), self.accept, ("A",)), once=True)
        add(links, Command("note.reject", lambda: self.tr("Reject the link"), self.reject, ("R", "Del")), once=True)

    def _to_list(self) -> None:
        shown = self.suggestions if self.suggestions.rows.rows else self.related
        shown.setFocus()
        if not shown.currentIndex().isValid() and shown.rows.rows:
            shown.setCurrentIndex(shown.rows.index(0))


def _look_up(session: api.Session, note: str) -> LoadedNote | api.VaultGone:
    """Return a note as it is shown, or that none can be while its whole vault is away."""
    try:
        return load_note(session, note)
    except api.VaultGone as gone:
        return gone
