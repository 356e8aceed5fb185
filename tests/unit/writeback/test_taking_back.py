import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from vaultmind.domain.edit import ByteEdit, apply_byte_edits, inverse_byte_edits
from vaultmind.writeback.taking_back import carried_over

B = ByteEdit


def taken_back(before: bytes, edits: list[ByteEdit], now: bytes) -> bytes | None:
    written = apply_byte_edits(before, edits)
    carried = carried_over(inverse_byte_edits(before, edits), written=written, now=now)
    return None if carried is None else apply_byte_edits(now, carried)


@pytest.mark.parametrize(
    ("before", "edits", "now", "result"),
    [
        (b"a\n", [B(2, 2, b"\nx\n")], b"NEW\na\n\nx\n", b"NEW\na\n"),  # changed above
        (b"a\n", [B(2, 2, b"\nx\n")], b"a\n\nx\nmore\n", b"a\nmore\n"),  # changed below
        (b"a", [B(1, 1, b"\n\nfoo")], b"a\n\nfoo\nbar", b"a\nbar"),  # the last line got a line end since
        (b"a\n", [B(2, 2, b"\nx\n")], b"a\n\nxy\n", None),  # the very line was changed
        (b"a\nb\nc\n", [B(2, 4, b"")], b"a\nc\nd\n", b"a\nb\nc\nd\n"),  # a line that was removed comes back
        (b"a\nb\nc\n", [B(2, 4, b"")], b"a\nq\nc\n", None),  # where it was, something else is now
        (
            b"a\nb\nc\nd\n",
            [B(0, 1, b"A"), B(6, 7, b"D")],
            b"A\nb\nX\nc\nD\n",
            b"a\nb\nX\nc\nd\n",
        ),  # two edits, one between
        (b"a\nb\n", [B(0, 4, b"")], b"zz\n", None),
        (b"", [B(0, 0, b"x\n")], b"x\n", b""),
        (b"one two\n", [B(4, 7, b"2")], b"one 2 three\n", None),
    ],
)
def test_an_edit_goes_and_the_rest_stays(
    before: bytes, edits: list[ByteEdit], now: bytes, result: bytes | None
) -> None:
    assert taken_back(before, edits, now) == result


lines = st.lists(st.sampled_from([b"a\n", b"b\n", b"c\n", b"\n", "ж\r\n".encode()]), max_size=12)


@given(lines, lines, lines, st.binary(max_size=4))
@example([b"b\n", b"b\n", b"a\n", b"b\n", b"a\n"], [], [b"b\n", b"a\n", b"b\n"], b"")  # a tie, and it went elsewhere
def test_what_stands_around_the_edit_may_change_at_will(
    above: list[bytes], own: list[bytes], new_above: list[bytes], words: bytes
) -> None:
    before = b"".join([*above, b"-- edge --\n", *own, b"-- other edge --\n"])
    start = len(b"".join(above)) + len(b"-- edge --\n")
    edits = [B(start, start + len(b"".join(own)), b"<" + words.replace(b"\n", b" ") + b">\n")]
    now = b"".join([*new_above, apply_byte_edits(before, edits)[len(b"".join(above)) :], *new_above])
    assert taken_back(before, edits, now) == b"".join([*new_above, before[len(b"".join(above)) :], *new_above])


@given(st.binary(max_size=80), st.binary(max_size=80))
def test_no_bytes_make_it_fail(before: bytes, now: bytes) -> None:
    edits = [B(len(before) // 2, len(before) // 2, b"x\n")]
    result = taken_back(before, edits, now)
    if now == apply_byte_edits(before, edits):
        assert result == before
