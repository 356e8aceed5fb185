"""Several voices on one question: roles for a model, and what answers have in common and where they differ."""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from vaultmind.answers.contradicting import (
    Claim,
    are_about_the_same,
    difference,
    names_in,
    told_in,
    without_contradictions,
)
from vaultmind.answers.details import missing_details
from vaultmind.answers.prompt import probability_of_yes, without_borders
from vaultmind.answers.support import check_statements
from vaultmind.domain.answer import Answer, AnswerMode, Citation
from vaultmind.domain.council import Contradiction, ContradictionKind, CouncilAnswer, Said, Voice
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import words_of
from vaultmind.ports import CancelToken, ChatTurn, LanguageModel, Token

NOTES_VOICE = "notes"
"""The voice that needs no model: the notes' own sentences."""

_ROLES: Mapping[str, Mapping[str, str]] = {
    "sceptic": {
        "en": "You are a sceptic: say above all what the excerpts leave open, doubt or speak against.",
        "ru": "Ты скептик: говори прежде всего о том, что в выдержках неясно, вызывает сомнение или говорит против.",
    },
    "exact": {
        "en": "You are exact: give the numbers, dates and names of the excerpts, and nothing that is not in them.",
        "ru": "Ты точен: называй числа, даты и имена из выдержек и ничего, чего в них нет.",
    },
    "broad": {
        "en": "You look at the whole: say what connects the excerpts and what follows from them together.",
        "ru": "Ты смотришь на целое: говори, что связывает выдержки и что следует из них вместе.",
    },
}
ROLES: tuple[str, ...] = tuple(_ROLES)
"""The roles that a model may be given, e.g. ``qwen3-4b:sceptic``."""

_MARK = re.compile(r"\s*\[(\d{1,3})\]")
_QUOTE = re.compile(r"[«“].*[»”]\W*", re.DOTALL)
_SAME = 0.6
"""The share of their words that two statements must have in common to be the same."""
_FEWEST_COMMON = 2
_SURE = 0.8
"""How likely a model must find a contradiction that no rule sees."""

_MOST_VOTES = 12
_JUDGE = {
    "en": (
        "You compare two statements. Reply with one word: yes or no.",
        "Question: {}\n\nStatement 1: {}\nStatement 2: {}\n\nCan only one of the two statements be true? Yes or no.",
    ),
    "ru": (
        "Ты сравниваешь два утверждения. Ответь одним словом: да или нет.",
        "Вопрос: {}\n\nУтверждение 1: {}\nУтверждение 2: {}\n\nПротиворечат ли они друг другу? Да или нет.",
    ),
}

Vote = Callable[[str, str], float | None]
"""Returns how likely two statements contradict each other, from 0 to 1, or ``None`` where nobody can say."""


class InRole:
    """A model that is told what to look at before it answers. Whether a passage answers it judges without its role."""

    def __init__(self, model: LanguageModel, role: str) -> None:
        self._model = model
        self._role = _ROLES[role]
        self.name = model.name

    def stream(
        self,
        turns: Sequence[ChatTurn],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        seed: int = 0,
        top_logprobs: int = 0,
        cancel: CancelToken | None = None,
    ) -> Generator[Token, None, None]:
        """Yield pieces as they come, the role being told in the language of the rules."""
        if turns and turns[0].role == "system" and not top_logprobs:
            told = self._role[language_of(turns[0].text) or "en"]
            turns = (ChatTurn("system", f"{turns[0].text} {told}"), *turns[1:])
        return self._model.stream(
            turns, max_tokens=max_tokens, temperature=temperature, seed=seed, top_logprobs=top_logprobs, cancel=cancel
        )

    def close(self) -> None:
        """Do nothing: the model is another's to close."""


def numbered_alike(answers: Sequence[Answer]) -> list[Answer]:
    """Return the answers with their marks renumbered so that one number is one quoted place in all of them."""
    numbers: dict[tuple[object, ...], int] = {}
    return [_renumbered(answer, numbers) for answer in answers]


def _renumbered(answer: Answer, numbers: dict[tuple[object, ...], int]) -> Answer:
    new: dict[int, int] = {}
    for citation in answer.citations:
        place = (citation.note, citation.heading, " ".join(citation.quote.split()))
        new[citation.number] = numbers.setdefault(place, len(numbers) + 1)

    def mark(found: re.Match[str]) -> str:
        number = new.get(int(found[1]))
        return "" if number is None else f"{found[0][: found[0].index('[')]}[{number}]"

    citations = [replace(citation, number=new[citation.number]) for citation in answer.citations]
    return replace(answer, text=_MARK.sub(mark, answer.text), citations=tuple(citations), statements=())


def merge(question: str, voices: Sequence[Voice], *, vote: Vote | None = None) -> CouncilAnswer:
    """Return what every voice says, what only some say, and which statements cannot both be right.

    Numbers, dates, names and negations that differ between statements about the same thing contradict each other by
    rule; where ``vote`` is given it judges further pairs and says how likely the found ones are. A statement that is
    contradicted is not among those agreed on. A voice in whose place the notes' sentences stand agrees with nobody.
    Where the notes themselves contradict each other, as voices tell, that is named too.
    """
    answered = [voice for voice in voices if voice.has_answered]
    heard = [voice.answer for voice in voices if voice.answer is not None]
    cited = sorted((citation for answer in heard for citation in answer.citations), key=lambda one: one.supports)
    offered = {citation.number: citation for citation in cited}
    known_names = names_in([question, *(f"{_answer(voice).text}\n{_quotes(_answer(voice))}" for voice in answered)])
    said = [one for voice in answered for one in _statements(question, voice, known_names)]
    contradictions = _contradictions(said, vote)
    groups = _groups(said, contradictions)
    contradicted = {id(one.said) for pair in contradictions for one in pair[:2]}
    agreed, only_some = [], []
    for group in groups:
        names = tuple(dict.fromkeys(name for one in group for name in one.said.voices))
        numbers = tuple(sorted({number for one in group for number in one.said.citations}))
        best = max(group, key=lambda one: (len(one.said.citations), len(one.claim.stems)))
        found = Said(best.said.text, names, numbers)
        if len(answered) > 1 and len(names) == len(answered) and not any(id(one.said) in contradicted for one in group):
            agreed.append(found)
        elif not any(id(one.said) in contradicted for one in group):
            only_some.append(found)
    between_voices = _each_once(said, contradictions)
    found_contradictions = (*between_voices, *_of_the_notes(answered, between_voices, known_names))
    merged = _merged(question, voices, offered, agreed, only_some, found_contradictions)
    return CouncilAnswer(merged, tuple(voices), tuple(agreed), tuple(only_some), found_contradictions)


def ask_for_votes(model: LanguageModel, question: str, *, cancel: CancelToken | None = None) -> Vote:
    """Return a vote of ``model``: one word for each pair of statements, with its probability; at the most so many."""
    left = _MOST_VOTES

    def vote(one: str, other: str) -> float | None:
        nonlocal left
        if not left:
            return None
        left -= 1
        judge, ask = _JUDGE[language_of(question) or "en"]
        asked = ask.format(*map(without_borders, (question, one, other)))
        turns = (ChatTurn("system", judge), ChatTurn("user", asked))
        with closing(model.stream(turns, max_tokens=1, top_logprobs=20, cancel=cancel)) as pieces:
            first = next(pieces, Token(""))
        return probability_of_yes(first.top if first.top is not None else {first.text: 0.0})

    return vote


@dataclass(frozen=True)
class _Spoken:
    said: Said
    claim: Claim


def _answer(voice: Voice) -> Answer:
    assert voice.answer is not None
    return voice.answer


def _quotes(answer: Answer) -> str:
    return "\n".join(citation.quote for citation in answer.citations)


def _statements(question: str, voice: Voice, names: frozenset[str]) -> list[_Spoken]:
    """Return what a voice says; the quote that stands below it as its proof is the note's, and not its own."""
    answer = _answer(voice)
    known = {citation.number for citation in answer.citations}
    text = without_contradictions(answer.text)
    found = []
    for statement in check_statements(text, {}, question=question):
        written = statement.span.of(text)
        numbers = tuple(dict.fromkeys(int(mark) for mark in _MARK.findall(written) if int(mark) in known))
        words = _MARK.sub("", written).strip()
        found.append(_Spoken(Said(words, (voice.name,), numbers), Claim.of(words, names)))
    own = [spoken for spoken in found if not _QUOTE.fullmatch(spoken.said.text)]
    return own or found


def _groups(
    said: Sequence[_Spoken], contradictions: Sequence[tuple[_Spoken, _Spoken, Contradiction]]
) -> list[list[_Spoken]]:
    """Return statements that say the same together, in the order they were first said."""
    apart = {frozenset((id(one), id(other))) for one, other, _ in contradictions}
    groups: list[list[_Spoken]] = []
    for statement in said:
        for group in groups:
            if all(
                frozenset((id(statement), id(one))) not in apart and _likeness(statement.claim, one.claim) >= _SAME
                for one in group
            ):
                group.append(statement)
                break
        else:
            groups.append([statement])
    return groups


def _likeness(one: Claim, other: Claim) -> float:
    """Return the share of the shorter claim's words that the other has too; 0 where they differ precisely."""
    if one.is_negated != other.is_negated:
        return 0.0
    fewer, more = sorted((one, other), key=lambda claim: len(claim.stems))
    if not fewer.stems or missing_details(fewer.text, more.evidence):
        return 0.0
    common = len(fewer.stems & more.stems)
    return common / len(fewer.stems) if common >= min(_FEWEST_COMMON, len(fewer.stems)) else 0.0


def _contradictions(said: Sequence[_Spoken], vote: Vote | None) -> list[tuple[_Spoken, _Spoken, Contradiction]]:
    """Return pairs of statements of different voices that cannot both be right."""
    found: list[tuple[_Spoken, _Spoken, Contradiction]] = []
    for place, one in enumerate(said):
        for other in said[place + 1 :]:
            if one.said.voices == other.said.voices or words_of(one.said.text) == words_of(other.said.text):
                continue
            contradiction = _contradiction(one, other, vote)
            if contradiction is not None:
                found.append((one, other, contradiction))
    return found


def _of_the_notes(
    voices: Sequence[Voice], known: Sequence[Contradiction], names: frozenset[str]
) -> list[Contradiction]:
    """Return what voices tell that the notes contradict each other in, each pair of places once."""
    told_of = {frozenset((*pair.one.citations, *pair.other.citations)) for pair in known}
    found: list[Contradiction] = []
    for answer in map(_answer, voices):
        told = told_in(answer.text)
        quotes = {citation.number: citation.quote for citation in answer.citations}
        if told is None or not all(number in quotes for number in told[1]) or frozenset(told[1]) in told_of:
            continue
        told_of.add(frozenset(told[1]))
        differs, (first, second) = told
        kind, _ = difference(Claim.of(quotes[first], names), Claim.of(quotes[second], names))
        if kind is None:
            is_denied = differs[0].startswith(("“", "«"))
            is_number = any(letter.isdigit() for letter in "".join(differs))
            kind = ContradictionKind.NUMBER if is_number else ContradictionKind.NAME
            kind = ContradictionKind.NEGATION if is_denied else kind
        one, other = (Said(quotes[number], (NOTES_VOICE,), (number,)) for number in (first, second))
        found.append(Contradiction(kind, one, other, ("", "") if kind is ContradictionKind.NEGATION else differs))
    return found


def _each_once(
    said: Sequence[_Spoken], pairs: Sequence[tuple[_Spoken, _Spoken, Contradiction]]
) -> tuple[Contradiction, ...]:
    """Return contradictions; where both voices say both things it is what they rest on that differs, named once."""
    found: dict[frozenset[tuple[str, ...]], Contradiction] = {}
    for place, (one, other, pair) in enumerate(pairs):
        key: frozenset[tuple[str, ...]] = frozenset({("", str(place))})
        if _says(said, one.said.voices, other) and _says(said, other.said.voices, one):
            names = tuple(dict.fromkeys((*one.said.voices, *other.said.voices)))
            names = (NOTES_VOICE,) if one.said.citations and other.said.citations else names
            key = frozenset(tuple(words_of(spoken.said.text)) for spoken in (one, other))
            pair = replace(pair, one=replace(pair.one, voices=names), other=replace(pair.other, voices=names))
        found.setdefault(key, pair)
    return tuple(found.values())


def _says(said: Sequence[_Spoken], voices: tuple[str, ...], wanted: _Spoken) -> bool:
    """Say whether a voice says what another says too."""
    claims = [one.claim for one in said if one.said.voices == voices]
    same = (one.stems == wanted.claim.stems and one.is_negated == wanted.claim.is_negated for one in claims)
    return any(same) or any(_likeness(one, wanted.claim) >= _SAME for one in claims)


def _contradiction(one: _Spoken, other: _Spoken, vote: Vote | None) -> Contradiction | None:
    kind, differs = difference(one.claim, other.claim)
    if kind is None and one.claim.stems == other.claim.stems and one.claim.is_negated == other.claim.is_negated:
        return None  # they say the same in the same words, whatever a model takes them for
    is_worth_asking = kind is not None or are_about_the_same(one.claim, other.claim)
    likelihood = vote(one.said.text, other.said.text) if vote is not None and is_worth_asking else None
    if kind is None and likelihood is not None and likelihood >= _SURE:
        kind = ContradictionKind.JUDGED
    return None if kind is None else Contradiction(kind, one.said, other.said, differs, likelihood)


@dataclass(frozen=True, slots=True)
class _Words:
    agreed: str
    only_some: str
    contradictions: str
    against: str
    refused: str
    silent: str
    unheard: str
    quoted: str
    called: Mapping[str, str]
    """What voices are called that are no model by itself: the notes, and each role."""

    def name(self, voice: str) -> str:
        """Return what a voice is called, e.g. ``"the sceptic (qwen3-4b)"`` for ``"qwen3-4b:sceptic"``."""
        model, _, role = voice.rpartition(":")
        if role not in self.called:
            return voice
        return f"{self.called[role]} ({model})" if model else self.called[role]


_WORDS = {
    "en": _Words(
        "All say:",
        "Only some say:",
        "They contradict each other:",
        "but",
        "Your notes do not say.",
        "No voice answered.",
        "Not heard: {}.",
        "“{}”",
        {NOTES_VOICE: "the notes", "sceptic": "the sceptic", "exact": "the exact one", "broad": "the one of the whole"},
    ),
    "ru": _Words(
        "Все говорят:",
        "Говорят только некоторые:",
        "Противоречат друг другу:",
        "но",
        "В заметках нет ответа на этот вопрос.",
        "Ни один голос не ответил.",
        "Не ответили: {}.",
        "«{}»",
        {NOTES_VOICE: "заметки", "sceptic": "скептик", "exact": "точный", "broad": "смотрящий на целое"},
    ),
}


def _merged(
    question: str,
    voices: Sequence[Voice],
    offered: Mapping[int, Citation],
    agreed: Sequence[Said],
    only_some: Sequence[Said],
    contradictions: Sequence[Contradiction],
) -> Answer:
    """Return one answer of the council's parts, with the marks of what it rests on, and the names of who failed.

    Why a voice failed, or that the notes stand in its place, is said with the voice.
    """
    words = _WORDS[language_of(question) or "en"]
    answered = [voice for voice in voices if voice.has_answered]
    parts: list[str] = []
    if len(answered) == 1:
        parts.append(_answer(answered[0]).text)
    else:
        if agreed:
            parts.append("\n".join([f"**{words.agreed}**", *(f"- {_marked(one)}" for one in agreed)]))
        if only_some:
            lines = (f"- {_marked(one)} ({_names(one, words)})" for one in only_some)
            parts.append("\n".join([f"**{words.only_some}**", *lines]))
        if contradictions:
            pairs = ((_in_words(pair.one, words), _in_words(pair.other, words)) for pair in contradictions)
            lines = (f"- {one}, {words.against} {other}" for one, other in pairs)
            parts.append("\n".join([f"**{words.contradictions}**", *lines]))
    has_looked = any(voice.answer is not None for voice in voices)
    replaced = [voice for voice in voices if voice.is_replaced]
    if not parts and replaced:
        parts.append(_answer(replaced[0]).text)
    unheard = [words.name(voice.name) for voice in voices if voice.failure]
    if parts and unheard:
        parts.append(words.unheard.format(", ".join(unheard)))
    text = "\n\n".join(parts) or (words.refused if has_looked else words.silent)
    cited = {int(mark) for mark in _MARK.findall(text)}
    passages = next((voice.answer.passages for voice in voices if voice.answer is not None), ())
    generated = any(_answer(voice).mode is AnswerMode.GENERATED for voice in answered)
    return Answer(
        question=question,
        text=text,
        refused=not (answered or replaced),
        mode=AnswerMode.GENERATED if generated else AnswerMode.EXTRACTIVE,
        citations=tuple(offered[number] for number in sorted(cited) if number in offered),
        passages=passages,
        model=", ".join(voice.name for voice in answered) or None,
    )


def _marked(said: Said) -> str:
    return said.text + "".join(f" [{number}]" for number in said.citations)


def _names(said: Said, words: _Words) -> str:
    return ", ".join(map(words.name, said.voices))


def _in_words(said: Said, words: _Words) -> str:
    quoted = words.quoted.format(said.text.rstrip("."))
    return f"{_names(said, words)}: {quoted}" + "".join(f" [{number}]" for number in said.citations)
