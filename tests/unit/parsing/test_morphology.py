import sys
import unicodedata
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.parsing.morphology import (
    fold,
    is_stop_word,
    searched_stems,
    stem,
    stems_of,
    without_stop_words,
    words_of,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("плагин", "плагинов"),
        ("плагин", "плагинами"),
        ("миграция", "миграцию"),
        ("ёлка", "елки"),
        ("Громов", "Громова"),
        ("Лермонтов", "Лермонтовым"),
        ("архив", "архива"),
        ("система", "систем"),
        ("проблема", "проблем"),
        ("объём", "объёма"),
        ("урожай", "урожая"),
        ("перерыв", "перерыва"),
        ("имя", "имени"),
        ("заметка", "заметок"),
        ("список", "списка"),
        ("ошибки", "ошибок"),
        ("Ёж", "ежи"),
        ("САД", "саду"),
        ("Café", "cafe"),
        ("naïve", "naive"),
        ("gardens", "Garden"),
        ("running", "runs"),
        ("don’t", "don't"),
        ("Straße", "strasse"),
        ("cafe\u0301", "café"),
        ("и\u0306ога", "йога"),
        ("Ελλάδα", "ελλαδα"),
        ("C++", "c++"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str) -> None:
    assert stems_of(one) == stems_of(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("йога", "иога"), ("зайка", "заика"), ("C", "C++"), ("C#", "C"), ("кот", "код"), ("ток", "тк")],
)
def test_other_words_keep_apart(one: str, other: str) -> None:
    assert stems_of(one) != stems_of(other)


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("05_да_можешь", ["05", "да", "можеш"]),
        ("snake_case e-mail", ["snake", "case", "e", "mail"]),
        ("версия 1.12.7", ["верс", "1", "12", "7"]),
        ("东京都 abc東京", ["东京", "京都", "abc", "東京"]),
        ("人", ["人"]),
        ("", []),
        ("🙂 — !!", []),
        ("\ud800 lone \udfff", ["lone"]),
    ],
)
def test_words_are_cut_where_a_reader_would(text: str, stems: list[str]) -> None:
    assert stems_of(text) == stems


def test_common_words_are_left_out_unless_nothing_else_is_there() -> None:
    assert stems_of("что было в саду", keep_stop_words=False) == ["сад"]
    assert without_stop_words(["the", "who"]) == ["the", "who"]
    assert without_stop_words(["the", "garden"]) == ["garden"]
    assert is_stop_word("ЕЩЁ")
    assert not is_stop_word("сад")


def test_words_keep_their_endings() -> None:
    assert words_of("Ёлки и gardens") == ["елки", "и", "gardens"]


@given(st.text())
def test_any_text_gives_words_that_the_index_can_hold(text: str) -> None:
    for found in stems_of(text):
        assert found
        assert not any(sign.isspace() or sign in "\"'" for sign in found)
        found.encode("utf-8")
        assert stems_of(found) is not None


@given(st.text())
def test_stems_do_not_depend_on_the_unicode_form(text: str) -> None:
    assert stems_of(unicodedata.normalize("NFD", text)) == stems_of(unicodedata.normalize("NFC", text))


@given(st.text(alphabet=st.characters(max_codepoint=sys.maxunicode, categories=["Lu", "Ll", "Lo"]), min_size=1))
def test_folding_twice_is_folding_once(word: str) -> None:
    assert fold(fold(word)) == fold(word)


def test_threads_get_the_same_stems() -> None:
    words = [f"слово{n} gardens{n}" for n in range(400)] + ["плагинами"] * 50
    expected = [[stem(part) for part in word.split()] for word in words]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(stems_of, words)) == expected


ODD_SIGNS = st.text("aCcяЁ5_#+'’ʼ-«—\u00a0\u0301\ud800漢字 \n/.é", max_size=12)


@given(st.lists(st.text() | ODD_SIGNS, max_size=4).map(" ".join) | ODD_SIGNS)
def test_what_is_searched_of_a_text_is_its_stems_without_the_commonest(text: str) -> None:
    assert searched_stems(text) == " ".join(stems_of(text, keep_stop_words=False))
