"""Sentences of notes chosen for a part of a recipe, and notes ranked by how they bear on a text."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from enum import Enum, auto
from functools import partial
from math import log, sqrt

from vaultmind.answers.extractive import may_state
from vaultmind.answers.recipes.stances import says
from vaultmind.domain.chunk import Passage
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.recipe import Bearing, DraftLine, PartForm, PartPick, PartSays, RecipePart
from vaultmind.parsing.language import language_of
from vaultmind.parsing.morphology import stems_of, words_of
from vaultmind.parsing.sentences import split_sentences
from vaultmind.retrieval.language import Meaning

_LIST_MARK = re.compile(r"\A(?:[>\s]*(?:[-*+]|\d{1,3}[.)])\s+(?:\[.\]\s+)?|[>\s]+|#{1,6}\s+|(?:\[\^[^\[\]]+\])?:\s+)+")
_NO_STATEMENT = re.compile(r"\A(?:.*\|.*\||\||!?\[\[[^\]]*\]\]\W*\Z|[\w -]{1,40}::|https?://|```|---)")
_TASK = re.compile(r"[>\s]*(?:[-*+]|\d{1,3}[.)])\s+\[([^\[\]])\]\s")
_ITEM = re.compile(r"[>\s]*(?:[-*+]|\d{1,3}[.)])\s")
_LINK = re.compile(r"\[\[([^\[\]|#^]+)")
_LINK_FIRST = re.compile(r"[>\s]*(?:[-*+]|\d{1,3}[.)])\s+!?\[\[[^\[\]]*\]\](?:\[\^[^\[\]]*\])?\s*(?:[-—–:(]|\Z)")
_RELATED = re.compile(
    r"\W*(?:связанн\w+(?: заметки)?|(?:с чем )?связано|см(?:\.|отри(?:те)?)? ?также|похожие заметки|ссылки|источники"
    r"|литература|related(?: notes| links)?|see also|links|references|sources|backlinks|further reading)\W*",
    re.IGNORECASE,
)
"""A heading or a line above a list of notes that only belong there."""
_SENTENCE = re.compile(r"[.!?…][\"'»”’)\]*_]*\Z")
_FENCE = re.compile(r"[>\s]*(```|~~~)")
_ENDING = re.compile(r"\*(\w+)")
_SPEAKER = re.compile(
    r"\A\**(?:я|ты|бот|ассистент|помощник|пользователь|модель|ии|user|assistant|bot|ai|human|me|you|model|chatgpt|gpt|claude"
    r"|gemini)\s*(?::\*\*|\*\*:|:)\s+(?=\S)",
    re.IGNORECASE,
)
_FEWEST_WORDS, _FEWEST_WORDS_ASKED, FEWEST_WORDS_COMPARED = 4, 2, 2
_FEWEST_WORDS_TOLD, _TOLD = 3, (PartSays.INSTRUCTION, PartSays.CONSEQUENCE)
"""Of a sentence that says what to do, or what follows."""
"""Stems of a sentence that says something by itself, as a question, and beside another note's that says it, too."""
_LONGEST_LABEL = 6
_PAGE_WIDTH = 60
_LONGEST_LIST = 300
_LONGEST = 400
_MOST_SENTENCES = 400
ALIKE = 0.6
"""From which cosine of words on two sentences say the same."""
_LONGEST_WORDS_OF_A_NOTE = 240
_RANK = 0.1
"""What being found first adds to how near a passage is."""
_NAMED = 0.15
"""What having all the words of the title adds; on a line a title of one word adds nothing, for it is in too many."""
_LINKS = 0.15
"""What being links and tables, and hardly a sentence, takes away."""
_LEAST_ON_A_LINE, _LEAST_ON_PROSE = 0.46, 0.45
"""How near a note must be to bear on one line, or besides the nearest on a whole part, read off a vault of orchard
notes in two languages, and one of servers, roofs, bread and weight: below them most pairs share nothing but the
vault."""
_LINKED_ON_A_LINE, _LINKED_ON_PROSE = 0.06, 0.12
"""How much farther a note may be that the person linked with the one that is read."""
_LEAST_WITHOUT_WORDS = 0.06
"""How much nearer one of the same language must be that shares no word."""
_LEAST_AKIN, _LEAST_OF_A_WORD, _LEAST_OF_NONE = 0.4, 0.42, 0.46
"""How near a sentence must be that stands for a note: one linked or of another language, else with one word of the
text, or with none."""
_COUNTED = frozenset(
    stems_of(
        "год месяц неделя день час минута раз один одна два две три четыре пять шесть семь восемь девять десять"
        " year month week day hour minute time one two three four five six seven eight nine ten"
    )
)
"""Words of the calendar and of numbers: two sentences that share one of them may speak of anything."""
_LEAST_BY_WORDS = 0.1
_MOST_READ = 48
"""How many texts are embedded to be compared with one: those nearest by their words, so that it takes a second."""

Finish = Callable[[DraftLine], DraftLine | None]
"""Completes a line that was chosen, or refuses it with ``None``."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a note, without the marks of its list or heading, and the passage it stands in."""

    text: str
    passage: Passage
    place: int
    stems: frozenset[str]
    is_task: bool = False
    is_footnote: bool = False
    under: str = ""
    """The headings and the title of the callout that it stands under."""
    is_open: bool = False
    """Whether it is an open task, or a question that the note itself asks, not a quote, a chat or a model in it."""
    is_done: bool = False
    """Whether it is a task that is done."""


class _LineKind(Enum):
    SAYS = auto()
    TASK = auto()
    LINKS = auto()
    CODE = auto()


_FOOTNOTE_LINE = re.compile(r"[>\s]*\[\^[^\[\]]+\]:\s")


def _line_kinds(passage: Passage) -> list[tuple[str, _LineKind]]:
    """Return the lines of a passage, each with its end, and whether it is a task, code or of a list of notes."""
    heading = passage.chunk.heading[-1] if passage.chunk.heading else ""
    is_related = is_under_related = bool(_RELATED.fullmatch(heading))
    lines: list[tuple[str, _LineKind]] = []
    is_code = False
    for line in passage.chunk.text.splitlines(keepends=True):
        kind = _LineKind.TASK if _TASK.match(line) else _LineKind.SAYS
        is_fence = bool(_FENCE.match(line))
        if is_code or is_fence:
            is_code, kind = is_code is not is_fence, _LineKind.CODE
        elif _RELATED.fullmatch(line):
            is_related, kind = True, _LineKind.LINKS
        elif not line.strip(" >\t\r\n"):
            pass
        elif kind is not _LineKind.TASK and (_LINK_FIRST.match(line) or (is_related and _ITEM.match(line))):
            kind = _LineKind.LINKS
        else:
            is_related = is_under_related
        lines.append((line, kind))
    return lines


def said_in(passage: Passage) -> str:
    """Return the text of a passage without tasks and lists of notes; whole where it is nothing else."""
    kept = "".join(line for line, kind in _line_kinds(passage) if kind in (_LineKind.SAYS, _LineKind.CODE))
    return kept.strip() or passage.chunk.text.strip()


def sentences_of(passages: Iterable[Passage], *, fewest: int = _FEWEST_WORDS) -> list[Sentence]:
    """Return what can be quoted as a statement, each wording once, in order; a list of related notes states nothing.

    One of fewer than ``fewest`` stems says nothing by itself; a task is whole as it is written, however short.
    """
    found: dict[str, Sentence] = {}
    for passage in passages:
        title = passage.chunk.note.rpartition("/")[2].removesuffix(".md")
        headings = " ".join(heading for heading in passage.chunk.heading if heading != title)
        label = ""
        lines = _with_lists_joined(_with_wraps_joined(_line_kinds(passage)))
        for place, (line, kind) in enumerate(lines):
            if not line.strip(" >\t\r\n"):
                label = ""
            elif not label and _is_label(lines, place):
                label = line
            for sentence in _of_line(line, kind, passage, fewest):
                made = replace(sentence, place=len(found), under=f"{headings} {label}".strip())
                found.setdefault(made.text, made)
                if len(found) == _MOST_SENTENCES:
                    return list(found.values())
    return list(found.values())


def _of_line(line: str, kind: _LineKind, passage: Passage, fewest: int) -> Iterator[Sentence]:
    """Yield the sentences of a line; their place in the whole is not known yet."""
    if kind is _LineKind.TASK:
        text = " ".join(_LIST_MARK.sub("", line).split())
        mark = _TASK.match(line)
        if (stems := frozenset(stems_of(text, keep_stop_words=False))) and mark is not None and len(text) <= _LONGEST:
            yield Sentence(text, passage, 0, stems, is_task=True, is_open=mark[1] == " ", is_done=mark[1] in "xX")
    if kind is not _LineKind.SAYS:
        return
    is_footnote = bool(_FOOTNOTE_LINE.match(line))
    for span in split_sentences(line):
        written = " ".join(_LIST_MARK.sub("", span.of(line)).split()).lstrip("—– ")
        text = _SPEAKER.sub("", written)
        if text != written:
            text = text[:1].upper() + text[1:]
        stems = frozenset(stems_of(text, keep_stop_words=False))
        is_asked = text.endswith("?")
        is_own = passage.chunk.role is Role.NOTE and not line.lstrip().startswith(">") and text == written
        if len(stems) == _FEWEST_WORDS_TOLD and any(map(partial(says, text), _TOLD)):
            least = _FEWEST_WORDS_TOLD
        else:
            least = 1 if is_asked and is_own else _FEWEST_WORDS_ASKED if is_asked and text != written else fewest
        if len(stems) < least or len(text) > _LONGEST or _NO_STATEMENT.match(text) or text.endswith(":"):
            continue
        if not is_asked and not may_state(text, frozenset()):
            continue
        is_open = is_asked and is_own and not is_footnote
        yield Sentence(text, passage, 0, stems, is_footnote=is_footnote, is_open=is_open)


def _with_wraps_joined(lines: Sequence[tuple[str, _LineKind]]) -> list[tuple[str, _LineKind]]:
    """Return the lines with each that was broken off at the width of a page joined to what goes on below it."""
    joined: list[tuple[str, _LineKind]] = []
    is_open = False
    for line, kind in lines:
        bare = line.strip(" >\t\r\n")
        goes_on = kind is _LineKind.SAYS and bool(bare) and not _ITEM.match(line) and not _NO_STATEMENT.match(bare)
        if is_open and goes_on:
            joined[-1] = (f"{joined[-1][0].rstrip()} {bare}\n", kind)
        else:
            joined.append((line, kind))
        says_on = kind is _LineKind.SAYS and (goes_on or bool(_ITEM.match(line))) and not _SENTENCE.search(bare)
        is_open = says_on and len(bare) >= _PAGE_WIDTH and bare[-1:] != ":"
    return joined


def _with_lists_joined(lines: Sequence[tuple[str, _LineKind]]) -> list[tuple[str, _LineKind]]:
    """Return the lines of a passage, a short list after a colon as one line: "Ten litres: lime 2 kg; clay 1 kg."."""
    joined: list[tuple[str, _LineKind]] = []
    place = 0
    while place < len(lines):
        line, kind = lines[place]
        place += 1
        if kind is not _LineKind.SAYS or not line.rstrip().endswith(":") or _ITEM.match(line):
            joined.append((line, kind))
            continue
        after = place
        while after < len(lines) and not lines[after][0].strip(" >\t\r\n"):
            after += 1
        items: list[str] = []
        while after < len(lines) and lines[after][1] is _LineKind.SAYS and _ITEM.match(lines[after][0]):
            items.append(_LIST_MARK.sub("", lines[after][0]).strip().rstrip(".;,"))
            after += 1
        whole = f"{line.rstrip()} {'; '.join(items)}.\n"
        if len(items) > 1 and len(whole) <= _LONGEST_LIST:
            joined.append((whole, kind))
            place = after
        else:
            joined.append((line, kind))
    return joined


def _is_label(lines: Sequence[tuple[str, _LineKind]], place: int) -> bool:
    """Say whether a line is the title of a callout: a few words without an end, above a line and below none."""
    line = lines[place][0].strip(" >\t\r\n")
    has_before = place > 0 and bool(lines[place - 1][0].strip(" >\t\r\n"))
    has_after = place + 1 < len(lines) and bool(lines[place + 1][0].strip(" >\t\r\n"))
    return has_after and not has_before and len(line.split()) <= _LONGEST_LABEL and line[-1:].isalnum()


class Likeness:
    """How alike texts are: by meaning where there is a model for it, else by their rarer words."""

    def __init__(self, sentences: Sequence[Sentence], meaning: Meaning | None) -> None:
        self._meaning = meaning
        counts: dict[str, int] = {}
        for sentence in sentences:
            for stem in sentence.stems:
                counts[stem] = counts.get(stem, 0) + 1
        self._weight: Callable[[str], float] = lambda stem: log(1 + (len(sentences) + 1) / (1 + counts.get(stem, 0)))

    @property
    def is_of_meaning(self) -> bool:
        """Say whether there is a model for what texts mean."""
        return self._meaning is not None

    def least(self, *, on_a_line: bool) -> float:
        """Return from which likeness on a note bears on a line, or on a part of several sentences."""
        if self._meaning is None:
            return _LEAST_BY_WORDS if on_a_line else 0.5 * _LEAST_BY_WORDS
        return _LEAST_ON_A_LINE if on_a_line else _LEAST_ON_PROSE

    def to(self, query: str, texts: Sequence[str]) -> list[float]:
        """Return from about 0 to 1 how near each text is to ``query``."""
        if not texts or not query.strip():
            return [0.0] * len(texts)
        wanted = frozenset(stems_of(query, keep_stop_words=False))
        by_words = [self.between(wanted, frozenset(stems_of(text, keep_stop_words=False))) for text in texts]
        if self._meaning is None:
            return by_words
        read = sorted(range(len(texts)), key=lambda place: -by_words[place])[:_MOST_READ]
        cosines = self._meaning.similarities(self._meaning.of_question(query), [texts[place] for place in read])
        scores = [0.0] * len(texts)
        for place, cosine in zip(read, cosines, strict=True):
            scores[place] = cosine + 0.5 * by_words[place]
        return scores

    def between(self, one: frozenset[str], other: frozenset[str]) -> float:
        """Return the weighted cosine of two sets of stems; 0 for those that share nothing but numbers."""
        if all(stem.isdigit() for stem in one & other):
            return 0.0
        common = sum(self._weight(stem) for stem in one & other)
        size = sqrt(sum(map(self._weight, one)) * sum(map(self._weight, other)))
        return common / size if size else 0.0


def choose_lines(
    part: RecipePart,
    sentences: Sequence[Sentence],
    likeness: Likeness,
    *,
    title: str,
    finish: Finish = lambda line: line,
    language: str = "en",
) -> list[DraftLine]:
    """Return up to ``part.count`` sentences for a part, each with its note, none like another; in the notes' order.

    ``finish`` may refuse a line, and another is chosen. What is made into a question is so in ``language``.
    """
    match part.pick:
        case PartPick.DISTINCT:
            scores = _distinct(sentences, likeness)
        case PartPick.OPEN:
            scores = [float(sentence.is_task) for sentence in sentences]
        case _:
            scores = _sought(part, sentences, likeness, title)
    chosen: list[Sentence] = []
    lines: dict[int, DraftLine] = {}
    for _, sentence in sorted(zip(scores, sentences, strict=True), key=lambda pair: (-pair[0], pair[1].place)):
        if len(chosen) == part.count:
            break
        is_task = part.pick is PartPick.OPEN
        if not is_task and any(likeness.between(sentence.stems, other.stems) >= ALIKE for other in chosen):
            continue
        line = finish(DraftLine(sentence.text, (bearing_of(sentence.passage),)))
        if line is not None:
            chosen.append(sentence)
            lines[sentence.place] = replace(line, text=_as_said(line.text, part.form, language))
    return [lines[place] for place in sorted(lines)]


def bearings(
    text: str,
    passages: Sequence[Passage],
    likeness: Likeness,
    *,
    limit: int,
    on_a_line: bool,
    wanted: PartSays = PartSays.ANYTHING,
    title: str = "",
    linked: Set[NotePath] = frozenset(),
) -> list[tuple[Bearing, Passage]]:
    """Return the notes that bear most on a text, best first, each with its best passage and what that says of it.

    ``passages`` are in the order in which they were found for the whole, which counts too, as do the words of
    ``title``; one that is mostly links counts less. A passage without a sentence, e.g. a table or tasks, has nothing to
    say in one line. A note too far from the text is left out, also where it is the nearest, and one whose sentence does
    not speak of it; one of ``linked`` may be farther than others.
    """
    said = [
        (passage, [one for one in sentences_of([passage]) if not one.is_task and not one.is_footnote])
        for passage in passages
    ]
    said = [(passage, sentences) for passage, sentences in said if sentences]
    near = likeness.to(text, [passage.chunk.text for passage, _ in said])
    topic = frozenset(stems_of(title, keep_stop_words=False))
    ease = _LINKED_ON_A_LINE if on_a_line else _LINKED_ON_PROSE
    best: dict[NotePath, tuple[float, float, Passage, list[Sentence]]] = {}
    for place, (score, (passage, sentences)) in enumerate(zip(near, said, strict=True)):
        names = frozenset(stems_of(passage.chunk.note)).union(*(one.stems for one in sentences))
        named = _NAMED if topic and topic <= names and not (on_a_line and len(topic) == 1) else 0.0
        links = _LINKS * max(0.0, 1 - 2 * sum(len(one.text) for one in sentences) / len(passage.chunk.text))
        score += named - links
        score += ease * (passage.chunk.note in linked)
        ranked = score + _RANK * (1 - place / len(near))
        known = best.get(passage.chunk.note)
        if known is None or ranked > known[0]:
            best[passage.chunk.note] = (ranked, score, passage, sentences)
    least = likeness.least(on_a_line=on_a_line)
    found: list[tuple[Bearing, Passage]] = []
    language, stems = language_of(text), _telling(frozenset(stems_of(text, keep_stop_words=False)))
    for _, score, passage, sentences in sorted(best.values(), key=lambda one: -one[0])[:limit]:
        of_text = [one for one in sentences if not (stems | topic).isdisjoint(_telling(one.stems))]
        words, own_score = _nearest(text, of_text or sentences, likeness, wanted, title)
        is_linked = passage.chunk.note in linked
        if not _speaks_of(words, text, topic, own_score, likeness, is_linked=is_linked):
            continue
        is_apart = language_of(words) == language and all(stems.isdisjoint(one.stems) for one in sentences)
        if is_linked:
            own_score, is_apart = own_score + ease, False
        if max(score, own_score) >= least + _LEAST_WITHOUT_WORDS * is_apart:
            found.append((bearing_of(passage, words), passage))
    return found


def _telling(stems: frozenset[str]) -> frozenset[str]:
    """Return the stems that are neither a letter nor a number, nor of the calendar."""
    return frozenset(stem for stem in stems - _COUNTED if len(stem) > 1 and not stem.isdigit())


def _speaks_of(
    words: str, text: str, topic: frozenset[str], score: float, likeness: Likeness, *, is_linked: bool
) -> bool:
    """Say whether a sentence speaks of a text or its topic: in several of its words, or in one and by its meaning.

    Where there is no model of meaning, in one word.
    """
    said, asked = (frozenset(stems_of(one, keep_stop_words=False)) for one in (words, text))
    common = _telling(said) & (topic | asked)
    if not likeness.is_of_meaning:
        return bool(common)
    if len(common) > 1 or not common.isdisjoint(topic):
        return True
    if not common:
        score -= 0.5 * likeness.between(said, asked)
    if is_linked or language_of(words) != language_of(text):
        return score >= _LEAST_AKIN
    return score >= (_LEAST_OF_A_WORD if common else _LEAST_OF_NONE)


def linked_with(own: Sequence[Passage], others: Iterable[Passage]) -> frozenset[NotePath]:
    """Return the notes of ``others`` that a passage of ``own`` links to by name or path, or that link to one so."""
    named = {name for passage in own for name in _names_of(passage.chunk.note)}
    told = {name for passage in own for name in _linked_in(passage)}
    return frozenset(
        passage.chunk.note
        for passage in others
        if not told.isdisjoint(_names_of(passage.chunk.note)) or not named.isdisjoint(_linked_in(passage))
    )


def _names_of(note: NotePath) -> tuple[str, str]:
    """Return how a link may name a note: by its path and by its name, folded."""
    path = note.removesuffix(".md").casefold()
    return path, path.rpartition("/")[2]


def _linked_in(passage: Passage) -> frozenset[str]:
    """Return what the links of a passage name, folded; the heading and the words of a link left away."""
    return frozenset(found[1].strip().removesuffix(".md").casefold() for found in _LINK.finditer(passage.chunk.text))


def bearing_of(passage: Passage, words: str = "") -> Bearing:
    """Return where a passage is, with what it says there."""
    return Bearing(passage.chunk.note, passage.chunk.heading[-1] if passage.chunk.heading else "", words)


def _nearest(
    text: str, sentences: Sequence[Sentence], likeness: Likeness, wanted: PartSays, title: str
) -> tuple[str, float]:
    """Return the sentence that bears most on a text, a whole one where there is, not too long, and how near it is."""
    scores = likeness.to(text, [sentence.text for sentence in sentences])
    named = frozenset(stems_of(title, keep_stop_words=False))
    is_asked = wanted is not PartSays.ANYTHING
    whole = [
        score
        + 0.05 * bool(_SENTENCE.search(one.text))
        + 0.1 * (is_asked and says(one.text, wanted))
        + (_NAMED if named and named <= one.stems else 0.0)
        for score, one in zip(scores, sentences, strict=True)
    ]
    place = max(range(len(sentences)), key=lambda place: whole[place])
    best = sentences[place].text
    if len(best) > _LONGEST_WORDS_OF_A_NOTE:
        best = f"{best[:_LONGEST_WORDS_OF_A_NOTE].rpartition(' ')[0]} …"
    return best, scores[place]


def _sought(part: RecipePart, sentences: Sequence[Sentence], likeness: Likeness, title: str) -> list[float]:
    near = likeness.to(f"{title}. {part.seek}" if part.seek else title, [sentence.text for sentence in sentences])
    central = _centrality(sentences, likeness)
    wanted = frozenset(stems_of(part.seek))
    return [
        score + 0.5 * centre + 0.1 * bool(wanted & frozenset(stems_of(sentence.text)))
        + (0.15 * fit_of(sentence, part) if part.says is not PartSays.ANYTHING else 0.0)
        + (0.15 if _SENTENCE.search(sentence.text) else 0.0)
        + (0.3 if part.form is PartForm.QUESTIONS and sentence.text.endswith("?") else 0.0)
        for score, centre, sentence in zip(near, central, sentences, strict=True)
    ]  # fmt: skip


def _centrality(sentences: Sequence[Sentence], likeness: Likeness) -> list[float]:
    """Return how much of what all say each sentence says, from 0 to 1."""
    everything = frozenset(stem for sentence in sentences for stem in sentence.stems)
    shares = [likeness.between(sentence.stems, everything) for sentence in sentences]
    most = max(shares, default=0.0)
    return [share / most if most else 0.0 for share in shares]


def _distinct(sentences: Sequence[Sentence], likeness: Likeness) -> list[float]:
    """Return how central each sentence is in its own note less how much another note says it too."""
    central = _centrality(sentences, likeness)
    return [
        centre
        - max(
            (
                likeness.between(sentence.stems, other.stems)
                for other in sentences
                if other.passage.chunk.note != sentence.passage.chunk.note
            ),
            default=0.0,
        )
        for centre, sentence in zip(central, sentences, strict=True)
    ]


def fit_of(sentence: Sentence, part: RecipePart) -> int:
    """Return how well a sentence fits a part: 1 for a word that is sought (``*ing``: that ending), 2 if it says so.

    The heading or callout that it stands under counts as its words. A question tells nothing.
    """
    is_asked = part.says is not PartSays.ANYTHING
    if is_asked and sentence.text.endswith("?"):
        return 0
    is_said = is_asked and says(sentence.text, part.says)
    endings = tuple(_ENDING.findall(part.seek))
    has_ending = endings and any(
        len(word) > len(endings[0]) + 1 and word.endswith(endings) for word in words_of(sentence.text)
    )
    sought = frozenset(stems_of(_ENDING.sub("", part.seek), keep_stop_words=False))
    words = sentence.stems | frozenset(stems_of(sentence.under, keep_stop_words=False))
    return 2 * is_said + bool(has_ending or not sought.isdisjoint(words))


def is_whole(sentence: Sentence) -> bool:
    """Say whether it is a sentence with its end, and no item of a list or line of code."""
    return bool(_SENTENCE.search(sentence.text))


_ASKING = {
    "en": {
        PartSays.CONSEQUENCE: "What would keep this from happening: “{}”?",
        PartSays.INSTRUCTION: "Why this and not something else: “{}”?",
        PartSays.ANYTHING: "What follows from “{}”?",
    },
    "ru": {
        PartSays.CONSEQUENCE: "Что может этому помешать: «{}»?",
        PartSays.INSTRUCTION: "Почему именно так, а не иначе: «{}»?",
        PartSays.ANYTHING: "Что следует из того, что «{}»?",
    },
}
"""What is asked of a sentence that tells what follows, what to do, or anything else."""


def _as_said(text: str, form: PartForm, language: str) -> str:
    """Return a sentence as a part of this form says it; what is no question becomes one about it, in a language."""
    if form is not PartForm.QUESTIONS or text.endswith("?"):
        return text
    kind = next(kind for kind in (PartSays.CONSEQUENCE, PartSays.INSTRUCTION, PartSays.ANYTHING) if says(text, kind))
    return _ASKING.get(language, _ASKING["en"])[kind].format(text.rstrip(".!…"))
