"""Links: the inbox, one note, the other sections, a preview, what was rejected, nothing, ten thousand rows."""

from collections.abc import Callable
from dataclasses import replace

from vaultmind_ui.links.arranging import Grouping, Section
from vaultmind_ui.links.links_place import LinksPlace

from scenes.stage import Scene, Stage
from vaultmind import api

_SECOND_ONES = (
    ("Orchard/Bark grafting.md", "Orchard/Bark grafting, copied.md", "Three of the nine bore fruit the year after."),
    ("Мочёные яблоки.md", "Моченые яблоки.md", "В этом году — с брусникой."),
    ("Cider/Blending.md", "Cider/Blending notes.md", "Tasted again in March: drier."),
)
"""Notes of the sample vault, what their second ones are called, and what is added there."""


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("links-inbox", _inbox),
        Scene("links-by-target", _by_target),
        Scene("links-orphans", lambda stage: _section(stage, Section.ORPHANS)),
        Scene("links-missing", lambda stage: _section(stage, Section.MISSING)),
        Scene("links-duplicates", _duplicates),
        Scene("links-rejected", _rejected),
        Scene("links-preview", _preview),
        Scene("links-full", _full),
        Scene("links-empty", _nothing, vault="empty"),
    )


def _place(stage: Stage) -> LinksPlace:
    place = stage.show("links")
    assert isinstance(place, LinksPlace)
    place.tabs.setCurrentIndex(0)
    place.filters.grouping.setCurrentIndex(0)
    place.filters.needle.clear()
    if not place.suggestions:
        place.load()
    stage.until(lambda: not place.is_loading, patience_s=600)
    stage.settle()
    return place


def _inbox(stage: Stage) -> None:
    _place(stage)


def _by_target(stage: Stage) -> None:
    place = _place(stage)
    place.filters.grouping.setCurrentIndex(list(Grouping).index(Grouping.TARGET))
    stage.settle()


def _section(stage: Stage, section: Section) -> None:
    place = _place(stage)
    place.tabs.setCurrentIndex(list(Section).index(section))
    stage.until(lambda: not place.is_busy and place.model.rowCount() > 0, patience_s=10)
    stage.settle()


def _duplicates(stage: Stage) -> Callable[[], object]:
    """Put second ones of some notes into the vault: copies that went on by themselves, and another spelling."""
    stage.show("links")
    before, made = stage.window.shell.status, []
    assert before is not None
    for note, second, added in _SECOND_ONES:
        text = (stage.vault / note).read_text("utf-8")
        made.append(stage.vault / second)
        made[-1].write_text(f"{text}\n{added}\n", "utf-8")
    place = _anew(stage, before.notes + len(made))
    _section(stage, Section.DUPLICATES)

    def take_away() -> None:
        for one in made:
            one.unlink()
        _anew(stage, before.notes)
        place.tabs.setCurrentIndex(0)

    return take_away


def _anew(stage: Stage, notes: int) -> LinksPlace:
    """Look for suggestions again once there are so many notes."""
    shell = stage.window.shell
    stage.until(lambda: shell.status is not None and shell.status.notes == notes)
    place = stage.show("links")
    assert isinstance(place, LinksPlace)
    place.load()
    return _place(stage)


def _rejected(stage: Stage) -> Callable[[], object]:
    place = _place(stage)
    for _ in range(3):
        stage.until(lambda: not place.is_busy and place.detail.shown is not None)
        before = place.rejected.rows.rowCount()
        place.reject()
        stage.until(lambda before=before: not place.is_working and place.rejected.rows.rowCount() > before)
    place.tabs.setCurrentIndex(list(Section).index(Section.REJECTED))
    stage.settle()

    def take_all_back() -> None:
        while place.rejected.rows.rowCount():
            count = place.rejected.rows.rowCount()
            place.take_back()
            stage.until(lambda count=count: not place.is_working and place.rejected.rows.rowCount() < count)
        place.load()

    return take_all_back


def _preview(stage: Stage) -> Callable[[], object]:
    place = _place(stage)
    every = [one for one in place.model.suggestions() if one.anchor is not None and one.anchor.text]
    place.preview_of(tuple({one.source: one for one in reversed(every)}.values())[:6])
    stage.until(lambda: bool(place.preview.suggestions))
    return place.leave_preview


def _full(stage: Stage) -> Callable[[], object]:
    """Show ten thousand: those there are, again and again in other folders."""
    place = _place(stage)
    some = list(place.suggestions.values())
    place.show_suggestions(
        [
            replace(one, id=f"{number:x}", source=api.NotePath(f"{number // len(some)}/{one.source}"))
            for number in range(10_000)
            for one in (some[number % len(some)],)
        ]
    )
    stage.until(lambda: not place.is_busy and len(place.model.suggestions()) > 5_000)
    place.list.setCurrentIndex(place.model.near(place.model.rowCount() // 2))
    return place.load


def _nothing(stage: Stage) -> None:
    _place(stage)
