"""What the core says is shown in the language of the window."""

import re
from pathlib import Path

import pytest
from vaultmind_ui.core_words import SENTENCES, in_words
from vaultmind_ui.translation import Translation

CORE = Path(__file__).resolve().parents[2] / "vaultmind"
OF_THE_WINDOW = {"No vault is open.", "The vault was left.", "VaultMind made a mistake (%1)."}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("There is no folder /media/usb.", "Папки /media/usb нет."),
        (
            "Notes are found by their words alone. The setting embedding.model is off.",
            "Заметки ищутся только по словам. Поиск по смыслу выключен в настройках.",
        ),
        ("3 of 90 passages can be found by their words alone so far.", "Пока только по словам: отрывков — 3 из 90."),
        ("Something that nobody foresaw.", "Something that nobody foresaw."),
    ],
)
def test_a_sentence_is_shown_in_russian_with_what_it_is_about(english: Translation, said: str, shown: str) -> None:
    assert in_words(said) == said
    english.use("ru")
    assert in_words(said) == shown


def test_every_sentence_is_one_that_the_core_says() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in CORE.rglob("*.py"))
    said = re.sub(r"\{[^{}]*\}", "%", code).replace('"\n', "")
    missing = [
        sentence
        for sentence in SENTENCES
        if sentence not in OF_THE_WINDOW and re.sub(r"%\d", "%", sentence).strip("% ") not in said
    ]
    assert missing == []
