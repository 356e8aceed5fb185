"""The Graph place: why notes belong together, and the whole vault as a map."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
from PySide6.QtCore import QDate, QLocale, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QShowEvent
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QHBoxLayout,
    QSizePolicy,
    QSlider,
    QSplitter,
    QVBoxLayout,
)

from vaultmind import api
from vaultmind_ui.bridge import Stop, Task
from vaultmind_ui.commands import Command
from vaultmind_ui.graph.background import Background
from vaultmind_ui.graph.graph_view import GraphView
from vaultmind_ui.graph.layout import Layout, Settled
from vaultmind_ui.graph.network import Grouping, Network
from vaultmind_ui.graph.note_card import NoteCard
from vaultmind_ui.graph.picture import Scene, draw, fitted, paint
from vaultmind_ui.links.arranging import SHOWN_FROM, is_worth_showing
from vaultmind_ui.place import GraphTarget, NoteTarget, Place
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, WIDE
from vaultmind_ui.trouble import Trouble
from vaultmind_ui.words import FilterField, button, plain_label, set_words

_AROUND = 150
"""How many notes are shown around one: more are no neighbourhood."""
_STEPS_AROUND = 2
_STEPS_A_LOOK = 6
"""How many steps of the layout between two pictures."""
_STILL = 0.0004
_MOST_STEPS = 500
_ONLY_VECTORS = ("vectors", "paused", "waiting")
"""While the index is in these states, nothing becomes other but its vectors."""
_UNSEEN_S = 0.3
"""How often the layout looks whether somebody sees the map again."""


class GraphPlace(Place):
    """A map of notes. ``nodes`` are the shown ones as numbers of the network, in the order of the scene."""

    shows_whole_vault = True

    def __init__(self, shell: Shell) -> None:
        super().__init__(shell)
        self.network: Network | None = None
        self.nodes: list[int] = []
        self.centres: list[int] = []
        self.suggested: list[tuple[str, str]] = []
        self._note_count = 0
        """How many notes are drawn."""
        self._wanted: tuple[str, ...] = ()
        self._positions = np.zeros((0, 2), dtype=np.float32)
        self._found: list[int] = []
        self._next_found = 0
        self._loading: Task | None = None
        self._suggesting: Task | None = None
        self._grouping_task: Task | None = None
        self._whole: Layout | None = None
        self._is_outdated = True
        self._totals: tuple[int, ...] = ()
        self._seen = threading.Event()

    def unfold(self) -> Iterator[None]:
        """Lay the parts out, some with each step."""
        shell = self.shell
        yield from self._build()
        yield
        self._list_commands()
        self.layouter = Background("graph-layout", self)
        self.layouter.arrived.connect(self._take_settled)
        shell.bridge.index_reported.connect(self._on_reported)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        super().showEvent(event)
        self._seen.set()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        super().hideEvent(event)
        self._seen.clear()

    def retranslate(self) -> None:
        set_words(self.around_button, self.tr("Around a note"))
        set_words(self.whole_button, self.tr("Whole vault"))
        self.search.setPlaceholderText(self.tr("Find on the map"))
        self.search.setAccessibleName(self.tr("Find on the map"))
        names = {
            Grouping.FOLDER: self.tr("Colour by folder"),
            Grouping.TAG: self.tr("Colour by tag"),
            Grouping.CLUSTER: self.tr("Colour by cluster"),
        }
        for place, grouping in enumerate(Grouping):
            self.colours.setItemText(place, names[grouping])
        self.colours.setAccessibleName(self.tr("What the colours tell"))
        self.suggestions.setText(self.tr("Suggested links"))
        set_words(self.export_button, self.tr("Save the picture…"))
        self.days.setAccessibleName(self.tr("Show notes up to this day"))
        self.view.setAccessibleName(self.tr("Map of notes"))
        self.card.retranslate()
        if self.view.waiting_words:
            self.view.say_waiting(self.tr("Laying out the map…"))
        self._say_what_is_shown()

    def restyle(self) -> None:
        self.card.restyle()
        self.view.restyle()

    def activated(self) -> None:
        self.view.setFocus()
        if self._is_outdated:
            self._load()

    def vault_changed(self, status: api.VaultStatus) -> None:  # noqa: ARG002 (the place's)
        self.layouter.rest()
        self.network, self.nodes, self.centres, self.suggested = None, [], [], []
        self._wanted = ()
        self._positions = np.zeros((0, 2), dtype=np.float32)
        self.view.show_scene(None)
        self.card.clear()
        self._is_outdated = True
        self._say_what_is_shown()
        if self.isVisible():
            self._load()

    def index_changed(self, status: api.VaultStatus) -> None:
        """Draw the map anew; not for new vectors alone, which change nothing on it and come all the time."""
        totals = (status.notes, status.links, status.unresolved, status.attachments, status.chunks)
        is_the_same = status.indexing.state in _ONLY_VECTORS and totals == self._totals
        self._totals = totals
        if not is_the_same:
            self._on_outdated()

    def _on_reported(self, report: api.IndexReport) -> None:
        if report.changed:
            self._on_outdated()

    def _on_outdated(self) -> None:
        self._is_outdated = True
        if self.isVisible():
            self._refresh.start()

    def show_target(self, target: object) -> None:
        if isinstance(target, GraphTarget):
            self._wanted = target.notes
            self.around_button.setChecked(True)
            if self.network is None:
                self._load()
            else:
                self._show_wanted()

    def show_around(self, nodes: Sequence[int]) -> None:
        """Show the neighbourhood of some notes, with the ways of links between them."""
        if self.network is not None and nodes:
            self.centres = list(nodes)
            self.around_button.setChecked(True)
            self._arrange()

    def _build(self) -> Iterator[None]:
        self.around_button, self.whole_button = button(), button()
        for one in (self.around_button, self.whole_button):
            one.setCheckable(True)
            one.setAutoExclusive(True)
        self.whole_button.setChecked(True)
        self.whole_button.toggled.connect(self._arrange)
        self.search = FilterField()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._search)
        self.search.returnPressed.connect(self.show_next_found)
        self.colours = QComboBox(self)
        for grouping in Grouping:
            self.colours.addItem("", grouping)
        self.colours.currentIndexChanged.connect(self._recolour)
        self.suggestions = QCheckBox()
        self.suggestions.toggled.connect(self._suggest)
        self.export_button = button(name="quiet")
        self.export_button.clicked.connect(self.choose_file)
        bar = QHBoxLayout()
        bar.setSpacing(SPACE)
        for widget in (self.around_button, self.whole_button, self.search, self.colours, self.suggestions):
            bar.addWidget(widget)
        bar.setStretch(2, 1)
        bar.addWidget(self.export_button)
        yield
        self.view = self.search.narrowed = GraphView(self.shell.appearance)
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.view.chosen.connect(self.choose)
        self.view.opened.connect(self.open_node)
        self.card = NoteCard(self.shell)
        self.card.around.connect(self._around_note)
        self.said = plain_label(name="muted")
        self.days = QSlider(Qt.Orientation.Horizontal)
        self.days.setRange(0, 0)
        self.days.valueChanged.connect(self._show_days)
        self.day = plain_label(name="muted")
        self.trouble = Trouble(self._load)
        middle = QSplitter(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(WIDE, WIDE, ROOMY, WIDE)
        rows.setSpacing(WIDE)
        rows.addLayout(bar)
        rows.addWidget(middle, 1)
        yield
        middle.addWidget(self.view)
        middle.addWidget(self.trouble)
        middle.addWidget(self.card)
        for place in (0, 1):
            middle.setStretchFactor(place, 1)
        middle.setChildrenCollapsible(False)
        foot = QHBoxLayout()
        rows.addLayout(foot)
        foot.addWidget(self.said, 1)
        foot.addWidget(self.day)
        foot.addWidget(self.days, 1)
        self._refresh = QTimer(self, singleShot=True, interval=1500)
        self._refresh.timeout.connect(self._load)

    def _list_commands(self) -> None:
        for command in (
            Command("graph.find", lambda: self.tr("Find on the map"), self.search.setFocus, ("Ctrl+F",)),
            Command("graph.next", lambda: self.tr("Next note that was found"), self.show_next_found, ("F3",)),
            Command("graph.all", lambda: self.tr("See all of it"), self.view.see_all, ("0",)),
            Command("graph.nearer", lambda: self.tr("Nearer"), lambda: self.view.zoom(1.3), ("+", "=")),
            Command("graph.farther", lambda: self.tr("Farther"), lambda: self.view.zoom(1 / 1.3), ("-",)),
            Command("graph.save", lambda: self.tr("Save the picture…"), self.choose_file, ("Ctrl+S",)),
            Command("graph.open", lambda: self.tr("Open the chosen note"), self.open_chosen, ("Return",)),
        ):
            self.shell.commands.add(self if command.id in {"graph.find", "graph.save"} else self.view, command)

    def _load(self) -> None:
        self._is_outdated = False
        grouping: Grouping = self.colours.currentData()
        self._loading = self.shell.bridge.call(
            self, lambda session: _prepared(session.vault_map(), grouping), self._take_network, self._fail
        )
        self._say_trouble("")
        if self.network is None:
            self.said.setText(self.tr("The map is being drawn…"))
            self.view.say_waiting(self.tr("Laying out the map…"))

    def _take_network(self, prepared: tuple[Network, Layout]) -> None:
        network, self._whole = prepared
        before = self.network
        kept = [] if before is None else [before.notes[node].note for node in self.centres]
        self.network = network
        self.centres = [network.numbers[note] for note in kept if note in network.numbers]
        days = self._days = network.days
        self.days.blockSignals(True)
        self.days.setRange(0, max(0, len(days) - 1))
        self.days.setValue(max(0, len(days) - 1))
        self.days.blockSignals(False)
        self.days.setEnabled(len(days) > 1)
        if self._wanted:
            self._show_wanted()
        else:
            self._arrange(is_fitted=before is None)
        if not network.is_grouped(self.colours.currentData()):
            self._recolour()

    def _show_wanted(self) -> None:
        network = self.network
        assert network is not None
        nodes = [network.numbers[note] for note in self._wanted if note in network.numbers]
        self._wanted = ()
        if nodes:
            self.show_around(nodes)
        else:
            self._arrange()

    def _fail(self, sentence: str) -> None:
        self._is_outdated = True
        self.view.say_waiting("")
        if self.network is None:
            self._say_trouble(sentence)
        self.said.setText("" if self.network is None else sentence)

    def _say_trouble(self, sentence: str) -> None:
        """Say in the place of the map why there is none; with ``""`` the map is there."""
        self.trouble.say(sentence)
        self.view.setVisible(not sentence)

    def _arrange(self, _: bool = False, *, is_fitted: bool = True) -> None:
        """Choose the nodes that are shown, and let them find their places."""
        network = self.network
        if network is None:
            return
        if self.around_button.isChecked() and not self.centres and network.notes:
            self.centres = [int(np.argmax(network.degrees()))]
        around = self.around_button.isChecked()
        self.nodes = (
            network.around(self.centres, steps=_STEPS_AROUND, at_most=_AROUND)
            if around
            else list(range(len(network.notes)))
        )
        if around:
            layout = Layout(len(self.nodes), network.part(self.nodes))
        else:
            layout, self._whole = self._whole or _whole(network), None
        is_kept = not around and network.is_kept
        self._positions = layout.positions()
        self._draw(is_fitted=is_fitted)
        self._suggest()
        if self.nodes:
            self.layouter.want(
                lambda stop: settle(layout, stop, is_kept=is_kept, is_seen=self._seen.is_set), hurry=True
            )

    def _take_settled(self, settled: Settled) -> None:
        if len(settled.positions) != len(self.nodes):
            return
        self._positions = settled.positions
        self.view.move_nodes(settled.positions)
        if settled.moved < _STILL and self.whole_button.isChecked() and self.network is not None:
            network, nodes = self.network, tuple(self.nodes)

            def keep(session: api.Session) -> None:
                rows = zip(nodes, settled.positions.tolist(), strict=True)
                session.keep_map([api.MapPlace(network.notes[node].note, x, y) for node, (x, y) in rows])

            self.shell.bridge.call(self, keep, failed=lambda _: None)

    def _draw(self, *, is_fitted: bool = False) -> None:
        """Show the nodes as they are chosen, found, coloured and dated now."""
        network = self.network
        if network is None:
            return
        nodes = np.array(self.nodes, dtype=np.int64)
        is_whole = len(self.nodes) == len(network.notes)
        place = {node: number for number, node in enumerate(self.nodes)} if self._has_more_than_nodes() else {}
        groups, names = network.groups(self._grouping(network))
        is_shown = network.day_of[nodes] <= self.days.value()
        found = {place[node] for node in self._found if node in place}
        is_bright = np.ones(len(nodes), dtype=bool)
        if self.search.text().strip():
            is_bright = np.isin(np.arange(len(nodes)), list(found))
        numbers = network.numbers
        suggested = [
            (place[numbers[one]], place[numbers[other]])
            for one, other in self.suggested
            if numbers.get(one) in place and numbers.get(other) in place
        ]
        around = self.around_button.isChecked()
        ways = network.ways(self.centres[:8]) if around and len(self.centres) > 1 else []
        on_way = [
            (place[one], place[two]) for way in ways for one, two in pairwise(way) if one in place and two in place
        ]
        scene = Scene(
            positions=self._positions,
            links=network.part(self.nodes),
            titles=network.titles if is_whole else tuple(network.titles[node] for node in self.nodes),
            groups=groups[nodes] if len(nodes) else nodes,
            group_names=names,
            degrees=network.degrees()[nodes] if len(nodes) else nodes,
            is_shown=is_shown,
            is_bright=is_bright,
            suggested=np.array(suggested, dtype=np.int64).reshape(-1, 2),
            ways=np.array(on_way, dtype=np.int64).reshape(-1, 2),
            marked=tuple(place[node] for node in self.centres if node in place) if around else (),
        )
        self._note_count = int((is_shown & network.are_notes[nodes]).sum())
        self.view.show_scene(scene, fit=is_fitted)
        self._say_what_is_shown()

    def _has_more_than_nodes(self) -> bool:
        """Say whether something is drawn at the places of single nodes, which then must be known."""
        return bool(self._found or self.suggested or self.around_button.isChecked())

    def _say_what_is_shown(self) -> None:
        scene = self.view.scene
        if scene is None or self.network is None:
            return
        day = self._days[self.days.value()] if self._days else ""
        self.day.setText(_shown_day(day))
        self.card.setVisible(bool(self.network.notes))
        if not self.network.notes:
            self.said.setText(self.tr("There are no notes yet; one that is written in Obsidian is seen at once."))
            return
        notes = self.tr("%Ln note(s)", "", self._note_count)
        links = self.tr("%Ln link(s)", "", int(scene.is_shown[scene.links].all(axis=1).sum()))
        self.said.setText(f"{notes}, {links}")

    def _search(self) -> None:
        words = self.search.text().casefold().split()
        notes = self.network.notes if self.network is not None else ()
        self._found = [
            number
            for number, note in enumerate(notes)
            if words and all(word in note.title.casefold() or word in note.note.casefold() for word in words)
        ]
        self._next_found = 0
        self._draw()
        if words and not self._found:
            self.said.setText(self.tr("No note on the map has that name."))

    def show_next_found(self) -> None:
        """Bring the next note that was found into the middle."""
        found = [node for node in self._found if node in set(self.nodes)] or self._found
        if not found:
            return
        node = found[self._next_found % len(found)]
        self._next_found += 1
        if node not in set(self.nodes):
            self.show_around([node])
        self.view.see_node(self.nodes.index(node))
        self.choose(self.nodes.index(node))

    def choose(self, shown: int) -> None:
        """Show what a node is, beside the map."""
        network = self.network
        if network is None:
            return
        node = self.nodes[shown]
        ways = [way for centre in self.centres[:1] if centre != node for way in network.ways([centre, node])]
        self.card.show_note(
            network.notes[node],
            linked=len(network.neighbours[node]),
            way=tuple(network.notes[step].title for step in ways[0]) if ways else (),
        )

    def open_node(self, shown: int) -> None:
        """Show the note itself."""
        if self.network is not None:
            self.shell.show_place("note", NoteTarget(self.network.notes[self.nodes[shown]].note))

    def open_chosen(self) -> None:
        """Show the note that was chosen on the map."""
        if self.card.note is not None:
            self.shell.show_place("note", NoteTarget(self.card.note))

    def choose_file(self) -> None:
        """Ask where the picture shall be saved."""
        if self.view.scene is None:
            return
        dialog = QFileDialog(self, self.tr("Save the picture…"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(["SVG (*.svg)", "PNG (*.png)"])
        dialog.setDefaultSuffix("svg")
        dialog.filterSelected.connect(lambda chosen: dialog.setDefaultSuffix("png" if "png" in chosen else "svg"))
        dialog.fileSelected.connect(lambda name: self.save_picture(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def save_picture(self, file: Path) -> None:
        """Save what the map shows as SVG or, by the name, as PNG of twice the screen's size."""
        scene, theme, font = self.view.scene, self.shell.appearance.theme, self.font()
        if scene is None:
            return
        camera = self.view.camera if self.view.width() > 1 else fitted(scene, 1200, 800)
        if file.suffix.lower() == ".png":
            image = paint(scene, replace(camera, ratio=2.0), theme, font)
            is_saved = image is not None and image.save(str(file))
        else:
            generator = QSvgGenerator()
            generator.setFileName(str(file))
            generator.setSize(QSize(camera.width, camera.height))
            generator.setViewBox(self.view.rect())
            generator.setTitle("VaultMind")
            painter = QPainter()
            is_saved = painter.begin(generator)
            if is_saved:
                painter.fillRect(0, 0, camera.width, camera.height, theme.panel)
                draw(painter, scene, camera, theme, font)
                painter.end()
        said = self.tr("Saved: %1") if is_saved else self.tr("The picture cannot be saved there: %1")
        self.shell.say(said.replace("%1", str(file)))

    def _around_note(self, note: str) -> None:
        if self.network is not None and note in self.network.numbers:
            self.show_around([self.network.numbers[note]])

    def _recolour(self) -> None:
        network, wanted = self.network, self.colours.currentData()
        if network is None or network.is_grouped(wanted):
            self._draw()
        else:
            self._grouping_task = self.shell.bridge.work(self, lambda: network.groups(wanted), lambda _: self._draw())

    def _grouping(self, network: Network) -> Grouping:
        """Return what the colours tell now: what was chosen, or by folders as long as that is being made out."""
        chosen: Grouping = self.colours.currentData()
        return chosen if network.is_grouped(chosen) else Grouping.FOLDER

    def _show_days(self) -> None:
        self._draw()

    def _suggest(self) -> None:
        """Ask which links might be made among the shown notes, as the inbox has them; they are drawn dashed."""
        if self._suggesting is not None:
            self._suggesting.cancel()
        self.suggested = []
        network = self.network
        if network is None or not self.suggestions.isChecked():
            self._draw()
            return
        around = self.around_button.isChecked()
        note = network.notes[self.centres[0]].note if around and self.centres else None

        def suggest(session: api.Session, stop: Stop) -> Iterator[list[tuple[str, str]]]:
            for found in session.suggest(api.SuggestRequest(note=note, threshold=SHOWN_FROM), cancel=stop):
                if isinstance(found, api.SourceSuggestions):
                    yield [(one.source, one.target) for one in found.suggestions if is_worth_showing(one)]

        self._suggesting = self.shell.bridge.stream(
            self, suggest, item=self.suggested.extend, then=lambda _: self._draw(), failed=self.shell.say
        )


def settle(
    layout: Layout, stop: Stop, *, is_kept: bool, is_seen: Callable[[], bool] = lambda: True
) -> Iterator[Settled]:
    """Yield positions until the map lies still; one that was kept from the last time only once.

    Each step is followed by a pause as long as itself, in which the interpreter is Qt's thread's alone, and by a longer
    one while nobody sees the map.
    """
    if is_kept:
        yield Settled(layout.positions(), 0.0)
        return
    steps = 0
    while not stop.cancelled():
        moved = 1.0
        for _ in range(_STEPS_A_LOOK):
            while not is_seen() and not stop.cancelled():
                stop.wait(_UNSEEN_S)
            began = time.perf_counter()
            moved = layout.step()
            steps += 1
            stop.wait(time.perf_counter() - began)
        is_still = moved < _STILL or steps >= _MOST_STEPS
        yield Settled(layout.positions(), 0.0 if is_still else max(moved, _STILL))
        if is_still:
            return


def _prepared(shown: api.VaultMap, grouping: Grouping) -> tuple[Network, Layout]:
    """Return a network with its groups made out and the layout of all its notes, so that Qt's thread need not."""
    network = Network.of_map(shown)
    for one in {Grouping.FOLDER, grouping}:
        network.groups(one)
    network.make_out()
    return network, _whole(network)


def _whole(network: Network) -> Layout:
    """Return the layout of all notes, those with a kept place at it."""
    start = np.array([_kept(note) for note in network.notes], dtype=np.float32).reshape(-1, 2)
    return Layout(len(network.notes), network.links, start=start)


def _kept(note: api.MapNote) -> tuple[float, float]:
    return (float("nan"), float("nan")) if note.x is None or note.y is None else (note.x, note.y)


def _shown_day(day: str) -> str:
    """Return a day as the person's language writes it."""
    date = QDate.fromString(day, Qt.DateFormat.ISODate)
    return QLocale().toString(date, QLocale.FormatType.LongFormat) if date.isValid() else ""
