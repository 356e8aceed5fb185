"""Setting a property as an edit of its own characters: order, comments and quotes of all others stay."""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import yaml

from vaultmind.domain.edit import Edit, apply_edits
from vaultmind.domain.errors import WriteRefused
from vaultmind.domain.note import PropertyValue
from vaultmind.domain.span import Span
from vaultmind.parsing.frontmatter import read_frontmatter

_FENCE = re.compile(r"---(\r?\n)")
_OLD_MAC_FENCE = re.compile(r"---[ \t]*\r(?!\n)")
_LINE_END = re.compile(r"\r\n|\n|\r")
_READ_LINE_END = re.compile(r"\r?\n")
"""Those after which Obsidian sees a frontmatter: not a lone carriage return."""
_ALIAS = re.compile(r"\*[^\s,\[\]{}]+")
_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_LONGEST_KEY = 200


@dataclass(frozen=True, slots=True)
class _Entry:
    """One property as it is written. Spans are in the note; those of a block list end with its last item."""

    key: str
    column: int
    colon_end: int
    value: Span
    style: str | None = None
    items: tuple[Span, ...] = ()
    is_flow: bool = False


def read_property_value(written: str) -> PropertyValue:
    """Return what a person meant by ``VALUE`` of ``KEY=VALUE``: YAML where it is a value, the very words elsewhere.

    >>> read_property_value("3"), read_property_value("[a, b]"), read_property_value("[[Note]]")
    (3, ['a', 'b'], '[[Note]]')
    """
    text = written.strip()
    if text.startswith("[["):
        return text
    found = read_frontmatter(f"---\nvalue: {text}\n---\n")
    value = found.properties.get("value") if not found.warnings and len(found.properties) == 1 else text
    if isinstance(value, str):
        return value if text[:1] in ("'", '"') else text
    if value is None and text.casefold() not in ("", "~", "null"):
        return text
    return value


def set_property(text: str, key: str, value: PropertyValue) -> list[Edit]:
    """Return the edits after which the note ``text`` has the property, and everything else as it was.

    A frontmatter is made where there is none. Raise ``WriteRefused`` where the frontmatter is not valid YAML, or is
    written in a form that cannot be changed without touching more.
    """
    if not key.strip() or key != key.strip() or _LINE_END.search(key) or len(key) > _LONGEST_KEY:
        raise WriteRefused(f"“{key[:80]}” cannot be the name of a property.")
    front = read_frontmatter(text)
    if front.warnings:
        raise WriteRefused(f"No property was set: {front.warnings[0][0].lower()}{front.warnings[0][1:]}")
    if front.block is None and _OLD_MAC_FENCE.match(text):
        raise WriteRefused(
            "No property was set: the lines of the frontmatter end in a lone carriage return, as on old Macs, and"
            " Obsidian reads no properties there: save the note with other line ends first."
        )
    if front.block is None:
        edits = [Edit(Span(0, 0), _new_frontmatter(text, key, value))]
        return _checked(text, edits, {}, key, value)
    entries = _entries(text, front.block)
    known = next((entry for entry in entries if entry.key == key), None) or next(
        (entry for entry in entries if entry.key.casefold() == key.casefold()), None
    )
    if known is None:
        return _checked(text, [_added(text, front.block, entries, key, value)], front.properties, key, value)
    if _same(front.properties.get(known.key), value):
        return []
    edits = _changed(text, known, front.properties.get(known.key), value, _list_indent(text, entries))
    return _checked(text, edits, front.properties, known.key, value)


def _new_frontmatter(text: str, key: str, value: PropertyValue) -> str:
    found = _READ_LINE_END.search(text)
    line_end = found[0] if found else "\n"
    return f"---{line_end}{_line(key, value, line_end, '  ')}---{line_end}"


def _added(text: str, block: Span, entries: Sequence[_Entry], key: str, value: PropertyValue) -> Edit:
    opening = _FENCE.match(text)
    assert opening is not None
    indent = " " * (entries[0].column if entries else 0)
    line = _line(key, value, opening[1], _list_indent(text, entries))
    place = block.end - len("---")
    return Edit(Span(place, place), "".join(f"{indent}{part}" for part in line.splitlines(keepends=True)))


def _changed(text: str, entry: _Entry, old: PropertyValue, value: PropertyValue, indent: str) -> list[Edit]:
    if isinstance(old, list) and isinstance(value, list) and entry.items and value:
        planned = _list_edits(text, entry, old, value)
        if planned is not None:
            return planned
    found = _LINE_END.search(text, entry.value.end)
    line_end = found[0] if found else "\n"
    rest = text[entry.value.end : found.start() if found else len(text)]
    if not isinstance(value, list) or not value or rest.strip() or entry.is_flow:
        return [_on_line(text, entry, value)]
    items = _items(value, line_end, " " * entry.column + indent)
    return [Edit(Span(entry.colon_end, entry.value.end), f"{line_end}{items.removesuffix(line_end)}")]


def _on_line(text: str, entry: _Entry, value: PropertyValue) -> Edit:
    """Return the edit that puts a value on the line of its key."""
    written = _flow(value) if isinstance(value, list | dict) else _scalar(value, style=entry.style)
    if not text[entry.colon_end : entry.value.start].strip() and _LINE_END.search(
        text, entry.colon_end, entry.value.start
    ):
        return Edit(Span(entry.colon_end, entry.value.end), f" {written}".rstrip())
    if entry.value.start == entry.colon_end:
        return Edit(entry.value, f" {written}".rstrip())
    if not written:
        return Edit(Span(entry.colon_end, entry.value.end), "")
    return Edit(entry.value, written)


def _list_edits(text: str, entry: _Entry, old: list[PropertyValue], new: list[PropertyValue]) -> list[Edit] | None:
    """Return edits of the items that differ, in the style of the list; the items around them stay as written."""
    if len(old) != len(entry.items):
        return None
    start = 0
    while start < min(len(old), len(new)) and _same(old[start], new[start]):
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and _same(old[-1 - end], new[-1 - end]):
        end += 1
    gone, added = entry.items[start : len(old) - end], new[start : len(new) - end]
    return _flow_edits(entry, gone, added, start) if entry.is_flow else _block_edits(text, entry, gone, added, start)


def _flow_edits(entry: _Entry, gone: Sequence[Span], added: Sequence[PropertyValue], start: int) -> list[Edit]:
    written = ", ".join(_flow(item) for item in added)
    if gone and added:
        return [Edit(Span(gone[0].start, gone[-1].end), written)]
    if added:
        before = start > 0
        place = entry.items[start - 1].end if before else entry.items[0].start
        return [Edit(Span(place, place), f", {written}" if before else f"{written}, ")]
    if start > 0:
        return [Edit(Span(entry.items[start - 1].end, gone[-1].end), "")]
    return [Edit(Span(gone[0].start, entry.items[len(gone)].start), "")]


def _block_edits(
    text: str, entry: _Entry, gone: Sequence[Span], added: Sequence[PropertyValue], start: int
) -> list[Edit] | None:
    lines = [_line_span(text, item) for item in entry.items]
    dash = re.match(r"([ \t]*)-([ ]+)", text[lines[0].start : lines[0].end])
    if dash is None or len({line.start for line in lines}) < len(lines):
        return None
    prefix = f"{dash[1]}-{dash[2]}"
    found = _LINE_END.search(text, lines[0].start)
    line_end = found[0] if found else "\n"
    written = "".join(f"{prefix}{_item(item)}{line_end}" for item in added)
    edits = [Edit(lines[start + number], "") for number in range(len(gone))]
    if added and edits:
        edits[0] = Edit(edits[0].span, written)
    elif added:
        place = lines[start - 1].end if start > 0 else lines[0].start
        edits = [Edit(Span(place, place), written)]
    return edits


def _line_span(text: str, item: Span) -> Span:
    """Return the whole lines that an item of a block list is on, with their end."""
    start = max(text.rfind("\n", 0, item.start), text.rfind("\r", 0, item.start)) + 1
    found = _LINE_END.search(text, item.end)
    return Span(start, found.end() if found else len(text))


def _entries(text: str, block: Span) -> list[_Entry]:
    """Return the properties with the places of their keys and values."""
    opening = _FENCE.match(text)
    assert opening is not None
    begin = opening.end()
    try:
        root = yaml.compose(text[begin : block.end - len("---")], Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise WriteRefused("No property was set: the frontmatter is not valid YAML.") from error
    if root is None:
        return []
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise WriteRefused("No property was set: the frontmatter is written as one {…}; set it in Obsidian.")
    return [_entry(text, begin, key, value) for key, value in root.value]


def _entry(text: str, begin: int, key: yaml.Node, value: yaml.Node) -> _Entry:
    name = key.value if isinstance(key, yaml.ScalarNode) else ""
    colon_end = text.index(":", begin + key.end_mark.index) + 1
    place = Span(begin + value.start_mark.index, begin + value.end_mark.index)
    if place.start < colon_end:  # an alias has the place of what it stands for
        alias = _ALIAS.search(text, colon_end)
        place = Span(alias.start(), alias.end()) if alias else Span(colon_end, colon_end)
        return _Entry(name, key.start_mark.column, colon_end, place)
    if isinstance(value, yaml.ScalarNode):
        return _Entry(name, key.start_mark.column, colon_end, _trimmed(text, place), style=value.style)
    items: tuple[Span, ...] = ()
    if isinstance(value, yaml.SequenceNode) and value.value:
        ends = [begin + item.start_mark.index for item in value.value[1:]] + [place.end]
        items = tuple(_item_place(text, begin, item, end) for item, end in zip(value.value, ends, strict=True))
    is_flow = isinstance(value, yaml.CollectionNode) and bool(value.flow_style)
    whole = place if is_flow else _trimmed(text, place)
    return _Entry(name, key.start_mark.column, colon_end, whole, items=items, is_flow=is_flow)


def _item_place(text: str, begin: int, item: yaml.Node, limit: int) -> Span:
    start, end = begin + item.start_mark.index, begin + item.end_mark.index
    return _trimmed(text, Span(start, min(end, limit))) if start < limit else Span(limit, limit)


def _trimmed(text: str, place: Span) -> Span:
    """Return a place without the blank and comment lines that YAML counts to its end."""
    lines = place.of(text).splitlines(keepends=True)
    while len(lines) > 1 and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    kept = "".join(lines)
    return Span(place.start, place.start + len(kept.rstrip()) if lines else place.end)


def _list_indent(text: str, entries: Sequence[_Entry]) -> str:
    """Return how far the dashes of lists stand to the right of their key: as in the first list, else as in Obsidian."""
    for entry in entries:
        if entry.items and not entry.is_flow:
            line = _line_span(text, entry.items[0])
            dash = len(line.of(text)) - len(line.of(text).lstrip(" "))
            return " " * max(dash - entry.column, 0)
    return "  "


def _line(key: str, value: PropertyValue, line_end: str, indent: str) -> str:
    """Return the whole line of a new property, or the lines of a list."""
    name = _scalar(key, style=None, as_key=True)
    if isinstance(value, list) and value:
        return f"{name}:{line_end}{_items(value, line_end, indent)}"
    written = _flow(value) if isinstance(value, list | dict) else _scalar(value, style=None)
    return f"{name}: {written}".rstrip() + line_end


def _items(values: Sequence[PropertyValue], line_end: str, indent: str) -> str:
    return "".join(f"{indent}- {_item(value)}".rstrip() + line_end for value in values)


def _item(value: PropertyValue) -> str:
    return _flow(value) if isinstance(value, list | dict) else _scalar(value, style=None)


def _flow(value: PropertyValue) -> str:
    """Return a value on one line, e.g. ``[a, "b, c"]``."""
    if isinstance(value, list):
        return f"[{', '.join(_flow(entry) for entry in value)}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_quoted(key)}: {_flow(entry)}' for key, entry in value.items())}}}"
    return _scalar(value, style=None, in_flow=True)


def _scalar(value: PropertyValue, *, style: str | None, in_flow: bool = False, as_key: bool = False) -> str:
    """Return one value as it is written, in the quotes ``style`` where they can hold it, without where that will do."""
    match value:
        case None:
            return "null" if in_flow else ""
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case float() if math.isfinite(value):
            return repr(value)
        case str():
            return _text(value, style=style, in_flow=in_flow, as_key=as_key)
        case _:
            raise WriteRefused(f"“{str(value)[:80]}” cannot be the value of a property.")


def _text(value: str, *, style: str | None, in_flow: bool, as_key: bool) -> str:
    if any("\ud800" <= char <= "\udfff" for char in value):
        raise WriteRefused("The value has half a character in it (a lone surrogate).")
    single = f"'{value.replace(chr(39), chr(39) * 2)}'"
    candidates = {"'": (single, _quoted(value)), '"': (_quoted(value),)}.get(style or "", (value, _quoted(value)))
    for written in candidates:
        if not _LINE_END.search(written) and _reads_back(written, value, in_flow=in_flow, as_key=as_key):
            return written
    raise WriteRefused(f"“{value[:80]}” cannot be written as a property.")


def _quoted(value: str) -> str:
    """Return a text in double quotes, as JSON writes it: YAML reads the same."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _reads_back(written: str, value: str, *, in_flow: bool, as_key: bool) -> bool:
    line = f"{written}: 0" if as_key else f"value: [{written}, 0]" if in_flow else f"value: {written} # comment"
    found = read_frontmatter(f"---\n{line}\n---\n")
    wanted: Mapping[str, PropertyValue] = {value: 0} if as_key else {"value": [value, 0] if in_flow else value}
    return not found.warnings and _same(dict(found.properties), dict(wanted))


def _same(one: PropertyValue, other: PropertyValue) -> bool:
    """Say whether two values are equal and of one type: ``1`` is neither ``True`` nor ``1.0``."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return list(one) == list(other) and all(_same(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


def _checked(
    text: str, edits: list[Edit], before: Mapping[str, PropertyValue], key: str, value: PropertyValue
) -> list[Edit]:
    """Return the edits if the note then reads as it did but for this property."""
    after = apply_edits(text, edits)
    was, now = read_frontmatter(text), read_frontmatter(after)
    wanted = {**before, key: value}
    if now.warnings or not _same(dict(now.properties), wanted) or after[now.body_start :] != text[was.body_start :]:
        raise WriteRefused(
            f"“{key[:80]}” was not set: the frontmatter is written in a way that cannot be changed in one place only."
        )
    return edits
