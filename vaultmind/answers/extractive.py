"""Answer with the notes' own sentences: the answer where no model is loaded, and where nothing may be invented."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import zip_longest

from vaultmind.answers.asked_for import AskedFor, asked_for, has_what_is_asked
from vaultmind.answers.attributes import Attributes
from vaultmind.answers.calendar_names import is_of_another_day
from vaultmind.answers.citations import ReadNote, cite, without_own_marks
from vaultmind.answers.contradicting import Clash, clash_of
from vaultmind.answers.details import Date, Evidence, dates_in, names_in_sentence
from vaultmind.answers.links import LeadsSomewhere, dead_links
from vaultmind.answers.names_alone import say_a_name_alone
from vaultmind.answers.note_form import NoteForm
from vaultmind.answers.spoken_of import Said, forms_asked, nouns_unsaid, words_asked
from vaultmind.domain.answer import Answer, AnswerMode, Citation, Statement
from vaultmind.domain.chunk import Passage
from vaultmind.domain.daily_notes import asks_of_days_alone
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import is_stop_word, stems_of, words_of
from vaultmind.ports import Vector
from vaultmind.retrieval.language import Meaning

_REFUSALS = {"ru": "В ваших заметках об этом не сказано.", "en": "Your notes do not say."}
_LIST_MARK = re.compile(r"^(?:[>\s]*(?:[-*+]|\d{1,3}[.)])\s+(?:\[.\]\s+)?|[>\s]+)")
_TASK = re.compile(r"[>\s]*(?:[-*+]|\d{1,3}[.)])\s+\[.\]\s")
_LINKS = re.compile(r"!?\[\[[^\[\]\n]*\]\]|!?\[[^\[\]\n]*\]\([^()\s]*\)")
_JOINED = re.compile(r"\w+(?:[-.]\w+)+")
_LABEL_WORDS = 2
_FEW_WORDS = 3
"""Words of a question whose names count: of 82 answerable ones, mostly longer, two more were refused by them."""
_OTHER_FORM = 0.8
"""What a word of the question counts that a sentence says in another form: "весит" where "вешу" is asked about."""
_HOW_MANY = frozenset(stems_of("сколько many much"))
"""Words that ask for an amount and are no stop words, since notes say them too."""
_SAYS_NO_AMOUNT = frozenset(stems_of("сколько"))
"""The one of them that never tells an amount: "many" may."""
_FEWEST_LETTERS = 3
_NO_STATEMENT = re.compile(
    r"^\s*(?:#{1,6}\s.*|>?\s*\[!.*|[-*_=|:\s]+|```.*|!?\[\[[^\]]*\]\]|<!--.*|.*<%.*|.*`\$?=\s?[^`]*`.*|.*\?)\s*$"
)


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
    by_meaning_of_a_word: float = 0.38
    """The same for a question of one word: of fourteen that a vault in two languages did not speak of, eleven came near
    to a sentence in the other by .30, none by .35; a word it did speak of in the other alone did by .44."""
    by_meaning_of_two: float = 0.36
    """The same for a question of two: of things that a vault did not speak of, three came near by .347 to .354, one by
    .375; of those that it did speak of in the other language alone, four by .365 to .399, one by .341."""
    foreign_behind: float = 0.02
    """How far in meaning a sentence of another language may lie behind the nearest of the question's own."""
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
    hopeless: float = -0.12
    """Margin below which a sentence answers nothing whoever reads it, and is not held to the words."""
    on_day: float = 0.2
    """What standing in the note or under the heading of a day that the question names adds to the choice."""
    of_a_name: float = 0.09
    """How far above the bar a sentence must lie that speaks of nothing that is asked but a name."""
    asked_for: float = 0.05
    """What having a time, an amount or a person adds to the choice, where the question asks for one."""
    reason: float = 0.2
    """What naming a reason adds where the question asks why; the words of the title count whole for it then, since a
    reason seldom says again what it is the reason of."""
    foreign_first: float = 0.05
    """How much nearer in meaning a sentence of another language must be than the best of the question's to be said."""


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
    nearness: float = 0.0
    """The cosine of its meaning with the question's; 0 without an embedder."""
    shown: str = ""
    """How it is read where it is written otherwise: a row of a table, a property, a sentence of a note of some day."""
    bonus: float = 0.0
    """What having the kind of thing that is asked for adds to the choice."""
    replies_to: str = ""
    """What was asked right before it in a chat, or the question's own words for the property or label that it is."""
    under: str = ""
    """The heading it stands under, where that has a good part of the question's words."""

    @property
    def as_read(self) -> str:
        """Return the sentence as a person reads it."""
        return self.shown or self.text

    @property
    def heard(self) -> str:
        """Return the sentence as a person hears it who knows what was asked before."""
        under = f"{self.under}: " if self.under else ""
        return f"{under}{self.replies_to} {self.as_read}" if self.replies_to else f"{under}{self.as_read}"


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
    weighed = weigh_sentences(question, evidence, read_note=read_note, meaning=meaning, bar=bar)
    return answer_from(question, passages, weighed, read_note=read_note, leads_somewhere=leads_somewhere, bar=bar)


def weigh_sentences(
    question: str,
    evidence: Sequence[Passage],
    *,
    read_note: ReadNote,
    meaning: Meaning | None = None,
    bar: SupportBar = SHIPPED_BAR,
) -> list[WeighedSentence]:
    """Return the sentences of the first passages with how well each supports an answer, best choice first.

    None supports an answer to a question without a word that the notes or a language know. What is asked of a day
    alone is what the notes of that day say, and the sentences that name it.
    """
    if asks_of_days_alone(question) and (days := frozenset(day for _, day in dates_in(question))):
        return _of_days(days, evidence, read_note, bar)
    if not is_asked(question, evidence, meaning):
        return []
    return weigh_all(question, evidence, read_note=read_note, meaning=meaning, bar=bar)


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
    asked.update(*forms_asked(question).values())
    if any(passage.ranks.lexical is not None for passage in evidence):
        return True
    if any(not asked.isdisjoint(stems_of(f"{one.chunk.breadcrumb}\n{one.chunk.text}")) for one in evidence):
        return True
    return meaning is not None and meaning.reads_any(list(words))


def weigh_all(
    question: str,
    evidence: Sequence[Passage],
    *,
    read_note: ReadNote,
    meaning: Meaning | None = None,
    bar: SupportBar = SHIPPED_BAR,
) -> list[WeighedSentence]:
    """Return the same of a question that is known to ask for something.

    One of hardly any letters has no language, and is held to its words alone.
    """
    candidates = list(_candidates(question, evidence[: bar.passages], _forms(read_note), bar, meaning).values())
    if sum(map(str.isalpha, question)) < _FEWEST_LETTERS:
        meaning = None
    vectors = meaning.of_texts([candidate.heard for candidate in candidates]) if meaning and candidates else None
    if meaning is not None and vectors is not None:
        cosines = [float(product) for product in vectors @ meaning.of_question(question)]
        supports = [
            cosine + (0.0 if candidate.is_foreign else bar.words * candidate.coverage)
            for candidate, cosine in zip(candidates, cosines, strict=True)
        ]
    else:
        cosines = [0.0] * len(candidates)
        supports = [candidate.coverage for candidate in candidates]
    words = len(frozenset(stems_of(question, keep_stop_words=False)) - _HOW_MANY)
    weighed = [
        replace(
            candidate,
            margin=support - _least_support(candidate, meaning, bar, words=words),
            choice=support + bar.rank / (1 + candidate.place) + candidate.bonus,
            nearness=cosine,
        )
        for candidate, support, cosine in zip(candidates, supports, cosines, strict=True)
    ]
    if meaning is not None and vectors is not None:
        nearest = max((one.nearness for one in weighed if not one.is_foreign), default=-1.0)
        weighed = [
            replace(one, margin=-1.0) if one.is_foreign and one.nearness < nearest - bar.foreign_behind else one
            for one in weighed
        ]
        weighed = _held_to_words(question, weighed, vectors, evidence, meaning, bar)
        heard = [f"{one.passage.chunk.breadcrumb}\n{one.heard}" for one in weighed]
        weighed = [
            replace(one, margin=-1.0) if is_alone and one.margin < bar.of_a_name and not one.is_foreign else one
            for one, is_alone in zip(weighed, say_a_name_alone(question, heard, vectors, meaning), strict=True)
        ]
    elif unsaid := nouns_unsaid(question, evidence, fewest=_FEW_WORDS):
        said = [(one, frozenset(stems_of(one.heard))) for one in weighed]
        weighed = [one if all(noun.is_in(own) for noun in unsaid) else replace(one, margin=-1.0) for one, own in said]
    weighed = [replace(one, margin=-1.0) if _is_of_another_day(question, one) else one for one in weighed]
    return sorted(weighed, key=lambda candidate: -candidate.choice)


def _is_of_another_day(question: str, one: WeighedSentence) -> bool:
    chunk = one.passage.chunk
    return is_of_another_day(question, one.as_read, around=f"{chunk.note}\n{chunk.breadcrumb}")


def _held_to_words(
    question: str,
    weighed: Sequence[WeighedSentence],
    vectors: Vector,
    evidence: Sequence[Passage],
    meaning: Meaning,
    bar: SupportBar,
) -> list[WeighedSentence]:
    """Return the sentences, those that do not speak of a word of the question far below the bar; a vector for each.

    Where the best of those that do not say a word does not speak of it, the others must be drawn nearer by it.
    """
    said = Said.of(evidence)
    held = list(weighed)
    for word in words_asked(question):
        allowed = {
            place: allowance
            for place, one in enumerate(held)
            if one.margin >= bar.hopeless and (allowance := said.allowance(word, one.heard, one.passage)) is not None
        }
        if allowed:
            nearness = vectors @ meaning.of_question(word.rest)
            best = max(allowed, key=lambda place: (weighed[place].margin >= 0, weighed[place].choice))
            is_strange = said.could_say(word) and nearness[best] - weighed[best].nearness > allowed[best]
            for place, allowance in allowed.items():
                if nearness[place] - weighed[place].nearness > (0.0 if is_strange else allowance):
                    held[place] = replace(weighed[place], margin=-1.0)
    return held


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
    nearest = max((sentence.nearness for sentence in own), default=-1.0)
    nearer = [one for one in supported if one.is_foreign and one.nearness >= nearest + bar.foreign_first]
    said = _choose(nearer, read_note, bar)[:1] if nearer else []
    said = _choose(own, read_note, bar, before=said) if own else _choose(supported, read_note, bar)
    if not said:
        refusal = _REFUSALS[language_of(question) or "en"]
        return Answer(question, refusal, True, AnswerMode.EXTRACTIVE, passages=tuple(passages))
    answer = answer_of_quotes(
        question,
        passages,
        [citation for citation, _ in said],
        shown={citation.number: one.shown for citation, one in said if one.shown},
        leads_somewhere=leads_somewhere,
    )
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


def answer_of_quotes(
    question: str,
    passages: Sequence[Passage],
    said: Sequence[Citation],
    *,
    shown: Mapping[int, str],
    leads_somewhere: LeadsSomewhere,
) -> Answer:
    """Return the answer that quotes make, one after the other; each is a statement, with its links that are dead.

    A quote is said as ``shown`` has it by its number, else as it is written.
    """
    text = ""
    statements: list[Statement] = []
    for citation in said:
        start = len(text) + (1 if text else 0)
        text = f"{text} {without_own_marks(shown.get(citation.number, citation.quote))} [{citation.number}]".lstrip(" ")
        dead = dead_links(shown.get(citation.number, citation.quote), leads_somewhere)
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


def _least_support(sentence: WeighedSentence, meaning: Meaning | None, bar: SupportBar, *, words: int) -> float:
    if sentence.is_foreign:
        return {1: bar.by_meaning_of_a_word, 2: bar.by_meaning_of_two}.get(words, bar.by_meaning)
    return bar.by_both if meaning is not None else bar.by_words


def _forms(read_note: ReadNote) -> Callable[[NotePath], NoteForm]:
    """Return what gives the form of a note; a note that cannot be read has none."""

    @cache
    def form_of(note: NotePath) -> NoteForm:
        text = read_note(note)
        return NoteForm.of(note, text) if text is not None else NoteForm()

    return form_of


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, prepared so that many sentences can be held against it."""

    stems: frozenset[str]
    language: str
    kind: AskedFor | None
    names: tuple[str, ...] = ()
    """The words written large within it, where it has few: a passage with none of them speaks of another thing."""
    days: Mapping[Date, frozenset[str]] = field(default_factory=dict)
    """The days that it names, with the stems of their words."""
    forms: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """By the stem of a word those of its other forms: of "вешу" that of "весит"."""

    @classmethod
    def of(cls, question: str) -> "_Asked":
        days = {day: frozenset(stems_of(written)) for written, day in dates_in(question)}
        stems = frozenset(stems_of(question, keep_stop_words=False))
        names = tuple(name for name in names_in_sentence(question) if not any(dates_in(f"1 {name}")))
        named = names if len(stems) <= _FEW_WORDS else ()
        return cls(stems, language_of(question), asked_for(question), named, days, forms_asked(question))

    @property
    def said_as(self) -> frozenset[str]:
        """The stems of its words in any form."""
        return self.stems.union(*self.forms.values())

    def above(self, passage: Passage, form: NoteForm) -> frozenset[str]:
        """Return the stems that stand above a passage: in its title and headings, or as the day of its note."""
        known = [stems for day, stems in self.days.items() if _is_day_of(day, form.days)]
        return self.stems & frozenset(
            (*stems_of(passage.chunk.breadcrumb), *(stem for stems in known for stem in stems))
        )

    def topic(self, heading: str) -> frozenset[str]:
        """Return the question's stems in a heading, where they are half of them all or more: what is below is of it."""
        named = self.stems.intersection(stems_of(heading))
        return named if 2 * len(named) >= len(self.stems) else frozenset()

    def is_named_in(self, passage: Passage) -> bool:
        """Say whether a passage in the question's script has one of its names, in any form, or there is none."""
        if not self.names:
            return True
        evidence = Evidence.of(f"{passage.chunk.note}\n{passage.chunk.breadcrumb}\n{passage.chunk.text}")
        return any(map(evidence.has_name, self.names))

    def is_of(self, days: Set[Date]) -> bool:
        """Say whether some days are among those that it names."""
        return any(_is_day_of(day, days) for day in self.days)

    def may_be_of(self, sentence: str, days: Set[Date]) -> bool:
        """Say whether a sentence may answer by its days: it is of one that is asked about, names it, or is of none."""
        return not self.days or not days or self.is_of(days) or self.is_of({day for _, day in dates_in(sentence)})

    def weigh(
        self,
        candidate: WeighedSentence,
        above: Set[str],
        title_words: float,
        *,
        is_about_title: bool = False,
        is_on_day: bool = False,
    ) -> WeighedSentence:
        """Return a candidate with its share of the question's words and the language it is in.

        The words above count where it has one itself, or ``is_about_title``. For a sentence that is of a day asked
        about, the words of the day are one word, which it has.
        """
        of_days = frozenset(stem for stems in self.days.values() for stem in stems) if is_on_day else frozenset()
        asked = self.stems - of_days - _HOW_MANY if is_on_day else self.stems
        heard = frozenset(stems_of(f"{candidate.replies_to} {candidate.as_read}"))
        said = (asked & heard) - _SAYS_NO_AMOUNT
        inflected = {one for one in asked - heard if not heard.isdisjoint(self.forms.get(one, ()))}
        counts = bool(self.stems) and bool(said or inflected or is_about_title or is_on_day)
        had = (
            len(said) + _OTHER_FORM * len(inflected) + title_words * len((above & asked) - said - inflected) + is_on_day
        )
        share = had / (len(asked) + is_on_day) if counts else 0.0
        is_foreign = bool(self.language) and language_of(candidate.as_read) not in ("", self.language)
        return replace(candidate, coverage=share, is_foreign=is_foreign)


def _is_day_of(day: Date, days: Set[Date]) -> bool:
    return any(day[1:] == known[1:] and (None in (day[0], known[0]) or day[0] == known[0]) for known in days)


def _candidates(
    question: str,
    passages: Sequence[Passage],
    form_of: Callable[[NotePath], NoteForm],
    bar: SupportBar,
    meaning: Meaning | None,
) -> dict[str, WeighedSentence]:
    """Return what may be said by how it is written: sentences, rows of tables, and properties that are asked for."""
    asked = _Asked.of(question)
    attributes = Attributes(question, kind=asked.kind, meaning=meaning)
    found: dict[str, WeighedSentence] = {}
    for place, passage in enumerate(passages):
        form = form_of(passage.chunk.note)
        above, is_named = asked.above(passage, form), asked.is_named_in(passage)
        sentences = list(_sentences(passage, form, asked.said_as, bar))
        for (sentence, days, under), (following, *_) in zip_longest(
            sentences, sentences[1:], fillvalue=("", frozenset(), "")
        ):
            if sentence not in found and asked.may_be_of(sentence, days):
                is_on_day = asked.is_of(days)
                shown = form.shown(sentence)
                is_asked_for = asked.kind is not None and has_what_is_asked(asked.kind, shown or sentence, following)
                if asked.kind is AskedFor.TIME and form.day and not is_asked_for:
                    shown, is_asked_for = f"{shown or sentence} ({form.day})", True
                words = attributes.asking_line(sentence, passage) if not form.shown(sentence) else ""
                before = form.replies_to(sentence) or words
                is_row = bool(form.shown(sentence))  # which speaks by the names of its columns
                topic = frozenset() if is_row else asked.topic(under)
                one = WeighedSentence(
                    sentence, passage, place, False, 0.0, shown=shown, replies_to=before, under=under if topic else ""
                )
                is_reason = is_asked_for and asked.kind is AskedFor.REASON
                is_title = bool(asked.stems) and asked.stems <= above
                bonus = bar.reason if is_reason else bar.asked_for * is_asked_for
                one = asked.weigh(
                    one,
                    above | topic,
                    1.0 if is_reason or is_title or words else bar.title_words,
                    is_about_title=bool(is_reason or is_title or topic),
                    is_on_day=is_on_day,
                )
                if one.is_foreign or is_named:
                    found[sentence] = replace(one, bonus=bonus + bar.on_day * is_on_day)
        for written, shown, words in attributes.properties(passage, form.properties):
            one = WeighedSentence(
                written, passage, place, False, 0.0, shown=shown, bonus=bar.asked_for, replies_to=words
            )
            found[written] = asked.weigh(one, above, 1.0)
    return found


def _sentences(
    passage: Passage, form: NoteForm, asked: Set[str], bar: SupportBar
) -> Iterator[tuple[str, frozenset[Date], str]]:
    """Yield the sentences of a passage that can be an answer by their form and place, with their days and heading.

    One of two words is an answer where both are asked about, "Полив нужен.", or one is and it is a task or the other is
    a number, or what it is a label of: "Rosin: Bernardel."
    """
    for written, days, under in form.sentences(passage.chunk):
        sentence = form.without_label(_LIST_MARK.sub("", written))
        row = form.shown(sentence)
        words = stems_of(row or sentence)
        is_yes_or_no = sentence.endswith((".", "!")) and len(asked & set(words)) >= _LABEL_WORDS
        is_value = len(words) == _LABEL_WORDS and (
            (not asked.isdisjoint(words) and any(map(str.isdigit, words)))
            or (": " in sentence and not asked.isdisjoint(words[:1]))
            or (_TASK.match(written) is not None and not asked.isdisjoint(words))
        )
        may_be_said = row or may_state(sentence, asked)
        if (
            (len(words) >= bar.fewest_words or is_yes_or_no or is_value)
            and may_be_said
            and not form.is_hidden(sentence)
        ):
            yield sentence, days, under


def _of_days(
    days: Set[Date], evidence: Sequence[Passage], read_note: ReadNote, bar: SupportBar
) -> list[WeighedSentence]:
    """Return what the notes of some days say and what names those days, in the order of the passages and the text."""
    form_of = _forms(read_note)
    found: list[WeighedSentence] = []
    for place, passage in enumerate(evidence):
        form = form_of(passage.chunk.note)
        for sentence, of_days, _ in _sentences(passage, form, frozenset(), bar):
            is_of_day = any(_is_day_of(day, of_days or form.days) for day in days)
            if is_of_day or any(_is_day_of(day, days) for _, day in dates_in(sentence)):
                is_named = any(_is_day_of(day, form.named_days) for day in days)
                rank = 1.0 + bar.on_day * is_named if is_of_day else 1.0 - bar.gap_elsewhere
                found.append(
                    WeighedSentence(sentence, passage, place, False, 1.0, 1.0, rank, shown=form.shown(sentence))
                )
    unique: dict[str, WeighedSentence] = {}
    for one in found:
        unique.setdefault(one.text, one)
    return sorted(unique.values(), key=lambda one: -one.choice)


def _choose(
    candidates: Sequence[WeighedSentence],
    read_note: ReadNote,
    bar: SupportBar,
    *,
    before: Sequence[tuple[Citation, WeighedSentence]] = (),
) -> list[tuple[Citation, WeighedSentence]]:
    """Return the best sentences that their notes hold now, with their citations, behind those that come before."""
    said = list(before)
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
