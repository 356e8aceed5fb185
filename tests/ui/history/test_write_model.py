"""The journal as a tree: days, writes, entries; pages that cut a batch in two."""

from collections.abc import Sequence
from datetime import date

import pytest
from PySide6.QtCore import QModelIndex, Qt
from vaultmind_ui.history.write_model import Role, WriteModel
from vaultmind_ui.translation import Translation

from vaultmind import api

TODAY = date(2026, 5, 9)


@pytest.fixture(autouse=True)
def _here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")


def line(number: int, *, batch: int = 0, day: str = "2026-05-09", **more: object) -> api.HistoryLine:
    values: dict[str, object] = {
        "id": str(number),
        "batch": f"b{batch or number}",
        "at": f"{day}T12:00:00+00:00",
        "action": "change",
        "note": f"F/n{number}.md",
        "new_note": None,
        "asked_by": "person",
        "why": "append",
        "state": "done",
        "checksum_before": "x",
        "checksum_after": "y",
        "undoes": None,
        "undone_by": None,
    }
    return api.HistoryLine(**{**values, **more})  # type: ignore[arg-type]


def shown(model: WriteModel, parent: QModelIndex | None = None) -> list[object]:
    at = parent or QModelIndex()
    rows: list[object] = []
    for row in range(model.rowCount(at)):
        index = model.index(row, 0, at)
        below = shown(model, index)
        rows.append((index.data(), below) if below else index.data())
    return rows


def started(lines: Sequence[api.HistoryLine], *, has_more: bool = False) -> WriteModel:
    model = WriteModel()
    model.start(lines, today=TODAY, has_more=has_more)
    return model


LINES = (
    line(9),
    line(8, batch=6, note="c.md"),
    line(7, batch=6, note="b.md"),
    line(6, batch=6, action="rename", note="a.md", new_note="z.md", why="rename"),
    line(5, day="2026-05-08", asked_by="model", why="answer"),
    line(4, day="2026-01-02", undone_by="5"),
)


def test_days_hold_writes_and_a_write_of_several_files_holds_these(english: object) -> None:
    model = started(LINES)
    assert shown(model) == [
        ("Today", ["n9", ("a → z", ["c", "b", "a → z"])]),
        ("Yesterday", ["n5"]),
        ("Friday, January 2, 2026", ["n4"]),
    ]


def test_rows_say_when_what_who_and_what_became_of_it(english: object) -> None:
    model = started(LINES)
    answer = model.index_of("5")
    assert answer.data(Role.SUBTITLE).endswith("· answer saved · by a model")
    assert answer.data(Role.STATE) == ""
    undone = model.index_of("4")
    assert (undone.data(Role.STATE), undone.data(Role.IS_THERE)) == ("undone", False)
    assert undone.data(Qt.ItemDataRole.AccessibleTextRole).endswith("added at the end, undone")


@pytest.mark.parametrize(
    ("more", "in_english", "in_russian"),
    [
        (
            {"why": "recipe review", "words_of": ("notes",)},
            "recipe “review” · of the notes' own sentences",
            "рецепт «review» · из предложений самих заметок",
        ),
        (
            {"why": "recipe review", "words_of": ("qwen3-4b",)},
            "recipe “review” · by qwen3-4b",
            "рецепт «review» · модель qwen3-4b",
        ),
        (
            {"why": "conversation", "words_of": ("qwen3-4b", "notes", "small")},
            "conversation kept · by qwen3-4b, small and of the notes' own sentences",
            "сохранён разговор · модель qwen3-4b, small и предложения самих заметок",
        ),
        (
            {"why": "recipe review", "asked_by": "model"},
            "recipe “review” · by a model",
            "рецепт «review» · написала модель",
        ),
        ({"why": "recipe review", "asked_by": "program"}, "recipe “review”", "рецепт «review»"),
        ({"why": "customise recipe", "asked_by": "program"}, "recipe made your own", "рецепт скопирован в хранилище"),
    ],
)
def test_a_row_names_the_models_or_the_notes_whose_words_it_wrote(
    english: Translation, more: dict[str, object], in_english: str, in_russian: str
) -> None:
    for language, said in (("en", in_english), ("ru", in_russian)):
        english.use(language)
        model = started([line(1, **more)])
        assert model.index_of("1").data(Role.SUBTITLE).partition(" · ")[2] == said


@pytest.mark.parametrize(
    ("state", "word"),
    [("overtaken", "interrupted, then overtaken"), ("dropped", "not written"), ("withdrawn", "interrupted")],
)
def test_what_did_not_go_through_is_told(english: object, state: str, word: str) -> None:
    model = started([line(1, state=state)])
    assert (model.index_of("1").data(Role.STATE), model.index_of("1").data(Role.IS_THERE)) == (word, False)


def test_a_row_is_what_undo_takes(english: object) -> None:
    model = started(LINES)
    day = model.index(0, 0)
    batch = model.index(1, 0, day)
    chosen = [model.chosen(index) for index in (day, model.index(0, 0, day), batch, model.index(1, 0, batch))]
    assert [one.entry if one else None for one in chosen] == [None, "9", "b6", "7"]
    assert model.index_of("b6") == batch
    assert model.index_of("7") == model.index(1, 0, batch)
    assert not model.index_of("77").isValid()


def test_pages_are_asked_for_and_put_where_they_belong(english: object, qtmodeltester) -> None:
    model = started(LINES[:2], has_more=True)
    asked: list[str] = []
    model.page_wanted.connect(asked.append)
    assert model.canFetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    assert asked == ["8"]
    told: list[tuple[str, int, int]] = []
    model.rowsInserted.connect(lambda parent, first, last: told.append((str(parent.data()), first, last)))
    model.go_on(LINES[2:4], has_more=True)
    assert [(first, last) for _, first, last in told] == [(0, 1), (2, 2)]  # it showed no rows while it was one entry
    model.fetchMore(QModelIndex())
    model.go_on(LINES[4:], has_more=False)
    assert asked == ["8", "6"]
    assert shown(model) == shown(started(LINES))
    assert not model.canFetchMore(QModelIndex())
    qtmodeltester.check(model)


def test_ten_thousand_entries_are_a_sound_tree(english: object, qtmodeltester) -> None:
    many = [line(n, batch=n - n % 3 or 1, day=f"2026-0{1 + n % 1}-{1 + n // 400:02}") for n in range(10_000, 0, -1)]
    model = started(many)
    assert model.count == 10_000
    qtmodeltester.check(model)
