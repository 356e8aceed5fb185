"""A list of 20,000 rows: laid out in pieces, and still scrolled to where one wants to be."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtTest import QTest
from vaultmind_ui.long_list import LongList


@pytest.fixture
def shown(qtbot: object) -> LongList:
    view = LongList()
    qtbot.addWidget(view)  # type: ignore[attr-defined]
    view.setModel(QStringListModel([f"Row {number}" for number in range(20_000)], view))
    view.resize(300, 400)
    view.show()
    return view


def is_seen(view: LongList, row: int) -> bool:
    return view.viewport().rect().contains(view.visualRect(view.model().index(row, 0)).center())


def test_only_the_first_rows_have_a_place_at_once(shown: LongList, until: Callable[..., None]) -> None:
    first, last = shown.model().index(0, 0), shown.model().index(19_999, 0)
    assert shown.visualRect(first).isValid()
    assert not shown.visualRect(last).isValid()
    until(lambda: shown.visualRect(last).isValid())


def test_a_row_without_a_place_is_scrolled_to_when_it_has_one(shown: LongList, until: Callable[..., None]) -> None:
    shown.setCurrentIndex(shown.model().index(15_000, 0))
    assert not is_seen(shown, 15_000)
    until(lambda: is_seen(shown, 15_000))
    until(lambda: shown.visualRect(shown.model().index(19_999, 0)).isValid())
    assert is_seen(shown, 15_000), "what is laid out after it moves nothing"


def test_the_keys_lead_to_both_ends(shown: LongList, until: Callable[..., None]) -> None:
    shown.setCurrentIndex(shown.model().index(0, 0))
    until(lambda: shown.visualRect(shown.model().index(19_999, 0)).isValid())
    QTest.keyClick(shown, Qt.Key.Key_End)
    assert shown.currentIndex().row() == 19_999
    assert is_seen(shown, 19_999)
    QTest.keyClick(shown, Qt.Key.Key_Home)
    assert shown.currentIndex().row() == 0
    assert is_seen(shown, 0)
