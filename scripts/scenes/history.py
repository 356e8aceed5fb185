"""History: nothing written, a write, a renaming of several files, a conflict copy, ten thousand entries."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

from vaultmind_ui.history.history_place import HistoryPlace

from scenes.stage import Scene, Stage
from vaultmind import api

_LINES = {
    "en": ("- [ ] Whitewash the trunks before the thaw", "Written on the way, without a net."),
    "ru": ("- [ ] Побелить стволы до оттепели", "Записано в дороге, без сети."),
}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("history-empty", _nothing, vault="empty"),
        Scene("history-write", _write),
        Scene("history-rename", _rename),
        Scene("history-conflict", _conflict),
        Scene("history-full", _full),
    )


def _place(stage: Stage) -> HistoryPlace:
    place = stage.show("history")
    assert isinstance(place, HistoryPlace)
    return place


def _do(stage: Stage, place: HistoryPlace, work: object) -> None:
    done: list[object] = []
    place.shell.bridge.call(place, work, done.append)  # type: ignore[arg-type]
    stage.until(lambda: bool(done))


def _notes(stage: Stage) -> list[str]:
    found = sorted(stage.vault.rglob("*.md"), key=lambda path: path.as_posix())
    return [path.relative_to(stage.vault).as_posix() for path in found]


def _nothing(stage: Stage) -> None:
    _place(stage)
    stage.settle()


def _write(stage: Stage) -> None:
    place = _place(stage)
    line = _LINES[stage.language][0]
    for note in _notes(stage)[:4]:
        _do(stage, place, lambda session, note=note: session.write(api.WriteRequest(note, api.WriteKind.APPEND, line)))
    _do(stage, place, lambda session: session.undo())
    place.refresh()
    stage.until(lambda: place.writes.count >= 5 and bool(place.diff.toPlainText()))
    stage.settle()


def _rename(stage: Stage) -> Callable[[], object]:
    place = _place(stage)
    backlinks: dict[str, int] = {}
    done: list[api.GraphView] = []
    place.shell.bridge.call(place, lambda session: session.graph(), done.append)
    stage.until(lambda: bool(done))
    for link in done[0].links:
        backlinks[link.target] = backlinks.get(link.target, 0) + 1
    note = max(backlinks, key=lambda one: (backlinks[one], one))
    _do(stage, place, lambda session: session.rename(note, f"{Path(note).stem} 2026"))
    before = place.writes.newest
    place.refresh()
    stage.until(lambda: place.writes.newest != before)
    newest = place.writes.index(0, 0, place.writes.index(0, 0))
    place.tree.setCurrentIndex(newest)
    place.tree.expand(newest)
    stage.until(lambda: place.heading.text().endswith("2026") and bool(place.diff.toPlainText()))
    stage.settle()
    return lambda: _do(stage, place, lambda session: session.undo())


def _conflict(stage: Stage) -> Callable[[], object]:
    place = _place(stage)
    note = stage.vault / next(note for note in _notes(stage) if (stage.vault / note).stat().st_size > 400)
    lines = note.read_text(encoding="utf-8").splitlines()
    lines[-1:] = [_LINES[stage.language][1], lines[-1]]
    copy = note.with_name(f"{note.stem}.sync-conflict-20260131-101500-LAPTOP7.md")
    copy.write_text("\n".join(lines) + "\n", encoding="utf-8")
    _do(stage, place, lambda session: session.catch_up())
    place.refresh()
    stage.until(lambda: place.conflicts.rowCount() == 1)
    place.tabs.setCurrentIndex(1)
    stage.settle()

    def remove() -> None:
        copy.unlink()
        place.tabs.setCurrentIndex(0)
        _do(stage, place, lambda session: session.catch_up())

    return remove


def _full(stage: Stage) -> Callable[[], object]:
    """Show ten thousand: those there are, again and again on the days before and of other notes."""
    _write(stage)
    place = _place(stage)
    some, notes, today = place.writes.lines(place.writes.count), _notes(stage), datetime.now().astimezone()
    again = (
        replace(
            some[number % len(some)],
            id=f"before-{number}",
            batch=f"before-{number}",
            at=(today - timedelta(days=1 + number // 250)).isoformat(),
            note=api.NotePath(notes[number % len(notes)]),
        )
        for number in range(10_000 - len(some))
    )
    place.writes.start((*some, *again), today=today.date(), has_more=False)
    place.tree.expandToDepth(0)
    place.tree.setCurrentIndex(place.writes.index(0, 0, place.writes.index(0, 0)))
    stage.until(lambda: bool(place.diff.toPlainText()))
    place.tree.scrollTo(place.writes.index(0, 0, place.writes.index(20, 0)), place.tree.ScrollHint.PositionAtCenter)
    stage.settle()
    return place.show_all
