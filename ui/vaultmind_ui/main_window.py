"""The window: a sidebar of places, the place that is shown, and a line that says how far the index is."""

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QByteArray, QEvent, QSettings, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.appearance import Mode
from vaultmind_ui.banner import Banner
from vaultmind_ui.commands import Command
from vaultmind_ui.dressing import Dressing
from vaultmind_ui.first_run import FirstRun
from vaultmind_ui.key_map import KeyMap
from vaultmind_ui.no_vault import NoVaultPlace
from vaultmind_ui.palette import Palette
from vaultmind_ui.place import Place, PlaceEntry
from vaultmind_ui.places import all_places
from vaultmind_ui.shell import Shell
from vaultmind_ui.sidebar import Sidebar
from vaultmind_ui.status_line import StatusLine
from vaultmind_ui.theme import ROOMY, SPACE, WIDE
from vaultmind_ui.vanished import Vanished
from vaultmind_ui.vault_menu import VaultButton
from vaultmind_ui.words import says

_NO_VAULT = "no vault"
_NARROW_LETTERS = 130
"""Below so many widths of a letter the sidebar shows icons alone, and where the places leave it no room for words."""
_FIRST_REST_MS, _NEXT_STEP_MS = 1000, 6
"""How long after a vault was opened the places that nobody went to are built, and the pause between the steps."""
_POLISHED_A_STEP = 12
"""How many widgets are given their looks in one step."""
_COMPARED_MS = 200
"""How often it is looked, while the status line says a problem, whether a place shows it too."""
_TOLD_AGAIN_MS = 10_000
"""While the index is made a place that shows the whole vault is told no sooner again; when it is made, at once."""


class MainWindow(QMainWindow):
    """One vault's window; closing it stops what it started, or hides it where ``stays_when_closed``."""

    left = Signal()
    """It is closed, and nothing of it goes on."""
    complete = Signal()
    """Every place is built."""

    def __init__(self, shell: Shell, entries: Sequence[PlaceEntry] | None = None) -> None:
        super().__init__()
        self.shell = shell
        shell.setParent(self)
        self._entries = {entry.id: entry for entry in (entries if entries is not None else all_places())}
        self._places: dict[str, Place] = {}
        self._unfolding: dict[str, Iterator[None]] = {}
        """Places that are not whole yet, with the steps that make them so."""
        self.vault_button = VaultButton(shell)
        self.sidebar = Sidebar(tuple(self._entries.values()), shell.appearance, self.vault_button)
        self.banner = Banner()
        self.stack = shell.room = QStackedWidget()
        self.status_line = StatusLine(shell)
        self.first_run: FirstRun | None = None
        self._chosen = ""
        """The place that a person went to; where it needs a vault and there is none, another stands in its stead."""
        self._target: object = None
        self.stays_when_closed: Callable[[], bool] = lambda: False
        self._is_looked_through = False
        self._resting = QTimer(self, singleShot=True)
        self._resting.timeout.connect(self._go_on_building)
        self._dressing = Dressing(
            shell.appearance,
            lambda place: place in self._whole,
            lambda place: place is self.stack.currentWidget(),
            _NEXT_STEP_MS,
        )
        self._dressing.setParent(self)
        self._problem = ""
        """What the status line said last that went wrong."""
        self._comparing = QTimer(self, interval=_COMPARED_MS)
        self._comparing.timeout.connect(self._leave_to_place)
        self._telling = QTimer(self, singleShot=True)
        """While it runs, the index is being made and places that show the whole vault were told so just now."""
        whole = self._lay_out()
        self.no_vault = self._places[_NO_VAULT] = NoVaultPlace(shell, self.vault_button)
        self.stack.addWidget(self.no_vault)
        self.no_vault.retranslate()
        self.no_vault.restyle()
        self.palette_card = Palette(shell, whole)
        self.key_map = KeyMap(shell, whole)
        for part in self._frame:
            shell.appearance.dress(part)
        self._list_commands()
        self._connect()
        self._restore_geometry()
        self._write_title()
        if self._entries:
            self.show_place(next(iter(self._entries)))

    def place(self, place_id: str) -> Place:
        """Return a place, built now if it was not."""
        if place_id not in self._places:
            self._begin(place_id, self._entries[place_id].load())
        for _ in self._unfolding.pop(place_id, ()):
            pass
        return self._places[place_id]

    def show_place(self, place_id: str, target: object = None) -> None:
        """Turn to a place; with a ``target`` it shows that."""
        if place_id not in self._entries:
            return
        self.palette_card.close_card()
        self.key_map.close_card()
        self._dressing.finish(self.place(place_id))
        self.sidebar.show()  # the first steps hide it
        self.sidebar.show_chosen(place_id)
        self._chosen, self._target = place_id, target
        self._show_chosen()

    def _show_chosen(self) -> None:
        """Show the place that was gone to, or in its stead how to come to the vault that it needs."""
        is_possible = self._has_vault_for(self._chosen)
        place = self._places[self._chosen if is_possible else _NO_VAULT]
        self.stack.setCurrentWidget(place)
        place.activated()
        if is_possible and self._target is not None:
            target, self._target = self._target, None
            place.show_target(target)
        self._write_title()

    def show_first_run(self) -> None:
        """Fill the window with the three steps; the places come back with the last."""
        if self.first_run is None:
            self.first_run = FirstRun(self.shell)
            self.shell.appearance.dress(self.first_run)
            self.first_run.finished.connect(self._on_first_run_finished)
            self.stack.addWidget(self.first_run)
        self.first_run.refresh()
        self.sidebar.hide()
        self.stack.setCurrentWidget(self.first_run)

    def show_palette(self) -> None:
        """Show the command palette, with the commands of every place."""
        self._build_all()
        self.key_map.close_card()
        self.palette_card.show_palette()

    def show_keys(self) -> None:
        """Show the map of keys, with those of every place."""
        self._build_all()
        self.palette_card.close_card()
        titles = {entry.id: entry.title() for entry in self._entries.values()}
        self.key_map.show_keys({**titles, "quick": self.tr("Quick-ask, over any program")})

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Vanish at once, then stop what is under way and let go of the session."""
        self._remembered().setValue("geometry", self.saveGeometry())
        self.hide()
        if self.stays_when_closed():
            event.ignore()
            return
        for waiting in (self._resting, self._telling, self._dressing, self._comparing):
            waiting.stop()
        self._finish_building()
        self.shell.bridge.close()
        super().closeEvent(event)
        self.left.emit()

    def look_for_release(self) -> None:
        """Ask once which version is the newest, and say it; nothing looks for it by itself."""
        self.shell.bridge.work(self, api.newest_release, self._on_release_found)

    def quit(self) -> None:
        """Close it for good, also where it would stay."""
        self.stays_when_closed = lambda: False
        self.close()

    def come_forward(self) -> None:
        """Show the window over others and give it the focus."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Leave the words of the sidebar out where there is little room."""
        super().resizeEvent(event)
        self._fit_sidebar()

    def _fit_sidebar(self) -> None:
        few = self.sidebar.fontMetrics().averageCharWidth() * _NARROW_LETTERS
        least = self.minimumSizeHint().width() + (self.sidebar.words_width() if self.sidebar.is_narrow else 0)
        self.sidebar.set_narrow(self.width() < few or self.width() <= least)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802 (Qt's name)
        """Make text larger or smaller where the wheel is turned with Ctrl."""
        if event.modifiers() == Qt.KeyboardModifier.ControlModifier and event.angleDelta().y():
            self._resize_text(10 if event.angleDelta().y() > 0 else -10)
        else:
            super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Write everything anew in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            for part in (self.sidebar, self.vault_button, self.status_line, self.palette_card, self.shell.commands):
                part.retranslate()
            self._write_title()
            if self.first_run is not None:
                self.first_run.retranslate()
            for place in self._whole:
                place.retranslate()

    def _lay_out(self) -> QWidget:
        middle = QWidget()
        columns = QHBoxLayout(middle)
        columns.setContentsMargins(0, 0, 0, 0)
        columns.setSpacing(0)
        columns.addWidget(self.sidebar)
        shown = QVBoxLayout()
        noticed = QHBoxLayout()
        noticed.setContentsMargins(WIDE, 0, ROOMY, 0)
        shown.setContentsMargins(0, SPACE, 0, 0)
        shown.setSpacing(0)
        noticed.addWidget(self.banner)
        shown.addLayout(noticed)
        shown.addWidget(self.stack, 1)
        columns.addLayout(shown, 1)
        whole = QWidget()
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(middle, 1)
        rows.addWidget(self.status_line)
        self.setCentralWidget(whole)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        return whole

    def _list_commands(self) -> None:
        def add(name: str, title: Callable[[], str], run: Callable[[], object], *keys: str) -> None:
            self.shell.commands.add(self, Command(name, title, run, keys), everywhere=True)

        for number, entry in enumerate(self._entries.values(), start=1):
            self._list_place(number, entry)
        add("window.palette", lambda: self.tr("Find a command or a note"), self.show_palette, "Ctrl+K", "Ctrl+P")
        add("window.keys", lambda: self.tr("Show the keys"), self.show_keys, "?", "F1")
        add("window.theme", lambda: self.tr("Light, dark, or as the system"), self._turn_theme, "Ctrl+Shift+L")
        add("window.larger", lambda: self.tr("Larger text"), lambda: self._resize_text(10), "Ctrl++", "Ctrl+=")
        add("window.smaller", lambda: self.tr("Smaller text"), lambda: self._resize_text(-10), "Ctrl+-")
        add("window.own_size", lambda: self.tr("Text as large as the system’s"), self._use_own_size, "Ctrl+0")
        add("window.language", lambda: self.tr("Русский / English"), self._turn_language)
        add("window.version", lambda: self.tr("Look for a newer version"), self.look_for_release)
        add("window.quit", lambda: self.tr("Quit"), self.quit, "Ctrl+Q")
        add("vault.switch", lambda: self.tr("Open another vault"), self.vault_button.showMenu, "Ctrl+Shift+O")
        add("vault.folder", lambda: self.tr("Open a folder as a vault"), self.vault_button.open_folder)
        add("vault.sample", lambda: self.tr("Try the sample vault"), self.vault_button.open_sample)
        add("vault.steps", lambda: self.tr("First steps"), self.show_first_run)
        add("vault.let_go", lambda: self.tr("Let vanished notes go"), Vanished(self.shell, self).let_go)
        self.shell.commands.add(
            self,
            Command(
                "vault.pause",
                lambda: self.tr("Pause indexing, or go on with it"),
                self.status_line.toggle_pause,
                ("Ctrl+Shift+P",),
                lambda: self.status_line.can_pause,
                self.status_line.say_why_no_pause,
            ),
            everywhere=True,
        )

    def _list_place(self, number: int, entry: PlaceEntry) -> None:
        keys = [f"Ctrl+{number}"] if number < 10 else []
        if entry.id == "settings":
            keys.append("Ctrl+,")
        self.shell.commands.add(
            self,
            Command(
                f"go.{entry.id}",
                lambda: self.tr("Go to %1").replace("%1", entry.title()),
                lambda: self.show_place(entry.id),
                tuple(keys),
            ),
            everywhere=True,
        )

    def _connect(self) -> None:
        bridge = self.shell.bridge
        bridge.opened.connect(self._on_opened)
        bridge.index_changed.connect(self._on_index_changed)
        for problem in (bridge.failed, bridge.lost, self.shell.problem_said):
            problem.connect(self._say_problem)
        bridge.not_opened.connect(self._on_not_opened)
        bridge.index_reported.connect(self._on_index_reported)
        self.shell.said.connect(self.status_line.say)
        self.shell.vault_leaving.connect(self._on_vault_leaving)
        self.shell.place_wanted.connect(self.show_place)
        self.shell.appearance.changed.connect(self._on_appearance_changed)
        self.sidebar.chosen.connect(self.show_place)

    def _say_problem(self, sentence: str) -> None:
        """Say what went wrong, once: where a place comes to show it as well, that is enough."""
        if not self._is_shown(sentence):
            self.status_line.say(sentence)
            self._problem = sentence
            self._comparing.start()

    def _leave_to_place(self) -> None:
        if self.status_line.said.text() != self._problem:
            self._comparing.stop()
        elif self._is_shown(self._problem):
            self.status_line.said.clear()

    def _is_shown(self, sentence: str) -> bool:
        """Say whether the place that is shown, or what stands above it, says a sentence."""
        return says(self.banner, sentence) or says(self.stack, sentence)

    def _on_opened(self, status: api.VaultStatus) -> None:
        self.shell.status = status
        self._write_title()
        self.vault_button.retranslate()
        self.vault_button.refresh()
        self.status_line.show_status(status)
        self.shell.ask_answering()
        self._notice_empty(status)
        for place in self._whole:
            place.vault_changed(status)
        self._mind_vault()
        self._resting.start(_FIRST_REST_MS)

    @property
    def _frame(self) -> tuple[QWidget, ...]:
        """Return what is around the places."""
        return (self.sidebar, self.banner, self.status_line, self.palette_card, self.key_map)

    @property
    def _whole(self) -> list[Place]:
        """Return the places that have all of their parts."""
        return [place for place_id, place in self._places.items() if place_id not in self._unfolding]

    def _begin(self, place_id: str, build: Callable[[Shell], Place]) -> None:
        if place_id not in self._places:
            self._places[place_id] = place = build(self.shell)
            place.subject_changed.connect(self._write_title)
            self._unfolding[place_id] = self._unfold(place)

    def _unfold(self, place: Place) -> Iterator[None]:
        yield from place.unfold()
        self.stack.addWidget(place)
        yield
        place.retranslate()
        yield
        place.restyle()
        first = 0
        while parts := place.findChildren(QWidget)[first : first + _POLISHED_A_STEP]:
            for part in parts:
                part.ensurePolished()  # else all of them are dressed at once when the place is first turned to
            first += len(parts)
            del part, parts  # some are Qt's own, and may be gone at the next step
            yield
        if self.shell.status is not None:
            place.vault_changed(self.shell.status)

    def _build_all(self) -> None:
        for place_id in self._entries:
            self.place(place_id)

    def _finish_building(self) -> None:
        """Do every step that is left of a place: parts that are in no other widget yet would outlive the window."""
        for place_id in tuple(self._unfolding):
            self.place(place_id)

    def _go_on_building(self) -> None:
        """Do one step of building a place that nobody went to: the palette and the map of keys want its commands.

        Another thread imports it before; each step is an event of its own, so that none holds Qt's thread for long.
        """
        if self._unfolding:
            place_id, steps = next(iter(self._unfolding.items()))
            if next(steps, steps) is steps:
                del self._unfolding[place_id]
            self._resting.start(_NEXT_STEP_MS)
            return
        entry = next((entry for entry in self._entries.values() if entry.id not in self._places), None)
        if entry is None:
            self.complete.emit()
        else:
            self.shell.bridge.work(self, entry.load, lambda build: self._on_loaded(entry.id, build))

    def _on_loaded(self, place_id: str, build: Callable[[Shell], Place]) -> None:
        self._begin(place_id, build)
        self._resting.start(_NEXT_STEP_MS)

    def _on_index_changed(self, status: api.VaultStatus) -> None:
        self.shell.status = status
        self.status_line.show_status(status)
        self._notice_empty(status)
        is_made = status.indexing.state == "current"
        is_early = not is_made and self._telling.isActive()
        for place in self._whole:
            if not (is_early and place.shows_whole_vault):
                place.index_changed(status)
        if is_made:
            self._telling.stop()
        elif not is_early:
            self._telling.start(_TOLD_AGAIN_MS)

    def _on_not_opened(self, sentence: str) -> None:
        self.status_line.show_status(None)
        self._mind_vault()
        self.banner.say(
            sentence,
            (self.tr("Try again"), self.shell.open_again),
            (self.tr("Open another vault"), self.vault_button.showMenu),
        )

    def _notice_empty(self, status: api.VaultStatus) -> None:
        """Say what to do with a vault that has no notes; say nothing while they are being looked for."""
        if status.notes or status.indexing.state != "current" or not self._is_looked_through:
            self.banner.hide()
        elif self.first_run is None or self.stack.currentWidget() is not self.first_run:
            self.banner.say(
                self.tr("There are no notes in %1: a vault holds Markdown files.").replace(
                    "%1", vault_name(status.vault)
                ),
                (self.tr("Open another vault"), self.vault_button.showMenu),
                (self.tr("Try the sample vault"), self.vault_button.open_sample),
            )

    def _on_index_reported(self, _: api.IndexReport) -> None:
        self._is_looked_through = True
        if self.shell.status is not None:
            self._notice_empty(self.shell.status)

    def _on_vault_leaving(self) -> None:
        self._is_looked_through = False
        self.banner.hide()
        self.status_line.show_status(None)
        self.vault_button.retranslate()
        self._mind_vault()
        self._write_title()

    def _has_vault_for(self, place_id: str) -> bool:
        """Say whether a place has the vault that it needs, if it needs one."""
        needs = self._entries[place_id].needs
        return not needs or self.shell.status is not None or (needs == "opening" and bool(self.shell.opening))

    def _mind_vault(self) -> None:
        """Let another stand in the stead of a place that lost its vault, until it has one; the first steps stay."""
        shown = self.stack.currentWidget()
        if not self._chosen or shown is self.first_run:
            return
        if shown is self.no_vault or not self._has_vault_for(self._chosen):
            self._show_chosen()

    def _on_release_found(self, release: api.Release) -> None:
        newest = self.tr("Version %1 is out; it is installed the way this one was.")
        said = newest.replace("%1", release.newest or "") if release.is_old else self.tr("No newer version is out.")
        self.status_line.say(said)

    def _on_first_run_finished(self) -> None:
        if self._entries:
            self.show_place(next(iter(self._entries)))

    def _on_appearance_changed(self) -> None:
        """Change the frame at once, the place that is shown next, each other when nothing else waits or it is shown."""
        for part in self._frame:
            self.shell.appearance.dress(part)
        for part in (self.sidebar, self.vault_button, self.status_line):
            part.restyle()
        if self.first_run is not None:
            self.shell.appearance.dress(self.first_run)
            self.first_run.restyle()
        self._fit_sidebar()
        self._dressing.begin(tuple(self._places.values()))

    def _turn_theme(self) -> None:
        modes: tuple[Mode, ...] = ("system", "light", "dark")
        self.shell.use_theme(modes[(modes.index(self.shell.appearance.mode) + 1) % len(modes)])

    def _resize_text(self, percent: int) -> None:
        self.shell.use_text_percent(self.shell.appearance.text_percent + percent)

    def _use_own_size(self) -> None:
        self.shell.use_text_percent(100)

    def _turn_language(self) -> None:
        self.shell.use_language("en" if self.shell.translation.code == "ru" else "ru")

    def _remembered(self) -> QSettings:
        """Return what outlives the window: its size and place on the screen."""
        return QSettings(str(api.find_places(self.shell.data).data / "window.ini"), QSettings.Format.IniFormat)

    def _restore_geometry(self) -> None:
        geometry = self._remembered().value("geometry")
        if not isinstance(geometry, QByteArray) or not self.restoreGeometry(geometry):
            self.resize(1120, 760)

    def _write_title(self) -> None:
        status = self.shell.status
        shown = self.stack.currentWidget()
        subject = shown.subject if isinstance(shown, Place) else ""
        parts = [subject, vault_name(status.vault), "VaultMind"] if status else ["VaultMind"]
        self.setWindowTitle(" — ".join(part for part in parts if part))


def vault_name(root: str) -> str:
    """Return what a vault is called: the last folder of its path."""
    return root.replace("\\", "/").rstrip("/").rpartition("/")[2]
