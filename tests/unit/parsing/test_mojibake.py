"""Damage is undone wherever it is, and sound text is left alone."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from vaultmind.parsing.mojibake import repair_name, undo_mojibake

CODECS = ["mac_roman", "cp1252", "latin-1", "cp1251", "koi8_r", "cp866", "cp437", "mac_cyrillic"]
NOTE = """# Заметка о саде
Если заметка связана с [[Другая заметка]], то ответ — #проект/альфа.

- [ ] «Россия», История и я, эхо № 5…
- English words stay: café, naïve, “quoted”, don’t – 20 °C
а и в о
"""


def damage(text: str, codec: str) -> str:
    """Return what a program shows that reads UTF-8 as ``codec``; holes of the codec become C1 characters."""
    shown = []
    for byte in text.encode():
        try:
            shown.append(bytes([byte]).decode(codec))
        except UnicodeDecodeError:
            shown.append(chr(byte))
    return "".join(shown)


@pytest.mark.parametrize("codec", CODECS)
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_whole_note_is_repaired(codec: str, times: int) -> None:
    damaged = NOTE
    for _ in range(times):
        damaged = damage(damaged, codec)
    repair = undo_mojibake(damaged)
    assert repair is not None
    assert repair.text == NOTE
    named = "cp1252" if codec == "latin-1" else codec
    assert repair.repaired_from == named + {1: "", 2: " twice", 3: " 3 times"}[times]


def test_two_kinds_of_damage_upon_each_other() -> None:
    repair = undo_mojibake(damage(damage(NOTE, "cp1251"), "mac_roman"))
    assert repair is not None
    assert repair.text == NOTE
    assert repair.repaired_from == "mac_roman, cp1251"


WORDS = "если заметка Москва связана привет и я ёлка съезд объём шхуна Юпитер эхо цапля"
words = st.lists(st.sampled_from(WORDS.split()), min_size=6, max_size=14, unique=True).map(" ".join)
"""Prose: one word again and again is too little to tell damage twice done from text that is only odd."""


@given(
    st.lists(words, min_size=1, max_size=4),
    st.sampled_from(CODECS),
    st.integers(1, 2),
    st.sampled_from(["", "Sound. "]),
)
def test_every_repaired_character_leads_to_what_is_on_disk(
    lines: list[str], codec: str, times: int, ahead: str
) -> None:
    assume(times == 1 or codec != "cp866")  # twice through DOS: its line-drawing signs tell too little of short prose
    text = ahead + "\n".join(lines)
    damaged = text
    for _ in range(times):
        damaged = damage(damaged, codec)
    repair = undo_mojibake(damaged)
    assert repair is not None
    assert repair.text == text
    assert repair.offsets.to_disk(len(text)) == len(damaged)
    for place, char in enumerate(text):
        written = char
        for _ in range(times):
            written = damage(written, codec)
        start, end = repair.offsets.to_disk(place), repair.offsets.to_disk(place + 1)
        assert damaged[start:end] == written
        assert repair.offsets.to_read(start) == place


@pytest.mark.parametrize("codec", CODECS)
def test_a_damaged_stretch_among_sound_lines(codec: str) -> None:
    sound = "Это хорошая строка — «СССР», «С…», 5 № и ё.\n"
    bad = "Вот испорченная строка и заметка\n"
    repair = undo_mojibake(sound + damage(bad, codec) + sound)
    assert repair is not None
    assert repair.text == sound + bad + sound


def test_a_damaged_word_within_a_sound_line() -> None:
    repair = undo_mojibake(f"Было написано {damage('заметка', 'mac_roman')} без причины")
    assert repair is not None
    assert repair.text == "Было написано заметка без причины"


def test_western_damage_of_single_letters() -> None:
    repair = undo_mojibake("The cafÃ© was closed, so we didnâ€™t stay for the naÃ¯ve painter.")
    assert repair is not None
    assert repair.text == "The café was closed, so we didn’t stay for the naïve painter."


def test_the_hole_of_windows_1251_is_filled() -> None:
    damaged = "История и Индия и Иран".encode().decode("cp1251", "replace")
    assert "\ufffd" in damaged
    for shown in (damaged, damaged.replace("\ufffd", "?")):
        repair = undo_mojibake(shown)
        assert repair is not None
        assert repair.text == "История и Индия и Иран"


@pytest.mark.parametrize(
    "sound",
    [
        "",
        "plain ASCII",
        "Обычный текст: «СССР», «РСФСР» и РСФСР…, Рёбра, Сёмин, С° и Р±.",
        "Маршрут А–Б–В–Г, рифма –А–Б–А–Б, поезд Москва–Астана–Алматы",
        "Österreich 1990–über, Paris–Évian–Ürümqi, façade, naïve, Ångström, ¿qué?",
        "УКРАЇНСЬКА ВІЗІЯ, РІВІ ТА СІЄ, «ЗІЄ»",
        "NÃO, IRMÃ” e AMANHÃ… são palavras",
        "50 °C, ±5 µm, ½ cup, 10 €, §4, ©2024, № 7, 5 × 3 ÷ 2",
        "日本語のノート、中文笔记、한국어 메모",
        "emoji 👩‍👩‍👧 🙂 → ← ✅ и текст",
        "┌──┬──┐\n│╨╤│▓│\n└──┴──┘ таблица псевдографикой",
        "∂∑∏π∫ªºΩ формула –∞ < x < +∞ и –µ",
        "Српски Ђорђе, Љубав Њушка; беларускі Ў",
        "Если текст похож на `–µ—Å–ª–∏ –∑–∞–º–µ—Ç–∫–∞`, он испорчен.",
        "```\n–µ—Å–ª–∏ –∑–∞–º–µ—Ç–∫–∞\n```\nТак выглядит Mac Roman.",
    ],
)
def test_sound_text_is_never_repaired(sound: str) -> None:
    assert undo_mojibake(sound) is None


@given(st.text(max_size=120))
def test_any_text_is_taken(text: str) -> None:
    repair = undo_mojibake(text)
    if repair is not None:
        assert repair.text.count("\n") == text.count("\n")
        assert repair.offsets.to_disk(len(repair.text)) == len(text)


@pytest.mark.parametrize(
    ("codec", "name"), [("mac_roman", "Если"), ("cp437", "Садовая заметка"), ("cp866", "План на год")]
)
def test_a_damaged_name_is_repaired(codec: str, name: str) -> None:
    assert repair_name(damage(name, codec)) == name


@pytest.mark.parametrize("name", ["Garden", "Сад", "2025-06-16", "А–Б", "Café"])
def test_a_sound_name_stays(name: str) -> None:
    assert repair_name(name) == name
