"""What the core says is shown in the language of the window, whatever it says."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from vaultmind_ui.core_words import IN_THE_WINDOW, SENTENCES, in_words
from vaultmind_ui.translation import Translation

CORE = Path(__file__).resolve().parents[2] / "vaultmind"
OF_THE_WINDOW = {
    "No vault is open.",
    "The vault was left.",
    "VaultMind made a mistake (%1).",
    "“%1” cannot be used: %2.",
}
NOT_FOR_THE_WINDOW = {
    "cli": "the command line speaks English",
    "evaluation": "only the command line evaluates",
    "evaluation.py": "only the command line evaluates",
}
SPOKEN_TO_A_MODEL_OR_IN_THE_LANGUAGE_OF_THE_QUESTION = {
    "adapters/models/fitting.py",
    "answers/prompt.py",
    "answers/conversation.py",
    "answers/council.py",
    "answers/early.py",
    "answers/extractive.py",
    "answers/recipes/making.py",
    "answers/recipes/selecting.py",
    "answers/recipes/wording.py",
    "retrieval/language.py",
    "writeback/recipe_notes.py",
}
OF_THE_SYSTEM = {
    "No space left on device",
    "Permission denied",
    "Operation not permitted",
    "Read-only file system",
    "Input/output error",
    "No such file or directory",
    "File name too long",
    "Is a directory",
    "Not a directory",
    "Device or resource busy",
    "Too many open files",
    "Too many levels of symbolic links",
}
STANDS_IN = "◆"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("The vault was left.", "Хранилище закрыто."),
        (
            "Notes are found by their words alone. The setting embedding.model is off.",
            "Заметки ищутся только по словам. Поиск по смыслу выключен в настройках.",
        ),
        ("3 of 90 passages can be found by their words alone so far.", "Пока только по словам: отрывков — 3 из 90."),
        (
            "“Plan.md” could not be written: Input/output error.",
            "«Plan.md» не удалось записать: ошибка ввода-вывода.",
        ),
        ("“Stopped.” is called so already.", "«Stopped.» уже так называется."),
        (
            "The model tiny was killed, perhaps because memory ran out; the next question starts it again.",
            "Модель tiny принудительно завершена — возможно, не хватило памяти; следующий вопрос запустит её снова.",
        ),
        (
            "The entry “my” in /home/x/models.toml, line 12, is left out: it has no “hub.repository”.",
            "Запись «my» в /home/x/models.toml, строка 12, пропущена: в ней нет «hub.repository».",
        ),
        (
            "The entry number 2 in /home/x/models.toml is left out: a sha256 has 64 digits of 0-9 and a-f.",
            "Запись номер 2 в /home/x/models.toml пропущена: в sha256 64 знака: 0-9 и a-f.",
        ),
        ("Stopped; the next try goes on from there.", "Остановлено; следующая попытка продолжит с этого места."),
        ("Something that nobody foresaw.", "Something that nobody foresaw."),
    ],
)
def test_a_sentence_is_shown_in_russian_with_what_it_is_about(english: Translation, said: str, shown: str) -> None:
    assert in_words(said) == said
    english.use("ru")
    assert in_words(said) == shown


@pytest.mark.parametrize("command", sorted(IN_THE_WINDOW))
def test_no_command_of_the_terminal_for_models_is_shown_in_the_window(english: Translation, command: str) -> None:
    said = re.sub(r"%\d", "tiny", command)
    for language in ("en", "ru"):
        english.use(language)
        shown = in_words(said)
        assert ("tiny" in shown) == ("%" in IN_THE_WINDOW[command])
        assert "`" not in shown
        assert "%" not in shown
        if "vaultmind models" in said:
            assert {"en": "the place Models", "ru": "раздел"}[language].lower() in shown.lower()


def test_every_refusal_notice_and_reason_of_the_core_has_its_russian(english: Translation) -> None:
    said = {sentence: place for place, sentence in (*_refusals(), *_other_sentences())}
    assert len(said) > 300
    english.use("ru")
    in_english = {sentence: place for sentence, place in said.items() if not _is_russian(in_words(sentence))}
    assert in_english == {}


def test_every_sentence_is_one_that_the_core_says() -> None:
    said = "\0".join(text for _, tree in _modules(everything=True) for node in ast.walk(tree) for text in _texts(node))
    here = (one for one in SENTENCES if one not in OF_THE_WINDOW | OF_THE_SYSTEM)
    unsaid = [
        one for one in here if not all(piece.strip(" .:,()?") in said for piece in re.split(r"%\d|(?<=\.) ", one))
    ]
    assert unsaid == []


def _is_russian(sentence: str) -> bool:
    return re.search("[а-яё]", sentence) is not None


def _modules(*, everything: bool = False) -> Iterator[tuple[str, ast.Module]]:
    for file in sorted(CORE.rglob("*.py")):
        place = file.relative_to(CORE)
        if everything or place.parts[0] not in NOT_FOR_THE_WINDOW:
            yield place.as_posix(), ast.parse(file.read_text(encoding="utf-8"))


def _refusals() -> Iterator[tuple[str, str]]:
    """Yield where an error is made, and each sentence it may say."""
    errors = ast.parse((CORE / "domain" / "errors.py").read_text(encoding="utf-8"))
    kinds = {node.name for node in errors.body if isinstance(node, ast.ClassDef)}
    for place, tree in _modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and _name(node.func) in kinds and node.args:
                yield from ((f"{place}:{node.lineno}", text) for text in _texts(node.args[0]) if _says_something(text))


def _other_sentences() -> Iterator[tuple[str, str]]:
    """Yield where a sentence stands that is no refusal: a notice, why a file is left out, what a state means."""
    for place, tree in _modules():
        if place in SPOKEN_TO_A_MODEL_OR_IN_THE_LANGUAGE_OF_THE_QUESTION:
            continue
        unsaid = {id(inner) for node in ast.walk(tree) for inner in _unsaid(node)}
        for node in ast.walk(tree):
            if id(node) not in unsaid:
                yield from ((f"{place}:{node.lineno}", text) for text in _texts(node) if _is_sentence(text))  # type: ignore[attr-defined]


def _unsaid(node: ast.AST) -> Iterator[ast.AST]:
    """Yield the texts of a node that no person is shown: docstrings, lines of the log, the pieces of an f-string."""
    if isinstance(node, ast.Expr):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield from (inner for inner in ast.walk(node) if inner is not node)
    elif isinstance(node, ast.Call) and _name(node.func) in {"debug", "info", "warning", "error", "exception"}:
        yield from (inner for argument in node.args for inner in ast.walk(argument))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _texts(node: ast.AST) -> tuple[str, ...]:
    """Return what an expression may say, whichever way its conditions go; a value stands in as a sign."""
    if isinstance(node, ast.Constant):
        return (node.value,) if isinstance(node.value, str) else ()
    if isinstance(node, ast.IfExp):
        return (*_texts(node.body), *_texts(node.orelse))
    if isinstance(node, ast.FormattedValue):
        return _texts(node.value) if isinstance(node.value, ast.IfExp) else (STANDS_IN,)
    if isinstance(node, ast.JoinedStr):
        return tuple(
            "".join(parts) for parts in itertools.product(*(_texts(value) or (STANDS_IN,) for value in node.values))
        )
    return ()


def _says_something(text: str) -> bool:
    return any(letter.isalpha() for letter in text)


def _is_sentence(text: str) -> bool:
    return (
        text.endswith(".") and " " in text and (text[0].isupper() or text[0] in STANDS_IN + "“") and text[-4:] != "e.g."
    )


@pytest.mark.parametrize("language", ["en", "ru"])
def test_no_sentence_of_the_window_sends_a_person_to_a_terminal(language: str, english: Translation) -> None:
    english.use(language)  # type: ignore[arg-type]
    shown = {in_words(re.sub(r"%\d", STANDS_IN, template)) for template in SENTENCES}
    assert {one for one in shown if re.search(r"`vaultmind |vaultmind doctor", one)} == set()
