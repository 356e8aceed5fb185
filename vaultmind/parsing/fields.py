"""Dataview's inline fields: ``key:: value``, ``[key:: value]`` and ``(key:: value)``."""

import re

from vaultmind.domain.note import InlineField
from vaultmind.domain.span import Span
from vaultmind.parsing.block_state import Blocks, Stretch

_LINE_FIELD = re.compile(r"[ \t]*+(?:[*_~=]{1,3}+)?([^\W_][^\[\]():\r\n`]{0,99}?)(?:[*_~=]{1,3})?::[ \t]*+([^\r\n]*+)")
_FIELD_KEY = re.compile(r"[ \t]*+([^\[\](){}\r\n:]{1,100}?)[ \t]*::")
_BRACKET = re.compile(r"[\[\]()]")
_OPENING = {"]": "[", ")": "("}


def read_fields(stretch: Stretch, blocks: Blocks) -> list[InlineField]:
    """Return the fields of a stretch, line by line: the bracketed ones, else the one that the whole line is."""
    fields: list[InlineField] = []
    source, pos = stretch.source, stretch.start
    while pos < stretch.end:
        newline = source.find("\n", pos, stretch.end)
        stop = newline if newline >= 0 else stretch.end
        if source.find("::", pos, stop) >= 0:
            fields += _bracketed_fields(stretch, pos, stop, blocks) or _line_field(stretch, pos, stop, blocks)
        pos = stop + 1
    return fields


def _bracketed_fields(stretch: Stretch, start: int, stop: int, blocks: Blocks) -> list[InlineField]:
    source, shift = stretch.source, stretch.shift
    fields: list[InlineField] = []
    end = start
    for opening, close in _bracket_pairs(source, start, stop):
        key = _FIELD_KEY.match(source, opening + 1, close) if opening >= end else None
        if key is not None:
            end = close + 1
            span = Span(opening + shift, end + shift)
            value = source[key.end() : close].strip()
            fields.append(InlineField(key[1].strip(), value, blocks.line_of(span.start), span))
    return fields


def _line_field(stretch: Stretch, start: int, stop: int, blocks: Blocks) -> list[InlineField]:
    found = _LINE_FIELD.match(stretch.source, start, stop)
    if found is None:
        return []
    span = Span(found.start() + stretch.shift, stop + stretch.shift)
    return [InlineField(found[1].strip(), found[2].strip(), blocks.line_of(span.start), span)]


def _bracket_pairs(source: str, start: int, stop: int) -> list[tuple[int, int]]:
    """Return the brackets of one kind that belong together, by their opening."""
    open_at: dict[str, list[int]] = {"[": [], "(": []}
    pairs = []
    for bracket in _BRACKET.finditer(source, start, stop):
        opening = _OPENING.get(bracket[0])
        if opening is None:
            open_at[bracket[0]].append(bracket.start())
        elif open_at[opening]:
            pairs.append((open_at[opening].pop(), bracket.start()))
    return sorted(pairs)
