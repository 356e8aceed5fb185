"""The Graph place on a real small vault: what is shown, chosen, found, dated, opened and saved."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from vaultmind_ui.graph.graph_place import GraphPlace
from vaultmind_ui.graph.layout import Layout
from vaultmind_ui.graph.network import Grouping, Network
from vaultmind_ui.graph.picture import Camera, fitted, paint
from vaultmind_ui.links.arranging import SHOWN_FROM, is_worth_showing
from vaultmind_ui.place import GraphTarget, NoteTarget

from vaultmind import api
from vaultmind.domain.change import ChangeKind
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import ChangedNote

Until = Callable[[Callable[[], bool]], None]


@pytest.fixture
def vault(vault: Any) -> Any:
    """The small vault, with a pump of 2020."""
    vault.write("Pump.md", "---\ncreated: 2020-05-01\n---\nThe pump of the [[Well]] was mended in May.\n")
    return vault


@pytest.fixture
def place(window: Any, until: Until) -> GraphPlace:
    window.show_place("graph")
    shown = window.place("graph")
    until(lambda: shown.network is not None and shown.view.scene is not None)
    assert isinstance(shown, GraphPlace)
    return shown


def titles(place: GraphPlace) -> set[str]:
    scene = place.view.scene
    assert scene is not None
    return {title for title, is_shown in zip(scene.titles, scene.is_shown, strict=True) if is_shown}


def number(place: GraphPlace, title: str) -> int:
    assert place.view.scene is not None
    return place.view.scene.titles.index(title)


def colours_in_the_middle(view: QWidget) -> int:
    """Return how many colours a part of the map has that the frame of the focus is no part of."""
    image = view.grab(view.rect().adjusted(20, 20, -20, -20)).toImage()
    return len({image.pixel(x, y) for x in range(image.width()) for y in range(image.height())})


def point_of(place: GraphPlace, shown: int) -> QPointF:
    assert place.view.scene is not None
    return QPointF(*place.view.camera.to_screen(place.view.scene.positions)[shown].tolist())


def test_the_whole_vault_is_shown_with_its_links(place: GraphPlace) -> None:
    assert titles(place) == {"Well", "Pump", "Сад", "2026-05-09"}
    assert place.view.scene is not None
    assert len(place.view.scene.links) == 2
    assert place.said.text() == "4 notes, 2 links"


def test_until_the_first_picture_the_map_says_that_it_is_being_laid_out(
    window: Any, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_paint = threading.Event()
    monkeypatch.setattr(
        "vaultmind_ui.graph.graph_view.paint", lambda *what: paint(*what) if may_paint.wait(60) else None
    )
    window.show_place("graph")
    view = window.place("graph").view
    until(lambda: view.scene is not None)
    assert view.waiting_words == "Laying out the map…"
    assert colours_in_the_middle(view) > 1
    may_paint.set()
    until(lambda: view.waiting_words == "")


def test_what_takes_long_is_made_out_in_other_threads(
    place: GraphPlace, window: Any, vault: Any, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[tuple[str, bool]] = []
    for kind, method in ((Network, "_group"), (Layout, "__init__")):
        monkeypatch.setattr(kind, method, _watched(getattr(kind, method), method, seen))
    place.colours.setCurrentIndex(list(Grouping).index(Grouping.CLUSTER))
    until(lambda: place.view.scene is not None and place.view.scene.group_names[0] not in {"", "Дневник"})
    vault.write("Gate.md", "The gate of the [[Well]].")
    until(lambda: "Gate" in titles(place))
    assert place.view.scene is not None
    assert place.view.scene.group_names[0] not in {"", "Дневник"}
    assert {name for name, _ in seen} == {"_group", "__init__"}
    assert [name for name, is_in_the_window in seen if is_in_the_window] == []


def _watched(method: Callable[..., Any], name: str, seen: list[tuple[str, bool]]) -> Callable[..., Any]:
    def watched(*arguments: Any, **named: Any) -> Any:
        seen.append((name, threading.current_thread() is threading.main_thread()))
        return method(*arguments, **named)

    return watched


def test_the_neighbourhood_of_a_note_leaves_out_what_is_not_linked(place: GraphPlace, until: Until) -> None:
    place.show_target(GraphTarget(("Well.md",)))

    until(lambda: titles(place) == {"Well", "Pump"})
    assert place.view.scene is not None
    assert place.view.scene.marked == (0,)


def test_notes_of_an_answer_are_shown_with_the_way_between_them(place: GraphPlace, until: Until) -> None:
    place.show_target(GraphTarget(("Сад.md", "Дневник/2026-05-09.md")))

    until(lambda: place.view.scene is not None and len(place.view.scene.ways) == 1)
    assert titles(place) == {"Сад", "2026-05-09"}


def test_a_click_shows_what_a_note_is_and_a_second_opens_it(
    place: GraphPlace, window: Any, qtbot: Any, until: Until
) -> None:
    place.layouter.rest()
    asked: list[tuple[str, object]] = []
    window.shell.place_wanted.connect(lambda place_id, target: asked.append((place_id, target)))
    at = point_of(place, number(place, "Well")).toPoint()

    qtbot.mouseClick(place.view, Qt.MouseButton.LeftButton, pos=at)

    assert place.card.title.text() == "Well"
    until(lambda: "twelve metres" in place.card.words.text())
    qtbot.mouseDClick(place.view, Qt.MouseButton.LeftButton, pos=at)
    assert asked[-1] == ("note", NoteTarget("Well.md"))


def test_what_is_found_stays_bright_and_is_gone_to(place: GraphPlace, qtbot: Any) -> None:
    place.layouter.rest()

    place.search.setFocus()
    qtbot.keyClicks(place.search, "pum")

    scene = place.view.scene
    assert scene is not None
    assert [title for title, is_bright in zip(scene.titles, scene.is_bright, strict=True) if is_bright] == ["Pump"]
    qtbot.keyClick(place.search, Qt.Key.Key_Return)
    assert place.card.title.text() == "Pump"
    assert (place.view.camera.x, place.view.camera.y) == pytest.approx(
        tuple(scene.positions[number(place, "Pump")].tolist()), abs=1e-3
    )


def test_a_name_that_is_not_there_is_said(place: GraphPlace, qtbot: Any) -> None:
    qtbot.keyClicks(place.search, "zzz")

    assert place.said.text() == "No note on the map has that name."


def test_the_slider_shows_the_vault_as_it_was_on_a_day(place: GraphPlace) -> None:
    place.days.setValue(0)

    assert titles(place) == {"Pump"}, "the others are as old as their files"
    assert place.said.text() == "1 note, 0 links", "a link is counted where both its notes are shown"
    place.days.setValue(place.days.maximum())
    assert len(titles(place)) == 4


def test_new_vectors_alone_do_not_have_the_map_drawn_anew(place: GraphPlace, window: Any) -> None:
    status = window.shell.status
    making = replace(status, indexing=replace(status.indexing, state="vectors"))
    place.index_changed(making)
    place._refresh.stop()
    for state in ("vectors", "paused", "waiting"):
        rests = replace(making, vectors=making.vectors + 7, indexing=replace(making.indexing, state=state))
        place.index_changed(rests)
        assert not place._refresh.isActive()
    place.index_changed(replace(making, links=making.links + 1))
    assert place._refresh.isActive()
    place._refresh.stop()
    window.shell.bridge.index_reported.emit(api.IndexReport(embedded=7))
    assert not place._refresh.isActive()
    changed = ChangedNote(NotePath("Well.md"), ChangeKind.MODIFIED)
    window.shell.bridge.index_reported.emit(api.IndexReport(changed=(changed,)))
    assert place._refresh.isActive()
    place._refresh.stop()
    place.index_changed(status)
    assert place._refresh.isActive()


def test_places_are_kept_for_the_next_time(place: GraphPlace, window: Any, until: Until) -> None:
    kept: list[Any] = []
    asked: list[int] = []

    def look() -> bool:
        if len(asked) == len(kept):  # one question after the other
            asked.append(1)
            window.shell.bridge.call(place, lambda session: session.vault_map(), kept.append)
        return bool(kept) and len(kept[-1].notes) == 4 and all(note.x is not None for note in kept[-1].notes)

    until(look)


def test_zooming_leaves_the_place_under_the_pointer_where_it_is(place: GraphPlace) -> None:
    before = place.view.camera.to_map(100, 50)

    place.view.zoom(1.7, QPointF(100, 50))

    assert place.view.camera.to_map(100, 50) == pytest.approx(before)
    place.view.see_all()
    assert place.view.camera == fitted(place.view.scene, place.view.width(), place.view.height())  # type: ignore[arg-type]


def test_every_note_of_a_small_map_is_in_sight(place: GraphPlace) -> None:
    assert place.view.scene is not None
    positions = np.random.default_rng(1).normal(size=(60, 2)).astype(np.float32)
    positions[0], positions[1] = (0, -400), (0, 400)
    scene = replace(place.view.scene, positions=positions, is_shown=np.ones(60, dtype=bool))

    seen = fitted(scene, 800, 600).to_screen(positions)

    assert ((seen >= 0) & (seen <= (800, 600))).all()


def test_the_keys_of_the_map(place: GraphPlace, qtbot: Any) -> None:
    place.view.setFocus()
    before = place.view.camera

    qtbot.keyClick(place.view, Qt.Key.Key_Right)
    assert place.view.camera.x > before.x
    qtbot.keyClick(place.view, Qt.Key.Key_Minus)
    assert place.view.camera.scale < before.scale
    qtbot.keyClick(place.view, Qt.Key.Key_0)
    assert place.view.camera.scale == pytest.approx(before.scale)


def test_the_picture_is_saved_as_svg_and_as_png(place: GraphPlace, tmp_path: Path) -> None:
    place.save_picture(tmp_path / "map.svg")
    place.save_picture(tmp_path / "map.png")

    assert "Well" in (tmp_path / "map.svg").read_text(encoding="utf-8")
    saved = QImage(str(tmp_path / "map.png"))
    assert saved.width() == 2 * place.view.width()
    assert (
        len({saved.pixelColor(x, y).name() for x in range(0, saved.width(), 3) for y in range(0, saved.height(), 3)})
        > 3
    )


def test_where_nothing_can_be_saved_it_is_said(place: GraphPlace, window: Any, tmp_path: Path) -> None:
    said: list[str] = []
    window.shell.said.connect(said.append)

    place.save_picture(tmp_path / "no folder" / "map.png")

    assert said == [f"The picture cannot be saved there: {tmp_path / 'no folder' / 'map.png'}"]


def test_a_painting_that_is_not_wanted_any_more_is_left(place: GraphPlace) -> None:
    class Stopped:
        def cancelled(self) -> bool:
            return True

    scene = place.view.scene
    assert scene is not None
    camera = Camera(0, 0, 1, 200, 100)
    theme = place.shell.appearance.theme
    assert paint(scene, camera, theme, place.font(), Stopped()) is None  # type: ignore[arg-type]
    assert paint(scene, camera, theme, place.font()) is not None


def test_a_node_under_a_point_is_found_and_hidden_ones_are_not(place: GraphPlace) -> None:
    place.layouter.rest()
    shown = number(place, "Сад")

    assert place.view.node_at(point_of(place, shown)) == shown
    place.days.setValue(0)
    assert place.view.node_at(point_of(place, shown)) == -1


def test_suggested_links_are_drawn_dashed(place: GraphPlace, until: Until) -> None:
    place.suggested = [("Well.md", "Сад.md")]
    place._draw()

    scene = place.view.scene
    assert scene is not None
    assert np.array_equal(scene.suggested, [[number(place, "Well"), number(place, "Сад")]])


def test_as_many_links_are_suggested_as_in_the_inbox(place: GraphPlace, window: Any, vault: Any, until: Until) -> None:
    vault.write("Walk.md", "# Walk\n\nWe went to the well in May. Its water was cold and the pump was mended.\n")
    events: list[list[Any]] = []

    def suggest(session: api.Session) -> list[Any]:
        session.catch_up()
        found = list(session.suggest(api.SuggestRequest()))
        return [one for event in found if isinstance(event, api.SourceSuggestions) for one in event.suggestions]

    window.shell.bridge.call(place, suggest, events.append)
    until(lambda: bool(events) and place.network is not None and "Walk.md" in place.network.numbers)
    likely = {(one.source, one.target) for one in events[0] if one.score >= SHOWN_FROM and is_worth_showing(one)}
    assert 0 < len(likely) < len({(one.source, one.target) for one in events[0]})

    place.suggestions.setChecked(True)

    until(lambda: place._suggesting is not None and not place._suggesting.is_running)
    assert set(place.suggested) == likely
