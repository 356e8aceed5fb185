"""The place of recipes: choose one, name a note, see what it makes; written at once, and undone at once."""

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout

from vaultmind import api
from vaultmind_ui.bridge import Stop, Task
from vaultmind_ui.commands import Command
from vaultmind_ui.markdown.browser import MarkdownBrowser
from vaultmind_ui.markdown.document import Part
from vaultmind_ui.markdown.reading import read_markdown
from vaultmind_ui.markdown.values import LinkToNote, Target
from vaultmind_ui.panes import panes
from vaultmind_ui.place import NoteTarget, Place
from vaultmind_ui.recipes.model_box import ModelBox
from vaultmind_ui.recipes.phrases import recipe_in_words
from vaultmind_ui.recipes.run import Run
from vaultmind_ui.row_list import Row, RowList
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, WIDE
from vaultmind_ui.trouble import Trouble
from vaultmind_ui.words import button, plain_label, set_words

_LIST_WIDTH = 280
_READ = {"note": 1, "notes": 2, "days": 0}


class RecipesPlace(Place):
    """Lists the recipes of the vault and those that ship; runs one on a note, and shows what came of it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.view_of: api.RecipeView | None = None
        self._latest: Run | None = None
        """The run that is under way, or the last one as long as there is something of it to be seen."""
        self._lines: tuple[api.RecipeLine, ...] = ()
        self._running: Task | None = None
        self.list = RowList(shell.appearance)
        self.trouble = Trouble(self._try_again)
        self.heading = plain_label(name="title", wraps=True)
        self.facts = plain_label(name="muted", wraps=True)
        self.new = plain_label(name="warning", wraps=True)
        self.going = plain_label(name="muted", wraps=True)
        self.problem = plain_label(name="bad", wraps=True)
        self.note_field, self.other_field = QLineEdit(), QLineEdit()
        self.run_button, self.show_button = button(name="primary"), button()
        self.stop_button, self.undo_button, self.customise_button = button(), button(), button(name="quiet")
        self.model = ModelBox(self)
        self.text = MarkdownBrowser(shell.appearance.theme)

    def unfold(self) -> Iterator[None]:
        """Lay the parts out, some with each step."""
        yield from self._lay_out()
        self._connect()
        self._list_commands()
        self._show_state()

    @property
    def output(self) -> api.RecipeOutput | None:
        """Return what the recipe that is shown made, ``None`` where it did not run."""
        shown = self._shown_run
        return shown.output if shown is not None else None

    @property
    def _shown_run(self) -> Run | None:
        """Return the run of the recipe that is shown; one of another recipe goes on unseen."""
        run, view = self._latest, self.view_of
        return run if run is not None and view is not None and view.recipe == run.recipe else None

    # What the window tells a place

    def retranslate(self) -> None:
        """Set every word that is shown."""
        self.list.setAccessibleName(self.tr("Recipes"))
        self.text.setAccessibleName(self.tr("What the recipe says or made"))
        self.note_field.setPlaceholderText(self.tr("Name of a note"))
        self.note_field.setAccessibleName(self.tr("Note"))
        self.other_field.setPlaceholderText(self.tr("Other note"))
        self.other_field.setAccessibleName(self.tr("Other note"))
        self.model.retranslate()
        set_words(self.show_button, self.tr("Only show"))
        set_words(self.stop_button, self.tr("Stop"))
        set_words(self.undo_button, self.tr("Undo"))
        set_words(self.customise_button, self.tr("Make it your own"))
        self.customise_button.setToolTip(self.tr("Copies the recipe into the vault, where it can be changed."))
        self._show_list()
        self._show_state()

    def restyle(self) -> None:
        """Draw everything in the colours of now."""
        icon = self.shell.appearance.icon
        self.run_button.setIcon(icon("play", self.shell.appearance.theme.accent_text))
        self.stop_button.setIcon(icon("stop"))
        self.undo_button.setIcon(icon("undo"))
        self.text.use_theme(self.shell.appearance.theme)

    def activated(self) -> None:
        """Put the focus on the list; fetch it again, for recipes are notes."""
        self.list.setFocus()
        self.refresh()
        self.shell.ask_answering()

    def vault_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002
        """Forget what was chosen and made in the vault before."""
        self.view_of, self._latest, self._lines = None, None, ()
        self.problem.clear()
        self.trouble.say("")
        self.text.show_parts((), is_other=True)
        self.refresh()

    def show_target(self, target: object) -> None:
        """Take a ``NoteTarget`` for the note that the recipe reads."""
        if isinstance(target, NoteTarget):
            self.note_field.setText(target.note)

    # What a person does

    def refresh(self) -> None:
        """Fetch the recipes again."""
        self.shell.bridge.call(self, lambda session: session.recipes(), self._on_recipes, self._on_unread)

    def choose(self, line: api.RecipeLine) -> None:
        """Show a recipe as it is written."""
        self.shell.bridge.call(
            self, lambda session: session.recipe(line.name, language=line.language), self._on_view, self._on_refused
        )

    def run(self, *, dry_run: bool = False) -> None:
        """Carry the chosen recipe out; with ``dry_run`` nothing is written."""
        if self.view_of is None or self._running is not None:
            return
        if not dry_run and self.shell.why_no_writes:
            self._on_refused(self.shell.why_no_writes)
            return
        recipe = self.view_of.recipe
        wanted = _READ[recipe.material.value]
        notes = tuple(field.text().strip() for field in (self.note_field, self.other_field)[:wanted])
        missing = next((n for n, name in enumerate(notes) if not name), None)
        if missing is not None:
            (self.note_field, self.other_field)[missing].setFocus()
            self.problem.setText(self.tr("Name the note that the recipe is to read."))
            return
        request = api.RecipeRequest(
            recipe.name,
            notes,
            language=recipe.language,
            model=self.model.name,
            extractive=self.model.is_extractive,
            confirmed=str(recipe.checksum),
            dry_run=dry_run,
        )
        self._latest = run = Run(recipe)
        self.problem.clear()
        made: list[api.RecipeOutput] = []

        def carried_out(session: api.Session, stop: Stop) -> Iterator[api.Progress | api.PartMade | api.RecipeOutput]:
            for event in session.run_recipe(request, cancel=stop):
                if isinstance(event, api.RecipeOutput):
                    made.append(event)
                yield event

        self._running = self.shell.bridge.stream(
            self,
            carried_out,
            item=lambda event: self._on_item(run, event),
            then=lambda _: self._on_ended(run),
            failed=lambda problem: self._on_run_failed(run, problem, made),
            stopped=lambda: self._on_stopped(run, made),
        )
        self._show_state()

    def _try_again(self) -> None:
        """Fetch the recipes once more; the focus goes where they will be, for the button goes away."""
        self.list.setVisible(True)
        self.list.setFocus()
        self.refresh()

    def stop(self) -> None:
        """Let the model stop; what was not finished is not written."""
        if self._running is not None:
            self._running.cancel()
            self._show_state()

    def undo(self) -> None:
        """Take back what the recipe wrote."""
        run = self._shown_run
        if run is not None and (journal := run.journal) is not None:
            self.shell.bridge.call(
                self, lambda session: session.undo(journal), lambda _: self._on_undone(run), self._on_refused
            )

    def customise(self) -> None:
        """Copy the chosen recipe into the vault."""
        if self.view_of is not None:
            recipe = self.view_of.recipe
            self.shell.bridge.call(
                self,
                lambda session: session.customise_recipe(recipe.name, language=recipe.language),
                self._on_customised,
                self._on_refused,
            )

    # What comes back

    def _on_recipes(self, found: api.Recipes) -> None:
        self.trouble.say("")
        own = self.shell.translation.code
        self._lines = tuple(sorted(found.lines, key=lambda line: line.language != own))
        self._show_list()
        self._show_state()

    def _on_unread(self, problem: str) -> None:
        """Say in the place of the list why there is none; what was listed before stays beside it."""
        self.trouble.say(problem)
        self._show_state()

    def _on_view(self, view: api.RecipeView) -> None:
        if self.view_of is not None and view.recipe == self.view_of.recipe:
            self.view_of = (
                view  # the list was fetched again: what was made of the same recipe stays to be seen and undone
            )
            self._show_state()
            return
        if self._shown_run is not None and self._running is None:
            self._latest = None  # what came of it was seen
        self.view_of = view
        run = self._shown_run
        warnings = "\n".join(view.recipe.warnings)
        self.problem.setText(warnings if run is None else run.problem)
        self._show_text((run.text() if run is not None else "") or recipe_in_words(view))
        self._show_state()

    def _on_item(self, run: Run, event: api.Progress | api.PartMade | api.RecipeOutput) -> None:
        match event:
            case api.Progress():
                run.done = (event.done, event.total or 0)
            case api.PartMade():
                run.parts.append(event)
            case api.RecipeOutput():
                run.output, run.journal, run.problem = event, event.report.journal, "\n".join(event.notices)
        is_shown = run is self._shown_run
        if is_shown and not isinstance(event, api.Progress):
            self._show_text(run.text())
        if isinstance(event, api.RecipeOutput):
            if is_shown:
                self.problem.setText(run.problem)
            if run.journal is not None:
                if is_shown and (self.note_field.hasFocus() or self.other_field.hasFocus()):
                    self.text.setFocus()  # there Ctrl+Z would take back a typed letter, and not what was written
                self.shell.say(self.tr("Written into %1.").replace("%1", event.report.note))
        self._show_state()

    def _on_ended(self, run: Run) -> None:
        self._running = None
        run.is_over = True
        self._show_state()

    def _on_stopped(self, run: Run, made: Sequence[api.RecipeOutput]) -> None:
        """Say that nothing was written; a stop that came after the write shows it, to be taken back."""
        for output in made:
            self._on_item(run, output)
        run.is_stopped = not made
        if run.is_stopped and run is not self._shown_run:
            self.shell.say(run.named(run.how_far()))
        self._on_ended(run)

    def _on_run_failed(self, run: Run, problem: str, made: Sequence[api.RecipeOutput]) -> None:
        """Say why a run ended; the parts it made stay to be read."""
        run.is_failed, run.problem = not made, problem
        if run is self._shown_run:
            self.problem.setText(problem)
        else:
            self.shell.say(run.named(problem))
        self._on_ended(run)

    def _on_refused(self, problem: str) -> None:
        """Say why something other than a run could not be done; a run goes on."""
        self.problem.setText(problem)
        self._show_state()

    def _on_undone(self, run: Run) -> None:
        run.journal = None
        self.shell.say(self.tr("Undone."))
        self._show_state()

    def _on_customised(self, report: api.WriteReport) -> None:
        self.refresh()
        self.shell.show_place("note", NoteTarget(report.note))

    def _on_clicked(self, target: Target, _key: str) -> None:
        if isinstance(target, LinkToNote) and target.path:
            self.shell.show_place("note", NoteTarget(target.path, heading=target.heading))

    # How it looks

    def _lay_out(self) -> Iterator[None]:
        around = QVBoxLayout(self)
        around.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        left, rows = panes(around, (_LIST_WIDTH, 2 * _LIST_WIDTH))
        self.list.setMinimumWidth(_LIST_WIDTH // 2)
        left.addWidget(self.list, 1)
        yield
        rows.addWidget(self.trouble, 1)
        for label in (self.heading, self.facts, self.new):
            rows.addWidget(label)
        fields, buttons = QHBoxLayout(), QHBoxLayout()
        rows.addLayout(fields)
        for field in (self.note_field, self.other_field, self.model):
            fields.addWidget(field, 2)
        rows.addLayout(buttons)
        for one in (self.run_button, self.show_button, self.stop_button, self.undo_button):
            buttons.addWidget(one)
        buttons.addStretch()
        buttons.addWidget(self.customise_button)
        rows.addWidget(self.going)
        rows.addWidget(self.problem)
        yield
        rows.addWidget(self.text, 2)
        self.setTabOrder(self.other_field, self.model)
        self.setTabOrder(self.model, self.run_button)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(lambda *_: self._on_chosen())
        self.note_field.returnPressed.connect(self._run)
        self.other_field.returnPressed.connect(self._run)
        self.run_button.clicked.connect(self._run)
        self.show_button.clicked.connect(self._only_show)
        self.stop_button.clicked.connect(self.stop)
        self.undo_button.clicked.connect(self.undo)
        self.customise_button.clicked.connect(self.customise)
        self.text.target_clicked.connect(self._on_clicked)
        self.model.heed(self.shell.answering)
        self.shell.answering_known.connect(self.model.heed)
        self.model.wanted.connect(lambda: self.shell.show_place("models"))

    def _list_commands(self) -> None:
        commands = (
            Command("recipes.run", lambda: self.tr("Run the recipe"), self._run, ("Ctrl+Return",), self._can_write),
            Command("recipes.show", lambda: self.tr("Only show what it makes"), self._only_show, (), self._is_chosen),
            Command("recipes.stop", lambda: self.tr("Stop the recipe"), self.stop, ("Escape",)),
            Command("recipes.undo", lambda: self.tr("Undo what the recipe wrote"), self.undo, ("Ctrl+Z",)),
            Command(
                "recipes.customise", lambda: self.tr("Make the recipe your own"), self.customise, (), self._can_write
            ),
        )
        for command in commands:
            self.shell.commands.add(self, command)

    def _only_show(self) -> None:
        self.run(dry_run=True)

    def _run(self) -> None:
        self.run()

    def _is_chosen(self) -> bool:
        return self.view_of is not None and self._running is None

    def _can_write(self) -> bool:
        return self._is_chosen() and not self.shell.why_no_writes

    def _on_chosen(self) -> None:
        row = self.list.current
        if row is not None and isinstance(row.subject, api.RecipeLine):
            self.choose(row.subject)

    def _show_list(self) -> None:
        chosen = self.list.current.subject if self.list.current is not None else None
        self.list.rows.show([self._row(line) for line in self._lines])
        places = [place for place, line in enumerate(self._lines) if line == chosen]
        if self._lines:
            self.list.setCurrentIndex(self.list.rows.index((places or [0])[0]))

    def _row(self, line: api.RecipeLine) -> Row:
        place = line.note or self.tr("built in")
        new = "" if line.is_known else self.tr("new or changed")
        return Row(line.title, f"{line.name} · {place}", side=new or line.language, subject=line)

    def _show_state(self) -> None:
        view, is_running = self.view_of, self._running is not None
        recipe = view.recipe if view is not None else None
        wanted = _READ[recipe.material.value] if recipe is not None else 1
        unchosen = self.tr("Choose a recipe.") if self._lines else ""
        is_listed = bool(self._lines) or self.trouble.isHidden()
        for one in (self.list, self.heading, self.run_button, self.show_button, self.text):
            one.setVisible(is_listed)
        self.heading.setText(recipe.title if recipe is not None else unchosen)
        self.facts.setText(self._facts(recipe) if recipe is not None else "")
        is_new = view is not None and not view.is_known
        self.new.setText(
            self.tr("This recipe is new or has changed since it last ran: read it before you run it.") if is_new else ""
        )
        self.new.setVisible(is_new)
        self.model.show_named(recipe.model if recipe is not None else "")
        self.model.setVisible(recipe is not None)
        self.note_field.setVisible(wanted > 0 and is_listed)
        self.other_field.setVisible(wanted > 1)
        set_words(self.run_button, self.tr("I have read it: run it") if is_new else self.tr("Run"))
        why_not = self.shell.why_no_writes
        self.run_button.setEnabled(recipe is not None and not is_running and not why_not)
        self.run_button.setToolTip(self._why_not_run())
        self.show_button.setToolTip(self._why_not_run(is_written=False))
        self.show_button.setEnabled(recipe is not None and not is_running)
        self.stop_button.setVisible(is_running)
        self.going.setText(self._how_far())
        self.going.setVisible(bool(self.going.text()))
        shown = self._shown_run
        self.undo_button.setVisible(shown is not None and shown.journal is not None and not is_running)
        is_shipped = recipe is not None and recipe.note is None
        self.customise_button.setVisible(is_shipped)
        self.customise_button.setEnabled(is_shipped and not why_not)
        self.problem.setVisible(bool(self.problem.text()))

    def _why_not_run(self, *, is_written: bool = True) -> str:
        """Return why nothing can be run now, ``""`` where it can."""
        if self._running is not None and self._latest is not None and self._shown_run is None:
            words = self.tr("“%1” is running: wait for it, or stop it.")
            return words.replace("%1", self._latest.recipe.title)
        return self.shell.why_no_writes if is_written else ""

    def _how_far(self) -> str:
        """Return what a run is at, by its name where another recipe is shown, or how it ended; ``""`` for nothing."""
        run, is_shown = self._latest, self._shown_run is not None
        if run is None or (self._running is None and not is_shown):
            return ""
        is_stopping = self._running is not None and self._running.stop.cancelled()
        words = self.tr("Stopping…") if is_stopping else run.how_far()
        return words if is_shown else run.named(words)

    def _facts(self, recipe: api.Recipe) -> str:
        places = {
            "reply": self.tr("Written between a message of a chat and its reply, in other notes at the end."),
            "append": self.tr("Written at the end of the note."),
            "note": self.tr("Written into a note of its own."),
        }
        return places[recipe.place.value]

    def _show_text(self, text: str) -> None:
        sources = output.sources if (output := self.output) is not None else ()

        def resolve(written: str, _start: int) -> str | None:
            wanted = f"/{written.lstrip('/')}.md".casefold()
            return next((note for note in sources if f"/{note}".casefold().endswith(wanted)), "")

        self.text.show_parts([Part("recipe", block) for block in read_markdown(text, resolve=resolve)], is_other=True)
        self.problem.setVisible(bool(self.problem.text()))
