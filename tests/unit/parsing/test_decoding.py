"""Bytes to text and back."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.parsing.decoding import decode

NOTE = "# Заметка\r\n\r\nЕсли она связана с [[Другая заметка]], то — «Россия», эхо и ёлка.\n"


@pytest.mark.parametrize(
    ("encoding", "bom"),
    [
        ("utf-8", b""),
        ("utf-8", codecs.BOM_UTF8),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("cp1251", b""),
        ("koi8_r", b""),
        ("cp866", b""),
        ("mac_cyrillic", b""),
    ],
)
def test_each_encoding_is_recognised(encoding: str, bom: bytes) -> None:
    data = bom + NOTE.encode(encoding, "replace")
    decoded = decode(data)
    assert decoded.encoding == encoding
    assert decoded.text == NOTE.encode(encoding, "replace").decode(encoding)
    assert decoded.bom == bom
    assert decoded.is_text
    assert bool(decoded.warnings) == (encoding != "utf-8")


@pytest.mark.parametrize("text", ["café naïve über", "don’t “quote” me", "Größe und Maß", "São Paulo é bonito"])
def test_western_text_is_not_taken_for_russian(text: str) -> None:
    decoded = decode(text.encode("cp1252"))
    assert (decoded.encoding, decoded.text) == ("cp1252", text)


@pytest.mark.parametrize("word", ["Привет", "Да нет", "ёлка", "ЗАМЕТКА О ПОГОДЕ", "и"])
@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r"])
def test_a_word_is_enough_for_the_common_encodings(word: str, encoding: str) -> None:
    assert decode(word.encode(encoding)).text == word


def test_a_file_cut_in_half_keeps_its_text_and_says_so() -> None:
    decoded = decode("Если заметка".encode()[:-1])
    assert decoded.text == "Если заметк�"
    assert decoded.warnings == ("One byte is not UTF-8 and is shown as �.",)


def test_one_bad_byte_does_not_make_a_note_legacy() -> None:
    decoded = decode("Длинная заметка ".encode() * 20 + b"\xff" + " дальше".encode())
    assert decoded.encoding == "utf-8"
    assert decoded.text.endswith("� дальше")


def test_nul_is_kept_and_told() -> None:
    decoded = decode(b"before \0 [[Target]] \0\0 after\n")
    assert decoded.text == "before \0 [[Target]] \0\0 after\n"
    assert "NUL" in decoded.warnings[0]


@pytest.mark.parametrize(
    "data", [bytes(range(256)), b"\x89PNG\r\n\x1a\n" + bytes(200), bytes(range(1, 9)) * 100, b"\0\1\2\3" * 50]
)
def test_what_is_no_text_is_not_read_as_text(data: bytes) -> None:
    decoded = decode(data)
    assert not decoded.is_text
    assert decoded.warnings == ("The file is not text; nothing in it is read.",)


def test_a_lone_half_of_utf16_is_shown_as_one_character() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + "a\ud800b".encode("utf-16-le", "surrogatepass") + b"c")
    assert decoded.text == "a�b"
    assert decoded.tail == b"c"


@given(st.binary(max_size=200) | st.text(max_size=80).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_every_byte_comes_back(data: bytes) -> None:
    decoded = decode(data)
    assert decoded.encode(decoded.exact) == data
    assert len(decoded.text) == len(decoded.exact)
    decoded.text.encode("utf-8")


@given(
    st.sampled_from(["utf-8", "utf-16-le", "cp1251", "koi8_r"]),
    st.lists(st.sampled_from(["заметка", "связана", "привет", "Москва", "garden"]), min_size=4, max_size=12),
    st.integers(0, 30),
)
def test_an_edit_changes_only_its_own_bytes(encoding: str, words: list[str], place: int) -> None:
    text = "Если " + " ".join(words)
    decoded = decode(text.encode(encoding))
    edited = decoded.exact[:place] + "ого" + decoded.exact[place:]
    assert decoded.encode(edited) == (text[:place] + "ого" + text[place:]).encode(encoding)
