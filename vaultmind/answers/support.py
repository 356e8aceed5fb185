"""Each statement of an answer held against the passages it cites, and the words in them that carry it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from vaultmind.answers.citations import ReadNote, cite, without_own_marks
from vaultmind.answers.correcting import Correction, corrections_in
from vaultmind.answers.denying import denies_otherwise
from vaultmind.answers.details import Evidence, missing_details
from vaultmind.answers.links import LeadsSomewhere, dead_links, links_in
from vaultmind.answers.negation import no_in, without_no
from vaultmind.answers.prompt import DateOf
from vaultmind.answers.spoken_of import words_asked
from vaultmind.domain.answer import Citation, Statement
from vaultmind.domain.chunk import Passage
from vaultmind.domain.span import Span
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import stems_of
from vaultmind.parsing.sentences import split_sentences

_MARK = re.compile(r"\s*\[(\d{1,3})\]")
_ASKS_FOR_MORE_THAN_YES = re.compile(
    r"\b(?:who|whom|whose|what|which|where|when|why|how|кто|кого|кому|кем|ком|что|чего|чему|чем|чём|чей|чья|чьё|чье|чьи|чьей"
    r"|как|каков\w*|как(?:ой|ая|ое|ие|ого|ому|им|ими|их|ую)|где|куда|откуда|когда|почему|зачем|скольк\w*)\b",
    re.IGNORECASE,
)
_LEAST_SHARE = 0.5
_FEW_WORDS = 2
"""Of the words that a statement adds to the question so many must stand in what it cites, else it is doubted."""
_SAME_SHARE = 0.7
_SHOWN = 3
"""Statements of which a notice says the words."""
_WORDS_FOR_NOTES = """
see read find look refer detail information note source page section passage link reference answer
смотреть смотри см читать читайте найти узнать подробно подробность информация сведения заметка источник страница раздел
ссылка отрывок описано сказано написано указано
"""
_LEADS_TO_NOTES = frozenset(stems_of(_WORDS_FOR_NOTES))
"""Words of a sentence that only leads to a note: "More details in [9]"."""
_LIST_MARK = re.compile(r"^(?:[>\s]*(?:[-*+]|\d{1,3}[.)])\s+(?:\[.\]\s+)?|[>\s]+)")


def check_statements(
    text: str,
    offered: Mapping[int, Passage],
    *,
    question: str = "",
    date_of: DateOf = lambda _: None,
    leads_somewhere: LeadsSomewhere = lambda _: True,
) -> tuple[Statement, ...]:
    """Return the statements of an answer, each with what the passages it cites do not say.

    Without a citation a statement is held against all passages. Words of the question are not held against it, nor
    are the titles and dates of the notes. A sentence without words that say something ("More in [2]") claims nothing
    and is no statement.
    """
    asked = frozenset(stems_of(question, keep_stop_words=False))
    statements: list[Statement] = []
    for span in split_sentences(text):
        sentence = span.of(text)
        said = bare_statement(sentence)
        if said.endswith(":") or not frozenset(stems_of(said, keep_stop_words=False)) - (_LEADS_TO_NOTES - asked):
            continue
        numbers = tuple(dict.fromkeys(int(mark) for mark in _MARK.findall(sentence) if int(mark) in offered))
        passages = [offered[number] for number in numbers] or list(offered.values())
        dates = [date_of(passage.chunk.note) or "" for passage in passages]
        evidence = Evidence.of("\n".join([question, *dates, *map(_whole, passages)]))
        dead = dead_links(said, leads_somewhere)
        for link in dead:
            said = said.replace(link, "")
        missing, unnamed = _missing_of(said, evidence, leads_somewhere)
        missing = missing or _denied_in(said, passages, question)
        missing = (*missing, *_denied_alone(said, question, passages))
        added = frozenset(stems_of(said, keep_stop_words=False)) - asked
        is_doubted = len(added & evidence.stems) < _LEAST_SHARE * len(added)
        is_doubted = is_doubted or denies_otherwise(said, [one for passage in passages for one in _sentences(passage)])
        quotes = tuple(best_quote(said, offered[number]) for number in numbers)
        statements.append(Statement(span, numbers, (*missing, *dead), is_doubted, unnamed, quotes))
    return tuple(statements)


def _denied_alone(said: str, question: str, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Return the no of a statement where sentences in its language speak of the same and none of them says no."""
    said_no = no_in(said)
    if not said_no or no_in(question):
        return ()
    own = frozenset(stems_of(without_no(said), keep_stop_words=False))
    language = language_of(said)
    told = [one for passage in passages for one in _sentences(passage) if language_of(one) in ("", language)]
    same = [one for one in told if not own.isdisjoint(stems_of(one))]
    return (said_no,) if same and not any(map(no_in, same)) else ()


def _denied_in(said: str, passages: Sequence[Passage], question: str) -> tuple[str, ...]:
    """Return the details of a statement that the passages only deny: "1.5 bar" of "2.1 bar, not 1.5 bar"."""
    if no_in(said):
        return ()
    told = [sentence for passage in passages for sentence in _sentences(passage)]
    corrections = [_correction_of(sentence) for sentence in told]
    denied = [one.denied for one in corrections if one is not None]
    if not denied:
        return ()
    stated = [one.stated if one is not None else sentence for one, sentence in zip(corrections, told, strict=True)]
    evidence = Evidence.of("\n".join([question, *(passage.chunk.breadcrumb for passage in passages), *stated]))
    return tuple(one for one in missing_details(said, evidence) if any(one in words for words in denied))


def _correction_of(sentence: str) -> Correction | None:
    """Return the correction that a sentence is, where what is so is of the kind of what is denied."""
    for one in corrections_in(sentence):
        denied = missing_details(f"a {one.denied}", Evidence.of(one.stated))
        instead = missing_details(f"a {one.stated}", Evidence.of(one.denied))
        if any(_is_number(lost) is _is_number(found) for lost in denied for found in instead):
            return one
    return None


def _is_number(detail: str) -> bool:
    return any(map(str.isdigit, detail))


def _missing_of(
    said: str, evidence: Evidence, leads_somewhere: LeadsSomewhere
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the details that evidence lacks, and the links, all of which lead somewhere, that lack some themselves.

    What a link says in other words than its target's is said like all else.
    """
    shown = beside = said
    links = list(links_in(said))
    for link in reversed(links):
        words = link.shown or link.target
        is_a_name = leads_somewhere(words) or set(stems_of(words)) <= set(stems_of(link.target))
        shown = f"{shown[: link.span.start]}{words}{shown[link.span.end :]}"
        beside = f"{beside[: link.span.start]}{'a' if is_a_name else words}{beside[link.span.end :]}"
    missing = missing_details(shown, evidence, closely=True)
    own = missing_details(beside, evidence, closely=True) if links and missing else missing
    linked = [one for one in missing if one not in own]
    unnamed = (link.written for link in links if any(one in (link.shown or link.target) for one in linked))
    return own, tuple(dict.fromkeys(unnamed))


def bare_statement(sentence: str) -> str:
    """Return a sentence of an answer without its citation marks."""
    return _MARK.sub("", sentence).strip()


def says_no_more_than(question: str, text: str) -> bool:
    """Say whether an answer only says the question again, where more than yes or no was asked."""
    said = frozenset(stems_of(_MARK.sub("", text), keep_stop_words=False))
    return bool(_ASKS_FOR_MORE_THAN_YES.search(question)) and said <= frozenset(stems_of(question))


def shares_words(said: str, question: str, sentences: Iterable[str]) -> bool:
    """Say whether what was said in other words has one of the question's or of a sentence that answers it.

    Where none of the sentences is in its language there can be none.
    """
    stems = frozenset(stems_of(said, keep_stop_words=False))
    language = language_of(said)
    answering = list(sentences)
    if answering and all(language_of(sentence) not in ("", language) for sentence in answering):
        return True
    return any(not stems.isdisjoint(stems_of(text, keep_stop_words=False)) for text in (question, *answering))


def cite_statements(
    text: str, statements: Sequence[Statement], offered: Mapping[int, Passage], *, read_note: ReadNote
) -> tuple[Citation, ...]:
    """Return one citation for each number in the answer, in the order of the text, quoting what carries it best.

    Where no statement cites it, it quotes what is nearest to the whole answer and supports nothing.
    """
    said: dict[int, list[str]] = {int(mark): [] for mark in _MARK.findall(text) if int(mark) in offered}
    for statement in statements:
        for number in statement.citations:
            said.setdefault(number, []).append(bare_statement(statement.span.of(text)))
    held = {number for statement in statements if statement.is_supported for number in statement.citations}
    return tuple(
        replace(
            cite(
                number,
                offered[number],
                best_quote(" ".join(sentences) or bare_statement(text), offered[number]),
                read_note=read_note,
            ),
            supports=number in held,
        )
        for number, sentences in said.items()
    )


def best_quote(statement: str, passage: Passage) -> str:
    """Return the sentence of a passage that shares most with ``statement``, the first where several do."""
    return _best_of(statement, _sentences(passage)) or passage.chunk.text.strip()


def carrying_quote(statement: str, passage: Passage, *, question: str) -> str:
    """Return the sentence of a passage that has half or more of what a statement adds to the question, or ``""``.

    Of several it is the one that shares most with the question and the statement.
    """
    added = frozenset(stems_of(statement, keep_stop_words=False)) - frozenset(stems_of(question))
    if not added:
        return ""
    carrying = [
        sentence
        for sentence in _sentences(passage)
        if len(added.intersection(stems_of(sentence))) >= _LEAST_SHARE * len(added)
    ]
    return _best_of(f"{statement} {question}", carrying)


def names_what_is_asked(statement: str, question: str, sentence: str, passage: Passage) -> bool:
    """Say whether a word or two that answer a question stand in a sentence that names each thing it asks about.

    "Paul [1]" for "Who is Lena's husband?" does not follow from "Lena is Paul's sister"; a longer statement says itself
    what it is of, a number is held to its unit, and a sentence in another language has no word of the question.
    """
    added = frozenset(stems_of(statement, keep_stop_words=False)) - frozenset(stems_of(question))
    if len(added) > _FEW_WORDS or any(map(str.isdigit, statement)):
        return True
    heard = frozenset(stems_of(f"{passage.chunk.breadcrumb}\n{sentence}"))
    language = language_of(sentence)
    return all(one.is_in(heard) for one in words_asked(question) if one.is_noun and one.language == language)


def _sentences(passage: Passage) -> list[str]:
    text = passage.chunk.text
    return [_LIST_MARK.sub("", span.of(text)) for span in split_sentences(text)]


def _best_of(statement: str, sentences: Sequence[str]) -> str:
    """Return the sentence that shares most with a statement and lacks least of its details; ``""`` where none can."""
    wanted = frozenset(stems_of(statement, keep_stop_words=False))
    best, best_score = "", -1.0
    for sentence in sentences:
        stems = frozenset(stems_of(sentence, keep_stop_words=False))
        score = len(wanted & stems) - len(missing_details(statement, Evidence.of(sentence)))
        if stems and score > best_score:
            best, best_score = sentence, score
    return best


def correct_marks(text: str, offered: Mapping[int, Passage], *, question: str, date_of: DateOf = lambda _: None) -> str:
    """Return ``text`` with the marks of each sentence leading to a passage that says it, where one plainly does.

    A sentence that cites nothing gets a mark, and one whose passages lack something precise gets another.
    """
    corrected = text
    for statement in reversed(check_statements(text, offered, question=question, date_of=date_of)):
        if statement.is_supported:
            continue
        sentence = statement.span.of(text)
        number = find_support(_MARK.sub("", sentence), offered, question=question)
        if number is not None:
            marked = f"{_MARK.sub('', sentence)} [{number}]"
            corrected = corrected[: statement.span.start] + marked + corrected[statement.span.end :]
    return corrected


def find_support(statement: str, offered: Mapping[int, Passage], *, question: str) -> int | None:
    """Return the number of the passage that plainly says what ``statement`` says, or ``None``.

    Nothing precise may be missing there, and seven in ten of its words, those of the question apart, must be there.
    """
    asked = frozenset(stems_of(question, keep_stop_words=False))
    said = frozenset(stems_of(statement, keep_stop_words=False))
    own = said - asked or said
    best, best_score = None, 0.0
    for number, passage in offered.items():
        evidence = Evidence.of(_whole(passage))
        if missing_details(statement, evidence, closely=True) or len(own & evidence.stems) < 0.7 * len(own):
            continue
        nearest = frozenset(stems_of(best_quote(f"{statement} {question}", passage)))
        score = len((said | asked) & nearest)
        if score > best_score:
            best, best_score = number, score
    return best


@dataclass(frozen=True, slots=True)
class Proof:
    """A sentence of an offered passage, in the quote marks of the question's language, to stand below an answer."""

    quoted: str
    number: int

    def after(self, text: str) -> tuple[str, Statement]:
        """Return ``text`` with the sentence below it, and the statement that it makes there."""
        whole = f"{text}\n\n{self.quoted} [{self.number}]"
        return whole, Statement(Span(len(text) + 2, len(whole)), (self.number,))


def proof_of(
    question: str, text: str, quotes: Sequence[Citation], offered: Mapping[int, Passage], *, shown: Mapping[str, str]
) -> Proof | None:
    """Return as the proof of an answer that of ``quotes``, best first, which has most of what it adds to the question.

    ``None`` where the answer says it itself, having seven in ten of its words, or where it was not offered. A quote is
    said as ``shown`` has it.
    """
    said = frozenset(stems_of(text, keep_stop_words=False))
    added = said - frozenset(stems_of(question))
    carrying = max(quotes, key=lambda quote: len(added.intersection(stems_of(quote.quote))), default=None)
    if carrying is None:
        return None
    words = frozenset(stems_of(carrying.quote, keep_stop_words=False))
    if len(words & said) >= _SAME_SHARE * len(words):
        return None
    opening, closing = "«»" if language_of(question) == "ru" else "“”"
    for number, passage in offered.items():
        if passage.chunk.note == carrying.note and carrying.quote in passage.chunk.text:
            quoted = without_own_marks(shown.get(carrying.quote, carrying.quote))
            return Proof(f"{opening}{quoted}{closing}", number)
    return None


def support_notices(text: str, statements: Sequence[Statement]) -> tuple[str, ...]:
    """Return what a person should know of the statements that are not supported, a sentence for all of one kind."""
    dead = ", ".join(dict.fromkeys(one for statement in statements for one in statement.dead))
    about: dict[str, list[Statement]] = {}
    for statement in statements:
        if fault := _fault_of(statement):
            about.setdefault(fault, []).append(statement)
    leads_nowhere = (f"Leads nowhere: {dead}.",) if dead else ()
    return (*leads_nowhere, *(_notice(fault, text, found) for fault, found in about.items()))


def _fault_of(statement: Statement) -> str:
    """Return why a statement is not supported, ``""`` where it is, or but for links that lead nowhere."""
    if statement.lacking:
        return "lacking"
    if statement.unnamed and statement.citations:
        return "unnamed"
    if statement.dead and statement.citations:
        return ""
    if not statement.citations:
        return "uncited"
    return "doubted" if statement.is_doubted else ""


def _notice(fault: str, text: str, statements: Sequence[Statement]) -> str:
    """Return a sentence about statements with one fault; several are counted, and the words of the first are said."""
    count = len(statements)
    said = list(dict.fromkeys(f"“{_short(bare_statement(one.span.of(text)))}”" for one in statements))
    shown = ", ".join(said[:_SHOWN]) + (" …" if len(said) > _SHOWN else "")
    lacking = ", ".join(dict.fromkeys(name for one in statements for name in one.lacking))
    unnamed = ", ".join(dict.fromkeys(name for one in statements for name in one.unnamed))
    only = said[0][1:-1]
    match fault, count:
        case "lacking", 1:
            return f"Not in the cited notes: {lacking} (in “{only}”)."
        case "lacking", _:
            return f"Not in the cited notes: {lacking} (in {count} statements: {shown})."
        case "unnamed", 1:
            return f"The cited notes do not name what {unnamed} leads to (in “{only}”)."
        case "unnamed", _:
            return f"The cited notes do not name what {unnamed} leads to (in {count} statements: {shown})."
        case "uncited", 1:
            return f"No note is cited for “{only}”."
        case "uncited", _:
            return f"No note is cited for {count} statements: {shown}."
        case _, 1:
            return f"The cited notes may not say “{only}”."
        case _:
            return f"The cited notes may not say {count} statements: {shown}."


def _whole(passage: Passage) -> str:
    return f"{passage.chunk.breadcrumb}\n{passage.chunk.note}\n{passage.chunk.text}"


def _short(text: str, *, limit: int = 80) -> str:
    text = text.rstrip(".")
    return text if len(text) <= limit else f"{text[:limit].rsplit(' ', 1)[0]} …"
