from vaultmind.api import NoteView
from vaultmind.cli import words
from vaultmind.domain.report import IndexReport


def test_notes_that_vanished_all_at_once_are_told_with_what_to_do() -> None:
    report = IndexReport(notes=240, waiting_deletions=("Сад.md", "Garden.md"))
    said = "\n".join(words.index_report(report))
    assert "2 notes are no longer on the disk, e.g. Сад.md" in said
    assert "--confirm-deletions" in said


def test_what_a_person_should_know_of_a_run_is_told() -> None:
    notice = "Notes are found by their words alone."
    assert list(words.index_report(IndexReport(notices=(notice,))))[-1] == notice


def test_properties_read_as_a_person_writes_them() -> None:
    properties = {"up": "[[Сад]]", "rel": ("[[b]]", ("c",)), "empty": None, "on": True, "n": 2}
    view = NoteView("a.md", "a", (), (), properties, (), (), (), (), (), None, ())
    said = list(words.note(view))
    assert {"up: [[Сад]]", 'rel: ["[[b]]", ["c"]]', "empty: ", "on: true", "n: 2"} <= set(said)
