"""A person's query, read: Obsidian's search operators where it has them, plain words and questions otherwise.

========================  =============================================================================
``soil clay``             passages with any of the words, in any of their forms
``"clay soil"``           the words side by side; in a question a quoted name adds weight, and filters nothing
``gard*``                 words that begin so
``title:`` ``heading:``   (``section:``) ``content:`` (``line:``, ``block:``): a word or phrase there
``tag:#garden``           notes with the tag or one below it; ``#garden`` alone is the same
``path:Projects``         notes whose path begins so or, with ``*``, matches; ``file:`` a part of
                          the file's name, the nearest to it first
``role:user``             what one side of a chat said: ``user``, ``assistant``, ``note``
``[status:done]``         notes with the property (``[status]``), this value of it, one of two (``[status:done OR
                          new]``) or none (``[status:null]``); names and values may stand in quotes
``created:2025-06``       notes of a day, month or year; ``modified:`` alike by the time of the file
``lang:ru``               passages in one language
``soil OR clay``          one of them must occur
``-soil`` ``-tag:x``      none of these; alone, all notes without
``(soil OR clay)``        a group, also negated, of a field (``title:(soil clay)``) and in groups
``[rating:>3]``           notes whose property is above or below a number or a date
========================  =============================================================================

What is asked in Obsidian's way and cannot be done is said in ``Query.notices`` and read as words.
"""

import re
from dataclasses import dataclass, replace

from vaultmind.domain.note import Role
from vaultmind.domain.query import (
    DateFilter,
    Filter,
    GroupFilter,
    LanguageFilter,
    LexicalQuery,
    NameFilter,
    NumberFilter,
    PathFilter,
    PropertyFilter,
    RoleFilter,
    TagFilter,
    Term,
    WordField,
    WordFilter,
)
from vaultmind.parsing.morphology import is_stop_word, words_of
from vaultmind.retrieval.groups import Group, grouped

_TOKEN = re.compile(
    r"""
    (?P<not>-(?=[\w"\[\#]))?
    (?:
      \[ (?P<property>"[^\[\]"]{1,100}"|[^\[\]:"]{1,100}) (?: : \s* (?P<value>"[^"]*"|[^\[\]]*) )? \]
    | (?: (?P<field>[A-Za-z]{2,12}) : (?! [/\s]) )? (?: "(?P<phrase>[^"]*)" | (?P<word>[^\s"]+) )
    | "
    )
    """,
    re.VERBOSE,
)
_OR = re.compile(r"\s+OR\s+")
_UNKNOWN = re.compile(
    r"""(?<!\S)(\(*-?)(task|task-todo|task-done|match-case|ignore-case):(?=[\w"#(\[])""", re.IGNORECASE
)
_REGEX = re.compile(r"(?<!\S)-?(?:[A-Za-z]{2,12}:)?/(?=[^\s/]*[\\\[\](){}*+?|^$])[^\s/]+/(?!\S)")
_COMPARED = re.compile(r"([<>])\s*(.+)")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_UNITS = ("line", "block", "section")
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
_WORD_FIELDS = {
    "title": WordField.TITLE,
    "alias": WordField.TITLE,
    "heading": WordField.HEADING,
    "section": WordField.HEADING,
    "content": WordField.BODY,
    "line": WordField.BODY,
    "block": WordField.BODY,
}
_MOST_TERMS = 64
_WORDS_OF_A_QUESTION = 5


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked. ``text`` is the question in plain words, for models; empty where only filters were given.

    ``is_strict`` where words must or must not occur: what only means the same, or is linked, need not obey.
    ``notices`` say what was asked for and is not done so.
    """

    text: str
    words: LexicalQuery
    is_strict: bool = False
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Token:
    is_negated: bool
    field: str
    value: str
    is_phrase: bool
    property: str | None
    raw: str


def parse_query(written: str) -> Query:
    """Return what any text asks for; text without operators is its words."""
    known, notices = _with_known_operators(written)
    parts = grouped(known)
    if parts.groups and ("?" in known or (known.isupper() and len(words_of(known)) >= _WORDS_OF_A_QUESTION)):
        said = "This reads as a question: its groups in parentheses are read as words, and leave nothing out."
        return replace(_without_groups(known), notices=(*notices, said))
    query = replace(_without_groups(parts.outside), notices=(*notices, *parts.notices))
    for group in parts.groups:
        query = _with_group(query, group)
    wrong = [one for token in _all_tokens(known, parts.groups) if (one := _mistaken(token))]
    return replace(query, notices=tuple(dict.fromkeys([*query.notices, *wrong])))


def said_of(written: str) -> tuple[str, ...]:
    """Return what a person should know of how a query is read."""
    return parse_query(written).notices


def _with_known_operators(written: str) -> tuple[str, tuple[str, ...]]:
    """Return a query without the operators of Obsidian that are not known here, and what is to be said of them."""
    named = {str(match[2]).casefold(): None for match in _UNKNOWN.finditer(written)}
    named.pop("ignore-case", None)  # nothing here minds case
    notices = [f"`{name}:` is not known here: what follows it is read as words, wherever they stand." for name in named]
    if _REGEX.search(written):
        notices.append("Regular expressions between slashes are not known here: they are read as words.")
    return _UNKNOWN.sub(r"\1", written), tuple(notices)


def _all_tokens(written: str, groups: tuple[Group, ...]) -> "list[_Token]":
    return [*_tokens(written), *(token for group in groups for leaf in group.leaves() for token in _tokens(leaf))]


def _mistaken(token: "_Token") -> str | None:
    """Return what is to be said of a date or comparison that cannot be, or ``None``."""
    if token.field in ("created", "modified"):
        span = _dates(token.value)
        if span is None:
            return f"`{token.raw}` is no date like 2025, 2025-06 or 2025-06-16, nor two joined by `..`: read as words."
        if span[0] and span[1] and span[0] >= span[1]:
            return f"`{token.raw}` ends before it begins: no note is of that time."
    if token.property is not None and _COMPARED.fullmatch(token.value.strip()) and _compared(token) is None:
        return f"`{token.raw}` compares with neither a number nor a date: the value is taken as it stands."
    return None


def _with_group(query: Query, group: Group) -> Query:
    """Return a query that asks for a group too."""
    notices = list(query.notices)
    wanted = _group_filter(group, "", notices)
    if wanted is None:
        return replace(query, notices=tuple(notices))
    terms = _words_asked(wanted)
    words = query.words
    asked = replace(
        words, any=tuple(dict.fromkeys((*words.any, *terms)))[:_MOST_TERMS], filters=(*words.filters, wanted)
    )
    text = " ".join([query.text, *(term.text for term in terms)]).strip()
    return Query(text, asked, is_strict=True, notices=tuple(notices))


def _group_filter(group: Group, field: str, notices: list[str]) -> Filter | None:
    """Return what a group asks of a note, ``None`` if nothing; ``notices`` takes what cannot be done as asked."""
    own = group.field or field
    if own in _UNITS and any(len(way) > 1 for way in group.ways):
        unit = f"the words may stand anywhere in the {'headings' if own == 'section' else 'text'} of a note"
        notices.append(f"`{own}:(…)` does not keep to one {own} here: {unit}.")
    if own and not _knows(own):
        notices.append(f"`{own}:` is not known here: its group is read without it.")
        own = ""
    ways: list[Filter] = []
    for way in group.ways:
        members: list[Filter] = []
        for one in way:
            if isinstance(one, Group):
                inner = _group_filter(one, own, notices)
                members.extend([inner] if inner is not None else [])
            else:
                members.extend(_leaf_filters(one, own))
        if members:
            ways.append(members[0] if len(members) == 1 else GroupFilter(tuple(members)))
    if sum(1 for _ in group.leaves()) > _MOST_TERMS:
        notices.append(f"A group of more than {_MOST_TERMS} words is left out.")
        return None
    if len(ways) == 1 and not group.is_negated:
        return ways[0]
    return GroupFilter(tuple(ways), is_any=True, is_negated=group.is_negated) if ways else None


def _leaf_filters(leaf: str, field: str) -> list[Filter]:
    found: list[Filter] = []
    for token in _tokens(leaf):
        if token.property is None and not token.field and field:
            token = replace(token, field=field)
        filter_ = _filter(token)
        terms = [] if filter_ is not None else _terms(token)
        rare = [term for term in terms if token.is_phrase or not is_stop_word(term.text)]
        words: list[Filter] = [WordFilter(term) for term in rare]
        if token.is_negated and words:
            words = [GroupFilter(tuple(words), is_negated=True)]
        found.extend(words if filter_ is None else [filter_])
    return found


def _words_asked(wanted: Filter) -> list[Term]:
    """Return the words that bring the passages of a group, none where something else may bring them as well."""
    if isinstance(wanted, WordFilter):
        return [] if wanted.is_negated else [wanted.term]
    if not isinstance(wanted, GroupFilter) or wanted.is_negated:
        return []
    each = [_words_asked(one) for one in wanted.members]
    return [] if wanted.is_any and not all(each) else [term for terms in each for term in terms]


def _without_groups(written: str) -> Query:
    tokens = list(_tokens(written))
    plain = [token for token in tokens if _is_plain(token)]
    is_long = sum(len(words_of(token.value)) for token in plain) >= _WORDS_OF_A_QUESTION
    is_cried = is_long and written.isupper()
    has_or = "?" not in written and not is_cried and any(token.raw == "OR" for token in tokens[1:-1])
    is_question = "?" in written or (is_long and not has_or)
    any_of: list[Term] = []
    all_of: list[Term] = []
    none_of: list[Term] = []
    filters: list[Filter] = []
    asked: list[str] = []
    for token in tokens:
        if token.raw == "OR" and has_or:
            continue
        filter_ = _filter(token)
        if filter_ is not None:
            filters.append(filter_)
            continue
        terms = _terms(token)
        if token.is_negated and not is_question:
            none_of.extend(terms)
            continue
        asked.append(token.value)
        if (token.is_phrase or token.field in _WORD_FIELDS) and not is_question and not has_or:
            all_of.extend(terms)
        elif token.is_phrase and not has_or:
            any_of.extend(terms)
            any_of.extend(Term(word) for word in words_of(token.value))
        else:
            any_of.extend(terms)
    words = LexicalQuery(
        any=_without_common(any_of, keep_all=not all_of),
        all=tuple(dict.fromkeys(all_of))[:_MOST_TERMS],
        none=tuple(dict.fromkeys(none_of))[:_MOST_TERMS],
        filters=tuple(dict.fromkeys(filters))[:_MOST_TERMS],
    )
    if not filters and not none_of and not all_of and not has_or:
        return Query(" ".join(written.split()), words)
    return Query(" ".join(asked), words, is_strict=bool(all_of or none_of or has_or))


def _tokens(written: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(written.replace("\0", " ")):
        starts_word = match.start() == 0 or written[match.start() - 1].isspace() or written[match.start() - 1] in '("'
        value = match["phrase"] if match["phrase"] is not None else match["word"] or ""
        field = (match["field"] or "").casefold()
        raw = match.group()
        if match["property"] is not None:
            found.append(_Token(bool(match["not"]), "", match["value"] or "", False, match["property"].strip(), raw))
            continue
        if field and not _knows(field):
            value, field = f"{match['field']}:{value}", ""
        if match["phrase"] is None:
            value = value.strip("()")
        if value:
            negated = bool(match["not"]) and starts_word
            found.append(_Token(negated, field, value, match["phrase"] is not None, None, raw))
    return found


def _knows(field: str) -> bool:
    return field in _WORD_FIELDS or field in ("tag", "path", "file", "role", "created", "modified", "lang")


def _is_plain(token: _Token) -> bool:
    return token.property is None and not token.field and not token.is_phrase and _filter(token) is None


def _filter(token: _Token) -> Filter | None:
    """Return what the token asks of a note as a whole, or ``None`` if it is words."""
    value, negated = token.value, token.is_negated
    if token.property is not None:
        return _compared(token) or _property(token.property, value.strip(), is_negated=negated)
    if not token.field and not token.is_phrase and re.fullmatch(r"#[^\s#]*[^\W\d_][^\s#]*", value):
        return TagFilter(value[1:], negated)
    match token.field:
        case "tag":
            return TagFilter(value.lstrip("#"), negated)
        case "path":
            return PathFilter(value, negated)
        case "file":
            return NameFilter(value, negated)
        case "role":
            roles = {role.value: role for role in Role}
            return RoleFilter(roles[value.casefold()], negated) if value.casefold() in roles else None
        case "lang":
            return LanguageFilter(value.casefold(), negated)
        case "created" | "modified":
            span = _dates(value)
            name = "created" if token.field == "created" else None
            return DateFilter(*span, name=name, is_negated=negated) if span else None
        case _:
            return None


def _compared(token: _Token) -> Filter | None:
    """Return what ``[name:>3]`` or ``[name:<2025-06]`` asks, or ``None`` where that compares nothing."""
    found = _COMPARED.fullmatch(token.value.strip())
    name = (token.property or "").strip('"').strip()
    if found is None or not name:
        return None
    is_above, bound = found[1] == ">", found[2].strip().strip('"')
    date = _DATE.fullmatch(bound)
    if date is not None and "-" in bound:
        since, until = (_after(date), "") if is_above else ("", bound)
        return DateFilter(since, until, name, token.is_negated)
    return NumberFilter(name, float(bound), is_above, token.is_negated) if _NUMBER.fullmatch(bound) else None


def _property(name: str, value: str, *, is_negated: bool) -> PropertyFilter | None:
    """Return what ``[name:value]`` asks; a value in quotes is taken as it stands."""
    name = name.strip('"').strip()
    if not name:
        return None
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        return PropertyFilter(name, value[1:-1], is_negated)
    first, *others = ["" if one.strip() == "null" else one.strip().strip('"') for one in _OR.split(value)]
    return PropertyFilter(name, first if value else None, is_negated, tuple(others))


def _dates(value: str) -> tuple[str, str] | None:
    """Return first and behind-last moment of ``2025``, ``2025-06`` or ``2025-06-16``, or of ``first..last``."""
    first, separator, last = value.partition("..")
    start, end = _DATE.fullmatch(first), _DATE.fullmatch(last if separator else first)
    if (first and start is None) or ((last or not separator) and end is None) or not (start or end):
        return None
    return (start.group() if start else "", _after(end) if end else "")


def _after(date: "re.Match[str]") -> str:
    year, month, day = date.groups()
    if day:
        return f"{date.group()}~"
    if month:
        return f"{year}-{int(month) + 1:02}" if int(month) < 12 else f"{int(year) + 1:04}-01"
    return f"{int(year) + 1:04}"


def _terms(token: _Token) -> list[Term]:
    field = _WORD_FIELDS.get(token.field)
    if token.is_phrase:
        return [Term(token.value, field=field)] if words_of(token.value) else []
    if token.value.endswith("*") and words_of(token.value):
        return [Term(token.value.rstrip("*"), field=field, is_prefix=True)]
    if len(words_of(token.value)) > 1 and field is not None:
        return [Term(token.value, field=field)]
    return [Term(word, field=field) for word in words_of(token.value)]


def _without_common(terms: list[Term], *, keep_all: bool) -> tuple[Term, ...]:
    """Return the terms without the commonest words, or all of them where nothing else is asked."""
    unique = list(dict.fromkeys(terms))
    rare = [term for term in unique if term.is_prefix or " " in term.text or not is_stop_word(term.text)]
    return tuple(rare or (unique if keep_all else ()))[:_MOST_TERMS]
