"""Borders are chosen by content, and an edit moves few of them."""

from hypothesis import given
from hypothesis import strategies as st

from vaultmind.parsing.borders import begins_chunk, cut, number

sizes = st.lists(st.integers(1, 60), min_size=1, max_size=80)


@given(sizes, st.integers(60, 400))
def test_every_group_fits(listed: list[int], limit: int) -> None:
    begins = cut(listed, [number(f"{place} {size}") for place, size in enumerate(listed)], limit)
    assert begins[0] == 0
    assert begins == sorted(set(begins))
    for first, after in zip(begins, [*begins[1:], len(listed)], strict=True):
        assert sum(listed[first:after]) <= limit


@given(st.integers(2, 300))
def test_equal_pieces_are_divided_too(count: int) -> None:
    begins = cut([20] * count, [number("same")] * count, 100)
    assert all(after - first <= 5 for first, after in zip(begins, [*begins[1:], count], strict=True))


def test_numbers_in_order_take_no_quadratic_time() -> None:
    count = 20_000
    begins = cut([10] * count, [(place,) for place in range(count)], 100)
    assert len(begins) >= count // 10


def test_a_group_that_grows_too_large_becomes_two() -> None:
    lines = [f"line number {place} of a list" for place in range(30)]
    numbers = [number(line) for line in lines]
    assert cut([14] * 30, numbers, 420) == [0]
    assert len(cut([14] * 29 + [20], numbers, 420)) == 2


def test_large_pieces_begin_chunks_and_small_ones_rarely_do() -> None:
    assert begins_chunk("anything", 120)
    begins = sum(begins_chunk(f"{place} words", 12) for place in range(2000))
    assert 100 < begins < 300
