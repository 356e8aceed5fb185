"""Properties: the YAML block at the first byte of a note, read and never written."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler

from vaultmind.domain.note import PropertyValue
from vaultmind.domain.span import Span

NODE_LIMIT = 20_000
"""Values in one frontmatter, aliases expanded; more is refused, so that a few lines cannot fill the memory."""
DEPTH_LIMIT = 60
"""Lists and maps inside each other."""
SIZE_LIMIT = 1_000_000
"""Characters of YAML that are read."""

_OPEN = re.compile(r"---\r?\n")
_CLOSE = re.compile(r"^---(?:\r?\n|\Z)", re.MULTILINE)
_UNREADABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INT = re.compile(r"[-+]?(?:0|[1-9][0-9]*)\Z")
_OCTAL = re.compile(r"0o[0-7]+\Z")
_HEX = re.compile(r"0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|(?:0|[1-9][0-9]*)(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_WORDS: dict[str, PropertyValue] = {
    "": None,
    "~": None,
    **dict.fromkeys(("null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}


@dataclass(frozen=True, slots=True)
class PropertyText:
    """One text among the properties: ``key`` as Obsidian names it (``"up"``, ``"related.0"``), ``span`` in the note."""

    key: str
    value: str
    span: Span


@dataclass(frozen=True, slots=True)
class Frontmatter:
    """What stands above the body. ``block`` is the whole frontmatter with both fences, ``None`` where there is none."""

    properties: Mapping[str, PropertyValue] = field(default_factory=dict)
    block: Span | None = None
    body_start: int = 0
    texts: tuple[PropertyText, ...] = ()
    warnings: tuple[str, ...] = ()


_EventLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Refused(Exception):
    """The YAML is well formed but is not read, with the reason."""


def parse_frontmatter(text: str) -> tuple[Mapping[str, PropertyValue], int, tuple[str, ...]]:
    """Return the properties, the offset where the body begins, and what could not be read. Never raises."""
    found = read_frontmatter(text)
    return found.properties, found.body_start, found.warnings


def read_frontmatter(text: str) -> Frontmatter:
    """Return the frontmatter of a note with the place of every text in it. Never raises.

    Where the YAML is not valid the properties are empty and a warning says so; the body begins after the block.
    """
    opening = _OPEN.match(text)
    if opening is None:
        return Frontmatter()
    closing = _CLOSE.search(text, opening.end())
    if closing is None:
        return Frontmatter()
    block = Span(0, closing.start() + 3)
    handler = _PropertiesHandler(text[opening.end() : closing.start()], offset=opening.end())
    try:
        frontmatter.parse("---\n---", handler=handler)
    except _Refused as refusal:
        return Frontmatter(block=block, body_start=closing.end(), warnings=(str(refusal),))
    except (yaml.YAMLError, UnicodeError, ValueError) as problem:
        return Frontmatter(block=block, body_start=closing.end(), warnings=(_describe(problem),))
    return Frontmatter(handler.properties, block, closing.end(), tuple(handler.texts))


def _describe(problem: Exception) -> str:
    mark = getattr(problem, "problem_mark", None)
    what = getattr(problem, "problem", None)
    where = f", line {mark.line + 2}" if mark is not None else ""
    return f"The frontmatter is not valid YAML{where}{f': {what}' if what else ''}."


class _PropertiesHandler(BaseHandler):
    """Reads a block whose fences are already found: python-frontmatter would accept it anywhere and change its ends."""

    FM_BOUNDARY = _CLOSE
    START_DELIMITER = END_DELIMITER = "---"

    def __init__(self, source: str, *, offset: int) -> None:
        super().__init__()
        self._source = source
        self._offset = offset
        self.properties: dict[str, PropertyValue] = {}
        self.texts: list[PropertyText] = []

    def split(self, text: str) -> tuple[str, str]:  # noqa: ARG002 - the fences are found before
        """Return the YAML, with the line ends of the disk, and no body."""
        return self._source, ""

    def load(self, fm: str) -> dict[str, object]:
        """Return the properties as Obsidian reads them; raise ``YAMLError`` or ``_Refused``."""
        if len(fm) > SIZE_LIMIT:
            raise _Refused("The frontmatter is too long to be read.")
        fm = _UNREADABLE.sub("\N{REPLACEMENT CHARACTER}", fm)
        if fm and not fm.isspace():
            composer = _Composer(fm, offset=self._offset)
            value = composer.compose()
            if isinstance(value, dict):
                self.properties = value
                self.texts = composer.texts
            elif value is not None:
                raise _Refused("The frontmatter is not a list of properties.")
        return dict(self.properties)


class _Open:
    """A list or map that is being read. ``key`` is the key that waits for its value, ``None`` between entries."""

    __slots__ = ("anchor", "key", "size", "start", "value")

    def __init__(self, value: "list[PropertyValue] | dict[str, PropertyValue]", anchor: str | None, start: int) -> None:
        self.value = value
        self.anchor = anchor
        self.start = start
        self.key: str | None = None
        self.size = 1


class _Composer:
    """Builds values from YAML events, without recursion, counting what aliases would expand to."""

    def __init__(self, source: str, *, offset: int) -> None:
        self._source = source
        self._offset = offset
        self._open: list[_Open] = []
        self._anchors: dict[str, tuple[PropertyValue, int, int] | None] = {}
        self._size = 0
        self.texts: list[PropertyText] = []

    def compose(self) -> PropertyValue:
        """Return the value of the first document."""
        root: PropertyValue = None
        for event in yaml.parse(self._source, Loader=_EventLoader):
            match event:
                case yaml.ScalarEvent():
                    root = self._scalar(event)
                case yaml.MappingStartEvent() | yaml.SequenceStartEvent():
                    self._start(event)
                case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                    root = self._end(event)
                case yaml.AliasEvent():
                    root = self._alias(event)
                case yaml.DocumentEndEvent():
                    return root
        return root

    def _start(self, event: yaml.CollectionStartEvent) -> None:
        if len(self._open) >= DEPTH_LIMIT:
            raise _Refused("The frontmatter is nested too deeply to be read.")
        value: list[PropertyValue] | dict[str, PropertyValue] = {} if isinstance(event, yaml.MappingStartEvent) else []
        self._open.append(_Open(value, event.anchor, _at(event.start_mark)))
        if event.anchor:
            self._anchors[event.anchor] = None

    def _end(self, event: yaml.CollectionEndEvent) -> PropertyValue:
        closed = self._open.pop()
        if closed.anchor:
            self._anchors[closed.anchor] = (closed.value, closed.size, _depth(closed.value))
        self._place(closed.value, self._source[closed.start : _at(event.end_mark)], closed.size)
        return closed.value

    def _scalar(self, event: yaml.ScalarEvent) -> PropertyValue:
        text: str = event.value
        value = _plain_value(text) if event.implicit[0] and event.tag is None else text
        if event.anchor:
            self._anchors[event.anchor] = (value, 1, 0)
        if isinstance(value, str) and "]" in value and not self._key_comes_next():
            place = Span(self._offset + _at(event.start_mark), self._offset + _at(event.end_mark))
            self.texts.append(PropertyText(self._path(), value, place))
        self._place(value, text, 1)
        return value

    def _alias(self, event: yaml.AliasEvent) -> PropertyValue:
        if event.anchor not in self._anchors:
            raise _Refused(f"The frontmatter refers to an anchor that is not there: {event.anchor}.")
        known = self._anchors[event.anchor]
        if known is None:
            raise _Refused("The frontmatter contains itself.")
        value, size, depth = known
        if len(self._open) + depth > DEPTH_LIMIT:
            raise _Refused("The frontmatter is nested too deeply to be read.")
        self._place(value, str(value), size)
        return value

    def _place(self, value: PropertyValue, as_key: str, size: int) -> None:
        self._size += size
        if self._size > NODE_LIMIT:
            raise _Refused("The frontmatter expands to too many values to be read.")
        if not self._open:
            return
        parent = self._open[-1]
        parent.size += size
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is None:
            if as_key in parent.value:
                raise _Refused(f"The frontmatter names a property twice: {as_key[:60]}.")
            parent.key = as_key
        else:
            parent.value[parent.key] = value
            parent.key = None

    def _key_comes_next(self) -> bool:
        return bool(self._open) and isinstance(self._open[-1].value, dict) and self._open[-1].key is None

    def _path(self) -> str:
        return ".".join(
            str(len(level.value)) if isinstance(level.value, list) else level.key or "" for level in self._open
        )


def _at(mark: Any) -> int:
    """Return the place of a mark, which both of PyYAML's scanners always set."""
    return int(mark.index)


def _depth(value: PropertyValue) -> int:
    """Return how many lists and maps lie inside each other; bounded, since what is open is."""
    depth = 0
    level: list[PropertyValue] = [value]
    while level := [entry for entry in level if isinstance(entry, list | dict)]:
        depth += 1
        level = [inner for entry in level for inner in (entry.values() if isinstance(entry, dict) else entry)]
    return depth


def _plain_value(text: str) -> PropertyValue:
    """Return what an unquoted word means in YAML 1.2; numbers with a leading zero and dates stay text."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _INT.match(text):
        return int(text) if len(text) <= 19 else text
    if len(text) <= 40 and _FLOAT.match(text):
        number = float(text)
        return number if math.isfinite(number) else text
    if len(text) <= 18 and (_OCTAL.match(text) or _HEX.match(text)):
        return int(text, 0)
    return text
