"""Forms that no stem holds together find each other, by words alone, over a real index."""

from collections.abc import Callable

import pytest

from tests.end_to_end.indexed import indexed
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.retrieval.retriever import Retriever
from vaultmind.session.knowledge import Knowledge

VAULT = {
    "a.md": "A mouse sat in the barn.",
    "b.md": "Three mice sat on the roof.",
    "c.md": "Одного льва видели у реки.",
    "d.md": "Большой лев спал днём.",
    "e.md": "Пришёл незнакомый человек.",
    "f.md": "Люди ждали у двери.",
    "g.md": "После долгого сна хочется пить.",
    "h.md": "Здоровый сон важнее еды.",
}

Found = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Found:
    catalog = indexed(tmp_path_factory.mktemp("forms"), VAULT, SqliteCatalog)
    retriever = Retriever(catalog, catalog, None, None, Knowledge(catalog).graph)
    return lambda question: {passage.chunk.note for passage in retriever.search(question)}


@pytest.mark.parametrize(
    ("one", "other", "notes"),
    [
        ("mouse", "mice", {"a.md", "b.md"}),
        ("лев", "львы", {"c.md", "d.md"}),
        ("человек", "людям", {"e.md", "f.md"}),
        ("сон", "снов", {"g.md", "h.md"}),
        ("content:сна", "content:сон", {"g.md", "h.md"}),
        ("(сна OR mice)", "(сон OR mouse)", {"a.md", "b.md", "g.md", "h.md"}),
    ],
)
def test_each_form_finds_the_other(found: Found, one: str, other: str, notes: set[str]) -> None:
    assert found(one) == notes
    assert found(other) == notes


def test_what_is_ruled_out_is_so_in_each_form(found: Found) -> None:
    assert found("сон -важнее") == {"g.md"}
    assert not found("сон -сна")
