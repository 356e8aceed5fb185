"""Chat exports in callout form: who said what, and when.

A message is a callout such as ``> [!nexus_user] **User** - 16.06.2025 at 21:34``, with its identifier in a comment
below it: ``<!-- UID: 4506e47d -->``. Who speaks is said by the callout's type, or by the name in its title.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from vaultmind.domain.note import Message, Role, Section, SectionKind
from vaultmind.domain.span import Span

_HEADER = re.compile(r"^ {0,3}>[ \t]?\[!([^\]\r\n]+)\][+-]?[ \t]*([^\r\n]*)", re.MULTILINE)
_UID = re.compile(r"<!--\s*(?:uid|id|message[-_ ]?id)\s*[:=]\s*([^\s>]+?)\s*-->", re.IGNORECASE)
_UID_BELOW = re.compile(rf"\s*{_UID.pattern}", re.IGNORECASE)

_USERS = "user human me you customer пользователь человек я вы"
_ASSISTANTS = "assistant agent ai bot model llm ассистент помощник агент бот ии модель нейросеть"
_MODELS = """
gpt chatgpt claude gemini bard copilot deepseek mistral lechat perplexity grok llama qwen gigachat yandexgpt
"""
_SPEAKERS = dict.fromkeys(_USERS.split(), Role.USER) | dict.fromkeys(f"{_ASSISTANTS} {_MODELS}".split(), Role.ASSISTANT)
_EVERYDAY_WORDS = frozenset(f"{_USERS} {_ASSISTANTS}".split())
_WORDS = re.compile(r"[^\W\d_]+")
_SAID = frozenset(("message", "msg", "response", "reply", "answer", "turn", "says", "сообщение", "ответ"))
_VERBS = "said wrote asked replied at on в от пишет написал сказал спросил ответил"
_AFTER_A_NAME = _SAID | frozenset(_VERBS.split())
_NAME = re.compile(r"[\s*_`]*([^\W\d_]+)(?:[\s*_`]+([^\W\d_]+))?")

_MONTHS = {
    name: number
    for names in ("jan feb mar apr may jun jul aug sep oct nov dec", "янв фев мар апр мая июн июл авг сен окт ноя дек")
    for number, name in enumerate(names.split(), 1)
} | {"май": 5}
_MONTH = r"([^\W\d_]{3,9})\.?"
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?!\d)")
_DAY_MONTH = re.compile(rf"(?<!\d)(\d{{1,2}})\.?\s+{_MONTH},?\s+(\d{{4}})(?!\d)")
_MONTH_DAY = re.compile(rf"{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})(?!\d)")
_CLOCK = re.compile(r"(?<!\d)(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)[\s\u202f]*([ap])?(?:\.?m\b)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A callout that may be a message; ``by_name`` when only its title says who speaks."""

    role: Role
    title: str
    uid: str | None
    span: Span
    by_name: bool


def find_messages(text: str, sections: Sequence[Section]) -> tuple[Message, ...]:
    """Return the messages of a chat export in order; ``()`` for a note that is none.

    A single callout with a speaking name, but without a time or an identifier, does not make a chat.
    """
    if "[!" not in text:
        return ()
    candidates = list(_candidates(text, sections))
    is_chat = len({candidate.role for candidate in candidates}) > 1
    is_month_first = _is_month_first(candidate.title for candidate in candidates)
    messages: list[Message] = []
    for candidate in candidates:
        time = read_time(candidate.title, is_month_first=is_month_first)
        if is_chat or candidate.uid or (time and not candidate.by_name):
            messages.append(Message(candidate.role, time, candidate.uid, candidate.span))
    return tuple(messages)


def _candidates(text: str, sections: Sequence[Section]) -> Iterator[_Candidate]:
    for section in sections:
        if section.kind not in (SectionKind.CALLOUT, SectionKind.QUOTE):
            continue
        headers = list(_HEADER.finditer(text, section.span.start, section.span.end))
        for header, following in zip_longest(headers, headers[1:]):
            role = _role_of_type(header[1])
            by_name = role is None
            role = role or _role_of_name(header[2])
            if role is None:
                continue
            end = following.start() if following else section.span.end
            span = Span(header.start(), header.start() + len(text[header.start() : end].rstrip()))
            uid = _UID.search(text, span.start, span.end) or (None if following else _UID_BELOW.match(text, span.end))
            yield _Candidate(role, header[2], uid[1] if uid else None, span, by_name)


def _role_of_type(callout: str) -> Role | None:
    """Return who speaks in a callout of this type, e.g. ``nexus_agent`` or ``chat-user``; ``user-guide`` is nobody."""
    words = _WORDS.findall(callout.partition("|")[0].casefold())
    while words and words[-1] in _SAID:
        words.pop()
    return _SPEAKERS.get(words[-1]) if words else None


def _role_of_name(title: str) -> Role | None:
    """Return who speaks under a title, e.g. ``**Assistant · gpt-4o** - 16.06.2025``; ``User guide`` is nobody."""
    name = _NAME.match(title)
    if name is None:
        return None
    word, following = name[1].casefold(), (name[2] or "").casefold()
    is_phrase = word in _EVERYDAY_WORDS and following and following not in _AFTER_A_NAME
    if is_phrase and read_time(title) is None:
        return None
    return _SPEAKERS.get(word)


def _is_month_first(titles: Iterator[str]) -> bool:
    """Say whether ``06/07/2025`` is the seventh of June in this chat: some other date, or its clock, tells."""
    is_month_first = False
    for title in titles:
        date = _YEAR_LAST.search(title)
        if date and date[2] == "/":
            if int(date[1]) > 12:
                return False
            clock = _CLOCK.search(title, date.end())
            is_month_first |= int(date[3]) > 12 or bool(clock and clock[4])
    return is_month_first


def read_time(title: str, *, is_month_first: bool = False) -> str | None:
    """Return the first date in ``title``, with its time of day where there is one, as ISO 8601; else ``None``."""
    found = _date(title, is_month_first)
    if found is None:
        return None
    (year, month, day), end = found
    if not (1 <= month <= 12 and 1 <= day <= 31):
        return None
    date = f"{year:04}-{month:02}-{day:02}"
    clock = _CLOCK.search(title, end)
    if clock is None:
        return date
    hour, minute = int(clock[1]), int(clock[2])
    if clock[4]:
        hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
    if hour > 23 or minute > 59:
        return date
    return f"{date}T{hour:02}:{minute:02}" + (f":{clock[3]}" if clock[3] else "")


def _date(title: str, is_month_first: bool) -> tuple[tuple[int, int, int], int] | None:
    """Return year, month and day of the first date, and where it ends."""
    if found := _YEAR_FIRST.search(title):
        return (int(found[1]), int(found[2]), int(found[3])), found.end()
    if found := _YEAR_LAST.search(title):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        day, month = (second, first) if is_month_first and found[2] == "/" else (first, second)
        return (year + 2000 if year < 100 else year, month, day), found.end()
    for pattern, day_group, month_group in ((_DAY_MONTH, 1, 2), (_MONTH_DAY, 2, 1)):
        for found in pattern.finditer(title):
            month_number = _MONTHS.get(found[month_group].casefold()[:3])
            if month_number:
                return (int(found[3]), month_number, int(found[day_group])), found.end()
    return None
