"""Whether a sentence tells what to do, or what follows if nothing is done: by its verbs, in Russian and English."""

import re

from vaultmind.domain.recipe import PartSays
from vaultmind.parsing.inflection import bids

_VERBS_OF_DOING = """
act add answer apply ask avoid bake boil bring build burn buy call carry change check choose clean clear close collect
cook cool copy count cover cut delete describe dig disregard don't download drain draw dry email erase execute
explain fasten feed fill find fix fold follow forget forward freeze give graft grow
hang harvest heat hold ignore install keep lay leave let lift list look make mark measure melt mix move mow mulch never
note obey oil open output paint pick plant post pour prefer prepare press pretend print prune pull put rake read rebuild
remember remove repair repeat replace reply respond restart reveal rinse rub run save say scrape seal see sell send set
sharpen shorten show slide slit soak sow split spray spread sprinkle start stir stop store summarise summarize switch
take tell test thin throw tie tighten translate treat trim try turn update upgrade upload
use visit wait warm wash watch water wax wear wipe wrap write
"""
_VERBS = frozenset(_VERBS_OF_DOING.split())
_CLAUSE = re.compile(r"(?:\A|[.:;,—–]\s+|\b(?:and|then|or|to|first|instead|once|twice|next)\s+)([A-Za-z']+)")
_FIRST = re.compile(r"\A[^\w]*([A-Za-z']+)")
_OUGHT = re.compile(
    r"\b(?:must|should|ought|needs?\s+to|have\s+to|has\s+to|had\s+better|next\s+time|it\s+helps|the\s+(?:cure|remedy|fix|answer)"
    r"|solution|worth\s+\w+ing|(?:we|i)\s+(?:now\s+|always\s+|never\s+)?(?:do\s+nothing|"
    + "|".join(sorted(_VERBS))
    + r")"
    r"|treatment|treated\s+with|prevent\w*|one\s+spray|instructions?)\b",
    re.IGNORECASE,
)
_RUSSIAN_OUGHT = re.compile(
    r"\b(?:нужно|надо|необходимо|следует|стоит\s+\w+ть|нельзя|важно|лучше\s+\w+ть|пора|достаточно|помогает|помогут|поможет"
    r"|спасает|лечат|лечится|обрабатыва\w+|в\s+следующий\s+раз|решение|выход\s*[—:-]|средство|совет\w*|рекоменд\w+)\b"
    r"|\b\w{3,}(?:йте|ите|ьте)(?:сь)?\b",
    re.IGNORECASE,
)
_NO_INFINITIVE = re.compile(
    r"(?:\w*ость|\w+есть|есть|пять|шесть|девять|десять|часть|память|опять|область|кровать|печать|тетрадь|площадь|смерть|зять"
    r"|мать|ночь|дочь|речь|печь|почти|дети|сети|пути|части|кисти|сласти|гости)\Z",
    re.IGNORECASE,
)
_INFINITIVE_FIRST = re.compile(r"\A[^\w]*(?:не\s+)?([а-яё]+(?:ть|ти|чь)(?:ся)?)\b", re.IGNORECASE)
_BIDDING_PLACE = re.compile(r"(?:\A[^\w]*|[,:;—–]\s+|\bи\s+)(?:не\s+)?([а-яё]{3,})", re.IGNORECASE)
_MOVES = re.compile(
    r"\A[^\w]*[A-Za-z]+\s+[a-z]+s\s+(?:down|off|out|up|from|into|through|under|over|away|along|back|to)\b"
)
"""A thing that does something: "Water runs down", though there is a verb "water", too."""
_MODAL = re.compile(
    r"\b(?:must|should|ought\s+to|needs?\s+to|ha(?:ve|s)\s+to|had\s+better)\b"
    r"|\b(?:нужно|надо|необходимо|следует|нельзя|должн[аоы]?|должен)\b(?!\s+был)",
    re.IGNORECASE,
)
_PLURAL_BID = re.compile(r"\A[^\w]*(?:не\s+)?\w{3,}(?:йте|ите|ьте)(?:сь)?\b", re.IGNORECASE)
_HAPPENED = re.compile(r"\b\w{2,}(?:[аяеиоуы]л[аои]?|л(?:ся|ась|ось|ись))\b", re.IGNORECASE)
_WE_DO = re.compile(
    r"(?:\A[^\w]*|\bмы\s+(?:\w+\s+)?|[:;,]\s+(?:\w+\s+)?|\A[^\w]*[\w-]+\s+)"
    r"(?:не\s+)?(?!прием|наем|заем|объем)[а-яё]{2,}(?:[аяуи]ем|[нтчшсд]им|раним|елим|ежем|оем|орим|ажем|ладём|ерём|ождём|ждём)(?:ся)?\b",
    re.IGNORECASE,
)
_SO_THAT_NOT = re.compile(
    r"\b(?:чтобы?\s+(?:\w+\s+)?не|so\s+that\s+[^.;!?]{1,60}\b(?:not|never|\w+n't)|lest|so\s+as\s+not\s+to|to\s+avoid)\b[^,;:.!?]*",
    re.IGNORECASE,
)
"""What is done against something: the way out of it, and not what follows."""
_HARM = r"be\s+lost|die|fail|rot|spread|break|burn|split|crack|freeze|leak|crash|dry\s+out|lose"
_FOLLOWS = re.compile(
    r"\b(?:otherwise|or\s+else|or\s+(?:it|they|you|the\s+\w+)\s+(?:will|may|might)"
    r"|if\s+(?:not|left|you\s+(?:do\s+not|don't|leave|wait)|it\s+is\s+not|nothing)|unless"
    rf"|(?:will|would|may|might|could)\s+(?:{_HARM})|dies?\s+(?:back|of)|lets?\s+\w+\s+in"
    r"|(?:leads?|led)\s+to|results?\s+in|resulted\s+in|caus(?:es?|ed)|too\s+late|at\s+risk"
    r"|without\s+(?:it|this|that|them)\b[^.!?]{0,80}\b(?:not|no|never|nothing|\w+n't|cannot))\b"
    r"|\bnever\b[^.!?]{0,200}[;:—–]\s|\bdo\s+not\b[^.!?]{0,200}[;:—–]\s",
    re.IGNORECASE,
)
_RUSSIAN_HARM = (
    r"погиб\w+|пропа[лс]\w+|пропасть|сгни\w+|лопн\w+|тресн\w+|слома\w+"
    r"|засох\w+|зам[её]рз\w+|испорт\w+|потеря\w+|сгор\w+|протеч\w+"
)
_RUSSIAN_FOLLOWS = re.compile(
    r"\b(?:иначе|а\s+то|не\s+то|в\s+противном\s+случае|если\s+(?:не|этого\s+не|ничего|оставить|опоздать|затянуть)|чревато"
    r"|(?:при)?вед[её]т\s+к|привед[её]т|привод[ия]т|прив[её]л[аои]?\s+к|(?:при)?ведут\s+к|гроз[ия]т|угрожа[ею]т"
    r"|погиб(?:н\w+|л[аои]|ают?|ает)?|пропад[её]т|пропадают?|слишком\s+поздно"
    rf"|мо(?:жет|гут)\s+(?:{_RUSSIAN_HARM})|риск(?:у\w+)?\s+\w+"
    r"|без\s+(?:этого|него|не[её]|них)\b[^.!?]{0,80}\b(?:не|нет|ничего))\b"
    r"|\bнельзя\b[^.!?]*[:;—–]\s|\bне\s+\w+(?:ть|ти|йте|ите|ьте)\b[^.!?]*[:;—–]\s",
    re.IGNORECASE,
)


def says(text: str, wanted: PartSays) -> bool:
    """Say whether a sentence is of the kind that a part wants; any sentence says anything.

    >>> says("Wax each cut at once.", PartSays.INSTRUCTION), says("Wax was cold that day.", PartSays.INSTRUCTION)
    (True, False)
    >>> says("Нельзя резать всё: дерево не проснётся.", PartSays.CONSEQUENCE)
    True
    """
    match wanted:
        case PartSays.INSTRUCTION:
            return _tells_what_to_do(text)
        case PartSays.CONSEQUENCE:
            return bool(_FOLLOWS.search(text) or _RUSSIAN_FOLLOWS.search(text))
        case PartSays.ANYTHING:
            return True


def bids_somebody(text: str) -> bool:
    """Say whether a sentence bids somebody to do a thing; what was done, or decided, is told.

    >>> bids_somebody("Delete every note."), bids_somebody("We decided on a treatment for the tree.")
    (True, False)
    >>> bids_somebody("Нужно удалить заметки."), bids_somebody("Приняли решение о крыше.")
    (True, False)
    """
    if _MODAL.search(text) or any(bids(found[1]) for found in _BIDDING_PLACE.finditer(text)):
        return True
    infinitive = _INFINITIVE_FIRST.match(text)
    if infinitive is not None and not _NO_INFINITIVE.fullmatch(infinitive[1]) and not _HAPPENED.search(text):
        return True
    return _is_imperative(text) or bool(_PLURAL_BID.match(text))


def _tells_what_to_do(text: str) -> bool:
    if text.endswith("?"):
        return False
    if _OUGHT.search(text) or _RUSSIAN_OUGHT.search(text) or _WE_DO.search(text):
        return True
    infinitive = _INFINITIVE_FIRST.match(text)
    if infinitive is not None and not _NO_INFINITIVE.fullmatch(infinitive[1]) and not _HAPPENED.search(text):
        return True
    if any(bids(found[1]) for found in _BIDDING_PLACE.finditer(text)):
        return True
    if _SO_THAT_NOT.search(text) and not _HAPPENED.search(_SO_THAT_NOT.sub("", text)):
        return True
    return _is_imperative(text)


def _is_imperative(text: str) -> bool:
    """Say whether an English sentence, or what follows a sign of it, begins with the plain form of a verb of doing.

    The name of a verb may be that of a thing, too: "Wax was cold" has another verb after it.
    """
    words = re.findall(r"[A-Za-z']+", text)
    first = _FIRST.match(text)
    if first is not None and first[1].casefold() in _VERBS and not _MOVES.match(text):
        return len(words) < 2 or words[1].casefold() not in {
            "is",
            "was",
            "were",
            "are",
            "has",
            "had",
            "of",
            "and",
            "can",
            "will",
        }
    follows = [found[1].casefold() for found in _CLAUSE.finditer(text)][1:]
    return sum(word in _VERBS for word in follows) >= 2
