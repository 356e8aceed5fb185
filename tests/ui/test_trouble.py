"""A list that cannot be had says why in its place, and is had by the second try."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton
from vaultmind_ui.graph.graph_place import GraphPlace
from vaultmind_ui.history.history_place import HistoryPlace
from vaultmind_ui.library.library_place import FINDINGS, LibraryPlace
from vaultmind_ui.links.links_place import LinksPlace
from vaultmind_ui.main_window import MainWindow
from vaultmind_ui.recipes.recipes_place import RecipesPlace

from vaultmind import api

WRONG = "The disk is not there any more."


class Failing:
    """A session that can do nothing until it is mended."""

    def __init__(self, session: api.Session) -> None:
        self._session = session
        self.is_mended = False

    def __getattr__(self, name: str) -> Any:
        if self.is_mended or name in ("close", "watch", "status"):
            return getattr(self._session, name)

        def fail(*_: object, **__: object) -> object:
            raise api.VaultProblem(WRONG)

        return fail


def parts(place: object) -> tuple[QAbstractButton, Callable[[], str], Callable[[], bool]]:
    """Return of a place its second try, what it says is wrong, and whether it has what it lists."""
    match place:
        case LinksPlace():
            return place.trouble.again, place.trouble.sentence.text, lambda: not place.is_loading
        case LibraryPlace() if place.tabs.currentIndex() == FINDINGS:
            found = place.findings
            return found.trouble.again, found.trouble.sentence.text, lambda: found.is_fresh and not found.is_looking
        case LibraryPlace():
            files = place.files
            return files.trouble.again, files.trouble.sentence.text, lambda: files.model.rowCount() > 0
        case GraphPlace():
            return place.trouble.again, place.trouble.sentence.text, place.view.isVisible
        case RecipesPlace():
            again, said = place.trouble.again, place.trouble.sentence.text
            return again, said, lambda: place.list.rows.rowCount() > 0 and place.list.isVisible()
        case HistoryPlace():
            return place.again_button, place.problem.text, lambda: not place.problem.text()
    raise AssertionError(place)


@pytest.mark.parametrize("place_id", ["links", "library", "findings", "graph", "recipes", "history"])
def test_what_could_not_be_had_is_said_and_had_by_the_second_try(
    window: MainWindow, place_id: str, until: Callable[..., None]
) -> None:
    opening = window.shell.bridge._opening
    assert opening is not None
    assert opening.session is not None
    session = Failing(opening.session)
    opening.session = session  # type: ignore[assignment]
    window.show_place("library" if place_id == "findings" else place_id)
    place = window.place("library" if place_id == "findings" else place_id)
    if isinstance(place, LibraryPlace) and place_id == "findings":
        place.tabs.setCurrentIndex(FINDINGS)
    again, said, has_it = parts(place)
    until(again.isVisible)
    assert said() == WRONG
    again.click()
    until(lambda: again.isVisible() and said() == WRONG)
    session.is_mended = True
    again.click()
    until(has_it)
    until(lambda: not again.isVisible())
