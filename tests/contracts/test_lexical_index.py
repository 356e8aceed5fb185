"""What searching by words promises, shown on the SQLite catalog."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk
from vaultmind.domain.link import NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.query import (
    DateFilter,
    Filter,
    GroupFilter,
    LanguageFilter,
    LexicalQuery,
    NameFilter,
    NumberFilter,
    PathFilter,
    PropertyFilter,
    RoleFilter,
    TagFilter,
    Term,
    WordField,
    WordFilter,
)
from vaultmind.domain.span import Span
from vaultmind.ports import IndexedNote

JUNE_2025_NS = 1_750_000_000 * 10**9


def put(
    catalog: SqliteCatalog,
    path: str,
    *texts: str,
    heading: tuple[str, ...] = (),
    sections: tuple[str, ...] = (),
    aliases: tuple[str, ...] = (),
    tags: tuple[str, ...] = (),
    properties: dict[str, object] | None = None,
    role: Role = Role.NOTE,
    language: str = "en",
    mtime_ns: int = 0,
    is_excluded: bool = False,
) -> None:
    title = path.rpartition("/")[2].removesuffix(".md")
    chunks = tuple(
        Chunk(NotePath(path), n, Span(0, 1), (1, 1), heading, title, text, language, role, sections=sections)
        for n, text in enumerate(texts)
    )
    catalog.replace(
        IndexedNote(
            NotePath(path), Stamp(1, mtime_ns, 1, 1), "", title, aliases, tags, chunks=chunks,
            properties=properties or {}, is_excluded=is_excluded,
        )
    )  # fmt: skip


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqliteCatalog]:
    opened = SqliteCatalog(tmp_path / "catalog.sqlite")
    yield opened
    opened.close()


def found(catalog: SqliteCatalog, query: str | LexicalQuery, limit: int = 20) -> list[str]:
    return [catalog.chunks([one.chunk_id])[one.chunk_id].note for one in catalog.search(query, limit=limit)]


class TestPlainText:
    def test_word_forms_find_each_other_in_both_languages(self, catalog: SqliteCatalog) -> None:
        put(catalog, "a.md", "Плагины для миграции ёлки")
        put(catalog, "b.md", "Migrating the gardens")
        assert found(catalog, "плагин") == ["a.md"]
        assert found(catalog, "какие елки") == ["a.md"]
        assert found(catalog, "a migrated garden") == ["b.md"]

    def test_more_and_rarer_words_come_first(self, catalog: SqliteCatalog) -> None:
        for n in range(8):
            put(catalog, f"common{n}.md", "soil and water")
        put(catalog, "rare.md", "soil and clay")
        assert found(catalog, "soil clay")[0] == "rare.md"
        assert len(found(catalog, "soil clay")) == 9

    def test_a_title_counts_more_than_a_heading_and_a_heading_more_than_text(self, catalog: SqliteCatalog) -> None:
        put(catalog, "text.md", "compost is here")
        put(catalog, "headed.md", "something here", heading=("Compost",))
        put(catalog, "Compost.md", "something here")
        put(catalog, "aliased.md", "something here", aliases=("Compost heap",))
        assert found(catalog, "compost")[2:] == ["headed.md", "text.md"]

    def test_the_headings_of_small_sections_in_one_chunk_are_headings(self, catalog: SqliteCatalog) -> None:
        put(catalog, "text.md", "compost is here")
        put(catalog, "headed.md", "Compost\nturned", heading=("Day",), sections=("Compost", "Rain"))
        asked = LexicalQuery(all=(Term("compost", field=WordField.HEADING),))
        assert found(catalog, asked) == ["headed.md"]
        assert found(catalog, "compost") == ["headed.md", "text.md"]
        put(catalog, "headed.md", "Compost\nturned", heading=("Day",))
        assert found(catalog, asked) == []

    def test_tags_are_words_too(self, catalog: SqliteCatalog) -> None:
        put(catalog, "a.md", "something", tags=("сад/почва",))
        assert found(catalog, "почвы") == ["a.md"]

    def test_common_words_alone_find_titles(self, catalog: SqliteCatalog) -> None:
        put(catalog, "The Who.md", "a band")
        put(catalog, "b.md", "the one who went")
        assert found(catalog, "the who") == ["The Who.md"]

    def test_scores_fall_and_are_positive(self, catalog: SqliteCatalog) -> None:
        for n in range(5):
            put(catalog, f"{n}.md", "soil " * (n + 1) + "other words here")
        put(catalog, "none.md", "nothing")
        scores = [one.score for one in catalog.search("soil", limit=9)]
        assert scores == sorted(scores, reverse=True)
        assert all(score > 0 for score in scores)
        assert len(catalog.search("soil", limit=2)) == 2

    def test_excluded_notes_are_left_out(self, catalog: SqliteCatalog) -> None:
        put(catalog, "a.md", "soil")
        put(catalog, "b.md", "soil", is_excluded=True)
        assert found(catalog, "soil") == ["a.md"]
        assert set(found(catalog, LexicalQuery(any=(Term("soil"),), include_excluded=True))) == {"a.md", "b.md"}

    def test_a_replaced_text_is_no_longer_found(self, catalog: SqliteCatalog) -> None:
        put(catalog, "a.md", "soil", aliases=("Erde",), tags=("t1",))
        put(catalog, "a.md", "clay")
        assert found(catalog, "soil") == found(catalog, "erde") == found(catalog, "t1") == []
        assert found(catalog, "clay") == ["a.md"]

    @pytest.mark.parametrize(
        "text",
        ["", " ", '"', "'", "*", "a*", "NEAR(a b)", "a AND OR NOT b", "title:x", "-x", "^a", "{a}", "C++ C#", "🙂",
         "\0", "\ud800", "(((", '"a" + "b', "x" * 100_000, "слово " * 5_000],
    )  # fmt: skip
    def test_any_text_is_a_query(self, catalog: SqliteCatalog, text: str) -> None:
        put(catalog, "a.md", "near and or not title x b a")
        assert isinstance(catalog.search(text, limit=3), list)

    @settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
    @given(st.text(), st.text())
    def test_no_text_breaks_a_term(self, catalog: SqliteCatalog, one: str, other: str) -> None:
        terms = (Term(one), Term(other, is_prefix=True), Term(one, field=WordField.TITLE, weight=0.5))
        catalog.search(LexicalQuery(any=terms, none=(Term(other),)), limit=3)
        catalog.search(LexicalQuery(all=terms), limit=3)
        filters: tuple[Filter, ...] = (
            TagFilter(one),
            PathFilter(other),
            NameFilter(other),
            PropertyFilter(one, other),
            DateFilter(one, other),
        )
        catalog.search(LexicalQuery(any=terms, filters=filters), limit=3)


class TestTerms:
    @pytest.fixture(autouse=True)
    def notes(self, catalog: SqliteCatalog) -> None:
        put(catalog, "Жизнь и судьба.md", "Роман Гроссмана", "О войне")
        put(catalog, "b.md", "Судьба решает, а жизнь идёт", "Садоводство и огород")
        put(catalog, "c.md", "жизнь и судьба людей", heading=("Роман",))

    def test_a_phrase_is_words_in_a_row_in_any_form(self, catalog: SqliteCatalog) -> None:
        assert set(found(catalog, LexicalQuery(any=(Term("жизни и судьбы"),)))) == {"Жизнь и судьба.md", "c.md"}

    def test_terms_are_counted_by_the_chunks_that_hold_their_rarest_word(self, catalog: SqliteCatalog) -> None:
        asked = [Term("жизнью"), Term("роман"), Term("жизнь огорода"), Term("трактор"), Term("🙂")]
        assert list(catalog.counts(asked)) == [4, 2, 1, 0, 0]

    def test_stems_are_told_by_their_first_letter_and_length(self, catalog: SqliteCatalog) -> None:
        assert dict(catalog.stems_beginning("с", (4, 5))) == {"судьб": 4}
        assert list(catalog.stems_beginning("я", (1, 30))) == list(catalog.stems_beginning("", (1, 30))) == []

    def test_a_field_is_one_place(self, catalog: SqliteCatalog) -> None:
        assert set(found(catalog, LexicalQuery(any=(Term("жизнь", field=WordField.TITLE),)))) == {"Жизнь и судьба.md"}
        assert found(catalog, LexicalQuery(any=(Term("роман", field=WordField.HEADING),))) == ["c.md"]
        assert found(catalog, LexicalQuery(any=(Term("роман", field=WordField.BODY),))) == ["Жизнь и судьба.md"]

    @pytest.mark.parametrize("begun", ["садов", "садоводс", "сад", "садоводством"])
    def test_a_prefix_goes_on(self, catalog: SqliteCatalog, begun: str) -> None:
        assert found(catalog, LexicalQuery(any=(Term(begun, is_prefix=True),))) == ["b.md"]

    def test_the_last_word_of_a_phrase_goes_on(self, catalog: SqliteCatalog) -> None:
        assert found(catalog, LexicalQuery(any=(Term("судьба лю", is_prefix=True),))) == ["c.md"]
        assert found(catalog, LexicalQuery(any=(Term("судьба лю"),))) == []

    def test_all_terms_are_asked_of_the_note_and_one_of_the_chunk(self, catalog: SqliteCatalog) -> None:
        query = LexicalQuery(all=(Term("судьба"), Term("огород")))
        assert found(catalog, query) == ["b.md", "b.md"]
        assert found(catalog, LexicalQuery(all=(Term("судьба"), Term("трактор")))) == []

    def test_none_rules_out_the_whole_note(self, catalog: SqliteCatalog) -> None:
        assert set(found(catalog, LexicalQuery(any=(Term("жизнь"),), none=(Term("огород"),)))) == {
            "Жизнь и судьба.md", "c.md",
        }  # fmt: skip

    def test_weights_scale_and_scores_add_up(self, catalog: SqliteCatalog) -> None:
        def scores(*terms: Term) -> dict[int, float]:
            return {one.chunk_id: one.score for one in catalog.search(LexicalQuery(any=terms), limit=20)}

        life, garden = scores(Term("жизнь")), scores(Term("судьба"))
        both = scores(Term("жизнь", weight=2.0), Term("судьба", weight=0.5))
        assert both.keys() == life.keys() | garden.keys()
        for chunk_id, score in both.items():
            assert score == pytest.approx(2 * life.get(chunk_id, 0) + 0.5 * garden.get(chunk_id, 0))

    def test_words_that_cannot_be_found_find_nothing(self, catalog: SqliteCatalog) -> None:
        assert found(catalog, LexicalQuery(any=(Term("🙂"),))) == []
        assert found(catalog, LexicalQuery(all=(Term("🙂"), Term("жизнь")))) == []
        assert found(catalog, LexicalQuery()) == []


class TestFilters:
    @pytest.fixture(autouse=True)
    def notes(self, catalog: SqliteCatalog) -> None:
        due = {"status": "Open", "due": "2025-06-16"}
        put(catalog, "Projects/Сад.md", "soil", tags=("Garden/Soil",), properties=dict(due), mtime_ns=JUNE_2025_NS)
        done = {"status": ["Done", "old"], "n": 5}
        put(catalog, "Projects/b [x].md", "soil", tags=("gardener",), properties=dict(done), language="ru")
        linked = {"empty": None, "flag": True, "genre": ["[[Jazz]]"]}
        put(catalog, "c.md", "soil", role=Role.ASSISTANT, properties=dict(linked))

    @pytest.mark.parametrize(
        ("one", "expected"),
        [
            (TagFilter("garden"), {"Сад"}),
            (TagFilter("#garden/soil"), {"Сад"}),
            (TagFilter("garden", is_negated=True), {"b [x]", "c"}),
            (PathFilter("projects/"), {"Сад", "b [x]"}),
            (PathFilter("Projects/b [x]"), {"b [x]"}),
            (PathFilter("*/са?.md"), {"Сад"}),
            (PathFilter("Projects/", is_negated=True), {"c"}),
            (NameFilter("[X]"), {"b [x]"}),
            (NameFilter("са?.m"), {"Сад"}),
            (NameFilter("projects"), set()),
            (NameFilter("c", is_negated=True), {"Сад", "b [x]"}),
            (PropertyFilter("Status"), {"Сад", "b [x]"}),
            (PropertyFilter("status", "done"), {"b [x]"}),
            (PropertyFilter("n", "5"), {"b [x]"}),
            (PropertyFilter("status", "open", others=("OLD",)), {"Сад", "b [x]"}),
            (PropertyFilter("status", "open", True, ("none",)), {"b [x]", "c"}),
            (PropertyFilter("flag", "true"), {"c"}),
            (PropertyFilter("empty", ""), {"c"}),
            (PropertyFilter("genre", "jazz"), {"c"}),
            (PropertyFilter("genre", "[[jazz]]"), {"c"}),
            (DateFilter("2025-06", "2025-07"), {"Сад"}),
            (DateFilter(until="2025"), {"b [x]", "c"}),
            (DateFilter("2025-06-16", "2025-06-17", name="due"), {"Сад"}),
            (DateFilter("2025-06-17", name="due"), set()),
            (RoleFilter(Role.ASSISTANT), {"c"}),
            (RoleFilter(Role.ASSISTANT, is_negated=True), {"Сад", "b [x]"}),
            (LanguageFilter("ru"), {"b [x]"}),
            (NumberFilter("n", 4.5, is_above=True), {"b [x]"}),
            (NumberFilter("n", 5, is_above=True), set()),
            (NumberFilter("N", 10, is_above=False), {"b [x]"}),
            (NumberFilter("n", 10, is_above=False, is_negated=True), {"Сад", "c"}),
            (NumberFilter("status", -1, is_above=True), set()),
            (GroupFilter((LanguageFilter("ru"), TagFilter("garden")), is_any=True), {"Сад", "b [x]"}),
            (GroupFilter((LanguageFilter("ru"), TagFilter("garden"))), set()),
            (GroupFilter((LanguageFilter("ru"), TagFilter("garden")), is_any=True, is_negated=True), {"c"}),
            (WordFilter(Term("nowhere")), set()),
            (WordFilter(Term("nowhere"), is_negated=True), {"Сад", "b [x]", "c"}),
        ],
    )
    def test_each_filter_narrows_words_alone_and_other_lists(
        self, catalog: SqliteCatalog, one: Filter, expected: set[str]
    ) -> None:
        def titles(paths: list[str]) -> set[str]:
            return {path.rpartition("/")[2].removesuffix(".md") for path in paths}

        assert titles(found(catalog, LexicalQuery(any=(Term("soil"),), filters=(one,)))) == expected
        assert titles(found(catalog, LexicalQuery(filters=(one,)))) == expected
        allowed = catalog.chunks_where([one])
        assert titles([chunk.note for chunk in catalog.chunks(allowed).values()]) == expected

    def test_filters_alone_give_the_newest_note_first(self, catalog: SqliteCatalog) -> None:
        assert found(catalog, LexicalQuery(filters=(PathFilter(""),)))[0] == "Projects/Сад.md"

    def test_the_name_nearest_to_the_asked_one_comes_first(self, catalog: SqliteCatalog) -> None:
        put(catalog, "Deep/folder/Plan.md", "oldest", mtime_ns=1)
        put(catalog, "Plan of the week.md", "newer", mtime_ns=3)
        put(catalog, "Plan B.md", "between", mtime_ns=2)
        assert found(catalog, LexicalQuery(filters=(NameFilter("plan"),))) == [
            "Deep/folder/Plan.md", "Plan B.md", "Plan of the week.md",
        ]  # fmt: skip

    def test_words_ruled_out_leave_all_other_notes_newest_first(self, catalog: SqliteCatalog) -> None:
        put(catalog, "d.md", "sand", mtime_ns=1)
        put(catalog, "e.md", "clay", mtime_ns=2)
        assert found(catalog, LexicalQuery(none=(Term("soil"),))) == ["e.md", "d.md"]

    def test_excluded_notes_pass_no_filter_unless_asked_for(self, catalog: SqliteCatalog) -> None:
        catalog.set_excluded(frozenset({NotePath("c.md")}))
        assert len(catalog.chunks_where([])) == 2
        assert len(catalog.chunks_where([], include_excluded=True)) == 3
        assert "c.md" not in found(catalog, LexicalQuery(filters=(PathFilter(""),)))
