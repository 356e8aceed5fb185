"""``line:``, ``block:``, ``section:``, ``task:``, case and regular expressions, judged by plainly reading notes."""

import re
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultmind import api
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.cli import words
from vaultmind.domain.change import Stamp
from vaultmind.domain.errors import Cancelled
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.indexing.preparing import Reading, prepare
from vaultmind.ports import IndexedNote
from vaultmind.retrieval.retriever import Retriever
from vaultmind.session.knowledge import Knowledge

FORMS = {
    "mix": ("mix", "mixes", "Mixed"),
    "почва": ("почва", "почвы", "Почву"),
    "ёлка": ("ёлка", "елки"),
    "the": ("the", "The"),
}
BASE = {form.casefold().replace("ё", "е"): base for base, forms in FORMS.items() for form in forms}

Units = Callable[[str], list[str]]
Notes = Mapping[str, str | bytes]


class Vault:
    """Notes in a catalog, searched by their words and as they stand; also a token that is set after some reads."""

    stops_after = 0

    def __init__(self, folder: Path, notes: Mapping[str, str | bytes]) -> None:
        self.catalog = SqliteCatalog(folder / "catalog.sqlite")
        self.reads = 0
        self.is_stopped = False
        self.data = {NotePath(path): text.encode() if isinstance(text, str) else text for path, text in notes.items()}
        for number, (path, content) in enumerate(self.data.items()):
            kept = prepare(Reading(path, content, Stamp(len(content), number, 1, number)))
            assert isinstance(kept, IndexedNote)
            self.catalog.replace(kept)

        def read(path: NotePath) -> bytes | None:
            self.reads += 1
            self.is_stopped = 0 < self.stops_after <= self.reads
            return self.data.get(path)

        titles = Knowledge(self.catalog).titles
        self.retriever = Retriever(self.catalog, self.catalog, None, None, LinkGraph({}), titles=titles, read=read)

    def cancelled(self) -> bool:
        return self.is_stopped

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
LINES = st.lists(WORDS, min_size=1, max_size=2).map(" ".join)
ITEMS = st.tuples(st.sampled_from(["- ", "- [ ] ", "- [x] ", "- [/] "]), LINES).map("".join)
LISTS = st.lists(ITEMS, min_size=2, max_size=3).map(lambda items: "\n  ".join([items[0], *items[1:]]))
BLOCKS = LISTS | st.lists(LINES, min_size=1, max_size=2).map("\n".join) | LINES.map(lambda line: f"# {line}")
NOTES = st.lists(BLOCKS, min_size=2, max_size=5).map("\n\n".join)

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
        for _ in range(draw(st.integers(1, 2)))
    ]
    is_any, is_negated = draw(st.booleans()), draw(st.booleans())
    inside = (" OR " if is_any else " ").join(written for written, _ in words)
    every = any if is_any else all

    def judge(note: str) -> bool:
        found = any(every(true_of(one) for _, true_of in words) for one in UNITS[unit](note))
        return found is not is_negated

    return f"{'-' * is_negated}{unit}:({inside})", judge


@settings(max_examples=150, deadline=None)
@given(notes=st.lists(NOTES, min_size=2, max_size=4), first=conditions(), second=conditions(), how=st.integers(0, 3))
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


# What tables of cases show better


KITCHEN = """---
status: draft
due: 2024-05-01
tags: [Food/Bread]
---
# Bread
Mix the flour and water.
The mixer is old. Flour is white.

- [ ] call mum about the garden
  - [x] call dad
- [ ] buy HappyCat food 🔺
- plain item call

## Мой хлеб
Это мой хлеб, тесто и мука: happycat.
To be or not to be.

> - [ ] quoted call
"""
GARDEN = """Почва в саду глинистая, 2024-05-17 копали.\r
Глина и почва рядом #сад/почва\r
\r
- [ ] позвонить маме\r
- [/] полить грядки\r
\r
Café и ёлка. Мой сад.\r
"""
OTHER = "Flour here.\n\nMix there, not by hand.\n"
CASES = {"Kitchen.md": KITCHEN, "Проекты/Сад.md": GARDEN, "Other.md": OTHER}
K, G, N = "Kitchen.md", "Проекты/Сад.md", "Other.md"


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("line:(mix flour)", {K}),
        ("block:(mixer water)", {K}),
        ("section:(mix flour)", {K, N}),
        ("section:(mixer хлеб)", set()),
        ("line:(by han*)", {N}),
        ("task:garde*", {K}),
        ("line:(копал* OR waterin*)", {G}),
        ("block:глинисто*", set()),
        ("block:глинист*", {G}),
        ("line:полит*", {G}),
        ("task:call", {K}),
        ('task-todo:""', {K, G}),
        ('task-done:""', {K, G}),
        ("task-done:mum", set()),
        ("task:(buy OR полить)", {K, G}),
        ('task:"🔺"', {K}),
        ("-task:call", {G, N}),
        ("match-case:HappyCat", {K}),
        ("match-case:happyCat", set()),
        ("match-case:(HappyCat OR Глина)", {K, G}),
        ("match-case:(line:(mix flour))", set()),
        ("match-case:kitchen", set()),
        ("match-case:Kitch", {K}),
        ("ignore-case:HAPPYCAT", {K}),
        ("ignore-case:APPYC", {K}),
        ("-ignore-case:APPYC", {G, N}),
        ("ignore-case:(APPYC OR ЛИНИСТ)", {K, G}),
        ("ignore-case:(match-case:APPYCat)", set()),
        ("match-case:(ignore-case:APPYC HappyCat)", {K}),
        ("line:(ignore-case:APPYC тесто)", {K}),
        (r"/\d{4}-\d{2}-\d{2}/", {K, G}),
        (r"-/\d{4}-\d{2}-\d{2}/", {N}),
        (r"/^- \[ \] \S+ \S+$/", {G}),
        (r"/копали\.\nглина/", {G}),
        ("content:/kitchen/", set()),
        ("/^kitchen$/", {K}),
        (r"path:/Проекты\/с/", {G}),
        (r"match-case:path:/Проекты\/с/", set()),
        ("file:/^[ko].*md$/", {K, N}),
        ("tag:/bread$/", {K}),
        ("[due:/^2024/]", {K}),
        ("[due:/^2025/ OR /-05-/]", {K}),
        ("line:/^mix.*water/", {K}),
        ("line:(#сад глина)", {G}),
        ("task:call OR почва", {K, G}),
        ("tag:food OR path:Проекты", {K, G}),
        ('(line:(mix flour) OR "глина и почва") -#сад', {K}),
        ("flour line:(mix water)", {K}),
        ("zebra line:(mix water)", set()),
        ("мой", {K, G}),
        ("the", {K}),
        ('"to be or not to be"', {K}),
        ("flour -the", {N}),
        ("(мой OR the)", {K, G}),
        ("(/(?=x)/ OR flour)", {K, N}),
        ("-/(?=x)/ flour", {K, N}),
    ],
)
def test_operators_find_what_obsidian_means_by_them(
    vault_of: Callable[[Notes], Vault], query: str, notes: set[str]
) -> None:
    assert vault_of(CASES).found(query) == notes


def test_the_passage_in_which_it_stands_is_shown(vault_of: Callable[[Notes], Vault]) -> None:
    filler = "\n\n".join(
        f"## Part {number}\n" + f"A sentence on {number} things of the house. " * 30 for number in range(6)
    )
    vault = vault_of({"long.md": f"{filler}\n\n## Todo\n- [ ] call the plumber\n\n{filler}"})
    ((_, (first, last)),) = vault.places("task-todo:plumber")
    text = f"{filler}\n\n## Todo\n- [ ] call the plumber\n\n{filler}".split("\n")
    assert "- [ ] call the plumber" in text[first - 1 : last]
    assert vault.places(r"/call the \w+er/") == vault.places("task-todo:plumber")


def test_only_notes_that_hold_the_words_are_read_and_nothing_is_read_twice(
    vault_of: Callable[[Notes], Vault],
) -> None:
    vault = vault_of({f"{number}.md": "Clay soil" if number == 7 else "Sand" for number in range(40)})
    assert vault.found("line:(clay soil)") == {"7.md"}
    assert vault.reads == 1
    assert vault.found("/clay/") == vault.found("/clay/") == {"7.md"}
    assert vault.reads == 41


def test_looking_notes_up_can_be_stopped(vault_of: Callable[[Notes], Vault]) -> None:
    vault = vault_of({f"{number}.md": "Sand" for number in range(100)})
    vault.stops_after = 3
    with pytest.raises(Cancelled):
        vault.retriever.looked_up("/clay/", vault)
    assert vault.reads < 100


def test_a_long_list_ends_with_the_newest_notes_and_an_explanation_looks_at_all(
    vault_of: Callable[[Notes], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultmind.retrieval.retriever._MOST_HITS", 5)
    vault = vault_of({f"{number}.md": "Sand" for number in range(20)})
    assert vault.found("/sand/") == {f"{number}.md" for number in range(15, 20)}
    said = "Listed are the 5 newest notes in which this was found: 15 more were not looked into."
    assert [vault.retriever.looked_up("/sand/").notices for _ in "ab"] == [(said,), (said,)]
    assert not vault.retriever.looked_up("/sand/", is_whole=True).notices
    assert vault.retriever.explain(NotePath("3.md"), "/sand/").passes_filters
    assert vault.found("-/sand/") == set()


ANIMALS = {"a.md": "Mice eat roots.\n\n- [ ] feed the mice", "b.md": "Мышь ест корни.", "c.md": "Roots."}


@pytest.mark.parametrize(
    ("query", "notes"),
    [
        ("line:mouse", {"a.md"}),
        ("line:(mouse root)", {"a.md"}),
        ("block:(mouse OR корень)", {"a.md", "b.md"}),
        ("task:mouse", {"a.md"}),
        ("line:(мыши корень)", {"b.md"}),
        ("line:(мышь корней)", {"b.md"}),
        ("корень", {"b.md"}),
        ("-line:mouse roots", {"c.md"}),
        ("line:(roots -mouse)", {"c.md"}),
        ('line:"mouse eat"', set()),
    ],
)
def test_irregular_forms_are_forms_in_conditions_too(
    vault_of: Callable[[Notes], Vault], query: str, notes: set[str]
) -> None:
    assert vault_of(ANIMALS).found(query) == notes


@pytest.mark.parametrize(
    "query", ["-zzzzqq", "path:md/", "/task/", "line:task", 'task:""', "task:call -zzzzqq", "file:md", "lang:en"]
)
def test_every_note_is_listed_however_long_a_few_of_them_are(vault_of: Callable[[Notes], Vault], query: str) -> None:
    long = "\n\n".join(
        f"## Part {number}\n- [ ] call the task {number}\n" + "A long task. " * 60 for number in range(70)
    )
    short = "# Task\n- [ ] call them about the task of the day and the weather\n"
    notes = {f"md/{number}.md": short if number < 201 else long for number in range(205)}
    retriever = vault_of(notes).retriever
    assert {one.chunk.note for one in retriever.search(query, limit=1000)} == set(notes)
    assert len(retriever.search(query, limit=10)) == 10
    assert retriever.explain(NotePath("md/3.md"), query).place is not None


def test_text_is_read_as_it_is_shown(vault_of: Callable[[Notes], Vault]) -> None:
    canvas = '{"nodes": [{"id": "1", "type": "text", "text": "- [ ] клей и краска", "x": 0, "y": 0}]}'
    vault = vault_of(
        {
            "damaged.md": "- [ ] клей и краска для забора, которую надо купить".encode().decode("cp1251").encode(),
            "cp1251.md": "- [ ] клей и краска для забора, которую надо купить".encode("cp1251"),
            "board.canvas": canvas,
            "bom.md": "- [x] клей и краска".encode("utf-8-sig"),
        }
    )
    assert vault.found("task-todo:(клей краски)") == {"damaged.md", "cp1251.md", "board.canvas"}
    assert vault.found("/клей и/") == {"damaged.md", "cp1251.md", "board.canvas", "bom.md"}
    assert vault.found("line:/^- .x/") == {"bom.md"}


def test_a_file_that_is_gone_by_now_is_not_found(vault_of: Callable[[Notes], Vault]) -> None:
    vault = vault_of({"a.md": "Clay", "b.md": "Clay"})
    vault.data.pop(NotePath("a.md"))
    assert vault.found("/clay/") == {"b.md"}


SIGNS = st.sampled_from(
    (
        *'aя "#:[]()*?-/^$\\\n\0\ud800',
        *("OR", "line:", "task-todo:", "match-case:", "section:(", "path:", "NEAR(", "{body} :", "[status:/", "/a/"),
        *("клей", "the", "created:2025-02-3", '""', "(?=", "AND NOT", "content:"),
    )
)


@pytest.fixture(scope="module")
def cases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    vault = Vault(tmp_path_factory.mktemp("cases"), CASES)
    yield vault
    vault.catalog.close()


@settings(max_examples=400, deadline=None)
@example(written="path:\ud800", filler=1)
@example(written="line:\ud800", filler=1)
@given(written=st.lists(SIGNS, max_size=14).map("".join) | st.text(max_size=60), filler=st.integers(0, 200))
def test_any_text_is_answered(cases: Vault, written: str, filler: int) -> None:
    query = written * (1 + filler * (filler % 7 == 0))
    assert cases.found(query) <= set(CASES)
    assert cases.retriever.explain(NotePath(K), query).is_indexed


def test_a_beginning_longer_than_the_stem_of_its_words_is_found(vault_of: Callable[[Notes], Vault]) -> None:
    vault = vault_of({"a.md": "He likes gardening.", "b.md": "A garden.", "c.md": "С картой.", "d.md": "Карта."})
    assert vault.found("line:gardeni*") == {"a.md"}
    assert vault.found("line:карто*") == {"c.md"}


@pytest.fixture
def session(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[api.Session]:
    """A vault opened as any program opens it, found by words alone."""
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n[index]\nworkers = 1\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    for path, text in CASES.items():
        (tmp_path / "vault" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "vault" / path).write_text(text, encoding="utf-8")
    opened = api.open_vault(vault=tmp_path / "vault", data=tmp_path / "data", catch_up=False)
    list(opened.index(api.IndexRequest()))
    yield opened
    opened.close()


def answer_of(session: api.Session, question: str) -> api.Answer:
    asked = session.ask(api.AskRequest(question, extractive=True))
    return next(event for event in asked if isinstance(event, api.Answer))


def test_answers_topics_and_explanations_know_the_operators(session: api.Session) -> None:
    assert answer_of(session, "task-todo:mum").text.startswith("call mum about the garden")
    assert {step.note for step in session.cover("line:(mix flour)").steps} == {K}
    assert "task" not in session.cover("task-todo:mum").query
    assert session.explain(K, "line:(mix flour)").place == 1
    assert not session.explain(N, "line:(mix flour)").passes_filters


def test_what_cannot_be_done_is_said_wherever_it_is_asked(session: api.Session) -> None:
    query = "flour /(?=x)/"
    told = (
        session.search(api.SearchRequest(query)).notices,
        answer_of(session, query).notices,
        session.cover(query).notices,
        session.explain(K, query).sentences(),
    )
    assert all(any("cannot be searched for" in sentence for sentence in each) for each in told)


def test_a_search_is_stopped_by_who_asked(session: api.Session) -> None:
    class Stopped:
        def cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        session.search(api.SearchRequest("/flour/"), cancel=Stopped())
    assert session.search(api.SearchRequest("/flour/")).passages


def test_of_a_topic_under_a_condition_it_is_said_which_word_no_note_has_and_what_comes_near(
    session: api.Session,
) -> None:
    cover = session.cover("линия task:call")
    assert cover.steps == ()
    assert cover.notices == ("No note has “линия”.",)
    assert cover.nearest
    printed = list(words.cover(cover))
    assert printed[0] == "No note speaks of it."
    assert printed[1] == f"Nearest: {', '.join(cover.nearest)}"


@pytest.mark.parametrize("query", ["path:/(?=a)/", "/(?=a)/", r"line:/(a)\1/", "sand /(?=a)/"])
def test_what_cannot_run_reads_no_note(vault_of: Callable[[Notes], Vault], query: str) -> None:
    vault = vault_of({f"{number}.md": f"Sand {number}" for number in range(20)})
    assert vault.found(query) == set()
    assert vault.found("sand -/(?=a)/") == set(vault.data)
    assert vault.reads == 0


def test_beside_other_words_every_note_is_ranked_not_the_newest_alone(
    vault_of: Callable[[Notes], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultmind.retrieval.retriever._MOST_HITS", 5)
    vault = vault_of({f"{number}.md": "Clay clay clay, sand." if not number else "Clay. Sand." for number in range(20)})
    asked = vault.retriever.looked_up("clay /sand/")
    assert asked.notices == ()
    assert [one.chunk.note for one in vault.retriever.search(asked, limit=1)] == ["0.md"]


def test_who_looks_up_while_another_ends_hears_too_what_was_not_read(
    vault_of: Callable[[Notes], Vault], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaultmind.retrieval.retriever._MOST_HITS", 5)
    vault = vault_of({f"{number}.md": "Sand" for number in range(20)})
    others: list[Future[tuple[str, ...]]] = []

    class Kept(dict[object, object]):
        """What is known, asked for by another thread as soon as it is kept."""

        def __setitem__(self, key: object, value: object) -> None:
            super().__setitem__(key, value)
            if not others:
                others.append(pool.submit(lambda: vault.retriever.looked_up("/sand/").notices))
                wait(others, timeout=0.5)

    monkeypatch.setattr(vault.retriever._texts, "_known", Kept())
    with ThreadPoolExecutor(1) as pool:
        told = vault.retriever.looked_up("/sand/").notices
    assert "15 more" in told[0]
    assert others[0].result() == told
