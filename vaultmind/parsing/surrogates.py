"""Lone surrogates: code points that a text may hold in memory (from UTF-16, from YAML escapes) but no file can."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from enum import StrEnum
from typing import TypeVar, cast

_Value = TypeVar("_Value")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def without_lone_surrogates(value: _Value) -> _Value:
    """Return a value in which each lone surrogate, which no file can hold, is U+FFFD; lengths stay."""
    return cast("_Value", _scrubbed(value))


def _scrubbed(value: object) -> object:
    match value:
        case StrEnum():
            return value
        case str():
            return _LONE_SURROGATE.sub("\ufffd", value)
        case tuple() | list():
            return type(value)(_scrubbed(entry) for entry in value)
        case Mapping():
            return {_scrubbed(name): _scrubbed(entry) for name, entry in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, type):
            return replace(value, **{field.name: _scrubbed(getattr(value, field.name)) for field in fields(value)})
        case _:
            return value
