"""A ``.canvas`` (JSON Canvas 1.0) to its cards and edges, each with its place in the text."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass

from vaultmind.domain.offsets import OffsetMap
from vaultmind.domain.span import Span

_STRING = re.compile(r'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class CanvasText:
    """One JSON string that a person wrote; ``span`` is its place between the quotes, ``offsets`` lead there."""

    text: str
    span: Span
    offsets: OffsetMap


@dataclass(frozen=True, slots=True)
class Card:
    """One node: a ``"text"``, ``"file"``, ``"link"`` or ``"group"``; ``content`` is its text, path, URL or label."""

    id: str
    kind: str
    content: CanvasText | None
    subpath: CanvasText | None = None
    group: str | None = None
    """The label of the smallest group that the middle of the card lies in."""


@dataclass(frozen=True, slots=True)
class Edge:
    """One arrow between two cards."""

    source: str
    target: str
    label: CanvasText | None = None


@dataclass(frozen=True, slots=True)
class Canvas:
    """What was read from a canvas; ``problem`` says in one sentence why nothing could be."""

    cards: tuple[Card, ...] = ()
    edges: tuple[Edge, ...] = ()
    problem: str | None = None


class _Pairs(list[tuple[str, object]]):
    """A JSON object, its keys in order and as often as they were written."""


_Value = object
_Fields = dict[str, tuple[_Value, Span | None]]

_CONTENT_KEYS = {"text": "text", "file": "file", "link": "url", "group": "label"}


def parse_canvas(text: str) -> Canvas:
    """Return the cards and edges of a canvas; any text parses. A blank file is an empty canvas, as in Obsidian."""
    if not text.strip():
        return Canvas()
    try:
        parsed = json.loads(text, object_pairs_hook=_Pairs, strict=False)
        spans = (Span(found.start(1), found.end(1)) for found in _STRING.finditer(text))
        top = _placed(parsed, spans)
    except (ValueError, RecursionError):
        return Canvas(problem="The canvas is not valid JSON; nothing in it is read.")
    if not isinstance(top, dict):
        return Canvas(problem="The canvas is not a JSON object; nothing in it is read.")
    nodes, edges = _objects(top, "nodes"), _objects(top, "edges")
    groups = [fields for fields in nodes if _plain(fields, "type") == "group"]
    return Canvas(
        tuple(card for fields in nodes if (card := _card(fields, groups, text)) is not None),
        tuple(
            Edge(_plain(fields, "fromNode"), _plain(fields, "toNode"), _written(fields, "label", text))
            for fields in edges
        ),
    )


def _placed(value: object, spans: Iterator[Span]) -> object:
    """Return ``value`` with the place of every string: JSON has its strings in the order of the text, keys included."""
    if isinstance(value, _Pairs):
        fields: _Fields = {}
        for key, inner in value:
            next(spans)
            fields[key] = (inner, next(spans)) if isinstance(inner, str) else (_placed(inner, spans), None)
        return fields
    if isinstance(value, list):
        return [_placed(inner, spans) for inner in value]
    if isinstance(value, str):
        next(spans)
    return value


def _objects(top: _Fields, key: str) -> list[_Fields]:
    listed, _ = top.get(key, ([], None))
    return [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []


def _plain(fields: _Fields, key: str) -> str:
    value, _ = fields.get(key, ("", None))
    return value if isinstance(value, str) else ""


def _written(fields: _Fields, key: str, text: str) -> CanvasText | None:
    value, span = fields.get(key, (None, None))
    if not isinstance(value, str) or span is None or not value:
        return None
    return CanvasText(_LONE_SURROGATE.sub("\ufffd", value), span, _offsets_of(text, span))


def _offsets_of(text: str, span: Span) -> OffsetMap:
    """Return the way from a string to its place in the JSON text, through the escapes."""
    read, disk = [0], [span.start]
    shortened = span.start
    for escape in _ESCAPE.finditer(text, span.start, span.end):
        read += [escape.start() - shortened, escape.start() - shortened + 1]
        disk += [escape.start(), escape.end()]
        shortened += len(escape[0]) - 1
    return OffsetMap(tuple(read), tuple(disk))


def _card(fields: _Fields, groups: list[_Fields], text: str) -> Card | None:
    kind = _plain(fields, "type")
    if kind not in _CONTENT_KEYS:
        return None
    around = [group for group in groups if group is not fields and _plain(group, "label") and _lies_in(fields, group)]
    nearest = min(around, key=lambda group: _number(group, "width") * _number(group, "height"), default=None)
    return Card(
        _plain(fields, "id"),
        kind,
        _written(fields, _CONTENT_KEYS[kind], text),
        _written(fields, "subpath", text) if kind == "file" else None,
        _plain(nearest, "label") if nearest else None,
    )


def _lies_in(fields: _Fields, group: _Fields) -> bool:
    across = _number(fields, "x") + _number(fields, "width") / 2 - _number(group, "x")
    down = _number(fields, "y") + _number(fields, "height") / 2 - _number(group, "y")
    return 0 <= across <= _number(group, "width") and 0 <= down <= _number(group, "height")


def _number(fields: _Fields, key: str) -> float:
    value, _ = fields.get(key, (0, None))
    if isinstance(value, bool) or not isinstance(value, int | float) or abs(value) > 1e12:
        return 0.0
    return float(value)
