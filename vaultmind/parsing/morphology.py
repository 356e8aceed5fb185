"""Words of a text, reduced to stems by script: Russian for Cyrillic, English for Latin, the rest as they are.

One rule serves the index and the query: ``ё`` is ``е``, ``й`` is not ``и``, ``Café`` is ``cafe``, case and the kind of
apostrophe do not matter. Scripts without blanks between words (Chinese, Japanese, Thai …) give overlapping pairs of
characters.
"""

import re
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

import Stemmer

_WORD = re.compile(
    r"[^\W\d_]\+\+|\b[CcFf]\#"  # C++, C#
    r"|[^\W_]+(?:['’ʼ][^\W\d_]+)*"  # words, don't, o’neill
)
_SIGNS = "".join(map(chr, range(0x80))).translate({ord(sign): None for sign in "'+#_"})
_BETWEEN_WORDS = bytes.maketrans(
    bytes(ord(sign) for sign in _SIGNS if not sign.isalnum()), b" " * sum(not sign.isalnum() for sign in _SIGNS)
)
"""ASCII that no word holds, as blanks; in UTF-8 it is part of no other character."""

_LONGEST_KNOWN = 64
"""Bytes of what is remembered between two blanks."""

_UNSPACED = re.compile(  # Thai, Lao; Burmese; Khmer; kana; Han
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+"
)
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[a-z]")
_MARKED_LETTER = re.compile(r"[\u00c0-\u024f\u0370-\u03ff\u1e00-\u1fff]")
_APOSTROPHES = str.maketrans("’ʼ", "''")
_FLEETING_VOWEL = re.compile(r"(?<=\w\w[бвгджзйклмнпрстфхцчшщ])[ое]к\Z")
"""That of ``заметок`` beside ``заметки``, ``список`` beside ``списка``; in short words it is a root's own."""
_CLUSTER = re.compile(r".[\u0300-\u036f\u0483-\u0487\u1dc0-\u1dff\u20d0-\u20ff]*", re.DOTALL)
_CACHE_SIZE = 200_000

_RUSSIAN_STOP_WORDS = """
    а без более больше будет будто бы был была были было быть в вам вами вас ваш ваша ваше ваши весь во вот все всегда
    всего всей всем всеми всему всех всею всю вся всё вы где да даже для до его ее ей ею если есть еще же за здесь и из
    или им ими их к как какая какие какого какое какой каком какую кем ко когда кого ком кому которая которого которое
    которой котором которые который которых кто куда ли лишь между меня мне много мной может можно мои мой моя моё мы на
    над надо нам нами нас наш наша наше наши не него нее ней нельзя нем нет нею ни нибудь никогда ним ними них ничего но
    ну о об однако он она они оно от очень перед по под после потом потому почему почти при про с сам сами со так такая
    также такие такого такое такой там те тебе тебя тем теми теперь то тобой тогда того тоже той только том тому тот
    тою туда ты у уж уже хотя чего чей чем через что чтобы чтоб эта эти этим этими этих это этого этой этом этому этот
    эту я
"""
_ENGLISH_STOP_WORDS = """
    a about after again all also am an and any are aren't as at be because been before being between both but by can
    can't cannot could did didn't do does doesn't doing don't down during each few for from further had has have
    haven't having he her here hers herself him himself his how i i'd i'll i'm i've if in into is isn't it it's its
    itself just let's me more most my myself no nor not of off on once only or other our ours ourselves out over own
    same she should so some such than that that's the their theirs them themselves then there these they they're this
    those through to too under until up very was wasn't we we're we've were weren't what what's when where which while
    who whom why will with won't would you you'd you'll you're you've your yours yourself yourselves
"""


def words_identity() -> str:
    """Return what the stems depend on; stems made under another identity are not to be mixed with these."""
    return f"2 {Stemmer.version()} {unicodedata.unidata_version}"


def words_of(text: str) -> list[str]:
    """Return the words of a text in order, folded but not stemmed, e.g. ``["ёлка’s"]`` gives ``["елка's"]``."""
    return [fold(word) for word in _WORD.findall(_composed(text))]


def searched_stems(text: str) -> str:
    """Return what is searched of a text: its stems without the commonest words, in order, a blank between two."""
    blanked = _composed(text).encode("utf-8", "surrogatepass").translate(_BETWEEN_WORDS)
    return " ".join(filter(None, map(_searched.__getitem__, blanked.split())))


def stems_of(text: str, *, keep_stop_words: bool = True) -> list[str]:
    """Return the stems of a text in order; without the commonest words of the language unless they are asked for."""
    known = _stems
    found: list[str] = []
    for word in _WORD.findall(_composed(text)):
        entry = known.get(word)
        if entry is None:
            entry = _remember(word)
        if keep_stop_words or not entry[1]:
            found.extend(entry[0])
    return found


def stems_and_spans(text: str) -> Iterator[tuple[str, int, int]]:
    """Yield each stem with the start and end of its word in ``text``; pieces of an unspaced word share its place."""
    known = _stems
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        composed, place = text, None
    else:
        composed, place = _composed_with_places(text)
    for found in _WORD.finditer(composed):
        word, (start, end) = found.group(), found.span()
        if place is not None:
            start, end = place[start], place[end]
        for reduced in (known.get(word) or _remember(word))[0]:
            yield reduced, start, end


def stem(word: str) -> str:
    """Return the stem of one word, e.g. ``"плагинов"`` gives ``"плагин"`` and ``"gardens"`` gives ``"garden"``."""
    folded = fold(word)
    if _CYRILLIC.search(folded):
        reduced = _russian_stem(folded)
    elif _LATIN.search(folded):
        reduced = _stemmer("english").stemWord(folded)
    else:
        reduced = folded
    return str(reduced).replace("'", "") or folded


def _russian_stem(word: str) -> str:
    """Return the stem of Snowball, stemmed until it stays, without the vowel that comes and goes before ``к``.

    Once is not enough: ``архив`` would lose an ending that is none and ``архива`` keep it, as ``систем`` and
    ``система``, ``объём`` and ``объёма``, ``Громов`` and ``Громова``.
    """
    stemmer = _stemmer("russian")
    reduced = stemmer.stemWord(word)
    while reduced != word:
        word, reduced = reduced, stemmer.stemWord(reduced)
    return _FLEETING_VOWEL.sub("к", reduced)


def fold(word: str) -> str:
    """Return the form under which spellings of one word are equal; ``й`` stays a letter of its own."""
    if word.isascii():
        return word.casefold()
    folded = _composed(word).casefold().replace("ё", "е").translate(_APOSTROPHES)
    if _MARKED_LETTER.search(folded):
        folded = "".join(_without_marks(sign) for sign in folded)
    return folded


def is_stop_word(word: str) -> bool:
    """Say whether a word is too common in Russian or English to tell one text from another."""
    return fold(word) in _stop_words()


def common_forms(word: str) -> list[str]:
    """Return the words that are too common to search for and are forms of this one, itself among them."""
    reduced = stem(word)
    return sorted(one for one in _stop_words() if stem(one) == reduced)


def without_stop_words(words: Iterable[str]) -> list[str]:
    """Return the words that are not too common to search for; all of them if none would remain."""
    every = list(words)
    return [word for word in every if not is_stop_word(word)] or every


_stems: dict[str, tuple[tuple[str, ...], bool]] = {}
_stemmers = threading.local()


class _Searched(dict[bytes, str]):
    """What stands between two blanks (in UTF-8) to what is searched of it; the same comes back in every note."""

    def __missing__(self, written: bytes) -> str:
        searched = " ".join(stems_of(written.decode("utf-8", "surrogatepass"), keep_stop_words=False))
        if len(written) <= _LONGEST_KNOWN:
            if len(self) >= _CACHE_SIZE:
                self.clear()
            self[written] = searched
        return searched


_searched = _Searched()


def _remember(word: str) -> tuple[tuple[str, ...], bool]:
    if len(_stems) >= _CACHE_SIZE:
        _stems.clear()
    entry = (tuple(_pieces(word)), is_stop_word(word))
    _stems[word] = entry
    return entry


def _pieces(word: str) -> Iterable[str]:
    if not _UNSPACED.search(word):
        yield stem(word)
        return
    at = 0
    for run in _UNSPACED.finditer(word):
        if run.start() > at:
            yield stem(word[at : run.start()])
        signs = fold(run.group())
        if len(signs) == 1:
            yield signs
        else:
            yield from (signs[place : place + 2] for place in range(len(signs) - 1))
        at = run.end()
    if at < len(word):
        yield stem(word[at:])


def _composed(text: str) -> str:
    return text if text.isascii() or unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


def _composed_with_places(text: str) -> tuple[str, list[int]]:
    """Return the text in NFC, and for each of its signs and its end the place in ``text``."""
    pieces: list[str] = []
    places: list[int] = []
    for cluster in _CLUSTER.finditer(text):
        composed = unicodedata.normalize("NFC", cluster.group())
        pieces.append(composed)
        places += [cluster.start(), *([cluster.end()] * (len(composed) - 1))]
    return "".join(pieces), [*places, len(text)]


@cache
def _without_marks(sign: str) -> str:
    if not _MARKED_LETTER.match(sign):
        return sign
    return "".join(part for part in unicodedata.normalize("NFD", sign) if not unicodedata.combining(part))


@cache
def _stop_words() -> frozenset[str]:
    return frozenset(fold(word) for word in f"{_RUSSIAN_STOP_WORDS} {_ENGLISH_STOP_WORDS}".split())


def _stemmer(language: str) -> "Stemmer.Stemmer":
    """Return this thread's stemmer: one instance is not safe in two threads."""
    found = getattr(_stemmers, language, None)
    if found is None:
        found = Stemmer.Stemmer(language, 0)
        setattr(_stemmers, language, found)
    return found
