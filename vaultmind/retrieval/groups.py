"""Groups of a query, ``(soil OR clay)``, ``-(soil clay)``, ``title:(soil clay)``: found, and what stands in them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultmind.retrieval.tokens import FIELD, PHRASE, PROPERTY, REGEX, WORD_FIELDS, is_known

_PIECE = re.compile(
    rf"""
      (?P<open> -?(?:[A-Za-z][A-Za-z-]*:)?\( )
    | (?P<close> \) )
    | -?{PROPERTY} | -?\[[^\[\]]*\] | -?(?:{FIELD}:)?(?:{PHRASE}|{REGEX}) | [^\s()"]+ | "
    """,
    re.VERBOSE,
)
_LEFT_OUT = re.compile(r'-[\w"\[#/]')
_FILTER = re.compile(rf"-?(?:{PROPERTY}|\#[^\s#]*[^\W\d_]|{REGEX}|(?P<field>{FIELD}):\S)")
_DEEPEST = 16

NOT_CLOSED = "A parenthesis is not closed: the group is taken to go on to the end."
TOO_DEEP = f"Groups stand more than {_DEEPEST} deep in each other: the parentheses are read as words."


@dataclass(frozen=True, slots=True)
class Group:
    """A group as written: ways joined by ``OR``, each of leaves (as written) and groups that must all hold."""

    ways: tuple[tuple["str | Group", ...], ...]
    field: str = ""
    is_negated: bool = False

    def leaves(self) -> Iterator[str]:
        """Yield every leaf, in order."""
        for way in self.ways:
            for one in way:
                yield from one.leaves() if isinstance(one, Group) else (one,)


@dataclass(frozen=True, slots=True)
class Grouped:
    """A query without its groups, and the groups; parentheses around mere words are words."""

    outside: str
    groups: tuple[Group, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(slots=True)
class _Open:
    """A parenthesis that is still open: where it begins, and what was read in it so far."""

    start: int
    written: str
    starts_word: bool
    ways: list[list[str | Group]]
    is_operator: bool

    def group(self) -> Group:
        field = self.written.lstrip("-")[:-1].removesuffix(":").casefold()
        ways = tuple(tuple(way) for way in self.ways if way)
        return Group(ways, field, self.written.startswith("-"))


def grouped(written: str) -> Grouped:
    """Return a query taken apart at its groups; where ``OR`` joins a group with something, all of it is one group."""
    whole = _Open(0, "(", starts_word=True, ways=[[]], is_operator=False)
    stack = [whole]
    spans: list[tuple[int, int, Group]] = []
    has_or = False
    for match in _PIECE.finditer(written):
        top, piece = stack[-1], match.group()
        if match["open"]:
            if len(stack) > _DEEPEST:
                return Grouped(written, notices=(TOO_DEEP,))
            starts_word = (
                match.start() == 0 or written[match.start() - 1].isspace() or written[match.start() - 1] == "("
            )
            stack.append(_Open(match.start(), piece, starts_word, [[]], is_operator=starts_word and piece != "("))
        elif match["close"]:
            if len(stack) > 1:
                _close(stack, spans, match.end())
        elif piece == "OR":
            top.ways.append([])
            top.is_operator, has_or = True, has_or or len(stack) == 1
        else:
            top.ways[-1].append(piece)
            top.is_operator = top.is_operator or _LEFT_OUT.match(piece) is not None or _is_filter(piece)
    is_open = False
    while len(stack) > 1:
        is_open = _close(stack, spans, len(written)) or is_open
    notices = (NOT_CLOSED,) if is_open else ()
    if has_or and (any(isinstance(one, Group) for way in whole.ways for one in way) or _joins_filters(whole.ways)):
        return Grouped("", (whole.group(),), notices)
    outside, after = [], 0
    for start, end, _ in spans:
        outside.append(written[after:start])
        after = end
    return Grouped(" ".join([*outside, written[after:]]), tuple(one for _, _, one in spans), notices)


def _is_filter(piece: str) -> bool:
    """Say whether a piece asks something of a note that words of an index cannot say."""
    found = _FILTER.match(piece)
    field = (found["field"] or "").casefold() if found else ""
    return found is not None and (not field or (is_known(field) and field not in WORD_FIELDS))


def _joins_filters(ways: list[list["str | Group"]]) -> bool:
    """Say whether an ``OR`` stands beside a filter: ``tag:a OR tag:b``."""
    before, after = (way[-1] for way in ways[:-1] if way), (way[0] for way in ways[1:] if way)
    return any(isinstance(one, str) and _is_filter(one) for one in (*before, *after))


def _close(stack: list[_Open], spans: list[tuple[int, int, Group]], end: int) -> bool:
    """Close the innermost parenthesis; return whether it does more than stand around words."""
    closed, above = stack.pop(), stack[-1]
    group = closed.group()
    if not closed.starts_word or not group.ways:
        above.ways[-1].extend(one for way in closed.ways for one in way)
        return False
    above.ways[-1].append(group)
    if not closed.is_operator:
        return False
    if len(stack) > 1:
        above.is_operator = True
    else:
        spans.append((closed.start, end, group))
    return True
