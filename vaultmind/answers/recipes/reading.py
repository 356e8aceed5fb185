"""A recipe note as a recipe: properties say what it reads and where its output goes, each heading is a part of it."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from vaultmind.domain.edit import checksum_of
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Note, PropertyValue
from vaultmind.domain.recipe import Material, PartForm, PartPick, PartSays, Recipe, RecipePart, RecipePlace
from vaultmind.domain.span import Span
from vaultmind.parsing.language import language_of
from vaultmind.parsing.markdown import parse_note

_FIELD = re.compile(r"[ \t]*(form|count|notes|seek|pick|from|otherwise|says|ask)::[ \t]*(.*)")
_KNOWN_PLACEHOLDERS = ("title", "other", "date", "folder")
_ANY_PLACEHOLDER = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_PLACEHOLDER = re.compile(r"\{\{\s*([a-z]+)\s*\}\}")
NO_PARTS = "It has no parts: each heading of the second level is one."
_MOST_PARTS = 12
_MOST_ITEMS = 20
_MOST_NOTES = 10
_MOST_PASSAGES = 60
_MOST_DAYS = 366

Choice = TypeVar("Choice", bound=StrEnum)


def read_recipe(text: str, *, path: NotePath, shipped: bool = False) -> Recipe:
    """Return the recipe that a note holds; what cannot be understood is left at its default and warned of."""
    note = parse_note(path, text)
    known = note.properties
    warnings = [*note.warnings]
    name = str(known.get("name") or path.rpartition("/")[2].removesuffix(".md")).strip()
    parts = _parts(text, note, warnings)
    if not parts:
        warnings.append(NO_PARTS)
    used = dict.fromkeys(found[1] for found in _ANY_PLACEHOLDER.finditer(text))
    unknown = [name for name in used if name not in _KNOWN_PLACEHOLDERS]
    warnings += [f"“placeholder: {name}” is not known; {', '.join(_KNOWN_PLACEHOLDERS)} are." for name in unknown]
    preamble = text[note.body.start : _first_heading(note)].strip()
    return Recipe(
        name=name,
        title=str(known.get("title") or name).strip(),
        language=str(known.get("language") or language_of(text[note.body.start :]) or "en"),
        parts=parts,
        checksum=checksum_of(text.encode("utf-8", "replace")),
        preamble=preamble,
        note=None if shipped else path,
        model=str(known.get("model") or "").strip(),
        passages=_number(known, "passages", 12, _MOST_PASSAGES, warnings),
        material=_choice(Material, known.get("reads"), Material.NOTE, "reads", warnings),
        days=_number(known, "days", 7, _MOST_DAYS, warnings),
        place=_choice(RecipePlace, known.get("output"), RecipePlace.APPEND, "output", warnings),
        path=str(known.get("path") or "").strip(),
        aliases=note.aliases,
        warnings=tuple(warnings),
    )


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """Return a text with ``{{title}}``, ``{{other}}``, ``{{date}}`` and ``{{folder}}`` filled in; others stay."""
    return _PLACEHOLDER.sub(lambda found: values.get(found[1], found[0]), pattern)


def _parts(text: str, note: Note, warnings: list[str]) -> tuple[RecipePart, ...]:
    headings = [heading for heading in note.headings if heading.level == 2]
    if len(headings) > _MOST_PARTS:
        warnings.append(f"Only its first {_MOST_PARTS} parts are made.")
    parts = []
    for place, heading in enumerate(headings[:_MOST_PARTS]):
        end = headings[place + 1].span.start if place + 1 < len(headings) else len(text)
        parts.append(_part(heading.text, Span(heading.span.end, end).of(text), warnings))
    return tuple(parts)


def _part(heading: str, body: str, warnings: list[str]) -> RecipePart:
    fields: dict[str, PropertyValue] = {}
    instruction: list[str] = []
    for line in body.splitlines():
        field = _FIELD.fullmatch(line) if not any(map(str.strip, instruction)) else None
        if field is None:
            instruction.append(line)
        else:
            fields[field[1]] = field[2].strip()
    return RecipePart(
        heading=heading.strip(),
        instruction="\n".join(instruction).strip(),
        form=_choice(PartForm, fields.get("form"), PartForm.PROSE, "form", warnings),
        count=_number(fields, "count", 3, _MOST_ITEMS, warnings) or 1,
        notes=_number(fields, "notes", 3, _MOST_NOTES, warnings),
        seek=str(fields.get("seek") or ""),
        pick=_choice(PartPick, fields.get("pick"), PartPick.SOUGHT, "pick", warnings),
        from_others=fields.get("from") == "others",
        otherwise=str(fields.get("otherwise") or ""),
        says=_choice(PartSays, fields.get("says"), PartSays.ANYTHING, "says", warnings),
        ask=str(fields.get("ask") or ""),
    )


def _first_heading(note: Note) -> int:
    return next((heading.span.start for heading in note.headings if heading.level == 2), note.body.end)


def _choice(kind: type[Choice], written: PropertyValue, default: Choice, key: str, warnings: list[str]) -> Choice:
    if written is None:
        return default
    try:
        return kind(str(written).strip().lower())
    except ValueError:
        warnings.append(f"“{key}: {written}” is not known; {', '.join(kind)} are.")
        return default


def _number(known: Mapping[str, PropertyValue], key: str, default: int, most: int, warnings: list[str]) -> int:
    written = known.get(key)
    if written is None:
        return default
    digits = str(written).strip()
    if not digits.isdecimal() or int(digits[:6]) > most:
        warnings.append(f"“{key}: {written}” must be a number up to {most}.")
        return default
    return int(digits)
