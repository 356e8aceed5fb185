"""A recipe carried out: a model writes each part and is held to the notes, or the notes' own sentences serve."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from contextlib import closing
from dataclasses import dataclass, field, replace

from vaultmind.answers.citations import CitationReader
from vaultmind.answers.details import Evidence, missing_details
from vaultmind.answers.prompt import estimate_tokens
from vaultmind.answers.recipes.agreeing import Pair, pairs_of, says_otherwise, to_compare
from vaultmind.answers.recipes.picking import against, apart, belonging, beyond, is_of_pick, is_picked
from vaultmind.answers.recipes.reading import fill
from vaultmind.answers.recipes.selecting import (
    ALIKE,
    Finish,
    Likeness,
    Sentence,
    bearing_of,
    bearings,
    choose_lines,
    fit_of,
    is_whole,
    linked_with,
    said_in,
    sentences_of,
)
from vaultmind.answers.recipes.stances import says
from vaultmind.answers.recipes.wording import bearing_asked, turns_of
from vaultmind.answers.support import find_support
from vaultmind.domain.chunk import Passage
from vaultmind.domain.errors import PromptTooLong
from vaultmind.domain.link import NotePath
from vaultmind.domain.recipe import (
    Bearing,
    DraftLine,
    PartForm,
    PartMade,
    PartPick,
    Recipe,
    RecipeDraft,
    RecipePart,
    RecipePlace,
)
from vaultmind.domain.recipe import Material as Reads
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import stems_of
from vaultmind.parsing.sentences import split_sentences
from vaultmind.ports import CancelToken, ChatTurn, LanguageModel
from vaultmind.retrieval.language import Meaning

_ITEM = re.compile(r"\A\s*(?:\**\d{1,2}[.)]\**|[-*•])\s*(.+)")
_MARK = re.compile(r"\s*\[(\d{1,3})\]")
_TAG = re.compile(r"(?<!\S)#[^\s#]+")
_NUMBERED_LINE = re.compile(r"\A\W*(\d{1,3})\W+(\S.*)")
_TWO_ENDS = re.compile(r"([.!?…])\s*\.+\Z")
_QUOTED = re.compile(r"`[^`]*`|\$[^$]*\$|«[^«»]*»|“[^“”]*”|\"[^\"]*\"|\[\[[^\[\]]*\]\]")
"""What is quoted says nothing of the language that it is quoted in."""
_TWO_SCRIPTS = re.compile(r"[а-яё]{2}[a-z]{2}|[a-z]{2}[а-яё]{2}|(?<![^\W_])[а-яё][a-z]{3}", re.IGNORECASE)
"""A word that begins in one script and goes on in the other, as a small model writes it."""
_TAIL = 40
_FEWEST_STEMS = 3
_LEAST_SHARED = 0.35
"""The share of its words that a statement must have from what was read, else it is not about it."""
_LEAST_HELD = 0.5
"""Of its words a passage must have that a statement cites, else the citation does not count."""
_SMALLEST_BUDGET = 200
_TOKENS_OF_A_LINE = 60
_MOST_LINES_WORDS = 60

_LONGEST_TEXT = 400


@dataclass(frozen=True)
class Material:
    """What a recipe reads: the passages of its notes, those found in others, and the words for its placeholders."""

    own: Sequence[Passage]
    found: Sequence[Passage]
    values: Mapping[str, str]
    title: str
    asked: Mapping[str, Sequence[Passage]] = field(default_factory=dict)
    """By the heading of a part that asks the vault a question of its own: what was found for that, best first."""

    @property
    def offered(self) -> Mapping[int, Passage]:
        """Return every passage by its number, those of the notes themselves first."""
        known = {passage.chunk_id for passage in (*self.own, *self.found)}
        further = {one.chunk_id: one for asked in self.asked.values() for one in asked if one.chunk_id not in known}
        return dict(enumerate((*self.own, *self.found, *further.values()), 1))

    def others_for(self, part: RecipePart) -> Sequence[Passage]:
        """Return the passages of other notes, those found for a part's own question first."""
        asked = self.asked.get(part.heading, ())
        known = {passage.chunk_id for passage in asked}
        return (*asked, *(passage for passage in self.found if passage.chunk_id not in known))


@dataclass(frozen=True, slots=True)
class Means:
    """What there is to carry a recipe out with; ``budget_tokens`` is what a model may read for one part."""

    model: LanguageModel | None = None
    meaning: Meaning | None = None
    budget_tokens: int = 1600
    cancel: CancelToken | None = None


@dataclass(slots=True)
class _Work:
    recipe: Recipe
    material: Material
    means: Means
    likeness: Likeness
    sentences: list[Sentence]
    pairs: Sequence[Pair] = ()
    """Where two notes are compared, the sentences in which they speak of the same."""
    linked: frozenset[NotePath] = frozenset()
    """Other notes that are linked with the notes that are read."""
    near: frozenset[int] | None = None
    read: Mapping[int, str] = field(default_factory=dict)
    """The excerpts as the model was given them, by number."""
    has_written: bool = False
    has_chosen: bool = False
    """Whether sentences of the notes themselves stand in a part."""
    fell_back: list[str] = field(default_factory=list)
    filled_up: list[str] = field(default_factory=list)

    def bearing(self) -> frozenset[int]:
        """Return the passages of other notes near to what the notes themselves say, or linked with them, by number."""
        if self.near is None:
            own = " ".join(said_in(passage) for passage in self.material.own)[:_LONGEST_TEXT]
            others = [one for one in self.material.offered.values() if one not in self.material.own]
            near = self.likeness.to(f"{self.material.title}. {own}", [said_in(passage) for passage in others])
            least = self.likeness.least(on_a_line=False)
            self.near = frozenset(
                one.chunk_id
                for one, score in zip(others, near, strict=True)
                if score >= least or one.chunk.note in self.linked
            )
        return self.near


def make_draft(recipe: Recipe, material: Material, means: Means) -> Iterator[PartMade | RecipeDraft]:
    """Yield the parts of a recipe as they are finished, and the whole draft last.

    A part that the model does not write, or not about the notes, is made of their own sentences, and the draft says so.
    Raises ``ModelProblem`` and ``Cancelled``.
    """
    sentences = sentences_of((*material.own, *material.found))
    likeness = Likeness(sentences, means.meaning)
    linked = linked_with(material.own, material.offered.values())
    compares = any(part.pick in (PartPick.SHARED, PartPick.DISTINCT) for part in recipe.parts)
    compared = to_compare(material.own) if compares else ()
    work = _Work(recipe, material, means, likeness, sentences, pairs_of(compared, likeness), linked)
    parts: list[PartMade] = []
    for part in recipe.parts:
        made = _part(part, work, parts)
        parts.append(made)
        yield made
    notices: list[str] = []
    if work.has_written and work.fell_back:
        notices.append(f"These parts are the notes' own sentences: {', '.join(work.fell_back)}.")
    if work.filled_up:
        notices.append(f"These parts are in part the notes' own sentences: {', '.join(work.filled_up)}.")
    model = means.model.name if means.model is not None and work.has_written else None
    yield RecipeDraft(recipe.title, recipe.language, tuple(parts), model, work.has_chosen, tuple(notices))


def _part(part: RecipePart, work: _Work, before: Sequence[PartMade]) -> PartMade:
    part = replace(part, heading=fill(part.heading, work.material.values))
    if part.form is PartForm.NOTES:
        return PartMade(part.heading, part.form, (), _relevant(part, (), before, work, is_said=False), is_noted=True)
    lines = _said(part, work, before)
    if part.form is not PartForm.PROSE:
        lines = _each_its_own(lines, work.likeness)
    is_said = bool(lines)
    if not lines and part.otherwise:
        lines = [DraftLine(fill(part.otherwise, work.material.values), is_told=True)]
    own = {passage.chunk.note for passage in work.material.own}
    is_alone = bool(part.notes) and not part.from_others and all(_is_of_notes(line, own) for line in lines)
    if part.form is not PartForm.PROSE:
        wanted = part.count if _is_counted(part) or not lines else 0
        return PartMade(
            part.heading, part.form, tuple(lines), is_noted=is_alone, wanted=wanted if len(lines) < wanted else 0
        )
    relevant = _relevant(part, lines, before, work, is_said=is_said) if part.notes else ()
    return PartMade(part.heading, part.form, tuple(lines), relevant, is_noted=bool(part.notes))


def _is_of_notes(line: DraftLine, notes: Set[str]) -> bool:
    return all(source.note in notes for source in line.sources)


def _said(part: RecipePart, work: _Work, before: Sequence[PartMade]) -> list[DraftLine]:
    """Return what the model says that the notes hold, else their own sentences, which also fill up a list of thoughts.

    What no note holds is kept only where nothing else is there to say, not even that the notes do not say it.
    """
    finish = _noted(part, work)
    is_worded = work.means.model is not None and part.pick not in (PartPick.OPEN, PartPick.DISTINCT)
    written = _written(part, work, before) if is_worded else []
    lines = [noted for line in written if (noted := finish(line)) is not None]
    held = [line for line in lines if not line.is_doubted]
    if part.pick is PartPick.SHARED:
        pairs = _chosen(part, work, before, finish)
        told = [side.text for line in pairs for side in (line, line.beside) if side is not None]
        held = [line for line in held if not any(_repeats(line.text, text, work.likeness) for text in told)]
        work.has_written |= bool(held[: part.count - len(pairs)])
        work.has_chosen |= bool(pairs)
        return [*pairs, *held][: part.count]
    if held and (len(held) == part.count or not _is_counted(part)):
        work.has_written = True
        return held
    chosen = _chosen(part, work, before, finish)
    if held:
        known = [_stems(line.text) for line in held]
        more = [line for line in chosen if all(work.likeness.between(_stems(line.text), one) < ALIKE for one in known)]
        work.has_written = True
        if more:
            work.filled_up.append(part.heading)
            work.has_chosen = True
        return [*held, *more][: part.count]
    if lines and not chosen and not part.otherwise:
        work.has_written = True
        return lines
    if is_worded and (chosen or not part.otherwise):
        work.fell_back.append(part.heading)
    work.has_chosen |= bool(chosen)
    return chosen


def _is_counted(part: RecipePart) -> bool:
    """Say whether a part is a list of the notes' own thoughts, which is to have so many."""
    return part.form is PartForm.LIST and bool(part.notes) and not part.from_others


def _noted(part: RecipePart, work: _Work) -> Finish:
    """Return what gives an item of a list the notes that bear on it, where other notes were found at all."""
    if part.form is PartForm.PROSE or not part.notes or not work.material.found:
        return lambda line: line
    return lambda line: _with_notes(line, part, work.material.others_for(part), work)


def _chosen(part: RecipePart, work: _Work, before: Sequence[PartMade], finish: Finish) -> list[DraftLine]:
    """Return sentences of the notes for a part, none that an earlier part has said.

    Tasks and footnotes serve where days are read or there is nothing else, in prose what is no sentence only where
    there is none. A part that knows what to say otherwise takes only sentences that fit it, and those that fit it best
    are left to it. One that is made of the notes themselves takes nothing of others.
    """
    if part.pick is PartPick.SHARED:
        return [pair.line() for pair in work.pairs if not pair.differs][: part.count]
    if part.pick is PartPick.DISTINCT:
        further = apart(work.sentences, work.pairs, work.material.own)
        differing = [pair.line() for pair in work.pairs if pair.differs][: part.count]
        rest, title, language = (
            replace(part, count=part.count - len(differing)),
            work.material.title,
            work.recipe.language,
        )
        return [*differing, *choose_lines(rest, further, work.likeness, title=title, language=language)]
    own = {passage.chunk_id for passage in work.material.own}
    owned = [one for one in work.sentences if one.passage.chunk_id in own]
    said = {line.text for made in before for line in made.lines}
    left = [sentence for sentence in work.sentences if sentence.text not in said and is_picked(sentence, part)]
    bearing = work.bearing() if part.from_others else frozenset()
    candidates = [
        one
        for one in left
        if (one.passage.chunk_id in own) is not part.from_others
        and (not part.from_others or (one.passage.chunk_id in bearing and not one.text.endswith("?")))
    ]
    spoken = ("", work.recipe.language)
    wanted = [one for one in candidates if one.passage.chunk_id in own or language_of(one.text) in spoken] or candidates
    if part.pick is not PartPick.OPEN and work.recipe.material is not Reads.DAYS:
        wanted = [one for one in wanted if not one.is_task] or wanted
    wanted = [one for one in wanted if not one.is_footnote] or wanted
    if _is_counted(part):
        wanted = [one for one in wanted if not one.text.endswith("?")] or wanted
        wanted = belonging(wanted, work.material.title) if len(wanted) > part.count else wanted
    if part.form is PartForm.PROSE:
        has_whole = any(is_whole(one) and one.passage.chunk_id in own for one in work.sentences)
        wanted = [one for one in wanted if is_whole(one) or not has_whole]
    if part.otherwise and part.pick is PartPick.SOUGHT:
        told = {
            line.text
            for made, its in zip(before, work.recipe.parts, strict=False)
            if not its.otherwise
            for line in made.lines
        }
        said_too = [
            one
            for one in work.sentences
            if one.passage.chunk_id in own and fit_of(one, part) > 1 and one.text not in told
        ]
        opposed = against(wanted, owned, work.likeness) if part.from_others else frozenset()
        fitting = [one for one in wanted if fit_of(one, part) or one.place in opposed]
        wanted = fitting or ([] if part.from_others else said_too)
    if part.pick is PartPick.BEYOND:
        wanted = beyond(wanted, owned, work.likeness, title=work.material.title)
    later = [other for other in work.recipe.parts[len(before) + 1 :] if other.otherwise]
    if part.pick is not PartPick.SOUGHT:
        later = []
    most = [fit_of(one, part) if part.otherwise else 0 for one in wanted]
    kept = [one for one, fit in zip(wanted, most, strict=True) if all(fit_of(one, other) <= fit for other in later)]
    return choose_lines(
        part,
        kept if part.otherwise else kept or [one for one in wanted if all(fit_of(one, other) < 2 for other in later)],
        work.likeness,
        title=work.material.title,
        finish=finish,
        language=work.recipe.language,
    )


def _written(part: RecipePart, work: _Work, before: Sequence[PartMade]) -> list[DraftLine]:
    """Return what the model writes for a part, line by line, without what is not about the notes or was said before.

    Where a part is to tell what to do or what follows, lines of which none does so are no such part.
    """
    words = part.count * _TOKENS_OF_A_LINE
    has_others = part.from_others or bool(part.notes)
    text = _asked(fill(part.instruction, work.material.values), work, most_tokens=words, has_others=has_others)
    candidates = _sentences(text) if part.form is PartForm.PROSE else _items(text, part.form)
    known = Evidence.of("\n".join((*work.read.values(), work.material.title, part.instruction)))
    lines: list[DraftLine] = []
    said = [_stems(line.text) for made in before for line in made.lines]
    for written in candidates:
        line = _line(written, part, known, work)
        if line is None or any(_repeats(line.text, other.text, work.likeness) for other in lines):
            continue
        if any(work.likeness.between(_stems(line.text), other) >= ALIKE for other in said):
            continue
        lines.append(line)
        if len(lines) == part.count:
            break
    return lines if any(says(line.text, part.says) for line in lines) else []


def _repeats(text: str, said: str, likeness: Likeness) -> bool:
    """Say whether a line says no more than another, or the same in other words."""
    stems, other = _stems(text), _stems(said)
    return stems <= other or likeness.between(stems, other) >= ALIKE


def _stems(text: str) -> frozenset[str]:
    return frozenset(stems_of(text, keep_stop_words=False))


def _line(written: str, part: RecipePart, known: Evidence, work: _Work) -> DraftLine | None:
    """Return a sentence of the model as a line with its sources, or ``None`` where it is not about what was read."""
    said = _TWO_ENDS.sub(r"\1", " ".join(_TAG.sub("", _MARK.sub("", written)).split()))
    stems = _stems(said)
    language = language_of(_QUOTED.sub("", said))
    if len(stems) < _FEWEST_STEMS or (language and language != work.recipe.language):
        return None
    if len(stems & known.stems) < _LEAST_SHARED * len(stems) or said.endswith(":"):
        return None
    if part.form is PartForm.QUESTIONS and "?" not in said:
        return None
    if _TWO_SCRIPTS.search(said) or not _is_of(part, stems, work) or _is_cut_off(said, work.read.values()):
        return None
    offered = work.material.offered
    cited = [int(mark) for mark in _MARK.findall(written) if int(mark) in work.read]
    numbers = [number for number in cited if _holds(offered[number], stems)]
    if not numbers and (found := find_support(said, offered, question="")) is not None:
        numbers = [found]
    missing = missing_details(said, known)
    if missing and not numbers:
        return None
    own = {passage.chunk_id for passage in work.material.own}
    if numbers and all(offered[number].chunk_id not in own | work.bearing() for number in numbers):
        return None
    if not is_of_pick(said, part, work.material.own):
        return None
    sources = tuple(dict.fromkeys(bearing_of(offered[number]) for number in numbers))
    return DraftLine(said, sources, missing, is_doubted=not numbers and part.form is not PartForm.QUESTIONS)


def _is_of(part: RecipePart, stems: Set[str], work: _Work) -> bool:
    """Say whether a line is of the notes that its part is made of: their own thoughts, or what only others say."""
    own, found = (
        max((len(_stems(one.chunk.text) & stems) for one in passages), default=0)
        for passages in (work.material.own, work.material.found)
    )
    if part.from_others:
        return found > own or part.form is PartForm.PROSE
    is_listed = part.form is PartForm.LIST and bool(part.notes) and work.recipe.place is not RecipePlace.NOTE
    return not is_listed or own >= found


def _is_cut_off(said: str, texts: Iterable[str]) -> bool:
    """Say whether a line breaks off in the middle of a sentence that it repeats."""
    tail = said[-_TAIL:]
    if said[-1:] in '.!?…»”")':
        return False
    return any(
        (after := " ".join(text.split()).partition(tail)[2].lstrip("*_ ")) and after[0].isalpha() for text in texts
    )


def _holds(passage: Passage, stems: Set[str]) -> bool:
    """Say whether a passage has half or more of the words of a statement that cites it."""
    held = frozenset(stems_of(f"{passage.chunk.breadcrumb}\n{passage.chunk.text}", keep_stop_words=False))
    return len(held & stems) >= _LEAST_HELD * len(stems)


def _items(text: str, form: PartForm) -> list[str]:
    """Return the items of a list, of each its first sentence; of questions the whole."""
    found = [item[1] for line in text.splitlines() if (item := _ITEM.match(line))]
    if form is PartForm.LIST:
        found = [spans[0].of(item) for item in found if (spans := split_sentences(item))]
    return found or _sentences(text)


def _sentences(text: str) -> list[str]:
    """Return the sentences of a text, without the marks of a list that it was written as."""
    return [_ITEM.sub(r"\1", span.of(text)) for span in split_sentences(text)]


def _asked(instruction: str, work: _Work, *, most_tokens: int, has_others: bool = True) -> str:
    """Return what the model writes to an instruction; with fewer excerpts each time the window is too small.

    Where it does not speak of other notes it reads none. A sentence that is cut off at its end is left out.
    """
    model = work.means.model
    assert model is not None
    budget = work.means.budget_tokens
    while True:
        work.read = _excerpts(work, budget, has_others=has_others)
        try:
            pieces = model.stream(_prompt(instruction, work), max_tokens=most_tokens, cancel=work.means.cancel)
            reader = CitationReader(work.read)
            said: list[str] = []
            is_cut = False
            with closing(pieces):
                for piece in pieces:
                    is_cut = piece.stop == "length"
                    said += [found for found in reader.feed(piece.text) if isinstance(found, str)]
            said += [found for found in reader.finish() if isinstance(found, str)]
            return _whole("".join(said)) if is_cut else "".join(said)
        except PromptTooLong:
            if budget <= _SMALLEST_BUDGET:
                raise
            budget //= 2


def _whole(text: str) -> str:
    """Return a text that was cut off up to the end of its last whole sentence; all of it where it has but one."""
    spans = split_sentences(text)
    return text[: spans[-2].end] if len(spans) > 1 else text


def _prompt(instruction: str, work: _Work) -> tuple[ChatTurn, ...]:
    """Return the turns for one part.

    Rules, examples and excerpts come first: they are the same for every part, and for other recipes on the same note,
    so that a model reads them once.
    """
    told = fill(work.recipe.preamble, work.material.values)
    offered = work.material.offered
    excerpts = [
        (number, offered[number].chunk.breadcrumb.partition("\n")[0], text) for number, text in work.read.items()
    ]
    return turns_of((told, instruction), excerpts, work.recipe.language)


def _excerpts(work: _Work, budget: int, *, has_others: bool) -> Mapping[int, str]:
    """Return the excerpts that fit: three fifths for the notes themselves, the rest for what was found.

    The share of the notes is the same without others, so that a model reads them once for all parts.

    Tasks and lists of notes are read only where days are.
    """
    material = work.material
    has_tasks = work.recipe.material is Reads.DAYS
    read: dict[int, str] = {}
    count = len(material.own)
    others = range(count + 1, count + 1 + (len(material.found) if has_others else 0))
    for numbers, share in ((range(1, count + 1), 0.6), (others, 0.4)):
        left = budget * share
        for number in numbers:
            passage = material.offered[number]
            text = passage.chunk.text.strip() if has_tasks else said_in(passage)
            cost = estimate_tokens(text)
            if cost > left and number != numbers.start:
                continue
            read[number] = text if cost <= left else text[: round(len(text) * left / cost)].rpartition(" ")[0]
            left -= cost
    return {number: text for number, text in read.items() if text}


def _relevant(
    part: RecipePart, lines: Sequence[DraftLine], before: Sequence[PartMade], work: _Work, *, is_said: bool
) -> tuple[Bearing, ...]:
    """Return the notes that bear on a part, each with one line that says how.

    Where the notes themselves say nothing of it, those that bear on the first part.
    """
    first = " ".join(line.text for made in before[:1] for line in made.lines if not line.is_told)
    text = " ".join(line.text for line in lines) if is_said else first or work.material.title
    others = work.material.others_for(part)
    title = _topic(work)
    near, says_so, linked = work.likeness, part.says, work.linked
    found = bearings(text, others, near, limit=part.notes, on_a_line=False, wanted=says_so, title=title, linked=linked)
    listed = [line for made in before[:1] for line in made.lines] if before and before[0].form is PartForm.LIST else []
    for line in listed if part.form is PartForm.NOTES else ():
        further = bearings(line.text, others, near, limit=1, on_a_line=True, linked=linked)
        known = {bearing.note for bearing, _ in found}
        found += [one for one in further if one[0].note not in known][: part.notes - len(found)]
    is_told = is_said or part.form is PartForm.NOTES
    if work.means.model is None or not found or not work.has_written or not is_told:
        return tuple(bearing for bearing, _ in found)
    said = _said_of_notes(text, [passage for _, passage in found], work)
    return tuple(
        Bearing(bearing.note, bearing.heading, said.get(passage.chunk_id) or bearing.words)
        for bearing, passage in found
    )


def _topic(work: _Work) -> str:
    """Return the title of the one note that is read, ``""`` where there are more."""
    return work.material.title if work.recipe.material is Reads.NOTE else ""


def _said_of_notes(text: str, passages: Sequence[Passage], work: _Work) -> Mapping[int, str]:
    """Return by chunk what the model says of how passages bear on a text, where the passage bears it out.

    Each of its sentences must be held by that passage, and not by the text that it is read to. It must say something
    of the passage: its title again, or the text again, is nothing.
    """
    number_of = {passage.chunk_id: number for number, passage in work.material.offered.items()}
    by_number = {
        number_of[passage.chunk_id]: passage for passage in passages if number_of[passage.chunk_id] in work.read
    }
    if not by_number:
        return {}
    named = ", ".join(f"[{number}]" for number in by_number)
    asked = bearing_asked(work.recipe.language).format(numbers=named, text=text[:_LONGEST_TEXT])
    written = _asked(asked, work, most_tokens=_MOST_LINES_WORDS * len(by_number))
    said: dict[int, str] = {}
    for line in written.splitlines():
        found = _NUMBERED_LINE.match(line)
        passage = by_number.get(int(found[1])) if found else None
        if found is None or passage is None:
            continue
        words = " ".join(_TAG.sub("", _MARK.sub("", found[2])).split())
        known = Evidence.of(f"{passage.chunk.breadcrumb}\n{passage.chunk.text}")
        stems = frozenset(stems_of(words, keep_stop_words=False))
        is_sound = len(stems) >= _FEWEST_STEMS and all(_holds(passage, _stems(one)) for one in _sentences(words))
        told = frozenset(stems_of(f"{text}\n{passage.chunk.breadcrumb}\n{passage.chunk.note}", keep_stop_words=False))
        own = (frozenset(stems_of(passage.chunk.text, keep_stop_words=False)) & stems) - told
        if is_sound and own and not missing_details(words, known) and language_of(words) in ("", work.recipe.language):
            said.setdefault(passage.chunk_id, words)
    return said


def _with_notes(line: DraftLine, part: RecipePart, others: Sequence[Passage], work: _Work) -> DraftLine:
    """Return a line of a list with the notes that bear on it, if any, besides those it rests on."""
    found = bearings(
        line.text, others, work.likeness, limit=part.notes, on_a_line=True, title=_topic(work), linked=work.linked
    )
    known = {source.note for source in line.sources}
    further = (bearing for bearing, _ in found if bearing.note not in known)
    told = (replace(one, is_otherwise=_is_otherwise(line.text, one.words, work.likeness)) for one in further)
    return replace(line, sources=(*line.sources, *told))


def _is_otherwise(said: str, words: str, likeness: Likeness) -> bool:
    """Say whether a note says otherwise what a line says in much the same words; a question says nothing."""
    is_alike = likeness.between(_stems(said), _stems(words)) >= ALIKE
    return is_alike and not said.endswith("?") and says_otherwise(said, words)


def _each_its_own(lines: Sequence[DraftLine], likeness: Likeness) -> list[DraftLine]:
    """Return the lines of a list so that a sentence of another note stands by that one alone that it bears on most."""
    nearest: dict[tuple[NotePath, str], tuple[float, int]] = {}
    for place, line in enumerate(lines):
        for source in line.sources:
            near = likeness.between(_stems(line.text), _stems(source.words)), -place
            key = source.note, source.words
            nearest[key] = max(nearest.get(key, near), near)
    return [
        replace(
            line,
            sources=tuple(
                source for source in line.sources if not source.words or nearest[source.note, source.words][1] == -place
            ),
        )
        for place, line in enumerate(lines)
    ]
