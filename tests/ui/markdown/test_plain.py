"""Words alone, whatever Markdown they stand in."""

from hypothesis import given, settings
from hypothesis import strategies as st
from vaultmind_ui.markdown.plain import beginning_of, plain_lines
from vaultmind_ui.markdown.reading import read_markdown

NOTE = """---
tags: [a]
---
# Cider **log**

> [!tip] Press
> slowly, see [[Blending|how]]

- [x] wash
  - rinse

| Day | Gravity |
|---|---|
| 1 | $1.050$ |

```python
print(1)
```
"""


def test_every_kind_of_block_is_said_in_its_words() -> None:
    assert list(plain_lines(read_markdown(NOTE))) == [
        "Cider log",
        "Press",
        "slowly, see how",
        "wash",
        "rinse",
        "Day · Gravity",
        "1 · 1.050",
        "print(1)",
    ]


def test_a_long_note_ends_in_an_ellipsis_and_a_short_one_does_not() -> None:
    assert beginning_of("# Well\n\nIt is **deep**.", 40) == "Well\nIt is deep."
    assert beginning_of("word " * 40, 20) == "word word word word…"


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200))
def test_it_is_never_longer_than_asked_and_never_raises(text: str) -> None:
    assert len(beginning_of(text, 30)) <= 31
