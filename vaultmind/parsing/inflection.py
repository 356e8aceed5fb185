"""Nouns whose forms no stem holds together: a fleeting vowel (сон, сна), another word in the plural (человек, люди).

Russian by the dictionary of OpenCorpora, read by pymorphy3; of English the irregular plurals that are no other word.
"""

from functools import cache, lru_cache
from typing import Any

from vaultmind.parsing.morphology import fold, is_stop_word, stem

_LONGEST = 14
_REGULAR = (
    "ого", "его", "ому", "ему", "ыми", "ими", "ая", "яя", "ую", "юю", "ые", "ие", "ый", "ий", "ым", "им", "ых", "их",
    "ть", "ться", "тся", "лся", "лась", "лось", "лись", "ает", "яет", "ует", "ют", "ут", "ет", "ит",
)  # fmt: skip
"""Endings of adjectives and verbs, and of nouns whose stem stays: what has them is not looked up."""
_ENGLISH_ENDINGS = frozenset({
    ("", "s"), ("", "es"), ("", "'s"), ("ies", "y"), ("", "ed"), ("", "d"), ("", "ing"),
    ("e", "ing"), ("ied", "y"), ("ed", "ing"), ("ing", "s"), ("ed", "s"), ("d", "s"),
})  # fmt: skip
"""What two forms of one English word end in after what they share, in order."""
_SHORTEST_OF_MAN = 4
"""Letters of a word on ``-man``, but for ``man`` itself, that ``-men`` would make another word of (``Oman``)."""
_SHORTEST_VERB = 4
"""Letters of the infinitive of a verb whose other aspect is looked up."""
_CERTAIN = 0.9
"""How likely a reading must be for others to be left aside."""
_PLURALS = """
    mice mouse, lice louse, dormice dormouse, feet foot, teeth tooth, geese goose, oxen ox, children child,
    grandchildren grandchild, stepchildren stepchild, people person, wolves wolf, knives knife, shelves shelf,
    bookshelves bookshelf, thieves thief, wives wife, housewives housewife, midwives midwife, halves half, calves calf,
    loaves loaf, elves elf, scarves scarf, hooves hoof, quizzes quiz,
    analyses analysis, hypotheses hypothesis, theses thesis, syntheses synthesis, crises crisis, oases oasis,
    diagnoses diagnosis, prognoses prognosis, parentheses parenthesis, antitheses antithesis, neuroses neurosis,
    psychoses psychosis, synopses synopsis, metamorphoses metamorphosis, nemeses nemesis, catharses catharsis,
    indices index, subindices subindex, matrices matrix, vertices vertex, appendices appendix, vortices vortex,
    codices codex, cortices cortex, apices apex, helices helix,
    criteria criterion, phenomena phenomenon, automata automaton, polyhedra polyhedron,
    data datum, bacteria bacterium, curricula curriculum, memoranda memorandum, addenda addendum, errata erratum,
    symposia symposium, strata stratum, spectra spectrum, millennia millennium, quanta quantum,
    stimuli stimulus, alumni alumnus, fungi fungus, nuclei nucleus, radii radius, cacti cactus, loci locus,
    bacilli bacillus, syllabi syllabus, corpora corpus, genera genus,
    formulae formula, algae alga, larvae larva, nebulae nebula, antennae antenna, alumnae alumna, supernovae supernova,
    schemata schema, stigmata stigma, lemmata lemma
"""
"""Not those that are mostly another word: leaves, lives, media, axes, bases, dice."""
_NO_MEN = frozenset({
    "abdomen", "acumen", "albumen", "amen", "bitumen", "cyclamen", "dolmen", "hymen", "lumen", "omen", "regimen",
    "semen", "specimen", "stamen", "yemen", "ramen",
})  # fmt: skip
_FINITE = frozenset({"VERB", "INFN"})
_NAMING = frozenset({"Name", "Surn", "Patr", "Geox", "Orgn", "Trad", "Init", "Abbr"})
"""What the dictionary calls names of people, places and makers."""
_OF_ASPECT = ("про", "по", "с", "на", "вы", "за")
"""What most often makes of a Russian verb the same as done: читать, прочитать."""
_OF_VERBS = _FINITE | {"GRND"}
_SINGULARS: dict[str, str] = dict(pair.split() for pair in _PLURALS.split(","))
_STEMS = frozenset(stem(plural) for plural in _SINGULARS)
_OTHER_NUMBER: dict[str, str] = {
    **{stem(singular): plural for plural, singular in _SINGULARS.items()},
    **{stem(plural): singular for plural, singular in _SINGULARS.items()},
}
"""By the stem of a singular or a plural the other one."""


def is_irregular(reduced: str) -> bool:
    """Say whether an English stem can be that of an irregular plural."""
    return reduced in _STEMS or reduced.endswith("men")


def singular_of(word: str) -> str:
    """Return the singular of an irregular English plural, e.g. ``"mouse"`` of ``"mice"``; any other word as it is."""
    if word.endswith("men") and word not in _NO_MEN:
        return f"{word[:-2]}an"
    return _SINGULARS.get(word, word)


def readings_of(word: str) -> frozenset[tuple[str, bool]]:
    """Return what a folded Russian word can be: base forms, each with whether it is a noun's.

    E.g. ``{("сон", True)}`` of ``"сна"``. A surname or an adverb (ветров, днём) counts where it can be nothing else.
    Nothing of the commonest words, of what the dictionary has not, or of an ending that no change of stem goes with.
    """
    if len(word) > _LONGEST or len(word) < 2 or word.endswith(_REGULAR) or is_stop_word(word):
        return frozenset()
    found = [(one[2], one[1]) for one in _dictionary(weighs=False).parse(word)]
    common = [(base, tag) for base, tag in found if tag.POS != "ADVB" and "Surn" not in tag]
    return frozenset((fold(base), tag.POS == "NOUN") for base, tag in common or found)


def likely_noun(word: str) -> str | None:
    """Return the base form of the noun that a folded Russian word nearly always is, ``None`` where it may be another.

    E.g. ``"цветок"`` of ``"цветы"``, though ``цвета`` are written so too.
    """
    chances: dict[tuple[str, bool], float] = {}
    for one in _dictionary(weighs=True).parse(word):
        key = (fold(one.normal_form), one.tag.POS == "NOUN")
        chances[key] = chances.get(key, 0.0) + one.score
    return next((base for (base, is_noun), chance in chances.items() if is_noun and chance >= _CERTAIN), None)


def is_common_word(word: str) -> bool:
    """Say whether a capital is none of the word's own: a Russian word that the dictionary has and that is never a name.

    Of another script only the commonest words are known. E.g. ``True`` of ``"Сервер"`` and ``"Then"``, ``False`` of
    ``"Иван"`` and ``"Peter"``.
    """
    folded = fold(word)
    if is_stop_word(folded):
        return True
    dictionary = _dictionary(weighs=False)
    if not "а" <= folded[:1] <= "я" or not dictionary.word_is_known(folded):
        return False
    return all(_NAMING.isdisjoint(one[1].grammemes) for one in dictionary.parse(folded))


@lru_cache(maxsize=50_000)
def may_be_noun(word: str) -> bool:
    """Say whether a folded word may be a noun: a Russian one where no likelier reading of the dictionary is another.

    True of a word that the dictionary has not, and of all words in other scripts.
    """
    if not "а" <= word[:1] <= "я":
        return True
    readings = _dictionary(weighs=True).parse(word)
    return not readings or max(readings, key=lambda one: one.score).tag.POS == "NOUN"


@lru_cache(maxsize=50_000)
def other_forms(word: str) -> tuple[str, ...]:
    """Return forms of the nouns that a folded word can be: one for each stem that is not the word's own, folded.

    E.g. ``("mouse",)`` of ``"mice"``, ``("люди", …)`` of ``"человек"``; nothing of the commonest words.
    """
    if is_stop_word(word):
        return ()
    if word.isascii():
        other = _OTHER_NUMBER.get(stem(word))
        if other is None and word.endswith("man") and (len(word) > _SHORTEST_OF_MAN or word == "man"):
            other = f"{word[:-2]}en"
        if other is None and singular_of(word) != word:
            other = singular_of(word)
        return (other,) if other is not None else ()
    bases = {base for base, is_noun in readings_of(word) if is_noun}
    if word.endswith("ть"):
        bases.add(word)  # мать; of a verb nothing below is a noun
    by_stem: dict[str, str] = {}
    for base in sorted(bases):
        for one in _dictionary(weighs=True).parse(base):
            if one.tag.POS == "NOUN" and fold(one.normal_form) == base and "Abbr" not in one.tag:
                for form in one.lexeme:
                    by_stem.setdefault(stem(form.word), fold(form.word))
    by_stem.pop(stem(word), None)
    return tuple(form for form in by_stem.values() if not is_stop_word(form))


@lru_cache(maxsize=20_000)
def verb_forms(word: str) -> tuple[str, ...]:
    """Return forms of the verb that a folded Russian word nearly always is: one for each stem not the word's own.

    E.g. ``"весит"`` among those of ``"вешу"``, whose stems no ending joins, and ``"прочитал"`` among those of
    ``"читаю"``. Nothing of the commonest words.
    """
    if not "а" <= word[:1] <= "я" or is_stop_word(word):
        return ()
    readings = [one for one in _dictionary(weighs=True).parse(word) if one.tag.POS in _OF_VERBS]
    if sum(one.score for one in readings) < _CERTAIN:
        return ()
    by_stem: dict[str, str] = {}
    bases = {(fold(reading.normal_form), str(reading.tag.aspect)) for reading in readings}
    paired = [verb for base, aspect in bases for verb in _of_other_aspect(base, aspect)]
    for reading in (*readings, *paired):
        for form in reading.lexeme:
            if form.tag.POS in _FINITE:
                by_stem.setdefault(stem(form.word), fold(form.word))
    by_stem.pop(stem(word), None)
    return tuple(form for form in by_stem.values() if not is_stop_word(form))


def _of_other_aspect(base: str, aspect: str) -> list[Any]:
    """Return the verbs of the dictionary that say of a verb that it is done, or of one that is done that it goes on."""
    if aspect == "impf":
        others, wanted = [f"{prefix}{base}" for prefix in _OF_ASPECT], "perf"
    else:
        others, wanted = [base.removeprefix(prefix) for prefix in _OF_ASPECT if base.startswith(prefix)], "impf"
    parsed = (one for other in others if len(other) > _SHORTEST_VERB for one in _dictionary(weighs=True).parse(other))
    return [one for one in parsed if one.tag.POS == "INFN" and one.tag.aspect == wanted]


@lru_cache(maxsize=20_000)
def bids(word: str) -> bool:
    """Say whether a Russian word is likelier than not the imperative of a verb: ``"поставь"``, not ``"случай"``."""
    readings = _dictionary(weighs=True).parse(word.casefold())
    return bool(sum(one.score for one in readings if "impr" in one.tag) >= 0.5)


def are_forms(one: str, other: str) -> bool:
    """Say whether two folded words can be forms of one word: a Russian one that the dictionary lacks by its end."""
    if one == other or singular_of(one) == singular_of(other):
        return True
    if "а" <= one[:1] <= "я":
        return not _bases_of(one).isdisjoint(_bases_of(other))
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    return tuple(sorted((one[start:], other[start:]))) in _ENGLISH_ENDINGS


@lru_cache(maxsize=50_000)
def _bases_of(word: str) -> frozenset[str]:
    return frozenset(fold(reading.normal_form) for reading in _guesser().parse(word))


@cache
def _dictionary(*, weighs: bool) -> Any:
    """Return the dictionary alone; ``weighs`` tells how likely each reading is, and costs twice as much."""
    from pymorphy3.units.by_lookup import DictionaryAnalyzer  # noqa: PLC0415

    if weighs:
        return _analyzer(units=[DictionaryAnalyzer()])
    return _analyzer(units=[DictionaryAnalyzer()], probability_estimator_cls=None, result_type=None)


@cache
def _guesser() -> Any:
    return _analyzer()


def _analyzer(**options: object) -> Any:
    """Open the dictionary, 25 MB of memory; its packages are loaded with the first Russian word."""
    import pymorphy3  # noqa: PLC0415
    import pymorphy3_dicts_ru  # noqa: PLC0415

    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru", **options)
