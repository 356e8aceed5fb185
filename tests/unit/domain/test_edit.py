import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.domain.edit import (
    ByteEdit,
    Edit,
    apply_byte_edits,
    apply_edits,
    checksum_of,
    different_stretch,
    in_order,
    inverse_byte_edits,
)
from vaultmind.domain.span import Span


@st.composite
def edited_bytes(draw: st.DrawFn) -> tuple[bytes, tuple[ByteEdit, ...]]:
    content = draw(st.binary(max_size=60))
    ends = sorted(draw(st.lists(st.integers(0, len(content)), max_size=8, unique=True)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return content, tuple(ByteEdit(start, end, draw(st.binary(max_size=6))) for start, end in pairs)


def test_an_edit_changes_exactly_its_span() -> None:
    edits = [Edit(Span(5, 5), "!"), Edit(Span(0, 1), "J")]
    assert apply_edits("hello world", edits) == "Jello! world"


def test_edits_that_touch_the_same_characters_are_refused() -> None:
    with pytest.raises(ValueError, match="overlap"):
        in_order([Edit(Span(0, 3), "a"), Edit(Span(2, 4), "b")])
    with pytest.raises(ValueError, match="overlap"):
        in_order([Edit(Span(2, 2), "a"), Edit(Span(2, 2), "b")])


@given(edited_bytes())
def test_the_inverse_gives_every_byte_back(case: tuple[bytes, tuple[ByteEdit, ...]]) -> None:
    content, edits = case
    after = apply_byte_edits(content, edits)
    assert apply_byte_edits(after, inverse_byte_edits(content, edits)) == content


def test_a_checksum_is_that_of_sha256sum() -> None:
    assert checksum_of(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(before=st.text("ab", max_size=8), after=st.text("ab", max_size=8))
def test_the_stretch_that_differs_makes_one_of_the_other_and_is_no_longer_than_it_must_be(
    before: str, after: str
) -> None:
    old, new = before.encode(), after.encode()
    edits = different_stretch(old, new)
    assert apply_byte_edits(old, edits) == new
    assert (edits == ()) is (old == new)
    for edit in edits:
        gone, come = old[edit.start : edit.end], edit.replacement
        assert not gone or not come or (gone[0] != come[0] and gone[-1] != come[-1])
