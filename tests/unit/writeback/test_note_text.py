import pytest

from vaultmind.domain.edit import Edit, apply_byte_edits
from vaultmind.domain.errors import WriteRefused
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.writeback.note_text import NoteText, byte_edits

RUSSIAN = "Старая заметка о почве и саде, о яблонях и о воде\r\nвторая строка\r\n"


def opened(content: bytes) -> NoteText:
    return NoteText(NotePath("n.md"), content)


def edited(content: bytes, *edits: Edit) -> bytes:
    note = opened(content)
    return apply_byte_edits(content, byte_edits(note, edits))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1251", "koi8_r", "utf-16", "utf-16-le", "utf-16-be"])
def test_an_edit_is_written_in_the_encoding_of_the_note(encoding: str) -> None:
    content = RUSSIAN.encode(encoding)
    place = RUSSIAN.index("почве")
    after = edited(content, Edit(Span(place, place + 5), "глине"))
    assert after == RUSSIAN.replace("почве", "глине").encode(encoding)


def test_bytes_that_are_no_characters_stay() -> None:
    content = "Заметка \xff\xfe о почве ".encode("latin-1", "replace").replace(b"?", "я".encode()) + b"\xff\x80 end\n"
    note = opened(content)
    place = note.text.index("end")
    assert edited(content, Edit(Span(place, place + 3), "конец")) == content.replace(b"end", "конец".encode())


def test_a_character_the_encoding_lacks_is_refused_with_what_to_do() -> None:
    with pytest.raises(WriteRefused, match=r"Windows-1251, which has no “日”.*doctor --fix not-utf8"):
        edited(RUSSIAN.encode("cp1251"), Edit(Span(0, 0), "日本"))


def test_half_a_character_is_refused() -> None:
    with pytest.raises(WriteRefused, match="half a character"):
        edited(b"abc", Edit(Span(0, 0), "\ud800"))


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(WriteRefused, match="is not text"):
        edited(bytes(range(32)) * 20, Edit(Span(0, 0), "x"))


def test_an_edit_that_would_change_how_the_rest_is_read_is_refused() -> None:
    content = "сад".encode("cp1251")
    assert opened(content).decoded.encoding == "cp1251"
    with pytest.raises(WriteRefused, match="would be guessed otherwise"):
        edited(content, Edit(Span(0, 3), "Ђ" * 40 + "дом"))


@pytest.mark.parametrize(
    ("text", "place", "line_end"),
    [
        ("a\r\nb", 4, "\r\n"),
        ("a\nb\r\nc", 3, "\n"),
        ("abc", 3, "\n"),
        ("a\rb", 2, "\r"),
        ("a\r\nb", 0, "\r\n"),
        ("", 0, "\n"),
    ],
)
def test_new_lines_end_as_the_lines_around(text: str, place: int, line_end: str) -> None:
    assert opened(text.encode()).line_end_at(place) == line_end


def test_lines_count_from_one() -> None:
    note = opened(b"a\r\nb\rc\nd")
    assert [note.line_of(place) for place in (0, 3, 5, 7)] == [1, 2, 3, 4]
