"""What the doctor finds in the notes, each with its preview and its fix, and the way back."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.focus import focus_where_seen, show_where_filled
from vaultmind_ui.library.choice import name_choices
from vaultmind_ui.library.finding_panel import FindingPanel
from vaultmind_ui.library.phrases import kind_name, problem_row
from vaultmind_ui.library.value_list import ValueList
from vaultmind_ui.library.value_model import ValueModel
from vaultmind_ui.panes import panes
from vaultmind_ui.place import NoteTarget
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE, TIGHT
from vaultmind_ui.trouble import Trouble
from vaultmind_ui.words import button, grouped, plain_label

_KINDS = tuple(api.ProblemKind)
_HELPED_BY_A_LINK: Mapping[api.ProblemKind, api.SuggestionKind] = {
    api.ProblemKind.ORPHAN: api.SuggestionKind.ORPHAN,
    api.ProblemKind.DUPLICATE_NOTE: api.SuggestionKind.DUPLICATE,
}


@dataclass(frozen=True, slots=True)
class Mending:
    """What ``fix`` would write: a suggestion, or every sure fix of a kind, in one note or, without ``note``, in all."""

    kind: api.ProblemKind
    note: str = ""
    suggestion: str = ""

    def write(self, session: api.Session, *, dry_run: bool) -> api.WriteReport:
        """Write it as one batch, or return what would be written."""
        if self.suggestion:
            return session.accept([self.suggestion], dry_run=dry_run)
        return session.repair(self.kind, note=self.note or None, dry_run=dry_run)


class FindingsPanel(QWidget):
    """The list of problems; it looks anew by ``refresh``. One write at a time, each with its way back."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent)
        self._shell = shell
        self._problems: tuple[api.Problem, ...] = ()
        self._looking: Task | None = None
        self._previewing: Task | None = None
        self._mending: Mending | None = None
        self._done: list[str] = []
        """The journal's entries of what was mended here, newest last."""
        self.is_working = False
        self.is_fresh = False
        self.model: ValueModel[api.Problem] = ValueModel(problem_row, self)
        self.list = ValueList(self.model, shell.appearance)
        self.kinds = QComboBox(self)
        self.refresh_button, self.undo_button = button(name="quiet"), button(name="quiet")
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.state = plain_label(name="muted", wraps=True)
        self.trouble = Trouble(self.refresh)
        self._why_not_looked = ""
        self.finding = FindingPanel(shell.appearance)

    def unfold(self) -> Iterator[None]:
        """Lay the parts out, some with each step."""
        yield from self._lay_out()
        self._connect()
        self._name_kinds()
        self._show_state()

    @property
    def is_looking(self) -> bool:
        """Say whether the doctor is still at work."""
        return self._looking is not None and self._looking.is_running

    @property
    def chosen(self) -> api.Problem | None:
        """Return the problem that is chosen."""
        return self.list.current

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.list.setAccessibleName(self.tr("What is wrong with notes"))
        self.kinds.setAccessibleName(self.tr("Kind of problem"))
        for one, words in ((self.refresh_button, self.tr("Look again")), (self.undo_button, self.tr("Undo"))):
            one.setToolTip(words)
            one.setAccessibleName(words)
        self._name_kinds()
        self.model.retranslate()
        self.finding.retranslate()
        self._show_state()

    def restyle(self) -> None:
        """Redraw in the colours of now."""
        self.refresh_button.setIcon(self._shell.appearance.icon("refresh"))
        self.undo_button.setIcon(self._shell.appearance.icon("undo"))
        self.list.viewport().update()
        self.finding.restyle()

    def forget(self) -> None:
        """Show nothing: another vault is open."""
        for task in (self._looking, self._previewing):
            if task is not None:
                task.cancel()
        self._problems, self._done, self.is_working, self.is_fresh = (), [], False, False
        self._why_not_looked = ""
        self.kinds.setCurrentIndex(0)
        self._list()

    def refresh(self) -> None:
        """Have the doctor look through every note."""
        if self._looking is not None:
            self._looking.cancel()
        self.is_fresh, self._why_not_looked = True, ""
        self._looking = self._shell.bridge.stream(
            self,
            lambda session, _: session.diagnose(),
            item=self._on_event,
            then=lambda _: self._show_state(),
            failed=self._on_not_looked,
        )
        self._show_state()

    def fix(self) -> None:
        """Write what is previewed: a mending, or the link that would help; a merging is first shown."""
        problem, suggestion, mending = self.chosen, self.finding.suggestion, self._mending
        if problem is None or self._says_why_not():
            return
        if suggestion is not None:
            mending = Mending(problem.kind, problem.note, suggestion.id)
            if suggestion.kind is api.SuggestionKind.DUPLICATE:
                self._preview(mending)
                return
        if mending is not None:
            self._work(lambda session: mending.write(session, dry_run=False))

    def preview_all(self) -> None:
        """Show what mending every note with this kind of problem would write."""
        problem = self.chosen
        if problem is not None and problem.fix is not None:
            self._preview(Mending(problem.kind))

    @property
    def can_leave(self) -> bool:
        """Say whether there is something that ``leave`` ends."""
        return self.is_looking or (self._mending is not None and not self._mending.note)

    def leave(self) -> None:
        """Go back from all of a kind to the one that is chosen; where nothing is previewed, stop looking."""
        if self._mending is not None and not self._mending.note:
            self._choose(self.list.currentIndex())
            self.list.setFocus()
        elif self._looking is not None and self.is_looking:
            self._looking.cancel()
            self.is_fresh, self._why_not_looked = False, self.tr("It was not looked to the end.")
            self._show_state()

    def undo(self) -> None:
        """Take back what was mended here last; what was taken back elsewhere, or cannot be, is left to the history."""
        if not self._done or self._says_why_not():
            return
        last = self._done.pop()
        self.is_working = True
        self._shell.bridge.call(
            self, lambda session: (session.undo(last), session.catch_up()), lambda _: self._on_undone(), self._on_failed
        )
        self._show_state()

    def open_note(self) -> None:
        """Show the note of the problem."""
        if self.chosen is not None:
            self._shell.show_place("note", NoteTarget(self.chosen.note))

    def show_links(self) -> None:
        """Show every link that is suggested for the note."""
        if self.chosen is not None:
            self._shell.show_place("links", NoteTarget(self.chosen.note))

    def can_fix(self) -> bool:
        """Say whether there is something to write for the problem that is chosen."""
        return (self._mending is not None or self.finding.suggestion is not None) and not self._why_not()

    # What comes back

    def _on_event(self, event: api.Progress | api.Diagnosis) -> None:
        if isinstance(event, api.Progress):
            self.progress.setRange(0, event.total or 0)
            self.progress.setValue(event.done)
            return
        self._problems = event.problems
        self._name_kinds()
        self._list()

    def _list(self) -> None:
        """List the problems of the kind that is wanted; the chosen one stays, or the next takes its place."""
        before, place = self.chosen, max(0, self.list.currentIndex().row())
        number = self.kinds.currentIndex() - 1
        wanted = _KINDS[number] if number >= 0 else None
        self.model.show([one for one in self._problems if wanted is None or one.kind is wanted])
        index = self.model.index_where(lambda one: one == before)
        if not index.isValid() and self.model.rowCount():
            index = self.model.index(min(place, self.model.rowCount() - 1))
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)
        self._choose(index)

    def _choose(self, index: QModelIndex) -> None:
        problem = self.model.value(index)
        if self._previewing is not None:
            self._previewing.cancel()
        self._mending = None
        self.finding.show_problem(problem)
        if problem is not None and problem.fix is not None:
            self._preview(Mending(problem.kind, problem.note))
        elif problem is not None and problem.kind in _HELPED_BY_A_LINK:
            self._look_for_a_link(problem)
        self._show_state()

    def _preview(self, mending: Mending) -> None:
        if self._previewing is not None:
            self._previewing.cancel()

        def shown(report: api.WriteReport) -> None:
            self._mending = mending
            self.finding.show_diff(report.diff, count=1 if mending.note else len({one.note for one in report.edits}))
            self._show_state()

        self._previewing = self._shell.bridge.call(
            self, lambda session: mending.write(session, dry_run=True), shown, self.finding.show_failure
        )

    def _look_for_a_link(self, problem: api.Problem) -> None:
        note, kind = problem.note, _HELPED_BY_A_LINK[problem.kind]

        def best(session: api.Session) -> api.LinkSuggestion | None:
            session.catch_up()  # the doctor reads the disk; what it found may not be in the index yet
            for source in (note, None) if kind is api.SuggestionKind.DUPLICATE else (note,):
                events = session.suggest(api.SuggestRequest(source, limit=1, threshold=0.0, kinds=(kind,)))
                sources = (event for event in events if isinstance(event, api.SourceSuggestions))
                found = (one for event in sources for one in event.suggestions)
                best = next((one for one in found if one.kind is kind and (source or note in _ends(one))), None)
                if best is not None:
                    return best
            return None

        def shown(suggestion: api.LinkSuggestion | None) -> None:
            self.finding.show_link(suggestion)
            self._show_state()

        self.finding.show_looking()
        self._previewing = self._shell.bridge.call(self, best, shown, self.finding.show_failure)

    def _work(self, write: Callable[[api.Session], api.WriteReport]) -> None:
        """Do one write; nothing else can be begun until it has come back."""
        self.is_working = True

        def work(session: api.Session) -> api.WriteReport:
            report = write(session)
            session.catch_up()
            return report

        self._shell.bridge.call(self, work, self._on_written, self._on_failed)
        self._show_state()

    def _on_written(self, report: api.WriteReport) -> None:
        self.is_working = False
        if report.journal is not None:
            self._done.append(report.journal)
        self._shell.say(self.tr("Fixed. Ctrl+Z takes it back."))
        focus_where_seen(self.list)
        self.refresh()

    def _on_undone(self) -> None:
        self.is_working = False
        self._shell.say(self.tr("Taken back."))
        self.refresh()

    def _on_not_looked(self, sentence: str) -> None:
        self.is_fresh, self._why_not_looked = False, sentence
        self._show_state()
        self._shell.say_problem(sentence)

    def _on_failed(self, sentence: str) -> None:
        self.is_working = False
        self.finding.show_failure(sentence)
        self._show_state()
        self._shell.say_problem(sentence)

    def _why_not(self) -> str:
        """Return why nothing can be written now, ``""`` where it can."""
        return "…" if self.is_working else self._shell.why_no_writes

    def _says_why_not(self) -> bool:
        why = self._why_not()
        if why and not self.is_working:
            self._shell.say(why)
        return bool(why)

    # The widget itself

    def _name_kinds(self) -> None:
        counts = Counter(problem.kind for problem in self._problems)
        words = [
            f"{self.tr('Everything')}  {grouped(len(self._problems))}" if self._problems else self.tr("Everything")
        ]
        words += [f"{kind_name(kind)}  {grouped(counts[kind])}" if counts[kind] else kind_name(kind) for kind in _KINDS]
        name_choices(self.kinds, words)

    def _show_state(self) -> None:
        is_empty = self.model.rowCount() == 0
        self.progress.setVisible(self.is_looking)
        show_where_filled(self.list, is_filled=not is_empty)
        why_none = self._why_not_looked if is_empty and not self.is_looking else ""
        self.trouble.say(why_none)
        self.state.setVisible(is_empty and not why_none)
        if self.is_looking or not self.is_fresh:
            self.state.setText(self.tr("Looking through every note…"))
        elif self._problems:
            self.state.setText(self.tr("Nothing of this kind was found."))
        else:
            self.state.setText(self.tr("Nothing is wrong with your notes."))
        why = self._shell.why_no_writes
        self.undo_button.setEnabled(bool(self._done) and not self._why_not())
        for one in (self.finding.fix_button, self.finding.link.accept_button):
            one.setEnabled(self.can_fix())
            one.setToolTip(why)

    def _lay_out(self) -> Iterator[None]:
        self.state.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.kinds.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        left, right = panes(rows, (480, 480))
        yield
        left.setSpacing(TIGHT)
        first = QHBoxLayout()
        first.setSpacing(SPACE)
        left.addLayout(first)
        first.addWidget(self.kinds)
        first.addStretch(1)
        first.addWidget(self.refresh_button)
        first.addWidget(self.undo_button)
        left.addWidget(self.progress)
        left.addWidget(self.state, 1)
        left.addWidget(self.trouble, 1)
        left.addWidget(self.list, 9)
        yield
        right.addWidget(self.finding)
        yield

    def _connect(self) -> None:
        self.kinds.currentIndexChanged.connect(self._list)
        self.list.selectionModel().currentChanged.connect(lambda index, _: self._choose(index))
        self.list.doubleClicked.connect(lambda _: self.open_note())
        self.refresh_button.clicked.connect(self.refresh)
        self.undo_button.clicked.connect(self.undo)
        self.finding.fix_button.clicked.connect(self.fix)
        self.finding.link.accept_button.clicked.connect(self.fix)
        self.finding.all_button.clicked.connect(self.preview_all)
        self.finding.open_button.clicked.connect(self.open_note)
        self.finding.links_button.clicked.connect(self.show_links)
        self.finding.conflicts_button.clicked.connect(lambda: self._shell.show_place("history"))


def _ends(suggestion: api.LinkSuggestion) -> tuple[str, str]:
    """Return the two notes of a suggestion."""
    return suggestion.source, suggestion.target
