import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultmind.domain.link import NotePath
from vaultmind.domain.query import Likeness, Match, TextFilter, TextUnit
from vaultmind.parsing.units import NoteText
from vaultmind.retrieval.texts import _places_in


@settings(max_examples=40)
@given(ends=st.lists(st.sampled_from(("\n", "\r\n")), min_size=1, max_size=12), at=st.integers(0, 12))
@example(ends=["\n"] * 9 + ["\r\n"], at=9)
def test_a_place_is_right_whatever_line_ends_stand_before_it(ends: list[str], at: int) -> None:
    lines = ["filler line"] * len(ends)
    lines[at % len(ends)] = "the wanted one"
    text = "".join(line + end for line, end in zip(lines, ends, strict=True))
    note = NoteText(NotePath("a.md"), text.encode())
    for written in (r"the \w+ one", r"the wanted one\n"):
        (place,) = _places_in(note, TextFilter(TextUnit.CONTENT, Match(written, Likeness.PATTERN)))
        assert place.of(text).replace("\r\n", "\n") == re.search(written, "".join(line + "\n" for line in lines))[0]  # type: ignore[index]
