"""The Qt binding keeps count of None: 6.12.0 loses one with every call on CPython 3.11 and dies after a minute."""

import sys
from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

_CALLS = 400


@pytest.mark.parametrize("call", ["processEvents", "setText", "parentWidget"])
def test_calls_take_nothing_from_none(qtbot, call: str) -> None:
    label, lonely = QLabel(), QWidget()
    qtbot.addWidget(label)
    qtbot.addWidget(lonely)
    calls: dict[str, Callable[[], object]] = {
        "processEvents": QApplication.processEvents,
        "setText": lambda: label.setText("a"),
        "parentWidget": lonely.parentWidget,
    }
    done = calls[call]
    done()
    before = sys.getrefcount(None)
    for _ in range(_CALLS):
        done()
    assert abs(sys.getrefcount(None) - before) < _CALLS / 10
