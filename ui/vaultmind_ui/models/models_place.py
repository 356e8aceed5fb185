"""The Models place: what is here, what can be had, what it takes; fetch, use, try, remove."""

from collections.abc import Iterator
from time import monotonic

from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QTabBar,
    QVBoxLayout,
)

from vaultmind import api
from vaultmind_ui.commands import Command
from vaultmind_ui.core_words import in_words
from vaultmind_ui.models.adding import Adding
from vaultmind_ui.models.fetching import Fetching
from vaultmind_ui.models.fitting import Fitting
from vaultmind_ui.models.phrases import facts_of, origin_of
from vaultmind_ui.models.running import Running
from vaultmind_ui.models.server_panel import ServerPanel
from vaultmind_ui.models.shelf import (
    KIND_OF,
    SETTING_OF,
    Model,
    Section,
    ServedModel,
    Shelf,
    is_russian,
    read_shelf,
    row_of,
    row_of_served,
)
from vaultmind_ui.models.trial import Trial
from vaultmind_ui.panes import panes
from vaultmind_ui.place import Place
from vaultmind_ui.row_list import Row, RowList
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, WIDE
from vaultmind_ui.words import button, focus_kept, plain_label, set_words, shown_size

_MOST_NOTICES = 3


class ModelsPlace(Place):
    """A list of models by what they are for; beside it the chosen one with all that can be done with it."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.shelf: Shelf | None = None
        self.servers: tuple[api.FoundServer, ...] | None = None
        self.fetching: dict[str, Fetching] = {}
        self._named: dict[str, api.FoundServer] = {}
        """Servers that were named by their address, or have told more when they were tried."""
        self._measured: set[str] = set()
        """The models that were measured unasked since the window began."""
        self._removing = ""

    def unfold(self) -> Iterator[None]:
        """Build the list, then the card of the chosen one, a piece with each step."""
        shell = self.shell
        yield from self._build()
        yield
        self._list_commands()
        shell.downloads.advanced.connect(self._on_advanced)
        shell.downloads.finished.connect(self._on_finished)
        shell.downloads.stopped.connect(lambda name: self._on_finished(name, ""))

    def retranslate(self) -> None:
        names = {
            Section.ANSWERS: self.tr("Answers"),
            Section.MEANING: self.tr("Meaning"),
            Section.RANKING: self.tr("Ranking"),
            Section.SERVERS: self.tr("Servers"),
        }
        for place, section in enumerate(Section):
            self.tabs.setTabText(place, names[section])
        self.tabs.setAccessibleName(self.tr("Kinds of models"))
        self.list.setAccessibleName(self.tr("Models"))
        set_words(self.add_file_button, self.tr("Add a GGUF file…"))
        set_words(self.measure_button, self.tr("Measure"))
        set_words(self.look_button, self.tr("Look again"))
        self.trial.retranslate()
        self.server.retranslate()
        self._show_rows()

    def activated(self) -> None:
        self.list.setFocus()
        self._say_why_not_here()
        self.load()

    def vault_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002 (the place's)
        self.trial.stop()
        if self.isVisible():
            self.load()

    def load(self) -> None:
        """Read anew what is here and what is used."""
        file = api.find_places(self.shell.data).settings_file
        self.shell.bridge.work(self, lambda: read_shelf(api.load_settings(file)), self._take_shelf, self._fail)
        self.running.look()

    def choose_section(self, section: Section) -> None:
        """Show models of another kind."""
        self.tabs.setCurrentIndex(list(Section).index(section))

    @property
    def section(self) -> Section:
        """Return which models are listed."""
        return list(Section)[self.tabs.currentIndex()]

    @property
    def chosen(self) -> Model | ServedModel | None:
        """Return the model whose row is chosen."""
        row = self.list.current
        return row.subject if row is not None and isinstance(row.subject, Model | ServedModel) else None

    def use(self) -> None:
        """Put the chosen model to work from now on, or put it aside where it is at work."""
        chosen = self.chosen
        self._say_problem("")
        if isinstance(chosen, ServedModel):
            if chosen.name:
                self._save([("answers", "url", chosen.server.url), ("answers", "model", chosen.name)])
        elif chosen is not None and self.shelf is not None:
            is_used = self._is_used(chosen)
            if chosen.here is None and not is_used:
                self.fetch(and_use=True)
                return
            off = "off" if chosen.kind is api.ModelKind.EMBEDDING else ""
            changes = [(*SETTING_OF[chosen.kind], off if is_used else chosen.name)]
            if chosen.kind is api.ModelKind.CHAT:
                changes.append(("answers", "url", ""))
                self.fitting.stop()
            self._save(changes, wanted=None if is_used else chosen.here)

    def fetch(self, *, and_use: bool = False) -> None:
        """Fetch the chosen model; one whose download was stopped goes on where it was."""
        chosen = self.chosen
        if not isinstance(chosen, Model) or chosen.here is not None:
            return
        self._say_problem("")
        self.fetching[chosen.source] = Fetching()
        if and_use:
            self.shell.fetch_and_use(chosen.name, chosen.kind)
        else:
            self.shell.fetch(chosen.source, goes_on=chosen.begun is not None)
        self._show_rows()

    def stop(self) -> None:
        """Pause the download of the chosen model, or stop its trial or its measurement."""
        if self.trial.is_running:
            self.trial.stop()
        elif self.fitting.is_running:
            self.fitting.stop()
        elif isinstance(self.chosen, Model):
            self.shell.downloads.stop(self.chosen.source)

    def measure(self) -> None:
        """Find out how the chosen model runs best on this machine."""
        chosen = self.chosen
        if isinstance(chosen, Model) and chosen.here is not None and chosen.kind is api.ModelKind.CHAT:
            self._say_problem("")
            self.fitting.measure(chosen.name)

    def remove(self) -> None:
        """Remove the chosen model from the disk; asked for twice, since fetching it again takes long."""
        chosen = self.chosen
        if not isinstance(chosen, Model) or self._is_used(chosen) or (chosen.here is None and chosen.begun is None):
            return
        if self._removing != chosen.name:
            self._removing = chosen.name
            self._show_chosen()
            return
        self._removing = ""
        name = chosen.name
        self.shell.bridge.work(
            self, lambda: api.open_models().remove(name), lambda freed: self._removed(name, freed), self._fail
        )

    def fetch_address(self) -> None:
        """Fetch a GGUF file by its address or its place on the hub; or list the server of that address."""
        address = self.address.text().strip()
        if not address:
            return
        self._say_problem("")
        if self.section is Section.SERVERS:
            self._add_server(address)
            return
        self.shell.downloads.start(address)
        self.shell.say(self.tr("Being fetched: %1").replace("%1", address))

    def try_it(self) -> None:
        """Ask one question of the person's own notes with the chosen model, and say how fast it was."""
        if self._can_be_tried():
            self.trial.ask()

    def _add_server(self, address: str) -> None:
        """List a server by its address; nothing is asked of it yet."""
        if "://" not in address or not api.host_of(address):
            self._say_problem(self.tr("The address of a server looks like https://api.example.org/v1."))
            return
        self._named.setdefault(address, api.FoundServer(api.host_of(address), address, ()))
        self.address.clear()
        self._show_rows()
        rows = self.list.rows.rows
        place = next(number for number, row in enumerate(rows) if _is_of(row, address))
        self.list.setCurrentIndex(self.list.rows.index(place, 0))

    def _build(self) -> Iterator[None]:
        self.tabs = QTabBar(self)
        self.tabs.setDrawBase(False)
        for _ in Section:
            self.tabs.addTab("")
        self.tabs.currentChanged.connect(self._on_section)
        self.list = RowList(self.shell.appearance)
        self.list.selectionModel().currentChanged.connect(lambda *_: self._on_chosen())
        self.list.activated.connect(lambda _: None if self._is_at_work() else self.use())
        self.said = plain_label(name="muted", wraps=True)
        self.add_file_button, self.look_button, self.address_button = button(), button(), button()
        self.adding = Adding(self.shell, self)
        self.adding.began.connect(lambda: self._say_problem(""))
        self.adding.added.connect(self._added)
        self.adding.failed.connect(self._say_problem)
        self.add_file_button.clicked.connect(self.adding.choose_file)
        self.look_button.clicked.connect(self._look_for_servers)
        self.address_button.clicked.connect(self.fetch_address)
        self.address = QLineEdit()
        self.address.returnPressed.connect(self.fetch_address)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        left, card = panes(rows, (3, 4))
        yield
        left.addWidget(self.tabs)
        left.addWidget(self.list, 1)
        left.addWidget(self.said)
        by_address = QHBoxLayout()
        left.addLayout(by_address)
        by_address.addWidget(self.address, 1)
        by_address.addWidget(self.address_button)
        left.addWidget(self.add_file_button)
        left.addWidget(self.look_button)
        yield
        yield from self._build_card(card)

    def _build_card(self, column: QVBoxLayout) -> Iterator[None]:
        self.name = plain_label(name="title", wraps=True)
        self.facts = plain_label(wraps=True)
        self.origin = plain_label(name="muted", wraps=True)
        self.problem = plain_label(name="bad", wraps=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.coming = plain_label(name="muted", wraps=True)
        self.use_button, self.fetch_button = button(name="primary"), button()
        self.remove_button, self.stop_button, self.measure_button = button(name="quiet"), button(), button()
        self.use_button.clicked.connect(self.use)
        self.fetch_button.clicked.connect(lambda _: self.fetch())
        self.remove_button.clicked.connect(self.remove)
        self.stop_button.clicked.connect(self.stop)
        self.measure_button.clicked.connect(self.measure)
        self.fitting = Fitting(self.shell)
        self.fitting.changed.connect(self._show_buttons)
        self.fitting.measured.connect(self.load)
        self.fitting.failed.connect(self._fail)
        self.running = Running(self.shell)
        yield
        self.trial = Trial(self.shell)
        self.trial.began.connect(lambda: self._say_problem(""))
        self.trial.changed.connect(self.running.look)
        self.trial.changed.connect(self._show_buttons)
        self.trial.failed.connect(self._fail)
        yield
        self.server = ServerPanel(self.shell)
        self.server.tried.connect(self._take_trial)
        self.server.failed.connect(self._fail)
        self.server.consents_changed.connect(self._show_buttons)
        yield
        column.setContentsMargins(SPACE, SPACE, 0, 0)
        column.setSpacing(WIDE)
        for shown in (
            self.name,
            self.facts,
            self.fitting,
            self.running,
            self.origin,
            self.bar,
            self.coming,
            self.problem,
        ):
            column.addWidget(shown)
        acts = QHBoxLayout()
        column.addLayout(acts)
        for widget in (
            self.use_button,
            self.fetch_button,
            self.stop_button,
            self.measure_button,
            self.remove_button,
        ):
            acts.addWidget(widget)
        acts.addStretch(1)
        yield
        column.addWidget(self.server)
        yield
        column.addWidget(self.trial, 1)
        column.addStretch(1)

    def _list_commands(self) -> None:
        for command in (
            Command("models.use", lambda: self.tr("Use the chosen model, or put it aside"), self.use, ("Ctrl+Return",)),
            Command("models.fetch", lambda: self.tr("Fetch the chosen model"), self.fetch, ("Ctrl+G",)),
            Command("models.stop", lambda: self.tr("Pause the download, stop the trial"), self.stop, ("Esc",)),
            Command("models.measure", lambda: self.tr("Measure the chosen model on this machine"), self.measure, ()),
            Command("models.test", lambda: self.tr("Test the chosen server"), self.server.test, ()),
            Command("models.remove", lambda: self.tr("Remove the chosen model"), self.remove, ("Delete",)),
            Command("models.try", lambda: self.tr("Try the chosen model"), self.trial.question.setFocus, ("Ctrl+T",)),
            Command("models.add", lambda: self.tr("Add a GGUF file…"), self.adding.choose_file, ("Ctrl+O",)),
        ):
            self.shell.commands.add(self, command)

    def _on_section(self) -> None:
        self._say_problem("")
        if self.section is Section.SERVERS and self.servers is None:
            self._look_for_servers()
        self._show_rows()

    def _on_chosen(self) -> None:
        self._removing = ""
        self.trial.clear()
        if _title_of(self.chosen) != self.name.text():
            self._say_why_not_here()
        self._show_chosen()

    def _look_for_servers(self) -> None:
        self.said.setText(self.tr("Looking at the usual ports of this machine…"))
        self.shell.bridge.work(self, api.find_servers, self.show_servers, self._fail)

    def show_servers(self, servers: tuple[api.FoundServer, ...]) -> None:
        """List the models of these servers in their section."""
        self.servers = servers
        self._show_rows()

    def _take_shelf(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._show_rows()
        self._measure_used()

    def _measure_used(self) -> None:
        """Measure the model that answers, once, where nobody has, or other programs disturbed it."""
        models = self.shelf.of_kind(api.ModelKind.CHAT) if self.shelf is not None else []
        used = next((model for model in models if model.here is not None and self._is_used(model)), None)
        if used is None or used.name in self._measured or (used.fit is not None and used.fit.is_final):
            return
        if not self.trial.is_running and not self.fitting.is_running:
            self._measured.add(used.name)
            self.fitting.measure(used.name)

    def _is_at_work(self) -> bool:
        return self.chosen is not None and self._is_used(self.chosen)

    def _is_used(self, model: Model | ServedModel) -> bool:
        """Say whether the settings name a model; one that is not here does no work, whatever they name."""
        shelf = self.shelf
        if shelf is None:
            return False
        if isinstance(model, ServedModel):
            return shelf.url == model.server.url and shelf.used[api.ModelKind.CHAT] == model.name
        if model.here is None:
            return False
        return shelf.used[model.kind] == model.name and not (model.kind is api.ModelKind.CHAT and shelf.url)

    def _rows(self) -> list[Row]:
        if self.section is Section.SERVERS:
            served = [ServedModel(server, name) for server in self._all_servers() for name in server.models or ("",)]
            return [row_of_served(model, is_used=self._is_used(model)) for model in served]
        models = self.shelf.of_kind(KIND_OF[self.section]) if self.shelf is not None else []
        in_russian = is_russian()
        return [
            row_of(
                model,
                is_used=self._is_used(model),
                coming=self._coming(model),
                is_missed=bool(self._not_fetched(model)),
                is_russian=in_russian,
            )
            for model in models
        ]

    def _all_servers(self) -> list[api.FoundServer]:
        """Return the servers that were found or named, and those of the settings."""
        found = {server.url: server for server in self.servers or ()} | self._named
        shelf = self.shelf
        named = [] if shelf is None else [(shelf.used[api.ModelKind.CHAT], shelf.url), *shelf.endpoints]
        for model, url in named:
            known = found.get(url, api.FoundServer(api.host_of(url), url, ()))
            if url and model not in known.models:
                found[url] = api.FoundServer(known.name, url, (*known.models, model))
        return list(found.values())

    def _not_fetched(self, model: Model) -> str:
        """Return why a model that was asked for is not here, ``""`` for one that was not, or is."""
        said = self.shell.downloads.problems
        return "" if model.here is not None else said.get(model.source, said.get(model.name, ""))

    def _coming(self, model: Model) -> Fetching | None:
        return self.fetching.get(model.source, self.fetching.get(model.name))

    def _show_rows(self) -> None:
        """List the models of the section; the one that was chosen stays so."""
        chosen = self.chosen.name if self.chosen is not None else ""
        rows = self._rows()
        self.list.rows.show(rows)
        place = next((number for number, row in enumerate(rows) if row.title == chosen), 0)
        self.list.setCurrentIndex(self.list.rows.index(place, 0))
        is_servers = self.section is Section.SERVERS
        self.look_button.setVisible(is_servers)
        is_answers = self.section is Section.ANSWERS
        self.add_file_button.setVisible(is_answers)
        for widget in (self.address, self.address_button):
            widget.setVisible(is_answers or is_servers)
        asked_for = (
            self.tr("https://… address of a server") if is_servers else self.tr("Address or hub place of a GGUF file")
        )
        self.address.setPlaceholderText(asked_for)
        self.address.setAccessibleName(asked_for)
        set_words(self.address_button, self.tr("List it") if is_servers else self.tr("Fetch"))
        said = ""
        if is_servers and self.servers is not None and not rows:
            said = self.tr(
                "No server answers at the usual ports of Ollama, LM Studio, llama.cpp and vLLM. "
                "Start one and look again, or list it by its address."
            )
        elif self.section is Section.ANSWERS:
            said = self.tr("Without a language model the answers are your notes' own sentences.")
        elif self.section is Section.MEANING:
            said = self.tr("Another model makes its vectors beside the old ones, which serve until they are whole.")
        notices = () if is_servers or self.shelf is None else self.shelf.notices
        shown = [*map(in_words, notices[:_MOST_NOTICES]), *(["…"] if len(notices) > _MOST_NOTICES else [])]
        self.said.setText("\n".join(filter(None, (said, *shown))))
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self.chosen
        self.name.setText(_title_of(chosen))
        self.facts.setText("\n".join(facts_of(chosen)) if chosen is not None else "")
        here = chosen.here if isinstance(chosen, Model) else None
        self.origin.setText(origin_of(here) if here is not None else "")
        self.origin.setVisible(here is not None)
        self.fitting.show_for(chosen if isinstance(chosen, Model) else None)
        self.running.show_for(self.shelf.loaded_file(here) if here is not None and self.shelf is not None else "")
        served = chosen if isinstance(chosen, ServedModel) else None
        self.server.show_server(served.server if served is not None else None, served.name if served else "")
        self._show_coming()
        self._show_buttons()

    def _show_coming(self) -> None:
        """Show how far the download of the chosen model is; a bar that only moves where nobody knows of how much."""
        coming = self._coming(self.chosen) if isinstance(self.chosen, Model) else None
        for shown in (self.bar, self.coming):
            shown.setVisible(coming is not None)
        if coming is not None:
            self.bar.setRange(0, 0 if coming.done and not coming.total else 100)
            self.bar.setValue(coming.percent)
            self.coming.setText(coming.words())

    def _show_buttons(self) -> None:
        acts = (self.stop_button, self.fetch_button, self.use_button, self.measure_button, self.remove_button)
        with focus_kept(acts, otherwise=self.list):
            self._show_acts()

    def _show_acts(self) -> None:
        chosen = self.chosen
        model = chosen if isinstance(chosen, Model) else None
        is_fetched = model is not None and self._coming(model) is not None
        is_tried, is_used = self.trial.is_running, chosen is not None and self._is_used(chosen)
        here, begun = (model.here, model.begun) if model is not None else (None, None)
        size = shown_size(model.size_bytes) if model is not None else ""
        set_words(self.use_button, self.tr("Put aside") if is_used else self.tr("Use"))
        if model is not None and here is None and not is_used:
            set_words(self.use_button, self.tr("Fetch and use (%1)").replace("%1", size))
        may_be_used = chosen is not None and bool(chosen.name) and not (is_used and model is None)
        may_be_used = may_be_used and not is_fetched and (begun is None or here is not None)
        self.use_button.setVisible(may_be_used)
        self.use_button.setEnabled(model is not None or self.server.is_allowed)
        set_words(self.fetch_button, self.tr("Go on") if begun is not None else self.tr("Fetch only"))
        self.fetch_button.setVisible(model is not None and here is None and not is_fetched)
        set_words(self.stop_button, self.tr("Pause") if is_fetched else self.tr("Stop"))
        self.stop_button.setVisible(is_fetched or is_tried or self.fitting.is_running)
        is_chat = here is not None and here.kind is api.ModelKind.CHAT
        self.measure_button.setVisible(is_chat and not self.fitting.is_running and not is_tried)
        self._show_removing(model, may=not is_used and not is_tried and not is_fetched)
        self.trial.show_for(chosen.name if chosen is not None and self._can_be_tried() else "")

    def _show_removing(self, model: Model | None, *, may: bool) -> None:
        """Show what removing the chosen model, or what is half fetched of it, would free."""
        is_here = model is not None and (model.here is not None or model.begun is not None)
        self.remove_button.setVisible(is_here and may)
        if model is None:
            return
        begun = model.begun if model.here is None else None
        freed = shown_size(begun.done_bytes if begun is not None else model.size_bytes)
        if self._removing == model.name:
            said = self.tr("Really remove it? %1 are freed").replace("%1", freed)
        else:
            said = self.tr("Throw away what is here") if begun is not None else self.tr("Remove")
        set_words(self.remove_button, said)

    def _can_be_tried(self) -> bool:
        """Say whether the chosen model answers: one that is here, or the server's that is in use."""
        chosen = self.chosen
        if isinstance(chosen, ServedModel):
            return self._is_at_work()
        return chosen is not None and chosen.kind is api.ModelKind.CHAT and chosen.here is not None

    def _save(self, changes: list[tuple[str, str, str]], *, wanted: api.InstalledModel | None = None) -> None:
        """Change settings; a model that is ``wanted`` and does not fit into this machine is refused before."""
        file = api.find_places(self.shell.data).settings_file

        def save() -> None:
            if wanted is not None:
                api.require_machine(wanted)
            for table, key, value in changes:
                api.change_setting(file, table, key, value)

        self.shell.bridge.work(self, save, lambda _: self._saved(), self._fail)

    def _saved(self) -> None:
        self.load()
        if self.shell.status is not None:
            self.shell.reopen_vault()

    def _removed(self, name: str, freed: int) -> None:
        self.shell.say(
            self.tr("%1 is removed; %2 are free again.").replace("%1", name).replace("%2", shown_size(freed) or "0")
        )
        self.load()

    def _added(self, name: str) -> None:
        self.shell.say(self.tr("%1 is listed now.").replace("%1", name))
        self.load()

    def _on_advanced(self, name: str, done: int, total: int) -> None:
        before = self.fetching[name].percent if name in self.fetching else -1
        coming = self.fetching.setdefault(name, Fetching())
        coming.hear(done, total, monotonic())
        if not self.isVisible():
            return
        if coming.percent != before:
            self._show_rows()
        else:
            self._show_coming()

    def _on_finished(self, name: str, problem: str) -> None:
        self.fetching.pop(name, None)
        self._say_problem(problem)
        self._show_rows()
        self.load()

    def _take_trial(self, trial: api.EndpointTrial) -> None:
        """List the models that a server has told of when it was tried."""
        known = next((one for one in self._all_servers() if one.url == trial.url), None)
        name = known.name if known is not None else api.host_of(trial.url)
        self._named[trial.url] = api.FoundServer(name, trial.url, trial.models)
        self._show_rows()
        place = next((at for at, row in enumerate(self.list.rows.rows) if row.title == trial.model), 0)
        self.list.setCurrentIndex(self.list.rows.index(place, 0))

    def _say_why_not_here(self) -> None:
        """Say why the chosen model could not be fetched, nothing of one that was not asked for."""
        self._say_problem(self._not_fetched(self.chosen) if isinstance(self.chosen, Model) else "")

    def _say_problem(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _fail(self, sentence: str) -> None:
        self._say_problem(sentence)


def _is_of(row: Row, url: str) -> bool:
    return isinstance(row.subject, ServedModel) and row.subject.server.url == url


def _title_of(chosen: Model | ServedModel | None) -> str:
    if isinstance(chosen, ServedModel):
        return chosen.name or chosen.server.name
    return chosen.name if chosen is not None else ""
