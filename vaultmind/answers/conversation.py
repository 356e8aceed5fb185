"""Follow-up questions put into words that stand alone: by a model whose words are checked, else by plain rules."""

import re
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass

from vaultmind.answers.details import Evidence, missing_details
from vaultmind.answers.prompt import without_borders
from vaultmind.domain.conversation import Turn, Understood
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import is_stop_word, stems_of, words_of
from vaultmind.ports import CancelToken, ChatTurn, LanguageModel

_TURNS_READ = 3
_ANSWER_READ = 300
_LONGEST_QUESTION = 300
_MOST_TOKENS = 80
_MOST_TOPIC_WORDS = 5
_MOST_NAMES = 3

_PERSONAL_WORDS = """
он она оно они его её ее их него неё нее них ему ей нему ней ним нём нем ею ими
it its they them their theirs he him his she her hers
"""
_POINTING_WORDS = """
этот эта это эти этого этой этом этих этим эту тот та те того той тех там туда тогда оттуда здесь такой такая такое
такие оба обе обоих другие других другим другими остальные остальных остальным остальными
this that these those there then same both one ones others rest
"""
_ASKING_WORDS = """
что кто как когда где куда откуда почему зачем сколько какой какая какое какие каком какого какую чей чья чьё чем кого
кому ли разве расскажи скажи подробнее ещё еще what who whom whose how when where why which much many do does did is are
was were can could should would will has have had tell more else
"""
_PERSONAL, _POINTING = frozenset(_PERSONAL_WORDS.split()), frozenset(_POINTING_WORDS.split())
_ASKING = frozenset(_ASKING_WORDS.split())
_OPENER = re.compile(r"\A\s*(?:а|и|но|ну|или|and|but|or|so)\s*,?\s+", re.IGNORECASE)
_ELLIPSIS = re.compile(
    r"\s*(?:(?:а|и|and|but)\s+)?(?:(?:что|как)\s+(?:насчёт|насчет|с|со|про)|what\s+about|how\s+about|а|и|and|but)\s+"
    r"(?P<other>.+?)[?!.\s]*\Z",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"\A(?:the|an?)\s+", re.IGNORECASE)
_DEFINING = re.compile(
    r"\s*(?:что|кто)\s+так(?:ое|ой|ая|ие)\s|\s*(?:what|who)\s+(?:is|are)\s+(?:an?\s|the\s)?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_END = "?!. \t"
_CARRIED = re.compile(r"(.+?) (?:\(([^()]+)\)|— ([^—]+?))[?!.\s]*")
_MARKS = re.compile(r"\s*\[\[[^\[\]|]*\|\d{1,3}\]\]|\s*\[\d{1,3}\]|^\d{1,3}\. \[\[.*$", re.MULTILINE)
_LINK = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")
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
    question: str, history: Sequence[Turn], *, model: LanguageModel | None = None, cancel: CancelToken | None = None
) -> Understood | None:
    """Return what a follow-up means in words that stand alone, or ``None`` where it does already.

    A model's words are taken only if they keep what the question says precisely, add nothing that was not said, and
    are in its language; else rules serve. Raises ``ModelProblem`` and ``Cancelled``.
    """
    said = [turn for turn in history if turn.question.strip()]
    if not said or not leans_on_history(question):
        return None
    if model is not None:
        meant = _rewritten(question, said, model, cancel)
        if meant and _is_sound(meant, question, said):
            return Understood(question, meant, "model")
    meant = by_rules(question, said[-1])
    return Understood(question, meant, "rules") if meant != question else None


def leans_on_history(question: str) -> bool:
    """Say whether a question needs what went before: a pronoun, an opening "and", or hardly any words of its own."""
    words = words_of(question)
    own = _own_words(question)
    if any(word in _PERSONAL for word in words):
        return len(own) <= 4
    if _other_of(question) is not None:
        return True
    if _OPENER.match(question):
        return len(own) <= 4
    if _DEFINING.match(question) and own:
        return False
    if any(word in _POINTING for word in words):
        return len(own) <= 3 and not _names(question)
    return len(own) <= 1 and not _names(question)


def by_rules(question: str, before: Turn) -> str:
    """Return the question with the topic of the turn before, or that turn's question asked of something else.

    >>> by_rules("А Антоновка?", Turn("Когда привита Титовка?"))
    'Когда привита Антоновка?'
    >>> by_rules("When was it grafted?", Turn("Who planted the old Titovka?"))
    'When was it grafted (Titovka)?'
    """
    base = " ".join((before.meant or before.question).split())
    bare, carried = _apart(base)
    other = _other_of(question)
    if other is not None:
        names = _names(base)
        if len(names) == 1:
            return f"{base.replace(names[0], _ARTICLE.sub('', other)).rstrip(_END)}?"
        return f"{bare} ({other})?" if base.endswith(")?") else f"{bare} — {other}?"
    topic = _names_joined(bare) or carried or _topic(before, base)
    asked = _OPENER.sub("", question, count=1).strip().rstrip(_END)
    if not topic or set(stems_of(topic)) <= set(stems_of(asked)):
        return question
    return f"{asked[:1].upper()}{asked[1:]} ({topic})?"


def _apart(base: str) -> tuple[str, str]:
    """Return a question and the topic that rules gave it, so that no follow-up carries more than one.

    >>> _apart("Why did it fail (well)?"), _apart("How deep is the well — the pond?"), _apart("How deep?")
    (('Why did it fail', 'well'), ('How deep is the well', 'the pond'), ('How deep', ''))
    """
    found = _CARRIED.fullmatch(base)
    return (found[1], found[2] or found[3]) if found else (base.rstrip(_END), "")


def _other_of(question: str) -> str | None:
    """Return what "And X?" asks about, where it is nothing but another thing to ask the same of."""
    found = _ELLIPSIS.match(question)
    if found is None:
        return None
    other = found["other"].strip()
    words = words_of(_ARTICLE.sub("", other))
    is_thing = words and len(words) <= 4 and not any(word in _ASKING | _PERSONAL | _POINTING for word in words)
    return other if is_thing else None


def _topic(before: Turn, base: str) -> str:
    """Return what a turn was about: the names in its question, else its own words, else the note it rests on."""
    if names := _names_joined(base):
        return names
    own = _own_words(base)
    if own:
        return " ".join(own[:_MOST_TOPIC_WORDS])
    return before.sources[0].rpartition("/")[2].removesuffix(".md") if before.sources else ""


def _names_joined(text: str) -> str:
    return ", ".join(_names(text)[:_MOST_NAMES])


def _names(text: str) -> list[str]:
    """Return the words written large that do not begin the text, and those with digits among their letters."""
    found = []
    for word in _WORD.finditer(text):
        written = word.group()
        begins = not text[: word.start()].strip(" \t\"'«“(*_—-") or text[: word.start()].rstrip()[-1:] in ".!?"
        mixed = any(sign.isdigit() for sign in written) and any(sign.isalpha() for sign in written)
        is_large = written[0].isupper() and not is_stop_word(written) and written.casefold() not in _ASKING
        if mixed or (is_large and not begins):
            found.append(written)
    return list(dict.fromkeys(found))


def _own_words(text: str) -> list[str]:
    """Return the words that say something by themselves, as written."""
    return [
        word.group()
        for word in _WORD.finditer(text)
        if word.group().casefold() not in _ASKING | _PERSONAL | _POINTING and not is_stop_word(word.group())
    ]


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
    return without_borders(turn.meant or turn.question), without_borders(_bare(turn.answer)[:_ANSWER_READ])


def _bare(answer: str) -> str:
    """Return an answer without its marks and its list of sources."""
    return " ".join(_LINK.sub(r"\1", _MARKS.sub("", answer)).split())


def _is_sound(meant: str, question: str, said: Sequence[Turn]) -> bool:
    """Say whether a model's wording keeps the question, takes something from what was said, and adds nothing else."""
    if len(meant) > _LONGEST_QUESTION or language_of(meant) != language_of(question):
        return False
    known = "\n".join([question, *(f"{turn.meant} {turn.question} {_bare(turn.answer)}" for turn in said)])
    kept, taken = frozenset(stems_of(meant, keep_stop_words=False)), Evidence.of(known)
    own = frozenset(stem for word in _own_words(question) for stem in stems_of(word))
    if missing_details(question, Evidence.of(meant)) or missing_details(meant, taken):
        return False
    asked = frozenset(stems_of(f"{question} {' '.join(_POINTING)}"))
    return len(own & kept) * 2 >= len(own) and bool((kept - asked) & taken.stems)
