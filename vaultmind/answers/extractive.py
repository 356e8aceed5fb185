"""Answer with the notes' own sentences: the answer where no model is loaded, and where nothing may be invented."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from vaultmind.answers.citations import ReadNote, cite
from vaultmind.answers.contradicting import Clash, clash_of
from vaultmind.answers.links import LeadsSomewhere, dead_links
from vaultmind.domain.answer import Answer, AnswerMode, Citation, Statement
from vaultmind.domain.chunk import Passage
from vaultmind.domain.span import Span
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import is_stop_word, stems_of, words_of
from vaultmind.parsing.sentences import split_sentences
from vaultmind.retrieval.language import Meaning

_REFUSALS = {"ru": "В ваших заметках об этом не сказано.", "en": "Your notes do not say."}
_LIST_MARK = re.compile(r"^(?:[>\s]*(?:[-*+]|\d{1,3}[.)])\s+(?:\[.\]\s+)?|[>\s]+)")
_LINKS = re.compile(r"!?\[\[[^\[\]\n]*\]\]|!?\[[^\[\]\n]*\]\([^()\s]*\)")
_OWN_MARK = re.compile(r"`[^`]*`|\$[^$]*\$|(?<![\\!\[])\[(\d+)\](?!\()")
_JOINED = re.compile(r"\w+(?:[-.]\w+)+")
_LABEL_WORDS = 2
_FEWEST_LETTERS = 3
_UNDER_A_HEADER = re.compile(r"\|?[ \t]*\r?\n[>\s]*\|?[ \t]*:?-+:?[ \t]*\|[-:|\s]*(?:\r?\n|$)")
_NO_STATEMENT = re.compile(r"^\s*(?:#{1,6}\s.*|>?\s*\[!.*|[-*_=|:\s]+|```.*|!?\[\[[^\]]*\]\]|<!--.*|.*\?)\s*$")


@dataclass(frozen=True, slots=True)
class SupportBar:
    """From where on a sentence is taken to support an answer, read off the development questions in two languages.

    With these .03 of the questions that have an answer were refused, and .89 to .93 of those that have none; the
    answer's words stood in .90 of the answers, and .95 of the citations led to the right note.
    """

    by_both: float = 0.52
    """Cosine plus half the share of the question's words, in the question's language."""
    by_meaning: float = 0.30
    """Cosine alone, in another language than the question's."""
    by_words: float = 0.4
    """Share of the question's words, where there is no embedder."""
    words: float = 0.5
    title_words: float = 0.5
    """What a word of the question counts that stands in the title or heading above the sentence, not in it."""
    rank: float = 0.2
    """What standing in the first passage adds to the choice; half of it in the second, a third in the third."""
    gap: float = 0.1
    """How far behind the best sentence another of the same note may stay and still be said."""
    gap_elsewhere: float = 0.05
    """The same for a sentence of another note: of the development questions' sentences that lay farther behind in
    another note none was of the right one, of those of the best sentence's own note nearly all."""
    passages: int = 6
    sentences: int = 3
    fewest_words: int = 3


SHIPPED_BAR = SupportBar()


@dataclass(frozen=True, slots=True)
class WeighedSentence:
    """One sentence that may answer. ``margin`` is how far its support lies above the bar, ``choice`` its rank."""

    text: str
    passage: Passage
    place: int
    is_foreign: bool
    coverage: float
    margin: float = 0.0
    choice: float = 0.0


def answer_extractively(
    question: str,
    passages: Sequence[Passage],
    *,
    read_note: ReadNote,
    meaning: Meaning | None = None,
    any_evidence: bool = False,
    leads_somewhere: LeadsSomewhere = lambda _: True,
    bar: SupportBar = SHIPPED_BAR,
) -> Answer:
    """Return up to three sentences of the passages that answer, each with its citation, or a refusal.

    What is no evidence (an assistant's words, our own, templates) is left out unless ``any_evidence``. A sentence is
    used only if its note says it now. Sentences in the question's language go first; others serve where it has none.
    """
    evidence = [passage for passage in passages if passage.chunk.evidence or any_evidence]
    weighed = weigh_sentences(question, evidence, meaning=meaning, bar=bar)
    return answer_from(question, passages, weighed, read_note=read_note, leads_somewhere=leads_somewhere, bar=bar)


def weigh_sentences(
    question: str, evidence: Sequence[Passage], *, meaning: Meaning | None = None, bar: SupportBar = SHIPPED_BAR
) -> list[WeighedSentence]:
    """Return the sentences of the first passages with how well each supports an answer, best choice first.

    None supports an answer to a question without a word that the notes or a language know.
    """
    return weigh_all(question, evidence, meaning=meaning, bar=bar) if is_asked(question, evidence, meaning) else []


def is_asked(question: str, evidence: Sequence[Passage], meaning: Meaning | None) -> bool:
    """Say whether a question asks for anything: a word of two signs or more that is no mere "what is it", or "Г-7".

    The notes know it, or where they are in another language the model reads the word as one.
    """
    marks = _JOINED.findall(question.casefold())
    if any(mark in f"{one.chunk.breadcrumb}\n{one.chunk.text}".casefold() for mark in marks for one in evidence):
        return True
    words = {
        word: stems
        for word in words_of(question)
        if len(word) > 1 and (stems := stems_of(word)) and not is_stop_word(word)
    }
    asked = {stem for stems in words.values() for stem in stems}
    if not asked:
        return False
    if any(passage.ranks.lexical is not None for passage in evidence):
        return True
    if any(not asked.isdisjoint(stems_of(f"{one.chunk.breadcrumb}\n{one.chunk.text}")) for one in evidence):
        return True
    return meaning is not None and meaning.reads_any(list(words))


def weigh_all(
    question: str, evidence: Sequence[Passage], *, meaning: Meaning | None = None, bar: SupportBar = SHIPPED_BAR
) -> list[WeighedSentence]:
    """Return the same of a question that is known to ask for something.

    One of hardly any letters has no language, and is held to its words alone.
    """
    candidates = _candidates(question, evidence[: bar.passages], bar)
    if sum(map(str.isalpha, question)) < _FEWEST_LETTERS:
        meaning = None
    if meaning is not None and candidates:
        cosines = meaning.similarities(meaning.of_question(question), [candidate.text for candidate in candidates])
        supports = [
            cosine + (0.0 if candidate.is_foreign else bar.words * candidate.coverage)
            for candidate, cosine in zip(candidates, cosines, strict=True)
        ]
    else:
        supports = [candidate.coverage for candidate in candidates]
    weighed = [
        replace(
            candidate,
            margin=support - _least_support(candidate, meaning, bar),
            choice=support + bar.rank / (1 + candidate.place),
        )
        for candidate, support in zip(candidates, supports, strict=True)
    ]
    return sorted(weighed, key=lambda candidate: -candidate.choice)


def answer_from(
    question: str,
    passages: Sequence[Passage],
    weighed: Sequence[WeighedSentence],
    *,
    read_note: ReadNote,
    leads_somewhere: LeadsSomewhere = lambda _: True,
    bar: SupportBar = SHIPPED_BAR,
) -> Answer:
    """Return the answer that sentences which clear the bar make, or a refusal."""
    supported = [sentence for sentence in weighed if sentence.margin >= 0]
    own = [sentence for sentence in supported if not sentence.is_foreign]
    said = _choose(own or supported, read_note, bar)
    if not said:
        refusal = _REFUSALS[language_of(question) or "en"]
        return Answer(question, refusal, True, AnswerMode.EXTRACTIVE, passages=tuple(passages))
    answer = answer_of_quotes(question, passages, [citation for citation, _ in said], leads_somewhere=leads_somewhere)
    quoted = [(citation.number, one.passage, one.text) for citation, one in said]
    clash = clash_of(question, quoted, [(one.passage, one.text) for one in own or supported])
    return answer if clash is None else _naming(answer, clash, read_note)


def _naming(answer: Answer, clash: Clash, read_note: ReadNote) -> Answer:
    """Return an answer with a sentence on what contradicts it; as it was where that note does not say so any more."""
    known = next((one for one in answer.citations if one.quote == clash.sentence), None)
    other = known or cite(len(answer.citations) + 1, clash.passage, clash.sentence, read_note=read_note)
    if not other.verified:
        return answer
    text = f"{answer.text}\n\n{clash.in_words(answer.question, other.number, is_quoted=known is not None)}"
    named = Statement(Span(len(answer.text) + 2, len(text)), (clash.number, other.number))
    citations = answer.citations if known is not None else (*answer.citations, other)
    return replace(answer, text=text, citations=citations, statements=(*answer.statements, named))


def _without_own_marks(quote: str) -> str:
    r"""Return a quote in which a number in brackets that the note has of its own is no mark of ours: ``\[7\]``."""
    return _OWN_MARK.sub(lambda found: rf"\[{found[1]}\]" if found[1] else found[0], quote)


def answer_of_quotes(
    question: str, passages: Sequence[Passage], said: Sequence[Citation], *, leads_somewhere: LeadsSomewhere
) -> Answer:
    """Return the answer that quotes make, one after the other; each is a statement, with its links that are dead."""
    text = ""
    statements: list[Statement] = []
    for citation in said:
        start = len(text) + (1 if text else 0)
        text = f"{text} {_without_own_marks(citation.quote)} [{citation.number}]".lstrip(" ")
        dead = dead_links(citation.quote, leads_somewhere)
        statements.append(Statement(Span(start, len(text)), (citation.number,), dead))
    dead = tuple(dict.fromkeys(link for statement in statements for link in statement.missing))
    return Answer(
        question,
        text,
        False,
        AnswerMode.EXTRACTIVE,
        citations=tuple(said),
        passages=tuple(passages),
        notices=(f"Leads nowhere: {', '.join(dead)}.",) if dead else (),
        statements=tuple(statements),
    )


def may_state(sentence: str, asked: Set[str]) -> bool:
    """Say whether a sentence can be an answer by its form: no heading, question, bare embed or list of links.

    Links with a label of a word or two before them answer where the question, given as its stems, asks for that label.
    """
    if _NO_STATEMENT.match(sentence):
        return False
    beside = stems_of(_LINKS.sub(" ", sentence), keep_stop_words=False)
    return len(beside) > _LABEL_WORDS or not _LINKS.search(sentence) or not asked.isdisjoint(beside)


def _least_support(sentence: WeighedSentence, meaning: Meaning | None, bar: SupportBar) -> float:
    if sentence.is_foreign:
        return bar.by_meaning
    return bar.by_both if meaning is not None else bar.by_words


def _candidates(question: str, passages: Sequence[Passage], bar: SupportBar) -> list[WeighedSentence]:
    asked = set(stems_of(question, keep_stop_words=False))
    asked_in = language_of(question)
    found: dict[str, WeighedSentence] = {}
    for place, passage in enumerate(passages):
        chunk = passage.chunk
        above = asked & set(stems_of(chunk.breadcrumb))
        for span in split_sentences(chunk.text):
            sentence = _LIST_MARK.sub("", span.of(chunk.text))
            words = stems_of(sentence)
            if sentence in found or len(words) < bar.fewest_words or not may_state(sentence, asked):
                continue
            if _UNDER_A_HEADER.match(chunk.text, span.end):
                continue
            said = asked & set(words)
            share = (len(said) + bar.title_words * len(above - said)) / len(asked) if asked and said else 0.0
            is_foreign = bool(asked_in) and language_of(sentence) not in ("", asked_in)
            found[sentence] = WeighedSentence(sentence, passage, place, is_foreign, share)
    return list(found.values())


def _choose(
    candidates: Sequence[WeighedSentence], read_note: ReadNote, bar: SupportBar
) -> list[tuple[Citation, WeighedSentence]]:
    """Return the best sentences that their notes hold now, with their citations."""
    said: list[tuple[Citation, WeighedSentence]] = []
    best: WeighedSentence | None = None
    for candidate in candidates:
        if len(said) == bar.sentences or (best is not None and candidate.choice < best.choice - bar.gap):
            break
        is_elsewhere = best is not None and candidate.passage.chunk.note != best.passage.chunk.note
        if best is not None and is_elsewhere and candidate.choice < best.choice - bar.gap_elsewhere:
            continue
        citation = cite(len(said) + 1, candidate.passage, candidate.text, read_note=read_note)
        if citation.verified:
            best = best or candidate
            said.append((citation, candidate))
    return said
