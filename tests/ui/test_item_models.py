"""Every item model of the window keeps what Qt asks of one; a model without an example here fails."""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import vaultmind_ui
from PySide6.QtCore import QAbstractItemModel
from vaultmind_ui.history.conflict_model import ConflictModel
from vaultmind_ui.history.write_model import WriteModel
from vaultmind_ui.library.phrases import file_row
from vaultmind_ui.library.value_model import ValueModel
from vaultmind_ui.links.arranging import Arrangement, Grouping, arrange
from vaultmind_ui.links.suggestion_model import SuggestionModel
from vaultmind_ui.palette import Entry, PaletteModel
from vaultmind_ui.row_list import Row, RowModel

from vaultmind import api
from vaultmind.domain.suggestion import SuggestionPlace

MANY = 2_000


def conflicts() -> ConflictModel:
    model = ConflictModel()
    copies = (
        api.ConflictCopy(api.NotePath(f"{n}.conflict.md"), api.NotePath(f"{n}.md"), "-a\n+b") for n in range(MANY)
    )
    model.start(tuple(copies))
    return model


def writes() -> WriteModel:
    model = WriteModel()
    whole = {
        "new_note": None,
        "asked_by": "person",
        "why": "append",
        "state": "done",
        "undoes": None,
        "undone_by": None,
    }
    sums = {"checksum_before": "x", "checksum_after": "y"}
    lines = [
        api.HistoryLine(  # type: ignore[arg-type]
            id=f"{n:04}", batch=f"b{n // 3}", at="2026-05-09T12:00:00+00:00", action="change", note=f"{n}.md",
            **whole, **sums,
        )
        for n in range(MANY, 0, -1)
    ]  # fmt: skip
    model.start(lines, today=date(2026, 5, 10), has_more=True)
    return model


def values() -> ValueModel[api.LibraryFile]:
    model: ValueModel[api.LibraryFile] = ValueModel(file_row)
    model.show([api.LibraryFile(api.NotePath(f"{n}.md"), "indexed", passages=2) for n in range(MANY)])
    return model


def suggestions() -> SuggestionModel:
    model = SuggestionModel()
    found = [
        api.LinkSuggestion(
            id=f"{n:x}", source=api.NotePath(f"{n % 7}.md"), target=api.NotePath("b.md"),
            kind=api.SuggestionKind("mention"), anchor=SuggestionPlace(1, n, n + 4, "well"), replacement="[[b|well]]",
            score=0.5, name="well", sentence="well and more", sentence_start=n, certain=True,
        )
        for n in range(MANY)
    ]  # fmt: skip
    model.show(arrange(found, Arrangement()), Grouping.NOTE)
    return model


def rows() -> RowModel:
    model = RowModel()
    model.show([Row(f"{n}", "why") for n in range(MANY)])
    model.insert(3, model.remove(1))
    return model


def lines_of_the_palette() -> PaletteModel:
    model = PaletteModel()
    model.show([Entry("note", f"{n}", "folder", f"{n}.md") for n in range(MANY)])
    return model


EXAMPLES: dict[type[QAbstractItemModel], Callable[[], QAbstractItemModel]] = {
    ConflictModel: conflicts,
    WriteModel: writes,
    ValueModel: values,
    SuggestionModel: suggestions,
    RowModel: rows,
    PaletteModel: lines_of_the_palette,
}


def test_every_model_has_an_example() -> None:
    assert set(_models_of_the_window()) == set(EXAMPLES)


@pytest.mark.parametrize("make", EXAMPLES.values(), ids=lambda make: make.__name__)
def test_a_model_is_as_qt_wants_it(
    make: Callable[[], QAbstractItemModel], english: object, qtmodeltester: "pytest.FixtureRequest"
) -> None:
    model = make()
    assert model.rowCount() > 0
    qtmodeltester.check(model)  # type: ignore[attr-defined]


def _models_of_the_window() -> Iterator[type[QAbstractItemModel]]:
    for module in pkgutil.walk_packages(vaultmind_ui.__path__, "vaultmind_ui."):
        for _, one in inspect.getmembers(importlib.import_module(module.name), inspect.isclass):
            if issubclass(one, QAbstractItemModel) and one.__module__.startswith("vaultmind_ui"):
                yield one
