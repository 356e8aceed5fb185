"""Finding names by a few of their letters, as the palette does."""

from dataclasses import dataclass

_WORD_START, _IN_A_ROW, _FIRST, _GAP = 6.0, 7.0, 6.0, 0.4
_SEPARATORS = frozenset(" /\\_-.,:;()[]«»\"'")
_FOLDED = str.maketrans("ё", "е")


@dataclass(frozen=True, slots=True)
class FuzzyMatch:
    """How well letters fit a name, more is better, and which of the name's characters they are."""

    score: float
    places: tuple[int, ...]


def fuzzy_match(letters: str, name: str) -> FuzzyMatch | None:
    """Return how ``letters`` are found in ``name`` in their order, or ``None``; spaces, case and ё do not matter.

    Letters in a row and at the start of words count most: ``fuzzy_match("зб", "Белый налив")`` is ``None``,
    ``fuzzy_match("бн", "Белый налив")`` takes both capitals of its words.
    """
    sought = "".join(letters.lower().translate(_FOLDED).split())
    text = name.lower().translate(_FOLDED)
    if len(text) != len(name) or not _has_all(sought, text):
        return None
    if not sought:
        return FuzzyMatch(0.0, ())
    whole = text.find(" ".join(letters.lower().translate(_FOLDED).split()))
    places = tuple(range(whole, whole + len(sought))) if whole >= 0 and " " not in letters.strip() else None
    found = [_scored(one, text) for one in (_places(sought, text, by_words=True), _places(sought, text), places) if one]
    return max(found, key=lambda match: match.score)


def _has_all(sought: str, text: str) -> bool:
    at = -1
    for letter in sought:
        at = text.find(letter, at + 1)
        if at < 0:
            return False
    return True


def _places(sought: str, text: str, *, by_words: bool = False) -> tuple[int, ...] | None:
    """Return the earliest places of the letters; ``by_words`` prefers what follows on, then the start of a word."""
    places: list[int] = []
    at = -1
    for letter in sought:
        following = at + 1
        if by_words and (at < 0 or text[following : following + 1] != letter):
            found = next((one for one in _all_places(letter, text, following) if _starts_word(text, one)), -1)
            found = found if found >= 0 else text.find(letter, following)
        else:
            found = text.find(letter, following)
        if found < 0:
            return None
        places.append(found)
        at = found
    return tuple(places)


def _all_places(letter: str, text: str, start: int) -> list[int]:
    return [place for place in range(start, len(text)) if text[place] == letter]


def _starts_word(text: str, place: int) -> bool:
    return place == 0 or text[place - 1] in _SEPARATORS


def _scored(places: tuple[int, ...], text: str) -> FuzzyMatch:
    score = _FIRST if places[0] == 0 else 0.0
    for number, place in enumerate(places):
        score += 1.0 + (_WORD_START if _starts_word(text, place) else 0.0)
        if number and place == places[number - 1] + 1:
            score += _IN_A_ROW
    span = places[-1] - places[0] + 1
    return FuzzyMatch(score - _GAP * (span - len(places)) - 0.02 * len(text), places)
