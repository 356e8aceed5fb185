"""Common lines are read by a shorter way, to the same end as any line."""

from bisect import bisect_right

from hypothesis import example, given, settings
from hypothesis import strategies as st

from vaultmind.parsing.block_scanner import BlockScanner
from vaultmind.parsing.block_state import Blocks
from vaultmind.parsing.blocks import scan_blocks
from vaultmind.parsing.line_syntax import LINE_END

INDENTS = st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "\t", "  \t", "> ", ">", "> - ", "\xa0"])
STARTS = st.sampled_from(
    (  # noqa: SIM905 (a list of 60 lines is no better to read)
        "- ·* ·+ ·# ·## ·### a·1. ·1. ·2. ·12) ·[ ] ·[x] ·[[·[^1]: ·[^1]·[a]: ·^id·%% ·%%·$$·```·```·~~~·<div>·<b>·---·"
        "===·***·___ _·* *·> ·> ·[!note]+ ·|a|b|·|-|-|·| c |·:-: ·#·#a·**b·_c·**·==h==·key:: v·- [[] ·- [ ] ·- [x]·-  ·"
        "--- ·-   - ·- - ·- #t ·1. [x] ·2. [ ]·\t·]: x"
    ).split("·")
)
WORDS = st.sampled_from(
    ["", " ", "text", "[[Note]]", "a ^id", "слово", " end ", "`code`", "%% c %%", "#tag", "\x0b", "|"]
)
LINES = st.builds(lambda indent, start, word: indent + start + word, INDENTS, STARTS | st.just(""), WORDS)
TEXTS = st.lists(st.tuples(LINES, st.sampled_from(["\n", "\n", "\n", "\n\n", "\r\n", "\r"])), max_size=12).map(
    lambda lines: "".join(line + end for line, end in lines)
)


def read_the_long_way(text: str) -> Blocks:
    scanner = BlockScanner(text)
    ends = [found.span() for found in LINE_END.finditer(text)]
    starts, stops = [0, *(after for _, after in ends)], [*(stop for stop, _ in ends), len(text)]
    scanner.out.line_starts = starts
    for start, stop in zip(starts, stops, strict=True):
        scanner.read_line(start, text[start:stop], bisect_right(starts, start))
    return scanner.finish()


@settings(max_examples=400, deadline=None)
@example("- text\n  ---\n- [x] done ^id\n\n    - under\n")
@example("- one\n\n\n```\n\n  code\n\n```\n## Heading ^id\ntext\n\n- * *\n- ___ _\n- [[] \n")
@given(TEXTS)
def test_both_ways_read_the_same(text: str) -> None:
    assert scan_blocks(text) == read_the_long_way(text)
