"""Why a link is suggested, in English words: "named three times", "shares five neighbours"."""

from collections.abc import Callable, Mapping

from vaultmind import api

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def reason_words(reason: api.SuggestionReason) -> str:
    """Return one reason as a person would say it."""
    return _SAID[reason.kind](reason.detail)


def _named(detail: str) -> str:
    times = {1: "once", 2: "twice"}.get(int(detail))
    return f"named {times}" if times else f"named {_count(detail)} times"


def _usually_linked(detail: str) -> str:
    linked, _, either = detail.partition("/")
    plain = int(either) - int(linked)
    notes = "one note" if linked == "1" else f"{_count(linked)} notes"
    return f"by these words linked in {notes}" + (f", left plain in {_count(str(plain))}" if plain else "")


def _count(detail: str) -> str:
    number = int(detail)
    return _NUMBERS[number] if number < len(_NUMBERS) else detail


def _several(one: str, many: str) -> Callable[[str], str]:
    return lambda detail: (one if detail == "1" else many).format(_count(detail))


_Kind = api.SuggestionReasonKind
_SAID: Mapping[api.SuggestionReasonKind, Callable[[str], str]] = {
    _Kind.NAMED: _named,
    _Kind.NAMED_IN_HEADING: lambda _: "named in a heading",
    _Kind.SAME_ROOT: lambda detail: f"words of the same root as its name: {detail}",
    _Kind.LINK_TEXT: lambda detail: f"other notes link it by the words “{detail}”",
    _Kind.USUALLY_LINKED: _usually_linked,
    _Kind.LINKS_BACK: lambda _: "links here",
    _Kind.SHARED_NEIGHBOURS: _several("shares one neighbour", "shares {} neighbours"),
    _Kind.LIKE_NOTES_LINK: lambda detail: f"notes that share links with this one link it: {detail}",
    _Kind.SAME_WORDS: lambda detail: f"the same uncommon words: {detail}",
    _Kind.SAME_MEANING: lambda _: "a passage is near in meaning",
    _Kind.NAMED_IN_PART: lambda detail: f"most words of its title stand here: {detail}",
    _Kind.SAME_PASSAGE: lambda detail: f"says nearly the same under *{detail}*",
    _Kind.MOVED: lambda detail: f"a note of this name is elsewhere: {detail}",
    _Kind.ALIAS: lambda detail: f"a note has it as an alias: {detail}",
    _Kind.SPELLED_ALIKE: lambda detail: f"the same name in another spelling: {detail}",
    _Kind.OTHER_FORM: lambda detail: f"another form of the name: {detail}",
    _Kind.TYPING_ERROR: lambda detail: f"a letter away from a name: {detail}",
    _Kind.LINKED_FROM: _several("one note links it", "{} notes link it"),
    _Kind.WITHOUT_LINKS: lambda detail: f"no link joins {detail} to another note",
    _Kind.ONLY_UNRESOLVED: lambda detail: f"{detail} links no note that is there, and none links it",
    _Kind.SAME_TEXT: lambda detail: f"{detail}% of its text is there too",
}
