from vaultmind.domain.edit import ByteEdit, apply_byte_edits, checksum_of
from vaultmind.domain.journal import Action, Intent
from vaultmind.domain.link import NotePath
from vaultmind.writeback.reporting import report_of


def change(content: bytes, *edits: ByteEdit) -> Intent:
    return Intent(Action.CHANGE, NotePath("n.md"), content, apply_byte_edits(content, edits), edits)


def test_places_are_code_points_and_lines_of_the_text_before() -> None:
    content = "\ufeffсад\r\nпочва\r\n".encode()
    start = content.index("почва".encode())
    report = report_of(NotePath("n.md"), [change(content, ByteEdit(start, start + 10, "лес".encode()))], ())
    (edit,) = report.edits
    assert (edit.start, edit.end, edit.line, edit.removed, edit.inserted) == (5, 10, 2, "почва", "лес")
    assert report.checksum_before == checksum_of(content)
    assert report.journal is None
    assert "-почва\r\n+лес\r\n" in report.diff


def test_several_edits_of_an_encoded_note() -> None:
    content = "один два три".encode("cp1251") + " и ещё немного русских слов".encode("cp1251")
    report = report_of(
        NotePath("n.md"), [change(content, ByteEdit(0, 4, b"1"), ByteEdit(9, 12, "3".encode("cp1251")))], ()
    )
    assert [(edit.start, edit.removed, edit.inserted) for edit in report.edits] == [(0, "один", "1"), (9, "три", "3")]


def test_a_renaming_names_both_and_has_the_checksum_of_the_end() -> None:
    rename = Intent(Action.RENAME, NotePath("a.md"), b"x", b"x", new_note=NotePath("b.md"))
    own = Intent(Action.CHANGE, NotePath("b.md"), b"x", b"xy", (ByteEdit(1, 1, b"y"),))
    report = report_of(NotePath("a.md"), [rename, own], ())
    assert (report.note, report.new_note, report.checksum_after) == ("a.md", "b.md", checksum_of(b"xy"))
    assert report.diff.startswith("rename from a.md\nrename to b.md\n--- a/b.md\n")


def test_a_change_of_encoding_alone_shows_what_will_be_read() -> None:
    content = "Заметка о саде и о почве\n".encode("cp1251")
    whole = ByteEdit(0, len(content), content.decode("cp1251").encode())
    shown = report_of(NotePath("n.md"), [change(content, whole)], ()).diff
    assert shown.endswith("+Заметка о саде и о почве\n")
    assert "-\ufffd" in shown
