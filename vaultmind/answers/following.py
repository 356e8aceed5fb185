"""Follow-up questions by plain rules: whether one leans on what was said before, and what it takes from there."""

import re
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet

from vaultmind.domain.answer import without_marks_of_doubt
from vaultmind.domain.conversation import Turn
from vaultmind.parsing.morphology import is_stop_word, stems_of, words_of

_MOST_TOPIC_WORDS = 5
_MOST_NAMES = 3

_WORDS = {
    kind: frozenset(words.split())
    for kind, words in {
        "personal": """
            он она оно они его её ее их него неё нее них ему ей нему ней ним нём нем ею ими it its they
            them their theirs he him his she her hers
        """,
        "pointing": """
            этот эта это эти этого этой этом этих этим эту тот та те того той тех там туда тогда оттуда
            здесь такой такая такое такие оба обе обоих другие других другим другими остальные остальных
            остальным остальными this that these those there then same both one ones others rest
        """,
        "asking": """
            что кто как когда где куда откуда почему зачем сколько какой какая какое какие каком какого
            какую каким какими каких чей чья чьё чьи чем кого кому ли разве расскажи скажи подробнее
            подробно ещё еще именно вообще пример примеры приведи what who whom whose how when where which
            why much many do does did is are was were can could should would will has have had may might
            must tell more else exactly detail details example examples give
        """,
        "attribute": """
            цена цены стоимость высота высоту глубина размер вес длина ширина дата дату день месяц год
            время срок возраст имя название причина причину причины цвет вкус сорт урожай количество число
            автор место результат итог источник порядок способ метр метра метров раз литр литров ведро
            вёдер ведер штук градус градусов часто долго давно далеко много мало price cost height depth
            size weight length width date day month year time age name reason cause colour color taste
            yield number amount author place result source order way metre metres meter meters times
            litres degrees often long far deep high old big late early
        """,
        "circumstance": """
            зимой весной летом осенью утром днём днем вечером ночью сейчас теперь раньше позже потом вчера
            сегодня завтра now today yesterday tomorrow later earlier before afterwards tonight
        """,
        "preposition": """
            в во на у из для от с со по под над за при до после in at on for from to of by under near with
            during after
        """,
        "determiner": "the a an our my your these those",
        "be": "is are was were be been",
        "auxiliary": "do does did can could should would will has have had must may might",
        "person": "he she him his her",
        "either": "он она ему ей",
        "who": "кто кому кем who whom",
    }.items()
}
_PERSONAL, POINTING, _ASKING = _WORDS["personal"], _WORDS["pointing"], _WORDS["asking"]
_ATTRIBUTES, _CIRCUMSTANCES = _WORDS["attribute"], _WORDS["circumstance"]
"""Words that say which side of a thing is asked about, and under which circumstances; neither names a thing."""
_GOVERNING, _DETERMINERS = _WORDS["preposition"], _WORDS["determiner"]
_PERSONS, _EITHER, _WHO = _WORDS["person"], _WORDS["either"], _WORDS["who"]
_THANKS = re.compile(
    r"\s*(?:(?:большое\s+)?спасибо(?:\s+большое)?|благодарю|понятно|ясно|понял[аи]?|хорошо|отлично|супер|ладно|ок(?:ей)?"
    r"|thanks(?:\s+a\s+lot)?|thank\s+you(?:\s+very\s+much)?|okay|ok|great|fine|good|i\s+see|got\s+it|perfect)\b[\s,.!;:)—-]*",
    re.IGNORECASE,
)
_OPENER = re.compile(r"\A\s*(?:а|и|но|ну|или|and|but|or|so)\s*,?\s+", re.IGNORECASE)
_ELLIPSIS = re.compile(
    r"\s*(?:(?:а|и|and|but)\s+)?(?:(?:что|как)\s+(?:насчёт|насчет|с|со|про)|what\s+about|how\s+about|а|и|and|but"
    r"|what(?:['’]s|\s+(?:is|are|was|were))(?=\s+\w+['’]s\W*\Z))\s+"
    r"(?P<other>.+?)[?!.\s]*\Z",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\A(?:про|об?|насчёт|насчет|about)\s+", re.IGNORECASE)
_WHOSE = re.compile(r"\A(?:у|of|for)\s+(?=[^\W\d_a-zа-яё])")
_ASKS_FOR_A_PLACE = re.compile(r"\b(?:где|куда|откуда|where)\b", re.IGNORECASE)
_SIDE = re.compile(r"\A\s*(?:как(?:ой|ая|ое|ие|ую)|каков\w?)\s+(?P<side>\w+)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s?\Z")
_ARTICLE = re.compile(r"\A(?:the|an?)\s+", re.IGNORECASE)
_PARTICIPLE = re.compile(
    r"(?:.+(?:ed|wn|en|ing)|dug|cut|set|built|made|kept|hung|sold|bought|found|put|done|lost|sent|left|told|held|paid)\Z"
)
_DEFINING = re.compile(
    r"\s*(?:что|кто)\s+так(?:ое|ой|ая|ие)\s|\s*(?:what|who)\s+(?:is|are)\s+(?:an?\s|the\s)?", re.IGNORECASE
)
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_RUSSIAN_VERB = re.compile(
    r".{2,}(?:[аяеиоуы]л[аои]?|л(?:ся|ась|ось|ись)|[аяеиоуыё]т|[аяеиёую]тся|ть|ться|ешь|ишь|ют|[аеиыо]н[аоы]?)\Z"
    r"|.*(?:мог|рос|[нр][её]с|в[её]з|лез|грыз|п[её]к|м[её]рз|сох|гиб|л[её]г|т[её]р|мер)(?:ся)?\Z"
)
_END = "?!. \t"
_PRONOUN = re.compile(r"\b(?:it|they|them|he|she|him)\b", re.IGNORECASE)
_CARRIED = re.compile(r"(.+?) (?:\(([^()]+)\)|— ([^—]+?))[?!.\s]*")
_MARKS = re.compile(r"\s*\[\[[^\[\]|]*\|\d{1,3}\]\]|\s*\[\d{1,3}\]|^(?:\d{1,3}\.|- \d{1,3}:) \[\[.*$", re.MULTILINE)
_LINK = re.compile(r"!?\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


def leans_on_history(question: str, spoken_of: Callable[[], AbstractSet[str]] | None = None) -> bool:
    """Say whether a question needs what went before: a pronoun, an opening "and", or no thing of its own.

    ``spoken_of`` gives the stems of what the turn before and its notes speak of: a thing that is not among them is
    another topic, which needs none. Thanks need nothing.
    """
    question = without_thanks(question)
    words, own, names = words_of(question), own_words(question), _names(question)
    if not words:
        return False
    if any(word in _PERSONAL for word in words):
        return len(own) <= 4
    if _other_of(question) is not None:
        return True
    opener = _OPENER.match(question)
    asked = question[opener.end() :] if opener else question
    things = [word for word in own if word.casefold() not in _ATTRIBUTES | _CIRCUMSTANCES]
    if _DEFINING.match(asked) and things:
        return False
    if any(word in POINTING for word in words):
        return len(own) <= 3 and not names
    if names:
        return False
    if not things:
        return len(own) <= 3
    named = _named_things(asked, things)
    if spoken_of is not None and len(things) <= (4 if opener else 1):
        return not named or not spoken_of().isdisjoint(stems_of(" ".join(things)))
    return len(things) <= 2 if opener else len(things) == 1 and not _has_determiner(asked, things[0])


def by_rules(question: str, before: Turn, earlier: Sequence[Turn] = ()) -> str:
    """Return the question with the topic of the turn before, or that turn's question asked of something else.

    >>> by_rules("А Антоновка?", Turn("Когда привита Титовка?"))
    'Когда привита Антоновка?'
    >>> by_rules("When was it grafted?", Turn("Who planted the old Titovka?"))
    'When was Titovka grafted?'
    >>> by_rules("And in winter?", Turn("How often do we water the tomatoes?"))
    'How often do we water the tomatoes in winter?'
    """
    question = without_thanks(question)
    base = " ".join(without_thanks(before.meant or before.question).split())
    bare, carried = _apart(base)
    other = _other_of(question)
    if other is not None:
        return _asked_of_another(base, bare, carried, other)
    topic = _topic(question, before, bare, carried, earlier)
    asked = _OPENER.sub("", question, count=1).strip().rstrip(_END)
    if not topic or set(stems_of(topic)) <= set(stems_of(asked)):
        return question
    if len(pronouns := list(_PRONOUN.finditer(asked))) == 1 and _is_a_thing(
        topic, base, *(turn.question for turn in earlier)
    ):
        start, end = pronouns[0].span()
        named = topic if topic[:1].isupper() or any(sign.isdigit() for sign in topic) else f"the {topic}"
        asked = f"{asked[:start]}{named}{asked[end:]}"
        return f"{asked[:1].upper()}{asked[1:]}?"
    return f"{asked[:1].upper()}{asked[1:]} ({topic})?"


def _is_a_thing(topic: str, *texts: str) -> bool:
    """Say whether a topic can stand for an English pronoun: a name or a thing of what was asked, no heap of words."""
    names = [name for text in texts for name in _names(text)]
    things = [thing for text in texts for thing in _things(text)]
    is_word = topic.isalpha() and topic.isascii()
    return topic in names or topic in things or is_word


def without_thanks(question: str) -> str:
    """Return a question without the thanks it begins with; ``""`` where it is nothing else."""
    found = _THANKS.match(question)
    if found is None or (found.end() < len(question) and question[found.end() - 1].isalnum()):
        return question
    rest = question[found.end() :]
    return (
        rest if not rest or found.group()[-1:] in ",.!;:)—-" or found.group().rstrip()[-1:] in ",.!;:)—-" else question
    )


def plain_answer(answer: str) -> str:
    """Return an answer without its marks and its list of sources."""
    return " ".join(_LINK.sub(r"\1", _MARKS.sub("", without_marks_of_doubt(answer))).split())


def own_words(text: str) -> list[str]:
    """Return the words that say something by themselves, as written."""
    return [
        word.group()
        for word in _WORD.finditer(text)
        if word.group().casefold() not in _ASKING | _PERSONAL | POINTING and not is_stop_word(word.group())
    ]


def _asked_of_another(base: str, bare: str, carried: str, other: str) -> str:
    """Return a question asked of something else: in the place of its like, else beside it."""
    about = _ABOUT.match(other)
    thing = _ARTICLE.sub("", other[about.end() :] if about else other)
    first = words_of(other)[0]
    if (names := _names(base)) and (of_another := _whose_other(base, names, thing)):
        return of_another
    if not about and (first in _GOVERNING or first in _CIRCUMSTANCES):
        if carried:
            return f"{bare} ({carried}, {other})?"
        like = re.search(rf"\b{re.escape(first)}\s+(?:(?:the|an?|our|my)\s+)?[^\W_]+", base, re.IGNORECASE)
        if like is not None and first in _GOVERNING:
            return f"{base[: like.start()]}{other}{base[like.end() :]}".rstrip(_END) + "?"
        return f"{bare} {other}?"
    if base.endswith(")?"):
        return f"{bare} ({other if not about else thing})?"
    place = _like_in(base, thing, is_thing=thing != other or not thing[:1].isupper())
    if place is not None:
        return f"{base[: place[0]]}{thing}{base[place[1] :]}".rstrip(_END) + "?"
    return f"{bare} — {other if not about else thing}?"


def _whose_other(base: str, names: Sequence[str], thing: str) -> str:
    """Return a question on a side of someone asked of someone else, or of another side; ``""`` where it is no such.

    >>> _whose_other("Телефон Марка", ["Марка"], "у Степана"), _whose_other("Какой рост у Марка?", ["Марка"], "вес")
    ('Телефон Степана?', 'Какой вес у Марка?')
    """
    side = _SIDE.match(base)
    if side is not None and not _free(base, names) and thing.isalpha() and thing.islower():
        return f"{base[: side.start('side')]}{thing}{base[side.end() :]}".rstrip(_END) + "?"
    if len(names) != 1:
        return ""
    start, end = _place(base, names[0])
    whose = _WHOSE.match(thing)
    if whose is not None and not _ASKS_FOR_A_PLACE.search(base):
        other = thing[whose.end() :]
    elif (of_thing := _names(thing)) and set(stems_of(thing.partition(of_thing[0])[0])) & set(stems_of(base[:start])):
        other = thing[thing.index(of_thing[0]) :]
    elif re.match(r"\w+['’]s\s+\w", thing) and _POSSESSIVE.search(names[0]):
        return f"{base[:start]}{thing}".rstrip(_END) + "?"
    elif (mark := _POSSESSIVE.search(names[0])) and thing[:1].isupper():
        other = thing if _POSSESSIVE.search(thing) else thing + mark.group()
    else:
        return ""
    return f"{base[:start]}{other}{base[end:]}".rstrip(_END) + "?"


def _like_in(base: str, thing: str, *, is_thing: bool) -> tuple[int, int] | None:
    """Return the place of what ``thing`` is to be put for: a name or a thing of the question, of the same ending."""
    names = _names(base)
    subjects = _free(base, names)
    is_name = thing[:1].isupper() or any(sign.isdigit() for sign in thing)
    if is_name and len(subjects or names) == 1:
        return _place(base, (subjects or names)[0])
    things = _free(base, _things(base))
    if is_thing and len(things) == 1 and not is_name:
        return _place(base, things[0])
    candidates = names if is_name else [word for word in own_words(_apart(base)[0]) if word not in names]
    if not re.search(r"[а-яё]", thing.casefold()):
        return None
    shared = [(_common_ending(word, thing), not _RUSSIAN_VERB.match(word.casefold()), word) for word in candidates]
    best = max(shared, key=lambda one: one[:2], default=None)
    if best is None or not best[0] or (len(names) == 1 and not is_name and best[2] not in names and best[0] < 2):
        return _place(base, names[0]) if len(names) == 1 else None
    return _place(base, best[2])


def _place(base: str, words: str) -> tuple[int, int]:
    start = base.rindex(words)
    return start, start + len(words)


def _common_ending(one: str, other: str) -> int:
    """Return how many letters two words end alike in; the hard and the soft vowel of an ending are one."""
    alike = str.maketrans("яюые", "ауио")
    pairs = zip(reversed(one.casefold().translate(alike)), reversed(other.casefold().translate(alike)), strict=False)
    count = 0
    for first, second in pairs:
        if first != second:
            break
        count += 1
    return count


def _apart(base: str) -> tuple[str, str]:
    """Return a question and the topic that rules gave it, so that no follow-up carries more than one.

    >>> _apart("Why did it fail (well)?"), _apart("How deep is the well — the pond?"), _apart("How deep?")
    (('Why did it fail', 'well'), ('How deep is the well', 'the pond'), ('How deep', ''))
    """
    found = _CARRIED.fullmatch(base)
    return (found[1], found[2] or found[3]) if found else (base.rstrip(_END), "")


def _other_of(question: str) -> str | None:
    """Return what "And X?" asks about, where it is nothing but another thing to ask the same of."""
    found = _ELLIPSIS.match(question)
    if found is None:
        return None
    other = found["other"].strip()
    words = words_of(_ARTICLE.sub("", other))
    is_thing = words and len(words) <= 4 and not any(word in _ASKING | _PERSONAL | POINTING for word in words)
    return other if is_thing else None


def _topic(question: str, before: Turn, bare: str, carried: str, earlier: Sequence[Turn]) -> str:
    """Return what a turn was about: whom its answer names for a person, its names, things or words, or its note.

    A question that says nothing of its own, "why?", takes all that was asked.
    """
    words = frozenset(words_of(question))
    names = _names(bare)
    people = [name for name in _names(plain_answer(before.answer)) if name not in names]
    if words & _PERSONS and people:
        return ", ".join(people[:_MOST_NAMES])
    if words & _EITHER and people and _WHO & frozenset(words_of(bare)):
        return ", ".join([*people, *names][:_MOST_NAMES])
    own = own_words(bare)
    if not words & _PERSONAL and not own_words(question) and not carried and own:
        return " ".join(own[: _MOST_TOPIC_WORDS + 1])
    if subjects := _free(bare, names):
        return ", ".join(subjects[:_MOST_NAMES])
    if carried:
        return carried
    if things := _of_number(bare, words, earlier):
        return ", ".join(things[:_MOST_NAMES])
    if own:
        return " ".join(own[:_MOST_TOPIC_WORDS])
    return before.sources[0].rpartition("/")[2].removesuffix(".md") if before.sources else ""


def _of_number(bare: str, words: AbstractSet[str], earlier: Sequence[Turn]) -> list[str]:
    """Return the English things asked about; for "it" and "they" those of that number, or of an earlier turn."""
    asked = [bare, *(_apart(turn.meant or turn.question)[0] for turn in reversed(earlier))]
    if words & {"it", "its"}:
        fitting = [[thing for thing in _things(one) if not _is_plural(thing)] for one in asked]
    elif words & {"they", "them", "their"}:
        fitting = [[thing for thing in _things(one) if _is_plural(thing)] for one in asked]
    else:
        return _things(bare)
    return next((things for things in fitting if things), _things(bare))


def _is_plural(thing: str) -> bool:
    return thing.endswith("s") and not thing.endswith(("ss", "us", "is"))


def _free(text: str, names: Sequence[str]) -> list[str]:
    """Return the names or things that no preposition makes a place or a time: "in the Garden" is not asked about."""
    words = [word.group() for word in _WORD.finditer(text)]

    def is_free(name: str) -> bool:
        first = name.split(maxsplit=1)[0]
        place = words.index(first) if first in words else 0
        before = [word.casefold() for word in words[max(0, place - 2) : place]]
        if before and before[-1] in _DETERMINERS:
            before.pop()
        return not before or before[-1] not in _GOVERNING

    return [name for name in names if is_free(name)]


def _things(text: str) -> list[str]:
    """Return the English phrases after an article or "our", without the verb that may follow them."""
    found: list[str] = []
    words = list(_WORD.finditer(text))
    for place, word in enumerate(words):
        if word.group().casefold() not in _DETERMINERS:
            continue
        phrase: list[re.Match[str]] = []
        for following in words[place + 1 : place + 5]:
            written = following.group().casefold()
            if is_stop_word(written) or written in _GOVERNING | _ASKING | _DETERMINERS:
                break
            phrase.append(following)
        auxiliary = words[place - 1].group().casefold() if place else ""
        last = phrase[-1].group().casefold() if phrase else ""
        has_verb = auxiliary in _WORDS["auxiliary"] or (
            auxiliary in _WORDS["be"] and _PARTICIPLE.match(last) is not None
        )
        if len(phrase) > 1 and has_verb:
            phrase.pop()
        if phrase:
            found.append(text[phrase[0].start() : phrase[-1].end()])
    return found


def _has_determiner(text: str, word: str) -> bool:
    """Say whether a word is a thing by what stands before it: an article, or "about"."""
    before = [one.group().casefold() for one in _WORD.finditer(text.partition(word)[0])][-2:]
    return bool(_DETERMINERS & set(before)) or bool(before and before[-1] in {"про", "о", "об", "about"})


def _named_things(text: str, things: Sequence[str]) -> list[str]:
    """Return the words that name a thing: Russian ones without a verb's ending, English ones after an article."""
    return [
        word
        for word in things
        if (
            (re.search("[а-яё]", word.casefold()) and not _RUSSIAN_VERB.match(word.casefold()))
            and not re.match(rf"\s*кто\s+{re.escape(word)}\b", text, re.IGNORECASE)
        )
        or _has_determiner(text, word)
    ]


def _names(text: str) -> list[str]:
    """Return the words written large that do not begin the text, and those with digits among their letters."""
    found = []
    for word in _WORD.finditer(text):
        written = word.group()
        begins = not text[: word.start()].strip(" \t\"'«“(*_—-") or text[: word.start()].rstrip()[-1:] in ".!?"
        mixed = any(sign.isdigit() for sign in written) and any(sign.isalpha() for sign in written)
        is_large = written[0].isupper() and not is_stop_word(written) and written.casefold() not in _ASKING
        if mixed or (is_large and not begins):
            found.append(written)
    return list(dict.fromkeys(found))
