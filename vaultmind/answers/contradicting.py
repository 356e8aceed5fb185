"""Statements that cannot both be right: numbers, dates, names and negations that differ between two about the same."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from vaultmind.answers.amounts import Reading, readings_in
from vaultmind.answers.citations import without_own_marks
from vaultmind.answers.correcting import corrections_in
from vaultmind.answers.details import Evidence, missing_details
from vaultmind.answers.negation import MORE_THAN, says_no
from vaultmind.answers.values import Value, as_written, in_smallest_units, values_in, without_glue
from vaultmind.domain.chunk import Chunk, Passage
from vaultmind.domain.council import ContradictionKind
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import stems_of, words_of

_TURNING_WORDS = """
before after above below over under more less until since also too another only
до после выше ниже свыше более менее больше меньше ещё еще также тоже другой другая другое только
"""
_TURNING = frozenset(_TURNING_WORDS.split())
"""Words by which two sentences alike in all others speak of two things."""
_SAYS_NO = frozenset(("не", "not"))
_DOES = frozenset(("do", "does", "did"))
_SHORT_NOT = "do does did is are was were could should would has have had must need"
_TURNED = {
    "нельзя": ("не", "можно"),
    "нет": ("не", "есть"),
    "cannot": ("can", "not"),
    "can't": ("can", "not"),
    "won't": ("will", "not"),
    **{f"{word}n't": (word, "not") for word in _SHORT_NOT.split()},
}
"""Words that say no together with something else, taken apart."""
_SAID_BY = re.compile(
    r",?\s{1,3}(?:(?:as\s+)?(?:say|says|said|writes?|wrote|thinks?|argues?|claims?|holds?)|according\s+to|по\s+(?:словам|мнению)"
    r"|(?:как\s+)?(?:говорит|говорят|сказал\w*|считает|считают|пишет|писал\w*|утверждает))\s+"
    r"(?:[^\W\d_]+\s+)?(?:[^\W\d_]{1,4}\.\s+)*(?:[^\W\d_a-zа-яё][^\W_]*[\s.-]*){1,3}[.!]?$"
)
"""Who is named at the end for what a sentence says: two who say yes and no do contradict each other."""
_CORRECTED = re.compile(
    r"^(?P<before>[^,;:?]{0,200}?)\b(?:not|не)\s+(?P<denied>(?:[^,;:?]|(?<=\d),(?=\d)){1,200}),\s*"
    r"(?:(?:it|he|she|they)\s+(?:is|was|are|were)|it[’']s|but|rather|а|но)\s+(?P<instead>[^?]+)$",
    re.IGNORECASE,
)
"""What is not so, with what is so instead: "is not 1.5 bar, it is 2.1 bar".

Of a bounded length, so that no text takes long."""
_BIDDING = frozenset(stems_of("надо нужно следует необходимо стоит should must"))
"""Words that a bidding may have or leave out."""
_POINTING_WORDS = """
it he she they this that these those there here then now today yet still again sometimes usually often if when
он она оно они это этот эта эти тот та те там тут здесь тогда теперь сейчас сегодня ещё уже снова иногда обычно
часто если когда такой пока
"""
_POINTING = frozenset(stems_of(_POINTING_WORDS))
"""Words that point at what another sentence says, or at a time or a case: two such may both be right."""
_CORRECTING = frozenset(
    stems_of("now again longer instead rather теперь сейчас уже больше сегодня today", keep_stop_words=False)
)
"""Words of a correction that say nothing of what is corrected."""
_FEWEST_WORDS = 2
_SAME = 0.6
"""The share of their words that two statements must have in common where one of them only says no."""
_ABOUT_THE_SAME = 0.5
"""The share, what differs apart, from where on two statements speak of the same thing."""
_OWN_NUMBER = re.compile(r"\s*\[\d+\](?!\()")
_KINDS = (ContradictionKind.DATE, ContradictionKind.NUMBER, ContradictionKind.NAME)
_SAID = {
    "en": ("Your notes contradict each other", "but", "“", "”"),
    "ru": ("Заметки противоречат друг другу", "но", "«", "»"),
}
_HEADS, _AGAINST = ("|".join(said[place] for said in _SAID.values()) for place in (0, 1))
_PARAGRAPH = re.compile(rf"\n\n(?:{_HEADS}): .*", re.DOTALL)
_TOLD = re.compile(
    rf"\n\n(?:{_HEADS}): (?P<one>.+?) \[(?P<first>\d+)\], (?:{_AGAINST}) (?P<other>.+?) \[(?P<second>\d+)\]", re.DOTALL
)

Details = Mapping[ContradictionKind, Sequence[str]]


@dataclass(frozen=True)
class Claim:
    """A statement, prepared to be held against others."""

    text: str
    """What is claimed, its hours, temperatures and amounts in the smallest unit of their kind."""
    stems: frozenset[str]
    evidence: Evidence
    is_negated: bool
    checked: str
    """The text so that a name it begins with is seen as one."""
    written: str
    values: list[Value]

    @classmethod
    def of(cls, text: str, names: frozenset[str]) -> "Claim":
        """Return what ``text`` claims; ``names`` are the stems of known names."""
        begins_with_name = bool(names.intersection(stems_of(text.partition(" ")[0])))
        text = _OWN_NUMBER.sub("", text)
        written, values = text, values_in(text)
        text = without_glue(in_smallest_units(text, values))
        return cls(
            text,
            frozenset(stems_of(text, keep_stop_words=False)),
            Evidence.of(text),
            says_no(text),
            f"a {text}" if begins_with_name else text,
            written,
            values,
        )

    def as_written(self, detail: str, beside: "Claim") -> str:
        """Return the whole value that a detail of the text is, as it is written; ``beside`` has another one."""
        return as_written(detail, self.written, self.values, beside=beside.written)

    def kind_of(self, detail: str) -> str:
        """Return of which kind a number of the text is: an hour, a weight; ``""`` for one that is none of these."""
        return next((value.kind for value in self.values if value.number == detail), "")


def names_in(texts: Sequence[str]) -> frozenset[str]:
    """Return the stems of words that are written large where no sentence begins."""
    found: set[str] = set()
    for text in texts:
        for large in re.finditer(r"(?<=[^\W_,;:)»”] )[^\W\d_a-zа-яё][^\W\d_]+", text):
            found.update(stems_of(large.group()))
    return frozenset(found)


def are_about_the_same(one: Claim, other: Claim) -> bool:
    """Say whether two claims share half of the words of the shorter one."""
    return _overlap(one.stems, other.stems) >= _ABOUT_THE_SAME


def difference(one: Claim, other: Claim) -> tuple[ContradictionKind | None, tuple[str, str]]:
    """Return by which rule two claims cannot both be right, and the two things that differ."""
    lacking, against = _lacking(one, other), _lacking(other, one)
    for kind in _KINDS:
        if kind not in lacking or kind not in against:
            continue
        first, second = lacking[kind][0], against[kind][0]
        if one.kind_of(first) == other.kind_of(second) and _speak_of_one(one, other, first, second):
            return kind, (one.as_written(first, other), other.as_written(second, one))
    if one.is_negated != other.is_negated and not lacking and not against and _overlap(one.stems, other.stems) >= _SAME:
        return ContradictionKind.NEGATION, ("", "")
    return None, ("", "")


@dataclass(frozen=True, slots=True)
class Clash:
    """A sentence that an answer quotes, ``number`` its mark, against another of the notes that says otherwise."""

    number: int
    passage: Passage
    sentence: str
    differs: tuple[str, str]

    is_negation: bool = False
    """Whether one says no to what the other says; then the two sentences are what differs."""

    def in_words(self, question: str, number: int, *, is_quoted: bool = False) -> str:
        """Return the clash as a sentence with its marks; the other one, ``number``, is said unless it is quoted."""
        head, against, opening, closing = _SAID[language_of(question) or "en"]
        one, other = map(without_own_marks, self.differs)
        if self.is_negation:
            one, other = (f"{opening}{said.rstrip('.')}{closing}" for said in (one, other))
        both = f"{one} [{self.number}], {against} {other} [{number}]"
        is_told = is_quoted or self.is_negation
        told = [head, both, *([] if is_told else [f"{opening}{without_own_marks(self.sentence.rstrip('.'))}{closing}"])]
        return ": ".join(told) + "."


def clash_of(
    question: str, quoted: Sequence[tuple[int, Passage, str]], others: Sequence[tuple[Passage, str]]
) -> Clash | None:
    """Return the first of ``others``, sentences that answer too, that gives another number, date or name.

    The two must stand in different passages, say the same of what was asked in the same order, and differ in that one
    thing alone: two years with a day each are two events, a red bike is no blue one, and there is not back. An hour, a
    temperature or an amount is the same in whatever unit. One may say more than the other. One that says no must say
    word for word the same besides, who is named for it apart. Rows of tables are not compared.
    """
    asked = frozenset(stems_of(question, keep_stop_words=False))
    names = names_in([question, *(text for _, _, text in quoted), *(text for _, text in others)])
    for number, passage, sentence in quoted:
        said = Claim.of(sentence, names)
        for beside, text in others:
            if beside.chunk_id == passage.chunk_id or "|" in sentence or "|" in text:
                continue
            other = Claim.of(text, names)
            common = asked & said.stems
            both = (passage, sentence), (beside, text)
            differs = _only_difference(said, other) if common and common == asked & other.stems else None
            differs = differs or (_other_amount(question, *both) if common else None)
            differs = differs or _corrected(said, other, asked, names)
            if differs is not None:
                return Clash(number, beside, text, differs)
            is_against = _denies(question, *both) or _corrects(question, *both)
            if common and said.is_negated != other.is_negated and is_against:
                return Clash(number, beside, text, (sentence, text), is_negation=True)
    return None


def _denies(question: str, one: tuple[Passage, str], other: tuple[Passage, str]) -> bool:
    """Say whether one of two sentences says no to what the other says, in the same words otherwise.

    Both must be about something that they name themselves, stand under no headings that differ, and in no two notes
    of a row (of two days, or of two things in one folder), where each speaks of its own.
    """
    (first, own), (second, others) = (_plain_words(_SAID_BY.sub("", said[1])) for said in (one, other))
    if {first, second} != {0, 1} or own != others or not _POINTING.isdisjoint(own):
        return False
    if len(frozenset(stems_of(one[1], keep_stop_words=False))) < _FEWEST_WORDS:
        return False
    return not _stand_in_a_row(one[0].chunk, other[0].chunk, question, frozenset(own))


def _corrects(question: str, one: tuple[Passage, str], other: tuple[Passage, str]) -> bool:
    """Say whether one of two sentences says what the other denies and puts something else in the place of.

    It must begin with the words that are denied and have none of what is said instead.
    """
    for (first, claimed), (second, correcting) in ((one, other), (other, one)):
        found = _CORRECTED.match(correcting)
        if found is None or not MORE_THAN.isdisjoint(words_of(found["denied"])) or claimed.rstrip().endswith("?"):
            continue
        count, words = _plain_words(claimed)
        said = [stem for stem in words if stem not in _BIDDING]
        denied = [stem for stem in stems_of(f"{found['before']} {found['denied']}") if stem not in _BIDDING]
        instead = frozenset(stems_of(found["instead"], keep_stop_words=False))
        is_claimed = count == 0 and len(denied) > 1 and said[: len(denied)] == denied and instead - frozenset(said)
        if is_claimed and _POINTING.isdisjoint((*said, *denied)) and _TURNING.isdisjoint(words_of(claimed)):
            return not _stand_in_a_row(first.chunk, second.chunk, question, frozenset(denied))
    return False


def _corrected(one: Claim, other: Claim, asked: frozenset[str], names: frozenset[str]) -> tuple[str, str] | None:
    """Return the two numbers, dates or names of which one claim says one, and the other that it is not so but this.

    What a correction says besides must stand in the claim or in the question, but where both have all of two or more
    words asked for. As it names what it denies, it speaks to notes of other days too.
    """
    if one.text.rstrip().endswith("?") or other.text.rstrip().endswith("?"):
        return None
    for is_turned, claimed, correcting in ((False, one, other), (True, other, one)):
        for correction in corrections_in(correcting.written):
            stated = Claim.of(correction.stated, names)
            differs = _only_difference(claimed, stated, in_order=False)
            if differs is None or asked & claimed.stems != asked & stated.stems or not asked & stated.stems:
                continue
            denied = Claim.of(correction.denied, names)
            besides = stated.stems - frozenset(stems_of(in_smallest_units(differs[1], values_in(differs[1]))))
            claims_it = denied.stems - asked <= claimed.stems and not _lacking(denied, claimed)
            says_it = not _lacking(Claim.of(differs[0], names), denied)
            is_told_apart = len(asked) >= _FEWEST_WORDS and asked <= claimed.stems
            if claims_it and says_it and (is_told_apart or besides - _CORRECTING <= claimed.stems | asked):
                return (differs[1], differs[0]) if is_turned else differs
    return None


def _other_amount(question: str, one: tuple[Passage, str], other: tuple[Passage, str]) -> tuple[str, str] | None:
    """Return the one amount in which two sentences of the same words differ, as it is written: "кг", "полтора кг"."""
    own, others = readings_in(one[1]), readings_in(other[1])
    apart = [(first, second) for first, second in zip(own, others, strict=False) if first.number != second.number]
    if len(own) != len(others) or len(apart) != 1 or not apart[0][0].unit:
        return None
    if [reading.unit for reading in own] != [reading.unit for reading in others]:
        return None
    words, otherwise = _words_beside(one[1], own), _words_beside(other[1], others)
    if words != otherwise or not _POINTING.isdisjoint(words):
        return None
    if _stand_in_a_row(one[0].chunk, other[0].chunk, question, frozenset(words)):
        return None
    (first, second), texts = apart[0], (one[1], other[1])
    return texts[0][first.start : first.end], texts[1][second.start : second.end]


def _words_beside(sentence: str, readings: Sequence[Reading]) -> tuple[str, ...]:
    """Return the stems of a sentence in order, its amounts all as one sign."""
    said: list[str] = []
    place = 0
    for reading in readings:
        said += [*stems_of(sentence[place : reading.start]), "#"]
        place = max(place, reading.end)
    return (*said, *stems_of(sentence[place:]))


def _plain_words(sentence: str) -> tuple[int, tuple[str, ...]]:
    """Return how many words of a sentence say no, and its other words in order, as if none did."""
    words = [part for word in words_of(sentence) for part in _TURNED.get(word.replace("’", "'"), (word,))]
    kept: list[str] = []
    count = 0
    for word in words:
        if word in _SAYS_NO:
            count += 1
            if kept and kept[-1] in _DOES:
                kept.pop()
        else:
            kept.append(word)
    return count, tuple(stem for word in kept for stem in stems_of(word))


def _stand_in_a_row(one: Chunk, other: Chunk, question: str, said: frozenset[str]) -> bool:
    own, others = _below_title(one), _below_title(other)
    if own and others and own != others:
        return True
    written = [chunk.note.rpartition("/")[2].removesuffix(".md") for chunk in (one, other)]
    names = [frozenset(stems_of(name)) for name in written]
    asked = frozenset(stems_of(question))
    folders = {chunk.note.rpartition("/")[0] for chunk in (one, other)}
    if one.note == other.note:
        return False
    if len({re.sub(r"\d+", "0", name) for name in written}) < len(set(written)):
        return True
    is_one_asked = len([name for name in names if name & asked - said]) == 1
    return is_one_asked or (len(folders) == 1 and folders != {""} and not any(name & said for name in names))


def _below_title(chunk: Chunk) -> tuple[str, ...]:
    """Return the headings above a chunk without a first one that only says the name of its note, or more of it."""
    name = frozenset(stems_of(chunk.note.rpartition("/")[2].removesuffix(".md")))
    is_title = bool(name) and bool(chunk.heading) and name <= frozenset(stems_of(chunk.heading[0]))
    return chunk.heading[1:] if is_title else chunk.heading


def without_contradictions(text: str) -> str:
    """Return an answer without the sentence that names what contradicts it."""
    return _PARAGRAPH.sub("", text)


def told_in(text: str) -> tuple[tuple[str, str], tuple[int, int]] | None:
    """Return what an answer names as a contradiction of the notes: the two things that differ, and their marks."""
    told = _TOLD.search(text)
    return None if told is None else ((told["one"], told["other"]), (int(told["first"]), int(told["second"])))


def _only_difference(one: Claim, other: Claim, *, in_order: bool = True) -> tuple[str, str] | None:
    """Return the two numbers, dates or names in which two claims differ, where it is one thing and nothing else."""
    lacking, against = _lacking(one, other), _lacking(other, one)
    both = [kind for kind in _KINDS if kind in lacking and kind in against]
    if len(both) != 1 or one.is_negated != other.is_negated:
        return None
    first, second = lacking[both[0]], against[both[0]]
    if len(first) > 1 or len(second) > 1 or one.kind_of(first[0]) != other.kind_of(second[0]):
        return None
    if not _say_alike(one, other, first[0], second[0], in_order=in_order):
        return None
    return one.as_written(first[0], other), other.as_written(second[0], one)


def _say_alike(one: Claim, other: Claim, first: str, second: str, *, in_order: bool) -> bool:
    """Say whether two claims speak of the same, in the same order where that counts, what differs apart."""
    if not _speak_of_one(one, other, first, second) or _turns(one) != _turns(other):
        return False
    apart = frozenset((*stems_of(first), *stems_of(second)))
    own, others = (
        [stem for stem in dict.fromkeys(stems_of(claim.text, keep_stop_words=False)) if stem not in apart]
        for claim in (one, other)
    )
    if set(own) - set(others) and set(others) - set(own):
        return False
    return not in_order or [stem for stem in own if stem in others] == [stem for stem in others if stem in own]


def _turns(claim: Claim) -> frozenset[str]:
    return _TURNING.intersection(words_of(claim.text))


def _speak_of_one(one: Claim, other: Claim, first: str, second: str) -> bool:
    own, others = one.stems - frozenset(stems_of(first)), other.stems - frozenset(stems_of(second))
    return _overlap(own, others) >= _ABOUT_THE_SAME


def _lacking(one: Claim, other: Claim) -> Details:
    """Return the numbers, dates and names of a claim that the other has not, as they are written."""
    found: dict[ContradictionKind, list[str]] = {}
    for detail in missing_details(one.checked, other.evidence):
        kind = _kind_of(detail)
        if kind is not None:
            found.setdefault(kind, []).append(detail)
    in_words = _numbers_in_words(one.text) - other.evidence.numbers
    if in_words and ContradictionKind.NUMBER not in found:
        found[ContradictionKind.NUMBER] = sorted(in_words)
    return found


def _numbers_in_words(text: str) -> frozenset[str]:
    """Return the numbers that are written out, as digits; "one" is as often no number."""
    return Evidence.of(re.sub(r"\d+", " ", text)).numbers - {"0", "1"}


def _kind_of(detail: str) -> ContradictionKind | None:
    if any(sign.isdigit() for sign in detail):
        is_date = len(re.findall(r"\d+", detail)) > 1 and not re.fullmatch(r"[\d\s.,\u00a0\u202f]+", detail)
        is_date = is_date or bool(re.search(r"\d[-.]\d+[-.]\d|\d\s+[^\W\d_]", detail))
        return ContradictionKind.DATE if is_date else ContradictionKind.NUMBER
    return ContradictionKind.NAME if detail[:1].isupper() else None


def _overlap(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(1, min(len(one), len(other)))
