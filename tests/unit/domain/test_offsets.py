"""Places in a repaired text lead to the text on disk and back."""

from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.offsets import OffsetMap
from vaultmind.domain.span import Span

replacements = st.lists(
    st.tuples(st.text("ab", max_size=4), st.text("xy", min_size=1, max_size=3), st.text("q", min_size=1, max_size=1))
)


def build(parts: list[tuple[str, str, str]]) -> tuple[str, str, OffsetMap]:
    """Return disk, read and the map between, where each ``(kept, written, meant)`` was repaired."""
    disk = read = ""
    pairs = [(0, 0)]
    for kept, written, meant in parts:
        disk, read = disk + kept, read + kept
        pairs.append((len(read), len(disk)))
        disk, read = disk + written, read + meant
        pairs.append((len(read), len(disk)))
    return disk, read, OffsetMap.of_pairs(pairs)


def test_a_repaired_character_leads_to_all_that_was_written_for_it() -> None:
    offsets = OffsetMap((0, 2, 3), (0, 2, 5))
    assert offsets.span_to_disk(Span(0, 4)) == Span(0, 6)
    assert offsets.span_to_disk(Span(2, 3)) == Span(2, 5)
    assert offsets.to_read(5) == 3
    assert offsets.to_read(4) == 3


def test_the_empty_map_changes_nothing() -> None:
    assert OffsetMap().span_to_disk(Span(3, 9)) == Span(3, 9)


@given(replacements)
def test_kept_text_is_found_at_its_place_on_disk(parts: list[tuple[str, str, str]]) -> None:
    disk, read, offsets = build(parts)
    assert offsets.to_disk(len(read)) == len(disk)
    for place, char in enumerate(read):
        if char in "ab":
            assert disk[offsets.to_disk(place)] == char
            assert offsets.to_read(offsets.to_disk(place)) == place


@given(replacements, replacements)
def test_two_repairs_are_one_way_back(first: list[tuple[str, str, str]], second: list[tuple[str, str, str]]) -> None:
    _, _, inner = build(first)
    _, read, outer = build(second)
    both = outer.after(inner)
    for place in range(len(read) + 1):
        assert both.to_disk(place) == inner.to_disk(outer.to_disk(place))
