"""Where a link would stand: the sentence around words, the sentence that speaks of another note, a list at the end."""

import re
from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from vaultmind.domain.edit import Edit
from vaultmind.domain.note import Heading
from vaultmind.domain.span import Span
from vaultmind.parsing.sentences import split_sentences
from vaultmind.suggesting.words import NO_LINK, NoteWords

_SEE_ALSO = re.compile(
    r"(?:see also|related|related notes|см\.? также|смотри также|связанное|похожие заметки)\W*$", re.IGNORECASE
)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_FURTHEST = 400
"""Characters of a line that are looked at before and after the words."""
_TELLING_WORDS = 2
_TELLING_ENOUGH = 0.3
"""What the telling words of a sentence must weigh, where no passage says that it is about the other note."""
_FEWEST_WORDS = 4
_WORDS_TRIED = 60
_OWN_WORDS = 5
"""Uncommon words that a passage must have to be like another in what it says."""
_NOT_PROSE = re.compile(r"[`$\[\]<>|\\{}]|%%|::|==|!\(|://")
"""What may begin something that a link must not be put into."""
_NOT_A_SENTENCE = re.compile(r"[ \t>]*(?:#|\||[-*+][ \t]+\[.\][ \t]*$)")
_SENTENCE_END = re.compile(r"""(?:[.!?…]+["'»”’)*_]*|["'»”’*_:;,]+)?(?:[ \t]+\^[A-Za-z0-9-]+)?[ \t]*\Z""")


def sentence_around(text: str, place: Span) -> Span:
    """Return the sentence that holds a stretch of one line, at most some hundred characters around it."""
    begin = max(text.rfind("\n", 0, place.start) + 1, place.start - _FURTHEST)
    end = text.find("\n", place.end)
    end = min(len(text) if end < 0 else end, place.end + _FURTHEST)
    for one in _sentences(text[begin:end]):
        if begin + one.start <= place.start and place.end <= begin + one.end:
            return Span(begin + one.start, begin + one.end)
    return Span(begin, end)


def sentence_about(note: NoteWords, text: str, weights: Mapping[str, float], within: Span | None) -> Span | None:
    """Return the sentence of ``note`` with the most of another note's telling words, ``None`` where none has two.

    ``weights`` are those words with how telling each is; ``within`` is the passage to look in.
    """
    found: dict[Span, dict[str, float]] = {}
    tried = 0
    for at, stem in enumerate(note.stems):
        if stem not in weights or at in note.headings or note.link_of[at] != NO_LINK:
            continue
        place = note.span(at, at + 1)
        if within is not None and not (within.start <= place.start and place.end <= within.end):
            continue
        known = next((one for one in reversed(found) if one.start <= place.start and place.end <= one.end), None)
        tried += known is None
        if tried > _WORDS_TRIED:
            break
        found.setdefault(known or sentence_around(text, place), {})[stem] = weights[stem]
    telling = {span: sum(words.values()) for span, words in found.items() if len(words) >= _TELLING_WORDS}
    enough = 0.0 if within is not None else _TELLING_ENOUGH
    fit = [span for span, weight in telling.items() if weight >= enough and _is_prose(text, span)]
    return max(fit, key=lambda span: (telling[span], -span.start), default=None)


def tells_something(note: NoteWords, passage: Span, is_common: Callable[[str], bool]) -> bool:
    """Say whether a passage has words of its own, and not just headings, links and what a template put there."""
    first, last = bisect_left(note.starts, passage.start), bisect_left(note.starts, passage.end)
    own = {
        note.stems[at]
        for at in range(first, last)
        if note.link_of[at] == NO_LINK and at not in note.headings and note.stems[at].isalpha()
    }
    return sum(not is_common(stem) for stem in own) >= _OWN_WORDS


def end_of_sentence(text: str, sentence: Span) -> Span:
    """Return the empty place before the full stop of a sentence."""
    found = _SENTENCE_END.search(sentence.of(text))
    place = sentence.start + found.start() if found else sentence.end
    return Span(place, place)


def see_also_edit(text: str, headings: Sequence[Heading], links: Sequence[str], line_end: str = "\n") -> Edit:
    """Return the edit that lists ``links`` under "See also", under such a heading where the note has one."""
    items = line_end.join(f"- {link}" for link in links)
    for at, heading in enumerate(headings):
        if _SEE_ALSO.match(heading.text.strip()):
            end = next((one.span.start for one in headings[at + 1 :]), len(text))
            own = text[heading.span.end : end].rstrip()
            place = heading.span.end + len(own)
            if not own:
                return Edit(Span(place, place), f"{line_end}{line_end}{items}")
            return Edit(Span(place, place), f"{line_end}{items}")
    title = "См. также" if len(_CYRILLIC.findall(text)) * 2 > len(text) / 2 else "See also"
    place = len(text.rstrip())
    before = f"{line_end}{line_end}" if place else ""
    return Edit(Span(place, place), f"{before}## {title}{line_end}{line_end}{items}")


@lru_cache(maxsize=256)
def _sentences(line: str) -> tuple[Span, ...]:
    """Return the sentences of a line, which is asked for word by word."""
    return tuple(split_sentences(line))


def _is_prose(text: str, sentence: Span) -> bool:
    line_start = text.rfind("\n", 0, sentence.start) + 1
    written = sentence.of(text)
    if len(written.split()) < _FEWEST_WORDS or written.rstrip(" *_").endswith(":"):
        return False
    return _NOT_PROSE.search(written) is None and _NOT_A_SENTENCE.match(text, line_start, sentence.end) is None
