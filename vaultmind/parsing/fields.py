"""Dataview's inline fields: ``key:: value``, ``[key:: value]`` and ``(key:: value)``."""

import re

from vaultmind.domain.note import InlineField
from vaultmind.domain.span import Span
from vaultmind.parsing.blocks import Blocks, Stretch

_LINE_FIELD = re.compile(r"[ \t]*(?:[*_~=]{1,3})?([^\W_][^\[\]():\r\n`]{0,99}?)(?:[*_~=]{1,3})?::[ \t]*+([^\r\n]*)")
_FIELD_KEY = re.compile(r"[ \t]*([^\[\](){}\r\n:]{1,100}?)[ \t]*::")
_FIELD_OPENING = re.compile(r"[\[(]")
_CLOSING = {"[": "]", "(": ")"}


def read_fields(stretch: Stretch, blocks: Blocks) -> list[InlineField]:
    """Return the Dataview fields of a stretch: bracketed ones, else the one that a whole line is."""
    fields: list[InlineField] = []
    source, pos = stretch.source, stretch.start
    while pos < stretch.end:
        newline = source.find("\n", pos, stretch.end)
        stop = newline if newline >= 0 else stretch.end
        if source.find("::", pos, stop) >= 0:
            fields += _fields_of_line(stretch, pos, stop, blocks)
        pos = stop + 1
    return fields


def _fields_of_line(stretch: Stretch, start: int, stop: int, blocks: Blocks) -> list[InlineField]:
    source, shift = stretch.source, stretch.shift
    line = blocks.line_of(start + shift)
    fields: list[InlineField] = []
    pos = start
    while opening := _FIELD_OPENING.search(source, pos, stop):
        pos = opening.end()
        key = _FIELD_KEY.match(source, pos, stop)
        close = _closing(source, key.end(), stop, opening[0]) if key else -1
        if key and close >= 0:
            value = source[key.end() : close].strip()
            fields.append(InlineField(key[1].strip(), value, line, Span(opening.start() + shift, close + 1 + shift)))
            pos = close + 1
    if not fields:
        whole = _LINE_FIELD.match(source, start, stop)
        if whole is not None:
            name = whole[1].strip()
            fields.append(InlineField(name, whole[2].strip(), line, Span(whole.start() + shift, stop + shift)))
    return fields


def _closing(source: str, pos: int, stop: int, opening: str) -> int:
    closing = _CLOSING[opening]
    depth = 1
    while pos < stop:
        if source[pos] == opening:
            depth += 1
        elif source[pos] == closing:
            depth -= 1
            if not depth:
                return pos
        pos += 1
    return -1
