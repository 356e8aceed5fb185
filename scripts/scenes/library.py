"""Library: files, why a note is missing, a problem with its fix, a first link, a topic, ten thousand files."""

from collections.abc import Callable

from vaultmind_ui.library.library_place import FILES, FINDINGS, TOPIC, LibraryPlace

from scenes.stage import Scene, Stage
from vaultmind import api

_QUESTIONS = {"en": "which apple trees suffer from frost", "ru": "какие яблони страдают от мороза"}
_TOPICS = {"en": "apple", "ru": "сад"}
_TWICE = {
    "en": "The north bed lies in the shade. ^bed\n\nThe south bed dries out first. ^bed\n",
    "ru": "Северная грядка в тени. ^bed\n\nЮжная сохнет первой. ^bed\n",
}


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("library-empty", _nothing, vault="empty"),
        Scene("library-files", _files),
        Scene("library-why", _why),
        Scene("library-problem", _problem),
        Scene("library-orphan", _orphan),
        Scene("library-topic", _topic),
        Scene("library-full", _full, vault="large"),
    )


def _place(stage: Stage, tab: int) -> LibraryPlace:
    place = stage.show("library")
    assert isinstance(place, LibraryPlace)
    place.tabs.setCurrentIndex(tab)
    return place


def _nothing(stage: Stage) -> None:
    _place(stage, FILES)
    stage.settle()


def _files(stage: Stage) -> None:
    place = _place(stage, FILES)
    stage.until(lambda: place.files.model.rowCount() > 0)
    place.files.list.setCurrentIndex(place.files.model.index(2))
    stage.settle()


def _why(stage: Stage) -> None:
    place = _place(stage, FILES)
    stage.until(lambda: place.files.model.rowCount() > 0)
    place.files.list.setCurrentIndex(place.files.model.index(4))
    place.files.inspector.question.setText(_QUESTIONS[stage.language])
    place.files.inspector.ask()
    stage.until(place.files.inspector.legs[0].isVisible)
    stage.settle()


def _problem(stage: Stage) -> Callable[[], object]:
    place = _place(stage, FINDINGS)
    note = stage.vault / "Bed.md"
    note.write_text(_TWICE[stage.language], encoding="utf-8")
    _find(stage, place, api.ProblemKind.DUPLICATE_BLOCK_ID)
    stage.until(place.findings.can_fix)
    stage.settle()
    return note.unlink


def _orphan(stage: Stage) -> None:
    place = _place(stage, FINDINGS)
    _find(stage, place, api.ProblemKind.ORPHAN)
    findings = place.findings
    for row, one in enumerate(findings.model.values):  # links of the first may have been rejected in another scene
        if one.kind is api.ProblemKind.ORPHAN:
            findings.list.setCurrentIndex(findings.model.index(row))
            stage.settle(1)
            if findings.finding.suggestion is not None:
                return
    raise TimeoutError("no orphan has a link that could lead to it")


def _find(stage: Stage, place: LibraryPlace, kind: api.ProblemKind) -> None:
    """Have the doctor look, and choose the first problem of a kind."""
    place.findings.refresh()
    stage.until(lambda: not place.findings.is_looking)
    place.findings.list.setCurrentIndex(place.findings.model.index_where(lambda one: one.kind is kind))


def _topic(stage: Stage) -> None:
    place = _place(stage, TOPIC)
    place.topic.topic.setText(_TOPICS[stage.language])
    place.topic.look()
    stage.until(lambda: place.topic.has_cover)
    stage.settle()


def _full(stage: Stage) -> None:
    place = _place(stage, FILES)
    stage.until(lambda: place.files.model.rowCount() >= 10_000)
    place.files.list.setCurrentIndex(place.files.model.index(5_000))
    stage.settle()
