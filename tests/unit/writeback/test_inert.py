import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.span import Span
from vaultmind.parsing.markdown import parse_note
from vaultmind.writeback.inert import is_live, make_inert

FORMS = [
    # scripts in code blocks: the block is shown, not run
    ("```dataviewjs\ndv.pages()\n```", "```text dataviewjs\ndv.pages()\n```"),
    ("~~~ {.dataviewjs}\nx\n~~~", "~~~text {.dataviewjs}\nx\n~~~"),
    ("````DataviewJS\nx\n````", "````text DataviewJS\nx\n````"),
    ("```dataview&#106;s\nx\n```", "```text dataview&#106;s\nx\n```"),
    ("```\\dataviewjs\nx\n```", "```text \\dataviewjs\nx\n```"),
    ("> ```dataviewjs\n> x\n> ```", "> ```text dataviewjs\n> x\n> ```"),
    ("1. a\n   ```js-engine\n   x\n   ```", "1. a\n   ```text js-engine\n   x\n   ```"),
    ("```datacorejsx\nx\n```", "```text datacorejsx\nx\n```"),
    ("```run-python\nx\n```", "```text run-python\nx\n```"),
    ("```jsx:App\nx\n```", "```text jsx:App\nx\n```"),
    ("```tasks\nfilter by function 1\n```", "```text tasks\nfilter by function 1\n```"),
    # inline scripts
    ("`$= dv.x`", "`$ = dv.x`"),
    ("`` $= dv.x ``", "`` $ = dv.x ``"),
    ("`$=\ndv.x`", "`$ =\ndv.x`"),
    # template marks, also in code, since Templater reads all of a file
    ("<% tp.file.title %>", "< % tp.file.title %>"),
    ("`<% x %>`", "`< % x %>`"),
    ("```\n<%* x %>\n```", "```\n< %* x %>\n```"),
    # buttons
    ("```button\nname x\n```", "```text button\nname x\n```"),
    ("```meta-bind-button\nx\n```", "```text meta-bind-button\nx\n```"),
    ("`BUTTON[run]` `INPUT[toggle:x]`", "`BUTTON [run]` `INPUT [toggle:x]`"),
    # HTML
    ("<iframe src=x></iframe>", "&lt;iframe src=x>&lt;/iframe>"),
    ("a <b>c</b>", "a &lt;b>c&lt;/b>"),
    ("<!-- hidden -->", "&lt;!-- hidden -->"),
    ("<script\nsrc=x>", "&lt;script\nsrc=x>"),
    ("<div", "&lt;div"),
    ("<?php x ?>", "&lt;?php x ?>"),
    ("`a\nb` <img src=x onerror=y> `c`", "`a\nb` &lt;img src=x onerror=y> `c`"),
    ("foo](<img src=x onerror=y>)", "foo](&lt;img src=x onerror=y>)"),
    ("[[a|<img src=x>]]", "[[a|&lt;img src=x>]]"),
    ("$a<b>$", "$a< b>$"),
    # remote images
    ("![x](http://e.com/p.png)", "[x](http://e.com/p.png)"),
    ("![](//e.com/p.png)", "[]\\(//e.com/p.png)"),
    ("![x](<https://e.com/p.png>)", "[x](<https://e.com/p.png>)"),
    ("![x][r]\n\n[r]: http://e.com/p.png", "[x][r]\n\n[r]: http://e.com/p.png"),
    ("![r]\n\n[r]: http://e.com/p.png", "[r]\n\n[r]: http://e.com/p.png"),
    ("![x](data:image/svg+xml,x)", "[x]\\(data:image/svg+xml,x)"),
    ("![x](file:////e/p.png)", "[x]\\(file:////e/p.png)"),
    ("![a [b] c](http://e.com/p.png)", "[a [b] c](http://e.com/p.png)"),
    # a leading fence would be a frontmatter
    ("---\na: 1\n---\nx", "***\na: 1\n---\nx"),
    ("\n\n---", "\n\n***"),
    # block identifiers
    ("text ^abc", "text \\^abc"),
    ("- item ^a-1\n- b", "- item \\^a-1\n- b"),
    ("| a |\n|-|\n\n^tbl", "| a |\n|-|\n\n\\^tbl"),
    # addresses that act
    ("[a](javascript:alert(1))", "[a]\\(javascript:alert(1))"),
    ("[a](java&#115;cript:x)", "[a]\\(java&#115;cript:x)"),
    ("[a](<javascript:x>)", "[a]\\(&lt;javascript:x>)"),
    ("[a]( JaVaScRiPt:x)", "[a]\\( JaVaScRiPt:x)"),
    ("[a](\x01javascript:x)", "[a]\\(javascript:x)"),
    ("[a](javascript\\:x)", "[a]\\(javascript\\:x)"),
    ("[a](vbscript:x) [b](shell:x)", "[a]\\(vbscript:x) [b]\\(shell:x)"),
    ("[a](obsidian://advanced-uri?x)", "[a]\\(obsidian: //advanced-uri?x)"),
    ("<javascript:x>", "&lt;javascript:x>"),
    ("[r]: javascript:x\n\n[r]", "\\[r]: javascript:x\n\n[r]"),
    ("obsidian://shell?x", "obsidian: //shell?x"),
    # what would hide text, or swallow that of the note
    ("%%hidden%%", "% %hidden% %"),
    ("```\nopen", "```\nopen\n```"),
    ("> ~~~~\n> open", "> ~~~~\n> open"),
    ("$$\nx", "\\$\\$\nx"),
    ("\x00a\x07b\u202ec", "abc"),
    ("half \ud83d", "half \ufffd"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "inert"), FORMS)
def test_each_form_loses_its_effect_and_stays_readable(written: str, inert: str) -> None:
    assert make_inert(written) == inert


HARMLESS = [
    "plain *text* with `code`, **bold**, ~~struck~~, ==marked== and #tag",
    "[link](a.md) [[Note|n]] ![[Note#^b]] ![img](b.png) ![[c.png|100]] [x](<a b.md>)",
    "[e](https://example.com/a?b=c#d) <https://example.com> [m](mailto:a@b.c) <a@b.c> [o](obsidian://open?vault=v&file=n)",
    "a < b, 3<4, 5 > 2, a <- b, <3",
    "Wow![1] It is so [1, 2].",
    "```html\n<div>text</div>\n```\n\n`<b>` and ``a ` <c>``",
    "1. one\n   ```html\n   <div>\n   ```\n2. two",
    "> ```js\n> if (a<b) { x = `${y}` }\n> ```",
    "| a | b |\n|---|---|\n| `x<y>` | 50% |",
    "$$\na^2 + b_1\n$$\n\ninline $x^2 < y$",
    "text\n\n---\n\nmore",
    "# Head\n\n- [ ] task\n- [x] done\n\n> [!note] Callout\n> text",
    "[^1] and\n\n[^1]: footnote with [link](x.md)\n\n[ref]: https://example.com",
    "key:: value\n\n2^10 and a^b",
    "```mermaid\ngraph LR\n```\n\n```dataview\nLIST\n```\n\n```python\nprint(1)\n```",
    "\\<b> \\[x](y) 100% of",
]  # fmt: skip


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_markdown_is_left_alone(text: str) -> None:
    assert make_inert(text) == text


words = st.sampled_from(
    ["soil", "почва", "**bold**", "`code`", "[[Note]]", "[l](a.md)", "#tag", "a < b", "1.", "x^2", "— да", "🌱"]
)  # fmt: skip
blocks = st.one_of(
    st.lists(words, min_size=1, max_size=6).map(" ".join),
    st.lists(words, min_size=1, max_size=3).map(lambda found: "\n".join(f"- {word}" for word in found)),
    st.sampled_from(["## Head", "> quote", "```py\na<b>c\n```", "| a | b |\n|-|-|\n| 1 | 2 |", "***", "- [ ] do"]),
)


@settings(max_examples=80)
@given(st.lists(blocks, max_size=5).map("\n\n".join))
def test_harmless_text_is_returned_as_it_is(text: str) -> None:
    assert make_inert(text) == text


fragments = st.sampled_from(
    ["`", "``", "```", "~~~", "<", "<b>", "<!--", "-->", "%%", "$", "$$", "![", "[", "](", "]", ")", "http://x", "a.md",
     "javascript:x", "\n", "\n\n", " ", "- ", "> ", "1. ", "    ", "|", "word", "---", "^id", "<%", "`$=", "dataviewjs",
     "\\", "[r]: ", "[r]", "obsidian://x", "===", "&lt;", "*", "\r\n", "[^1]: ", "\t", "[[", "]]", "![[", "tasks"]
)  # fmt: skip
hostile = st.lists(fragments, max_size=24).map("".join)


@settings(max_examples=150)
@given(hostile)
def test_what_is_inert_stays_so(text: str) -> None:
    made = make_inert(text)
    assert make_inert(made) == made


@settings(max_examples=150)
@given(hostile)
def test_nothing_is_left_open_and_nothing_runs(text: str) -> None:
    made = make_inert(text)
    assert "<%" not in made
    assert "`$=" not in made
    note = parse_note("n.md", f"{made}\n\n[[after]] ^own\n")  # type: ignore[arg-type]
    assert any(link.target == "after" for link in note.links)
    assert [block.id for block in note.blocks] in ([], ["own"])
    assert not note.properties
    assert not note.comments


def test_a_place_is_live_where_two_parsers_say_so() -> None:
    text = "a [1] `b [2]`\n\n```\n[3]\n```\n"
    places = [Span(text.index(f"[{number}]"), text.index(f"[{number}]") + 3) for number in (1, 2, 3)]
    assert is_live(text, places) == [True, False, False]
