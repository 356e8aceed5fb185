r"""A person's query, read: Obsidian's search operators where it has them, plain words and questions otherwise.

========================  =============================================================================
``soil clay``             passages with any of the words, in any of their forms
``"clay soil"``           the words side by side; in a question a quoted name adds weight, and filters nothing
``gard*``                 words that begin so
``title:`` ``heading:``   (``alias:``) ``content:``: a word or phrase there
``line:(a b)``            all of it in one line; ``block:`` in one block, ``section:`` between two headings
``task:call``             list items that are tasks; ``task-todo:`` open ones, ``task-done:`` done ones, ``""`` all
``match-case:Soil``       these letters, small and capital ones as written; ``match-case:(…)``, ``ignore-case:``
``/\d{4}-\d\d/``          a regular expression, also in ``content:``, ``path:``, ``file:``, ``tag:``, the above and
                          ``[due:/…/]``; without regard to case but behind ``match-case:``
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

What is asked in Obsidian's way and cannot be done is said in ``Query.notices``.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

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
    PatternFilter,
    PropertyFilter,
    RoleFilter,
    TagFilter,
    Term,
    TextFilter,
    WordField,
    WordFilter,
)
from vaultmind.parsing.morphology import is_stop_word, words_of
from vaultmind.retrieval.groups import Group, grouped
from vaultmind.retrieval.text_queries import (
    is_common,
    mistaken_pattern,
    of_common_words,
    text_filter,
    texts_in,
    unit_filter,
    words_wanted,
)
from vaultmind.retrieval.tokens import CASES, FIELD, PHRASE, REGEX, UNITS, WORD_FIELDS, Token, is_known, tokens_of

_OR = re.compile(r"\s+OR\s+")
_COMPARED = re.compile(r"([<>])\s*(.+)")
_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,15})?")
_BEGINS_WITH_FIELD = re.compile(rf"({FIELD}):(?=\S)")
_EMPTY = re.compile(rf"(?<![^\s(])-?(?P<field>{FIELD}):(?:\(\s*\)|(?=\s|\)|$))")
_SLASHED = re.compile(REGEX)
_SIGNS = re.compile(r"[\\\[\](){}*+?|^$]")
_DATE = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12]\d|3[01]))?)?")
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


def parse_query(written: str) -> Query:
    """Return what any text asks for; text without operators is its words."""
    written = written.encode("utf-8", "replace").decode()  # half a character is none
    parts = grouped(written)
    if parts.groups and ("?" in written or (written.isupper() and len(words_of(written)) >= _WORDS_OF_A_QUESTION)):
        said = "This reads as a question: its groups in parentheses are read as words, and leave nothing out."
        return replace(_without_groups(written), notices=(said,))
    base = _without_groups(parts.outside)
    query = replace(base, notices=parts.notices)
    for group in parts.groups:
        query = _with_group(query, group)
    wrong = [one for token in _all_tokens(parts.outside, parts.groups) if (one := _mistaken(token))]
    query = replace(query, notices=tuple(dict.fromkeys([*query.notices, *wrong, *_empty(written)])))
    return _with_texts(query, base.words.any)


def in_plain_words(written: str) -> str:
    """Return a question without its operators, for who reads passages; as it is where nothing is left."""
    return parse_query(written).text or written


def _with_texts(query: Query, words: tuple[Term, ...]) -> Query:
    """Return a query that asks for texts as strict: its notes hold any of its other ``words``, the rarer ones."""
    asked = query.words
    wanted = [one for one in asked.filters if any(texts_in(one))]
    if not wanted:
        return query
    said = [
        text
        for one in wanted
        if isinstance(one, TextFilter) and not one.is_negated
        for text in words_wanted(one.wanted)
    ]
    rare = tuple(term for term in words if term.is_prefix or not is_common(term.text))
    needed = (GroupFilter(tuple(WordFilter(term) for term in rare), is_any=True),) if rare else ()
    any_of = tuple(term for term in asked.any if term in rare or term not in words)
    return replace(
        query,
        text=" ".join([query.text, *said]).strip(),
        words=replace(asked, any=any_of, filters=(*asked.filters, *needed)),
        is_strict=True,
    )


def _all_tokens(written: str, groups: tuple[Group, ...]) -> list[Token]:
    return [*tokens_of(written), *(token for group in groups for leaf in group.leaves() for token in tokens_of(leaf))]


def _mistaken(token: Token) -> str | None:
    """Return what is to be said of a date or comparison that cannot be, or ``None``."""
    if (said := mistaken_pattern(token)) is not None:
        return said
    if (inner := _operator_within(token)) is not None:
        outer = f"{token.field}:"
        both = f"{outer}{inner}"
        if token.field in CASES and inner[:-1] in UNITS | {"content"}:
            return f"`{both}` is read as text, not as two operators: write `{outer}({inner}…)`."
        return f"`{both}` is read as text, not as two operators: write them beside each other."
    if token.field in ("created", "modified"):
        span = _dates(token.value)
        if span is None:
            return f"`{token.raw}` is no date like 2025, 2025-06 or 2025-06-16, nor two joined by `..`: read as words."
        if span[0] and span[1] and span[0] >= span[1]:
            return f"`{token.raw}` ends before it begins: no note is of that time."
    if token.property is not None and _COMPARED.fullmatch(token.value.strip()) and _compared(token) is None:
        return f"`{token.raw}` compares with neither a number nor a date: the value is taken as it stands."
    return None


def _operator_within(token: Token) -> str | None:
    """Return the operator with which a token's value begins, ``None`` where it is text, or one that is taken so."""
    found = _BEGINS_WITH_FIELD.match(token.value)
    is_text = token.is_phrase or token.is_regex or not token.field or found is None or not is_known(found[1])
    return None if is_text or found is None or isinstance(text_filter(token), PatternFilter) else found[0]


def _empty(written: str) -> list[str]:
    """Return what is to be said of operators behind whose colon nothing stands; a sentence may have colons."""
    if "?" in written or len(words_of(written)) > _WORDS_OF_A_QUESTION:
        return []
    found = (one for one in _EMPTY.finditer(re.sub(PHRASE, '"-"', written)) if is_known(one["field"]))
    return [
        f"`{named}` asks for nothing and leaves nothing out: what it is to find stands right behind its colon."
        for named in (one.group().strip() for one in found)
    ]


def _with_group(query: Query, group: Group) -> Query:
    """Return a query that asks for a group too."""
    notices = list(query.notices)
    wanted = _group_filter(group, "", notices)
    if wanted is None:
        return replace(query, notices=tuple(notices))
    terms = _words_asked(wanted) or []
    words = query.words
    asked = replace(
        words, any=tuple(dict.fromkeys((*words.any, *terms)))[:_MOST_TERMS], filters=(*words.filters, wanted)
    )
    text = " ".join([query.text, *(term.text for term in terms)]).strip()
    return Query(text, asked, is_strict=True, notices=tuple(notices))


def _group_filter(group: Group, field: str, notices: list[str], *, is_cased: bool = False) -> Filter | None:
    """Return what a group asks of a note, ``None`` if nothing; ``notices`` takes what cannot be done as asked."""
    is_cased = CASES.get(group.field, is_cased)
    own = group.field or field
    if group.field in CASES:
        own = field if field and field not in CASES else group.field
    if sum(1 for _ in group.leaves()) > _MOST_TERMS:
        notices.append(f"A group of more than {_MOST_TERMS} words is left out.")
        return None
    if own in UNITS:
        return unit_filter(group, own, notices, is_cased=is_cased)
    if own and not is_known(own):
        notices.append(f"`{own}:` is not known here: its group is read without it.")
        own = ""
    ways: list[Filter] = []
    for way in group.ways:
        members: list[Filter] = []
        for one in way:
            if isinstance(one, Group):
                inner = _group_filter(one, own, notices, is_cased=is_cased)
                members.extend([inner] if inner is not None else [])
            else:
                members.extend(_leaf_filters(one, own, is_cased=is_cased))
        if not members:  # nothing but the commonest words
            words = [word for one in way if isinstance(one, str) for word in words_of(one)]
            members = [of_common_words(word) for word in words]
        if members:
            ways.append(members[0] if len(members) == 1 else GroupFilter(tuple(members)))
    if len(ways) == 1 and not group.is_negated:
        return ways[0]
    return GroupFilter(tuple(ways), is_any=True, is_negated=group.is_negated) if ways else None


def _leaf_filters(leaf: str, field: str, *, is_cased: bool) -> list[Filter]:
    found: list[Filter] = []
    for token in tokens_of(leaf):
        if token.property is None and not token.field and field:
            token = replace(token, field=field)
        filter_ = _filter(token, is_cased=is_cased)
        terms = [] if filter_ is not None else _terms(token)
        rare = [term for term in terms if token.is_phrase or not is_stop_word(term.text)]
        words: list[Filter] = [of_common_words(term.text) if _is_of_texts(term) else WordFilter(term) for term in rare]
        if token.is_negated and words:
            words = [GroupFilter(tuple(words), is_negated=True)]
        found.extend(words if filter_ is None else [filter_])
    return found


def _is_of_texts(term: Term) -> bool:
    """Say whether the index of words cannot find a term, for all its words are among the commonest."""
    return term.field in (None, WordField.BODY) and not term.is_prefix and is_common(term.text)


def _words_asked(wanted: Filter) -> list[Term] | None:
    """Return the words that bring the passages of a group, ``None`` where something else may bring them as well."""
    if wanted.is_negated:
        return None
    if isinstance(wanted, TextFilter):
        return []
    if isinstance(wanted, WordFilter):
        return [wanted.term]
    if not isinstance(wanted, GroupFilter):
        return None
    each = [_words_asked(one) for one in wanted.members]
    if not each or (None in each and (wanted.is_any or all(terms is None for terms in each))):
        return None
    return [term for terms in each for term in terms or ()]


def _without_groups(written: str) -> Query:
    tokens = list(tokens_of(written))
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
        if is_question and token.is_regex and not token.field and not _SIGNS.search(token.value):
            token = replace(token, is_regex=False)  # as in a path: what is in /etc/?
        filter_ = _filter(token)
        if filter_ is not None:
            filters.append(filter_)
            continue
        terms = _terms(token)
        if token.is_negated and not is_question:
            filters.extend(replace(of_common_words(term.text), is_negated=True) for term in terms if _is_of_texts(term))
            none_of.extend(term for term in terms if not _is_of_texts(term))
            continue
        asked.append(token.value)
        if (token.is_phrase or token.field in WORD_FIELDS) and not is_question and not has_or:
            all_of.extend(terms)
        elif token.is_phrase and not has_or:
            any_of.extend(terms)
            any_of.extend(Term(word) for word in words_of(token.value))
        else:
            any_of.extend(terms)
    common = [term for term in all_of if _is_of_texts(term)]
    if len(any_of) == 1 and not all_of and not is_question:
        common = [term for term in any_of if _is_of_texts(term)]
    filters.extend(of_common_words(term.text) for term in common)
    any_of, all_of = ([term for term in some if term not in common] for some in (any_of, all_of))
    words = LexicalQuery(
        any=_without_common(any_of, keep_all=not all_of),
        all=tuple(dict.fromkeys(all_of))[:_MOST_TERMS],
        none=tuple(dict.fromkeys(none_of))[:_MOST_TERMS],
        filters=tuple(dict.fromkeys(filters))[:_MOST_TERMS],
    )
    if not filters and not none_of and not all_of and not has_or:
        return Query(" ".join(written.split()), words)
    return Query(" ".join(asked), words, is_strict=bool(all_of or none_of or has_or))


def _is_plain(token: Token) -> bool:
    return token.property is None and not token.field and not token.is_phrase and _filter(token) is None


def _filter(token: Token, *, is_cased: bool = False) -> Filter | None:
    """Return what the token asks of a note as a whole, or ``None`` if it is words."""
    if (of_text := text_filter(token, is_cased=is_cased)) is not None:
        return of_text
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


def _compared(token: Token) -> Filter | None:
    """Return what ``[name:>3]`` or ``[name:<2025-06]`` asks, or ``None`` where that compares nothing."""
    found = _COMPARED.fullmatch(token.value.strip())
    name = (token.property or "").strip('"').strip()
    if found is None or not name:
        return None
    is_above, bound = found[1] == ">", found[2].strip().strip('"')
    day = _date(bound)
    if day is not None and "-" in bound:
        since, until = (_after(day), "") if is_above else ("", bound)
        return DateFilter(since, until, name, token.is_negated)
    return NumberFilter(name, float(bound), is_above, token.is_negated) if _NUMBER.fullmatch(bound) else None


def _property(name: str, value: str, *, is_negated: bool) -> Filter | None:
    """Return what ``[name:value]`` asks; a value in quotes is taken as it stands."""
    name = name.strip('"').strip()
    if not name:
        return None
    if "/" in value and any(map(_SLASHED.fullmatch, ways := _OR.split(value))):
        each = tuple(one for way in ways for token in tokens_of(f"[{name}:{way}]") if (one := _filter(token)))
        return GroupFilter(each, is_any=True, is_negated=is_negated) if each else None
    if value.startswith('"') and value.endswith('"') and len(value) > 1:
        return PropertyFilter(name, value[1:-1], is_negated)
    first, *others = ["" if one.strip() == "null" else one.strip().strip('"') for one in _OR.split(value)]
    return PropertyFilter(name, first if value else None, is_negated, tuple(others))


def _dates(value: str) -> tuple[str, str] | None:
    """Return first and behind-last moment of ``2025``, ``2025-06`` or ``2025-06-16``, or of ``first..last``."""
    first, separator, last = value.partition("..")
    start, end = _date(first), _date(last if separator else first)
    if (first and start is None) or ((last or not separator) and end is None) or not (start or end):
        return None
    return (start.group() if start else "", _after(end) if end else "")


def _date(written: str) -> "re.Match[str] | None":
    """Return a date taken apart, or ``None`` where there is no such day in the calendar."""
    found = _DATE.fullmatch(written)
    if found is None:
        return None
    try:
        date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    return found


def _after(found: "re.Match[str]") -> str:
    year, month, day = found.groups()
    if day:
        return f"{found.group()}~"
    if month:
        return f"{year}-{int(month) + 1:02}" if int(month) < 12 else f"{int(year) + 1:04}-01"
    return f"{int(year) + 1:04}"


def _terms(token: Token) -> list[Term]:
    field = WORD_FIELDS.get(token.field)
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
