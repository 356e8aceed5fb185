"""``line:``, ``block:``, ``section:``, ``task:``, case and regular expressions, judged by plainly reading notes."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.change import Stamp
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.indexing.preparing import Reading, prepare
from vaultmind.ports import IndexedNote
from vaultmind.retrieval.retriever import Retriever
from vaultmind.session.knowledge import Knowledge

FORMS = {
    "mix": ("mix", "mixes", "Mixed"),
    "flour": ("flour", "Flour"),
    "почва": ("почва", "почвы", "Почву"),
    "ёлка": ("ёлка", "елки", "Ёлку"),
    "the": ("the", "The"),
    "мой": ("мой", "Мой"),
}
BASE = {form.casefold().replace("ё", "е"): base for base, forms in FORMS.items() for form in forms}

Units = Callable[[str], list[str]]
Notes = dict[str, str]


class Vault:
    """Notes in a catalog, searched by their words and as they stand."""

    def __init__(self, folder: Path, notes: Notes) -> None:
        self.catalog = SqliteCatalog(folder / "catalog.sqlite")
        self.reads = 0
        data = {NotePath(path): text.encode() for path, text in notes.items()}
        for number, (path, content) in enumerate(data.items()):
            kept = prepare(Reading(path, content, Stamp(len(content), number, 1, number)))
            assert isinstance(kept, IndexedNote)
            self.catalog.replace(kept)

        def read(path: NotePath) -> bytes | None:
            self.reads += 1
            return data.get(path)

        titles = Knowledge(self.catalog).titles
        self.retriever = Retriever(self.catalog, self.catalog, None, None, LinkGraph({}), titles=titles, read=read)

    def found(self, query: str) -> set[str]:
        return {passage.chunk.note for passage in self.retriever.search(query, limit=200)}

    def places(self, query: str) -> list[tuple[str, tuple[int, int]]]:
        return [(one.chunk.note, one.chunk.lines) for one in self.retriever.search(query, limit=200)]


@pytest.fixture
def vault_of(tmp_path: Path) -> Iterator[Callable[[Notes], Vault]]:
    opened: list[Vault] = []

    def open_vault(notes: Notes) -> Vault:
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        opened.append(Vault(folder, notes))
        return opened[-1]

    yield open_vault
    for vault in opened:
        vault.catalog.close()


# The naive judge: units by lines alone, words by a table of their forms


def lines(note: str) -> list[str]:
    return [line for line in note.split("\n") if line]


def blocks(note: str) -> list[str]:
    found = []
    for block in note.split("\n\n"):
        is_list = block.lstrip().startswith("- ")
        found += block.split("\n") if is_list else [block]
    return [block for block in found if block.strip()]


def sections(note: str) -> list[str]:
    return [part for part in re.split(r"^(?=#)", note, flags=re.MULTILINE) if part]


def tasks(marks: str) -> Units:
    return lambda note: re.findall(rf"^ *- \[[{marks}]\] .*$", note, flags=re.MULTILINE)


UNITS: dict[str, Units] = {
    "line": lines,
    "block": blocks,
    "section": sections,
    "task": tasks(" x/"),
    "task-todo": tasks(" "),
    "task-done": tasks("x/"),
}


def holds(text: str, word: str) -> bool:
    return word in {BASE.get(one.casefold().replace("ё", "е")) for one in re.findall(r"\w+", text)}


WORDS = st.sampled_from([form for forms in FORMS.values() for form in forms])
LINES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
ITEMS = st.tuples(st.sampled_from(["- ", "- [ ] ", "- [x] ", "- [/] "]), LINES).map("".join)
LISTS = st.lists(ITEMS, min_size=1, max_size=3).map(lambda items: "\n  ".join([items[0], *items[1:]]))
BLOCKS = LISTS | st.lists(LINES, min_size=1, max_size=2).map("\n".join) | LINES.map(lambda line: f"# {line}")
NOTES = st.lists(BLOCKS, min_size=1, max_size=6).map("\n\n".join)

Judge = Callable[[str], bool]
Asked = tuple[str, Judge]


def word_asked(base: str, form: int, is_negated: bool) -> Asked:
    written = FORMS[base][form % len(FORMS[base])]
    return f"{'-' * is_negated}{written}", lambda text: holds(text, base) is not is_negated


@st.composite
def conditions(draw: st.DrawFn) -> Asked:
    """A unit with a condition, as written and as what is true of a note."""
    unit = draw(st.sampled_from(sorted(UNITS)))
    words = [
        draw(st.builds(word_asked, st.sampled_from(sorted(FORMS)), st.integers(0, 2), st.booleans()))
        for _ in range(draw(st.integers(1, 3)))
    ]
    is_any, is_negated = draw(st.booleans()), draw(st.booleans())
    inside = (" OR " if is_any else " ").join(written for written, _ in words)
    every = any if is_any else all

    def judge(note: str) -> bool:
        found = any(every(true_of(one) for _, true_of in words) for one in UNITS[unit](note))
        return found is not is_negated

    return f"{'-' * is_negated}{unit}:({inside})", judge


@settings(max_examples=60, deadline=None)
@given(notes=st.lists(NOTES, min_size=2, max_size=5), first=conditions(), second=conditions(), how=st.integers(0, 3))
def test_what_is_found_is_what_a_plain_reading_of_the_notes_finds(
    tmp_path_factory: pytest.TempPathFactory, notes: list[str], first: Asked, second: Asked, how: int
) -> None:
    query, judge = first
    if how == 1:
        query, judge = f"{first[0]} {second[0]}", lambda note: first[1](note) and second[1](note)
    elif how == 2:
        query, judge = f"{first[0]} OR {second[0]}", lambda note: first[1](note) or second[1](note)
    elif how == 3:
        query, judge = f"({first[0]} OR {second[0]}) -zebra", lambda note: first[1](note) or second[1](note)
    named = {f"{number}.md": text for number, text in enumerate(notes)}
    vault = Vault(tmp_path_factory.mktemp("vault"), named)
    try:
        assert vault.found(query) == {path for path, text in named.items() if judge(text)}, query
    finally:
        vault.catalog.close()
