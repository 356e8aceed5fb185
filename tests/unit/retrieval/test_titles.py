from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.link import NotePath
from vaultmind.parsing.morphology import stems_of
from vaultmind.retrieval.titles import TitleIndex

SOIL, CLAY, WAR = NotePath("Soil.md"), NotePath("Clay soil.md"), NotePath("Жизнь и судьба (роман).md")


def index() -> TitleIndex:
    titles = TitleIndex()
    titles.replace(SOIL, ["Soil", "Почва"])
    titles.replace(CLAY, ["Clay soil"])
    titles.replace(WAR, ["Жизнь и судьба (роман)"])
    return titles


def named(titles: TitleIndex, text: str) -> list[NotePath]:
    return titles.named_in(stems_of(text))


def test_titles_and_aliases_are_found_in_any_form() -> None:
    assert named(index(), "о почвах и soils") == [SOIL]


def test_the_longest_of_names_in_one_another_counts() -> None:
    titles = index()
    titles.replace(NotePath("Clay.md"), ["Clay"])
    assert named(titles, "Our clay soils crack.") == [CLAY]
    assert named(titles, "Our clay cracks.") == ["Clay.md"]


def test_what_stands_in_brackets_need_not_be_said() -> None:
    assert named(index(), "Читаю «Жизнь и судьбу» Гроссмана") == [WAR]


def test_short_common_and_numeric_names_are_not_looked_for() -> None:
    titles = TitleIndex()
    for title in ("It", "после", "2024", "AI", "The same"):
        titles.replace(NotePath(f"{title}.md"), [title])
    assert named(titles, "It was after 2024, после того, the same AI") == []


def test_a_note_that_is_gone_or_renamed_is_no_longer_named() -> None:
    titles = index()
    titles.remove(CLAY)
    assert named(titles, "clay soil") == [SOIL]
    titles.replace(SOIL, ["Ground"])
    assert named(titles, "clay soil, ground, почва") == [SOIL]
    titles.remove(NotePath("never there.md"))
    for note in (SOIL, WAR):
        titles.remove(note)
    assert not titles._by_stems
    assert not titles._lengths


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from(["soil clay", "clay", "soil", "pot"])), max_size=20))
def test_any_history_of_changes_equals_a_rebuild(changes: list[tuple[str, str]]) -> None:
    lived, last = TitleIndex(), {}
    for name, title in changes:
        lived.replace(NotePath(name), [title])
        last[name] = title
    rebuilt = TitleIndex()
    for name, title in last.items():
        rebuilt.replace(NotePath(name), [title])
    text = "clay pot, soil clay, soil"
    assert sorted(named(lived, text)) == sorted(named(rebuilt, text))


def test_a_text_that_is_all_of_a_name_is_told_from_one_that_holds_it() -> None:
    titles = TitleIndex()
    titles.replace(NotePath("Roof.md"), ["Winter roof"])
    assert titles.named_by(stems_of("winter roofs")) == (NotePath("Roof.md"),)
    assert titles.named_by(stems_of("the winter roof leaks")) == ()
