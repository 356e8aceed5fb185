"""Questions of which no note speaks, and replies of a chat, asked of a vault with the embedding model."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind import api

NOTES = {
    "Дневник.md": "# Дневник\nКупил велосипед «Стелс» за 18 500 рублей. Хочу продать велосипед.\n",
    "Diary.md": "# Diary\nBought a Trek bicycle for 640 euros. The boiler pressure is 1.5 bar.\n",
    "Боровинка.md": (
        "---\nсозревание: конец августа\n---\n# Боровинка\nВ Англию Боровинку привезли в 1817 году, и там она "
        "называется Duchess of Oldenburg.\n"
    ),
    "Pests/Apple scab.md": "# Apple scab\nOverwinters in fallen leaves, so the cheapest treatment is a rake.\n",
    "Чат.md": (
        "**Я:** Почему скрипит дверь?\n\n**Бот:** Скрипит из-за сухих петель; смажьте их литолом.\n\n"
        "**Я:** А если петли ржавые?\n\n**Бот:** Тогда сначала очистите ржавчину щёткой.\n"
    ),
}


@pytest.fixture(scope="module")
def vault(tmp_path_factory: pytest.TempPathFactory, e5_folder: Path) -> Iterator[api.Session]:
    assert e5_folder.is_dir()
    home = tmp_path_factory.mktemp("off-topic")
    for name, text in NOTES.items():
        path = home / "vault" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    session = api.open_vault(vault=home / "vault", data=home / "data")
    list(session.index(api.IndexRequest()))
    yield session
    session.close()


def said(vault: api.Session, question: str) -> api.Answer:
    *_, answer = vault.ask(api.AskRequest(question, extractive=True))
    assert isinstance(answer, api.Answer)
    return answer


@pytest.mark.parametrize(
    "question",
    [
        "Сколько стоил мотоцикл?",
        "How much did the motorcycle cost?",
        "Какое давление на котле у соседа?",
    ],
)
def test_what_no_note_speaks_of_is_refused(vault: api.Session, question: str) -> None:
    assert said(vault, question).refused


@pytest.mark.parametrize(
    ("question", "held"),
    [
        ("Сколько стоил велосипед?", "18 500 рублей"),
        ("How much did the bicycle cost?", "640 euros"),
        ("Какое давление на котле?", "1.5 bar"),  # in the other language alone
        ("When does Боровинка ripen?", "созревание: конец августа"),
        ("What is apple scab?", "Overwinters in fallen leaves"),  # no sentence of the note says its name
        ("Что делать, если петли ржавые?", "Тогда сначала очистите ржавчину щёткой. [1]"),
    ],
)
def test_what_a_note_says_is_answered(vault: api.Session, question: str, held: str) -> None:
    answer = said(vault, question)
    assert held in answer.text
    assert all(one.verified for one in answer.citations)
    assert "1817" not in answer.text
