"""What kind of thing a question asks for (a day, an hour, a person, an amount, a reason), and if a sentence has one."""

import re
from enum import StrEnum

from vaultmind.answers.details import Evidence, dates_in, names_in_sentence

_ASKS = (
    (
        r"когда|какого\s+числа|как(?:ой|ую|ая)\s+дат\w+|в\s+(?:как(?:ом|ой)\s+(?:году|день|месяце|веке)|каких\s+годах)",
        "time",
    ),
    (r"when|(?:what|which)\s+(?:day|date|season|week|weekday|year|month|century|decade)", "time"),
    (r"во\s+сколько(?!\s+раз)|в\s+котором\s+часу|в\s+какое\s+время|(?:what|which)\s+(?:time|hour)", "clock"),
    (r"сколько|how\s+(?:many|much|long|far|old|deep|high|tall|often|big|large|heavy|wide|fast|hot|cold)", "amount"),
    (r"почему|зачем|отчего|из-за\s+чего|по\s+какой\s+причине|why|how\s+come|what\s+for", "reason"),
    (r"кто|кого|кому|кем|ком|чей|чья|чьё|чье|чьи|who|whom|whose", "person"),
)
_KINDS = tuple((re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE), kind) for words, kind in _ASKS)
_TIME = re.compile(
    r"(?<!\d)(?:1\d|20)\d\d(?!\d)|(?<!\w)(?:январ|феврал|март|апрел|июн|июл|август|сентябр|октябр|ноябр|декабр|понедельник"
    r"|вторник|сред[уы]|четверг|пятниц|суббот|воскресень|весн|осен|зим[оыу]|лет[оа]м|век[аеу]?\b|столети"
    r"|january|february|march|april|june|july|august|september|october|november|december|monday|tuesday|wednesday"
    r"|thursday|friday|saturday|sunday|centur|spring|autumn|winter|summer)",
    re.IGNORECASE,
)
_CLOCK = re.compile(
    r"(?<![\d:])(?:[01]?\d|2[0-3])[:.][0-5]\d(?![\d:.]?\d)|(?<!\d)\d{1,2}\s?(?:a\.?m\b|p\.?m\b|o['’]clock)"
    r"|(?<!\w)(?:в|к|до|с|после|около)\s+(?:\d{1,2}\s+час|час\b|полдень|полночь)"
    r"|(?<!\w)(?:noon|midnight)(?!\w)|(?<!\w)at\s+(?:\d{1,2}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?![\d.]|\s+[%°])(?!\w)",
    re.IGNORECASE,
)
_REASON = re.compile(
    r"(?<!\w)(?:потому|так\s+как|поскольку|чтобы|из-за|поэтому|причин\w*|благодаря|вследствие|иначе|ради|оттого|затем\s+что"
    r"|не\s+для|не\s+за\s+то|because|since|so\s+that|therefore|due\s+to|reasons?|in\s+order\s+to|otherwise|thus|hence|argument|cause[sd]?"
    r"|lead(?:s|ing)?\s+to|as\s+a\s+result)(?!\w)",
    re.IGNORECASE,
)
_EXPLAINED = re.compile(r"[а-яё»)]:\s+[а-яё]")
"""What follows a colon within a Russian sentence explains what stands before it."""
_POINTS_BACK = re.compile(
    r"^(?:that|this|вот|это|поэтому|оттого|therefore|thus|hence|so)\b(?=.*\b(?:argument|reason|why|because|cause\w*|почему|причин\w*"
    r"|потому|поэтому|зачем|therefore|thus|hence)\b)",
    re.IGNORECASE,
)


class AskedFor(StrEnum):
    """What a question asks for."""

    TIME = "time"
    CLOCK = "clock"
    AMOUNT = "amount"
    REASON = "reason"
    PERSON = "person"


def asked_for(question: str) -> AskedFor | None:
    """Return what the first question word asks for, ``None`` where any sentence may be the answer."""
    found = [(match.start(), -match.end(), kind) for words, kind in _KINDS if (match := words.search(question))]
    return AskedFor(min(found)[2]) if found else None


def has_what_is_asked(kind: AskedFor, sentence: str, following: str = "") -> bool:
    """Say whether a sentence has a thing of that kind; a reason may be named by the sentence that follows it."""
    if kind is AskedFor.TIME:
        return bool(_TIME.search(sentence)) or any(dates_in(sentence))
    if kind is AskedFor.CLOCK:
        return bool(_CLOCK.search(sentence))
    if kind is AskedFor.AMOUNT:
        return bool(Evidence.of(sentence).numbers)
    if kind is AskedFor.PERSON:
        return any(names_in_sentence(sentence))
    return not _POINTS_BACK.search(sentence) and any(
        (_REASON.search(sentence), _EXPLAINED.search(sentence), _POINTS_BACK.search(following))
    )
