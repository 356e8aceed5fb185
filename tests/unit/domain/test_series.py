"""Card identifiers, series, and keys of spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.link import NotePath
from vaultmind.domain.series import (
    card_id,
    card_orders,
    find_series,
    spelling_key,
    split_number,
)


def titles(*names: str) -> dict[NotePath, str]:
    return {NotePath(f"{name}.md"): name for name in names}


@pytest.mark.parametrize(
    ("title", "identifier"),
    [
        ("202506162134", "202506162134"),
        ("202506162134 Мысль", "202506162134"),
        ("20250616213405-thought", "20250616213405"),
        ("1a2b", "1a2b"),
        ("1a2b Ideas", "1a2b"),
        ("21.3d6 Order", "21.3d6"),
        ("12", None),
        ("12 Rules", None),
        ("209913992599", None),
        ("2025-06-16", None),
        ("1st note", None),
        ("1.2", None),
        ("Note 1a", None),
        ("", None),
    ],
)
def test_a_title_may_begin_with_a_card_identifier(title: str, identifier: str | None) -> None:
    assert card_id(title) == identifier


ORDINARY = ("2 apples", "1984", "3d printing", "3 pigs", "7b models", "7 habits", "5k run", "5 whys", "2.1 Install")


def in_orders(*names: str) -> list[list[str]]:
    return [[path.removesuffix(".md") for _, path in order.members] for order in card_orders(titles(*names))]


def test_a_few_cards_that_continue_each_other_are_an_order_among_any_number_of_notes() -> None:
    others = [f"Note {place}" for place in range(100)]
    cards = ["1 Birds", "1a Owl", "1a1 Eyes", "1b Finch", "1c Crow"]
    assert in_orders(*others, *ORDINARY, *cards) == [cards]
    assert in_orders("1a", "1a1", "1b Idea", "2") == [["1a", "1a1", "1b Idea", "2"]]


def test_ordinary_titles_are_no_cards_however_few_notes_there_are() -> None:
    assert in_orders(*ORDINARY) == []
    assert in_orders(*ORDINARY, "1a Owl", "1b Finch") == []
    assert in_orders("2.1 Install", "2.2 Configure", "2.3 Run") == []


def test_cards_by_time_and_by_branch_stand_side_by_side() -> None:
    times = ["202501010101 Start", "202506162134 Pump", "20250616213405 Later"]
    branches = ["1a Owl", "1b Finch", "1c Crow"]
    assert in_orders(*branches, *times, *(f"Note {place}" for place in range(60))) == [times, branches]
    assert in_orders(*branches, *times[:2]) == [branches]


def test_folders_that_use_the_same_identifiers_are_boxes_of_their_own() -> None:
    names = [f"Zettel/{box}/{card}" for box in ("Birds", "Trees") for card in ("1a", "1b", "1b1")]
    paths = {NotePath(f"{name}.md"): name.rpartition("/")[2] for name in [*names, "Zettel/1a Draft"]}
    found = [[path.removesuffix(".md") for _, path in order.members] for order in card_orders(paths)]
    assert found == [names[:3], names[3:]]


def test_a_series_has_its_order() -> None:
    (series,) = find_series(titles("51 Overlay AGI", "11 Overlay AGI", "21_overlay agi", "Overlay AGI", "12 Rules"))
    assert series.tail == "Overlay AGI"
    assert [number for number, _ in series.members] == [11, 21, 51]
    assert series.after(NotePath("11 Overlay AGI.md")) == "21_overlay agi.md"
    assert series.before(NotePath("11 Overlay AGI.md")) is None
    assert series.after(NotePath("51 Overlay AGI.md")) is None
    assert series.after(NotePath("Strange.md")) is None


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("11 Overlay AGI", (11, "Overlay AGI", True)),
        ("05_да_можешь", (5, "да_можешь", True)),
        ("1. Начало", (1, "Начало", True)),
        ("3) End", (3, "End", True)),
        ("Лекция 2", (2, "Лекция", False)),
        ("Part-07", (7, "Part", False)),
        ("2025-06-16 Standup", None),
        ("Trip 2023", None),
        ("Garden", None),
        ("123", None),
        ("3D", None),
    ],
)
def test_a_number_stands_first_or_last(title: str, number: tuple[int, str, bool] | None) -> None:
    assert split_number(title) == number


def test_numbers_before_and_behind_are_two_series() -> None:
    assert find_series(titles("1 Part", "Part 2")) == ()
    assert len(find_series(titles("1 Part", "2 Part", "Part 1", "Part 2"))) == 2


@pytest.mark.parametrize(
    ("one", "other", "are_twins"),
    [
        ("05_да_можешь", "05_да можешь", True),
        ("Ёлка", "елка", True),
        ("A-B", "A B", True),
        ("йод", "иод", False),
        ("A B", "AB", False),
    ],
)
def test_names_that_differ_in_spelling_alone_have_one_key(one: str, other: str, are_twins: bool) -> None:
    assert (spelling_key(one) == spelling_key(other)) is are_twins


@given(st.text(max_size=30))
def test_a_spelling_key_is_its_own_key(title: str) -> None:
    key = spelling_key(title)
    assert spelling_key(key) == key
    assert spelling_key(title.replace(" ", "_")) == key
    card_id(title)
    split_number(title)


def test_cards_have_an_order_whatever_folder_they_lie_in() -> None:
    titles = [
        "2 Water",
        "1a1 Castings",
        "10 Light",
        "1 Soil",
        "1b Fungi",
        "1a Worms",
        "Recipes",
        "1z Ends",
        "1aa Far",
    ]
    (cards,) = card_orders({NotePath(f"{number}/{title}.md"): title for number, title in enumerate(titles)})
    in_order = [path.partition("/")[2].removesuffix(".md") for _, path in cards.members]
    assert in_order == [
        "1 Soil", "1a Worms", "1a1 Castings", "1b Fungi", "1z Ends", "1aa Far", "2 Water", "10 Light",
    ]  # fmt: skip
    assert cards.after(NotePath("5/1a Worms.md")) == "1/1a1 Castings.md"
    assert cards.before(NotePath("3/1 Soil.md")) is None


def test_cards_named_by_the_time_go_by_it_and_other_vaults_have_no_order() -> None:
    times = ("202506162134 Pump", "202501010101 Start", "20250616213405 Later", "3 pigs")
    (cards,) = card_orders({NotePath(f"{title}.md"): title for title in times})
    assert [path[:14] for _, path in cards.members] == ["202501010101 S", "202506162134 P", "20250616213405"]
    assert card_orders({NotePath(f"{title}.md"): title for title in ("1 Soil", "2 Water", "3d printing")}) == ()
