"""What every catalog promises, shown on the SQLite one."""

from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.index.sqlite_content import differences
from vaultmind.domain.change import Stamp
from vaultmind.domain.chunk import Chunk, ChunkPlace
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.report import Skipped
from vaultmind.domain.span import Span
from vaultmind.ports import IndexedNote

DAY_NS = 86_400 * 10**9


def a_chunk(path: str, ordinal: int, text: str, *, heading: tuple[str, ...] = (), title: str = "") -> Chunk:
    return Chunk(
        note=NotePath(path),
        ordinal=ordinal,
        span=Span(ordinal * 100, ordinal * 100 + len(text)),
        lines=(ordinal + 1, ordinal + 1),
        heading=heading,
        breadcrumb=" > ".join((title or path.removesuffix(".md"), *heading)),
        text=text,
        language="en",
    )


def a_note(path: str, *texts: str, mtime: int = 100, links: tuple[Link, ...] = (), **more: object) -> IndexedNote:
    title = path.rpartition("/")[2].removesuffix(".md")
    chunks = tuple(a_chunk(path, n, text, title=title) for n, text in enumerate(texts))
    note = IndexedNote(
        path=NotePath(path),
        stamp=Stamp(10, mtime, mtime, 7),
        content_hash=repr((title, texts)),
        title=title,
        chunks=chunks,
        links=links,
    )
    return replace(note, **more)  # type: ignore[arg-type]


@pytest.fixture
def catalog(tmp_path: Path) -> Iterator[SqliteCatalog]:
    opened = SqliteCatalog(tmp_path / "catalog.sqlite")
    yield opened
    opened.close()


def texts_of(catalog: SqliteCatalog, path: str) -> dict[int, str]:
    ids = catalog.chunk_ids_of(NotePath(path))
    found = catalog.chunks(ids)
    return {chunk_id: found[chunk_id].text for chunk_id in ids}


class TestNotes:
    def test_a_note_is_given_back_as_it_was_stored(self, catalog: SqliteCatalog) -> None:
        link = Link(LinkKind.EMBED, "Сад", "Почва#Глина", "id-1", "мой", "![[Сад]]", Span(3, 9), 2, "up")
        note = a_note(
            "a/Garden.md",
            "one",
            "two",
            links=(link,),
            aliases=("Сад",),
            tags=("Garden/soil", "сад"),
            headings=("H1",),
            properties={"n": 10**30, "list": ["a", 1], "none": None},
            warnings=("A sentence.",),
            repaired_from="mac_roman",
            is_excluded=True,
        )
        catalog.replace(note)
        row = catalog.note(NotePath("a/Garden.md"))
        assert row is not None
        assert (row.title, row.aliases, row.tags) == ("Garden", ("Сад",), ("Garden/soil", "сад"))
        assert row.properties == {"n": 10**30, "list": ["a", 1], "none": None}
        assert (row.warnings, row.repaired_from, row.is_excluded) == (("A sentence.",), "mac_roman", True)
        assert list(catalog.notes()) == [row]
        assert catalog.links() == {"a/Garden.md": (link,)}
        assert catalog.links_of([NotePath("a/Garden.md"), NotePath("no.md")]) == {"a/Garden.md": (link,)}
        assert catalog.headings(NotePath("a/Garden.md")) == ("H1",)
        assert tuple(catalog.chunks(catalog.chunk_ids_of(NotePath("a/Garden.md"))).values()) == note.chunks
        places = catalog.chunk_places([*catalog.chunk_ids_of(NotePath("a/Garden.md")), 77])
        assert list(places.values()) == [ChunkPlace(one.note, one.language) for one in note.chunks]
        assert catalog.stamps() == {"a/Garden.md": note.stamp}
        assert catalog.content_hash(NotePath("a/Garden.md")) == note.content_hash
        assert catalog.paths_of_content(note.content_hash) == ["a/Garden.md"]

    def test_what_is_not_there_is_none_or_empty(self, catalog: SqliteCatalog) -> None:
        nothing = NotePath("no.md")
        assert catalog.note(nothing) is None
        assert catalog.content_hash(nothing) is None
        assert catalog.chunk(5) is None
        assert catalog.chunk_ids_of(nothing) == []
        assert dict(catalog.chunk_places([1, 2])) == {}
        assert catalog.vector_state(nothing) is None
        assert catalog.value("nothing") is None
        catalog.remove([nothing])
        catalog.touch(nothing, Stamp(1, 1, 1, 1))
        assert catalog.totals().notes == 0

    def test_a_chunk_that_stays_the_same_keeps_its_id_wherever_it_moves(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "one", "two", "three"))
        before = texts_of(catalog, "a.md")
        catalog.replace(a_note("a.md", "new", "two", "three", "one"))
        after = texts_of(catalog, "a.md")
        kept = {text: chunk_id for chunk_id, text in before.items()}
        assert list(after.values()) == ["new", "two", "three", "one"]
        assert {text: chunk_id for chunk_id, text in after.items() if text != "new"} == kept
        assert catalog.removed_chunks() == []

    def test_equal_chunks_of_one_note_are_two(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "same", "same"))
        first = catalog.chunk_ids_of(NotePath("a.md"))
        assert len(set(first)) == 2
        catalog.replace(a_note("a.md", "same"))
        assert len(catalog.removed_chunks()) == 1
        catalog.replace(a_note("a.md", "same", "same"))
        assert catalog.chunk_ids_of(NotePath("a.md"))[0] in first

    @pytest.mark.parametrize("change", ["text", "breadcrumb", "heading", "sections", "role"])
    def test_a_chunk_that_says_something_else_gets_another_id(self, catalog: SqliteCatalog, change: str) -> None:
        chunk = a_chunk("a.md", 0, "one")
        other = {
            "text": replace(chunk, text="two"),
            "breadcrumb": replace(chunk, breadcrumb="b"),
            "heading": replace(chunk, heading=("h",)),
            "sections": replace(chunk, sections=("h", "i")),
            "role": replace(chunk, role=Role.ASSISTANT),
        }[change]
        catalog.replace(replace(a_note("a.md"), chunks=(chunk,)))
        [old] = catalog.chunk_ids_of(NotePath("a.md"))
        catalog.replace(replace(a_note("a.md"), chunks=(other,)))
        [new] = catalog.chunk_ids_of(NotePath("a.md"))
        assert new > old
        assert catalog.removed_chunks() == [old]
        assert catalog.chunk(new) == other

    def test_a_rename_keeps_ids_and_vectors(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("old/a.md", "one", "two"))
        ids = catalog.chunk_ids_of(NotePath("old/a.md"))
        catalog.mark_embedded(ids)
        catalog.replace(a_note("new/a.md", "one", "two"), old_path=NotePath("old/a.md"))
        assert catalog.chunk_ids_of(NotePath("new/a.md")) == ids
        assert catalog.note(NotePath("old/a.md")) is None
        assert catalog.totals().waiting == 0

    def test_a_rename_onto_another_note_takes_its_place(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "one"))
        catalog.replace(a_note("b.md", "two"))
        gone = catalog.chunk_ids_of(NotePath("b.md"))
        catalog.replace(a_note("b.md", "one"), old_path=NotePath("a.md"))
        assert [row.path for row in catalog.notes()] == ["b.md"]
        assert catalog.removed_chunks()[-1:] == gone or set(gone) <= set(catalog.removed_chunks())

    def test_a_rename_of_what_is_not_there_adds_the_note(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("b.md", "one"), old_path=NotePath("no.md"))
        assert [row.path for row in catalog.notes()] == ["b.md"]

    def test_removed_ids_are_kept_until_they_are_forgotten_and_never_used_again(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "one"))
        gone = catalog.chunk_ids_of(NotePath("a.md"))
        catalog.remove([NotePath("a.md")])
        assert catalog.removed_chunks() == gone
        assert catalog.totals().waiting == 0
        catalog.forget_removed(gone)
        assert catalog.removed_chunks() == []
        catalog.replace(a_note("a.md", "one"))
        assert min(catalog.chunk_ids_of(NotePath("a.md"))) > max(gone)

    def test_a_lone_surrogate_is_stored_as_the_replacement_character(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "x\ud800y", properties={"k": "\udfff"}))
        assert list(texts_of(catalog, "a.md").values()) == ["x\ufffdy"]
        row = catalog.note(NotePath("a.md"))
        assert row is not None
        assert row.properties == {"k": "\ufffd"}

    def test_nul_in_a_text_ends_nothing(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "before\0later"))
        assert list(texts_of(catalog, "a.md").values()) == ["before\0later"]
        assert catalog.search("later", limit=5)

    def test_a_touch_changes_the_stamp_alone(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "one"))
        catalog.touch(NotePath("a.md"), Stamp(1, 2, 3, 4))
        assert catalog.stamps() == {"a.md": Stamp(1, 2, 3, 4)}
        assert list(texts_of(catalog, "a.md").values()) == ["one"]

    def test_stamps_at_and_below_some_paths_are_those_of_no_neighbour(self, catalog: SqliteCatalog) -> None:
        for path in ("a.md", "a/b.md", "a/c/d.md", "a.b/c.md", "a0.md", "a b/c.md", "b.md"):
            catalog.replace(a_note(path, "one"))
        assert catalog.stamps([NotePath("a")]).keys() == {"a/b.md", "a/c/d.md"}
        assert catalog.stamps([NotePath("a/c"), NotePath("b.md"), NotePath("no")]).keys() == {"a/c/d.md", "b.md"}
        assert catalog.stamps([]) == {}
        assert catalog.stamps([NotePath("a.md")]) == {"a.md": catalog.stamps()[NotePath("a.md")]}

    def test_every_change_is_counted_and_none_is_told_while_it_is_made(self, catalog: SqliteCatalog) -> None:
        before = catalog.change_count()
        assert catalog.change_count() == before
        with catalog.batch():
            catalog.replace(a_note("a.md"))
            assert catalog.change_count() is None
        added = catalog.change_count()
        catalog.touch(NotePath("a.md"), Stamp(9, 9, 9, 9))
        touched = catalog.change_count()
        catalog.remove([NotePath("a.md")])
        assert len({before, added, touched, catalog.change_count()}) == 4

    def test_the_note_that_another_parser_read_is_outdated(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", made_with="1"))
        catalog.replace(a_note("b.md", made_with="2"))
        assert catalog.outdated("2") == {"a.md"}

    def test_conflict_copies_are_told_by_name_or_by_repeating_their_neighbour(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("Garden.md", "one", "two"))
        catalog.replace(a_note("Garden 2.md", "one", "other"))
        catalog.replace(a_note("Garden 3.md", "quite", "other"))
        catalog.replace(a_note("Garden (conflict).md", "quite"))
        flagged = {row.path: row.conflict_of for row in catalog.notes() if row.conflict_of}
        assert flagged == {"Garden 2.md": "Garden.md", "Garden (conflict).md": "Garden.md"}


class TestOneNoteIsAllOrNothing:
    def test_a_change_that_fails_leaves_the_note_as_it_was(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "one"))
        before = catalog.content()
        broken = replace(a_note("a.md", "two", "three"), words=("alpha",))
        with pytest.raises((ValueError, IndexError)):
            catalog.replace(broken)
        assert catalog.content() == before

    def test_a_change_that_fails_in_a_batch_is_undone_alone(self, catalog: SqliteCatalog) -> None:
        with catalog.batch():
            catalog.replace(a_note("a.md", "one"))
            with pytest.raises((ValueError, IndexError)):
                catalog.replace(replace(a_note("b.md", "two", "three"), words=("alpha",)))
            catalog.replace(a_note("c.md", "four"))
        assert [row.path for row in catalog.notes()] == ["a.md", "c.md"]
        assert [len(catalog.search(word, limit=9)) for word in ("one", "alpha", "four")] == [1, 0, 1]

    def test_a_batch_that_is_left_by_an_error_leaves_nothing(self, catalog: SqliteCatalog) -> None:
        def change_and_fail() -> None:
            with catalog.batch():
                catalog.replace(a_note("a.md", "one"))
                raise RuntimeError

        with pytest.raises(RuntimeError):
            change_and_fail()
        assert catalog.totals().notes == 0
        catalog.replace(a_note("b.md", "two"))
        assert catalog.totals().notes == 1
        assert not catalog.search("one", limit=9)

    def test_inside_a_batch_the_writer_sees_its_own_changes(self, catalog: SqliteCatalog) -> None:
        with catalog.batch():
            catalog.replace(a_note("a.md", "one"))
            assert catalog.content_hash(NotePath("a.md")) is not None
            assert catalog.totals().chunks == 1
            assert len(catalog.search("one", limit=9)) == 1
            catalog.remove([NotePath("a.md")])
            assert not catalog.search("one", limit=9)


class TestVectors:
    def test_newest_notes_come_first_and_a_backlink_counts_as_a_day(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("old.md", "old", mtime=0))
        catalog.replace(a_note("linked.md", "linked", mtime=1 * DAY_NS))
        catalog.replace(a_note("new.md", "new", mtime=3 * DAY_NS))
        assert [chunk.text for _, chunk in catalog.waiting(9)] == ["new", "linked", "old"]
        catalog.set_backlink_counts({NotePath("linked.md"): 5})
        assert [chunk.text for _, chunk in catalog.waiting(2)] == ["linked", "new"]
        catalog.touch(NotePath("old.md"), Stamp(1, 9 * DAY_NS, 0, 0))
        assert [chunk.text for _, chunk in catalog.waiting(1)] == ["old"]

    def test_states_of_a_chunk(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "one", "two", "three"))
        first, second, third = catalog.chunk_ids_of(NotePath("a.md"))
        catalog.mark_embedded([first])
        catalog.mark_failed([second], "Too odd.")
        totals = catalog.totals()
        assert (totals.vectors, totals.waiting, totals.failed) == (1, 1, 1)
        state = catalog.vector_state(NotePath("a.md"))
        assert state is not None
        assert (state.chunks, state.waiting, state.failed, state.reason) == (3, 1, 1, "Too odd.")
        assert catalog.vector_states() == {"a.md": state}
        assert [chunk_id for chunk_id, _ in catalog.waiting(9)] == [third]
        catalog.mark_waiting([first, second])
        assert {chunk_id for chunk_id, _ in catalog.waiting(9)} == {first, third}
        catalog.mark_all_waiting()
        assert {chunk_id for chunk_id, _ in catalog.waiting(9)} == {first, second, third}
        assert catalog.all_chunk_ids() == {first, second, third}

    def test_notes_are_found_by_what_a_property_says(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md", "one", properties={"DOI": "10.1/ABC", "author": "x"}))
        catalog.replace(a_note("b.md", "two", properties={"source": ["10.1/abc", "x"]}))
        catalog.replace(a_note("c.md", "three", properties={"about": "10.1/abc"}))
        names, values = ("doi", "source"), ["10.1/abc", "x", *map(str, range(900))]
        found = [("a.md", "10.1/abc"), ("b.md", "10.1/abc"), ("b.md", "x")]
        assert list(catalog.notes_with_values(names, values)) == found
        assert not catalog.notes_with_values((), values)
        assert not catalog.notes_with_values(names, ())

    def test_marking_what_is_gone_is_no_error(self, catalog: SqliteCatalog) -> None:
        catalog.mark_embedded([1])
        catalog.mark_failed([1], "x")
        catalog.mark_waiting([1])
        catalog.forget_removed([1])
        assert catalog.totals().waiting == 0


class TestTheRest:
    def test_lists_of_files_are_replaced(self, catalog: SqliteCatalog) -> None:
        one, two = Skipped(NotePath("a"), "Why."), Skipped(NotePath("b"), "Why not.")
        catalog.set_skipped([two, one])
        assert catalog.skipped() == [one, two]
        catalog.set_skipped([replace(one, reason="Because.")])
        assert catalog.skipped() == [replace(one, reason="Because.")]
        catalog.set_attachments(frozenset({NotePath("a.png"), NotePath("b.png")}))
        catalog.set_attachments(frozenset({NotePath("b.png"), NotePath("c.png")}))
        assert catalog.attachments() == {"b.png", "c.png"}

    def test_exclusions_are_flags(self, catalog: SqliteCatalog) -> None:
        for path in ("a.md", "b.md"):
            catalog.replace(a_note(path, "same words"))
        catalog.set_excluded(frozenset({NotePath("a.md")}))
        catalog.set_excluded(frozenset({NotePath("b.md")}))
        assert {row.path for row in catalog.notes() if row.is_excluded} == {"b.md"}

    def test_a_count_only_grows_and_survives(self, tmp_path: Path) -> None:
        first = SqliteCatalog(tmp_path / "c.sqlite")
        assert first.add_to_count("calls", 2) == 2
        first.set_value("k", "v")
        first.close()
        second = SqliteCatalog(tmp_path / "c.sqlite")
        assert second.add_to_count("calls", 3) == 5
        assert second.value("k") == "v"
        second.close()

    @pytest.mark.parametrize(
        "change",
        [
            lambda catalog: catalog.replace(a_note("b.md", "other words")),
            lambda catalog: catalog.replace(a_note("a.md", "same words"), old_path=NotePath("b.md")),
            lambda catalog: catalog.remove([NotePath("b.md")]),
            lambda catalog: catalog.set_attachments(frozenset({NotePath("b.png")})),
        ],
        ids=["note", "rename", "removal", "other file"],
    )
    def test_a_finding_is_kept_over_a_restart_until_something_changes(
        self, tmp_path: Path, change: Callable[[SqliteCatalog], None]
    ) -> None:
        first = SqliteCatalog(tmp_path / "c.sqlite")
        first.replace(a_note("b.md", "words"))
        first.keep_finding("links", "3")
        first.set_value("k", "v")
        first.close()
        second = SqliteCatalog(tmp_path / "c.sqlite")
        second.touch(NotePath("b.md"), Stamp(1, 1, 1, 1))
        assert second.found_out("links") == "3"
        change(second)
        assert second.found_out("links") is None
        assert second.value("k") == "v"
        second.close()

    def test_what_was_not_compared_for_long_is_due(self, catalog: SqliteCatalog) -> None:
        catalog.replace(a_note("a.md"))
        catalog.replace(a_note("b.md"))
        catalog.touch(NotePath("a.md"), Stamp(1, 1, 1, 1))
        assert catalog.due_for_hashing(0, 9) == []
        assert catalog.due_for_hashing(2**62, 9) == ["b.md", "a.md"]
        assert catalog.due_for_hashing(2**62, 1) == ["b.md"]


words = st.sampled_from(["сад", "сады", "garden", "gardens", "соль", "the", "земля", "C++", ""])
texts = st.lists(words, max_size=4).map(" ".join)
notes = st.builds(
    lambda path, bodies, aliases, tags: a_note(path, *bodies, aliases=tuple(aliases), tags=tuple(tags)),
    st.sampled_from(["a.md", "b.md", "c/a.md"]),
    st.lists(texts, max_size=4),
    st.lists(words.filter(bool), max_size=2),
    st.lists(words.filter(bool), max_size=2, unique=True),
)
steps = st.one_of(
    st.tuples(st.just("replace"), notes),
    st.tuples(st.just("rename"), notes, st.sampled_from(["a.md", "b.md", "c/a.md"])),
    st.tuples(st.just("remove"), st.sampled_from(["a.md", "b.md", "c/a.md"])),
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(steps, max_size=8), st.booleans())
def test_any_history_leaves_what_a_fresh_catalog_would_hold(
    tmp_path_factory: pytest.TempPathFactory, history: list[tuple[object, ...]], in_one_batch: bool
) -> None:
    folder = tmp_path_factory.mktemp("catalogs")
    lived, fresh = SqliteCatalog(folder / "lived.sqlite"), SqliteCatalog(folder / "fresh.sqlite")
    state: dict[str, IndexedNote] = {}
    with lived.batch() if in_one_batch else nullcontext():
        for step in history:
            match step:
                case ("replace", IndexedNote() as note):
                    lived.replace(note)
                    state[note.path] = note
                case ("rename", IndexedNote() as note, str(old)):
                    lived.replace(note, old_path=NotePath(old))
                    state.pop(old, None)
                    state[note.path] = note
                case ("remove", str(path)):
                    lived.remove([NotePath(path)])
                    state.pop(path, None)
    for note in state.values():
        fresh.replace(note)
    assert differences(lived, fresh) == []
    assert lived.totals() == fresh.totals()
    lived.close()
    fresh.close()
