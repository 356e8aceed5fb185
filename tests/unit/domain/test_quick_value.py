"""Values that are made quickly differ in nothing from those that ``dataclass`` makes."""

import copy
import inspect
import pickle
from dataclasses import MISSING, FrozenInstanceError, dataclass, field, fields, replace

import msgspec
import pytest

from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import Link, LinkKind
from vaultmind.domain.note import Heading, ListItem, Section, SectionKind, Tag
from vaultmind.domain.quick_value import made_quickly
from vaultmind.domain.span import Span

VALUES = [
    Span(3, 7),
    Heading(1, "Soil", 2, Span(0, 6)),
    Tag("soil", Span(0, 5), 1),
    ListItem(Span(0, 4), 1, None),
    Section(SectionKind.LIST, Span(0, 4), 1, 1),
    Link(LinkKind.WIKILINK, "Soil", alias="earth"),
    Chunk("Soil.md", 0, Span(0, 4), (1, 1), ("Clay",), "Soil > Clay", "wet"),
]


@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_made_quickly_is_as_before(value: object) -> None:
    slow = dataclass(frozen=True, slots=True)(
        type(type(value).__name__, (), {**_defaults(value), "__annotations__": dict(type(value).__annotations__)})
    )
    given = {one.name: getattr(value, one.name) for one in fields(value)}
    assert repr(value) == repr(slow(**given))
    assert str(inspect.signature(type(value))) == str(inspect.signature(slow))
    assert value == type(value)(*given.values()) == replace(value) == copy.deepcopy(value)
    assert value == pickle.loads(pickle.dumps(value))
    assert hash(value) == hash(replace(value))
    assert value == msgspec.msgpack.decode(msgspec.msgpack.encode(value), type=type(value))
    with pytest.raises(FrozenInstanceError):
        setattr(value, fields(value)[0].name, 1)


def test_a_default_that_is_made_anew_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Bed:
        plants: list[str] = field(default_factory=list)

    with pytest.raises(TypeError):
        made_quickly(Bed)


def _defaults(value: object) -> dict[str, object]:
    return {one.name: one.default for one in fields(value) if one.default is not MISSING}
