"""Follow-up questions put into words that stand alone: by a model whose words are checked, else by plain rules."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from contextlib import closing
from dataclasses import dataclass
from functools import partial

from vaultmind.answers.details import Evidence, missing_details
from vaultmind.answers.following import POINTING, by_rules, leans_on_history, own_words, plain_answer, without_thanks
from vaultmind.answers.prompt import without_borders
from vaultmind.domain.conversation import Turn, Understood
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import stems_of, words_of
from vaultmind.ports import CancelToken, ChatTurn, LanguageModel

_TURNS_READ = 3
_ANSWER_READ = 300
_LONGEST_QUESTION = 300
_MOST_TOKENS = 80
_LABEL = re.compile(r"\A\W*(?:самостоятельный вопрос|вопрос|stand-?alone question|question)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Words:
    rules: str
    question: str
    answer: str
    follow_up: str
    worked: tuple[str, str, str, str]
    """An earlier question and its answer, a follow-up, and what it means."""


_RUSSIAN = _Words(
    rules=(
        "Ты переписываешь вопрос из разговора так, чтобы он был понятен без разговора: местоимения и опущенное "
        "замени тем, о чём шла речь. Ничего не добавляй от себя и не отвечай. Напиши только вопрос, одной строкой."
    ),
    question="Вопрос",
    answer="Ответ",
    follow_up="Перепиши этот вопрос",
    worked=(
        "Кто построил Эйфелеву башню?",
        "Её построил инженер Гюстав Эйфель.",
        "А какой она высоты?",
        "Какой высоты Эйфелева башня?",
    ),
)
_ENGLISH = _Words(
    rules=(
        "You rewrite a question of a conversation so that it can be understood without the conversation: replace "
        "pronouns and what is left out by what was spoken of. Add nothing of your own and do not answer. Write the "
        "question alone, on one line."
    ),
    question="Question",
    answer="Answer",
    follow_up="Rewrite this question",
    worked=(
        "Who built the Eiffel Tower?",
        "It was built by the engineer Gustave Eiffel.",
        "And how high is it?",
        "How high is the Eiffel Tower?",
    ),
)


def understand(
    question: str,
    history: Sequence[Turn],
    *,
    model: LanguageModel | None = None,
    spoken_of: Callable[[Turn], AbstractSet[str]] | None = None,
    cancel: CancelToken | None = None,
) -> Understood | None:
    """Return what a follow-up means in words that stand alone, or ``None`` where it does already.

    A model's words are taken only if they keep what the question says precisely, add nothing that was not said, and
    are in its language; else rules serve. ``spoken_of`` returns the stems of what a turn and its notes speak of. Raises
    ``ModelProblem`` and ``Cancelled``.
    """
    said = [turn for turn in history if words_of(without_thanks(turn.question))]
    known = partial(spoken_of, said[-1]) if said and spoken_of is not None else None
    if not said or not leans_on_history(question, known):
        return None
    if model is not None:
        meant = _rewritten(question, said, model, cancel)
        if meant and _is_sound(meant, question, said):
            return Understood(question, meant, "model")
    meant = by_rules(question, said[-1], said[:-1])
    return Understood(question, meant, "rules") if meant != question else None


def _rewritten(question: str, said: Sequence[Turn], model: LanguageModel, cancel: CancelToken | None) -> str:
    words = _RUSSIAN if language_of(question) == "ru" else _ENGLISH
    earlier, answer, follow_up, meant = words.worked
    turns = (
        ChatTurn("system", words.rules),
        ChatTurn("user", _asked(words, [(earlier, answer)], follow_up)),
        ChatTurn("assistant", meant),
        ChatTurn("user", _asked(words, [_read(turn) for turn in said[-_TURNS_READ:]], question)),
    )
    with closing(model.stream(turns, max_tokens=_MOST_TOKENS, cancel=cancel)) as pieces:
        written = "".join(piece.text for piece in pieces)
    first = next((line for line in written.splitlines() if line.strip()), "")
    return _LABEL.sub("", first).strip().strip("«»\"“”'*")


def _asked(words: _Words, said: Sequence[tuple[str, str]], question: str) -> str:
    lines = [f"{words.question}: {asked}\n{words.answer}: {answer}" for asked, answer in said]
    return "\n".join([*lines, "", f"{words.follow_up}: {without_borders(question)}"])


def _read(turn: Turn) -> tuple[str, str]:
    return without_borders(turn.meant or turn.question), without_borders(plain_answer(turn.answer)[:_ANSWER_READ])


def _is_sound(meant: str, question: str, said: Sequence[Turn]) -> bool:
    """Say whether a model's wording keeps the question, takes something from what was said, and adds nothing else."""
    if len(meant) > _LONGEST_QUESTION or language_of(meant) != language_of(question):
        return False
    known = "\n".join([question, *(f"{turn.meant} {turn.question} {plain_answer(turn.answer)}" for turn in said)])
    kept, taken = frozenset(stems_of(meant, keep_stop_words=False)), Evidence.of(known)
    own = frozenset(stem for word in own_words(question) for stem in stems_of(word))
    if missing_details(question, Evidence.of(meant)) or missing_details(meant, taken):
        return False
    asked = frozenset(stems_of(f"{question} {' '.join(POINTING)}"))
    return len(own & kept) * 2 >= len(own) and bool((kept - asked) & taken.stems)
