"""Properties of ``parse_note`` that hold for any text, and bounds on texts made to hurt."""

from dataclasses import fields

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.link import LinkKind, NotePath
from vaultmind.domain.note import Note
from vaultmind.domain.span import Span
from vaultmind.parsing.markdown import parse_note

PIECES = st.sampled_from(
    [
        "[[", "]]", "![[", "|", "\\|", "#", "^", "[", "](", ")", "<", ">", "`", "```", "~~~", "$", "$$", "%%", "==",
        "<!--", "-->", "---", "===", "\n", "\n\n", "\r\n", "\r", "\t", "    ", "- ", "1. ", "- [ ] ", "> ", "::",
        "> [!note] ", "[^1]: ", "[^1]", "^[", "[r]: x.md", "tags: [a]", "a: &a [*a]", "слово", "word", "é", "\x00",
        "\ud800", "\u2028", "🎯", " ^id", "|---|", "#tag", "key:: ", "<div>", "</div>", "<b>", "&amp;", "%20", ".md",
        "\\", '"', "'", "(",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=40).map("".join), st.text(max_size=200))


def spans(note: Note) -> list[Span]:
    found = [note.body, *note.comments, *note.highlights, *note.math, *note.footnote_references]
    for group in (note.tags, note.links, note.headings, note.blocks, note.sections, note.list_items, note.callouts):
        found += [entry.span for entry in group]
    return [*found, *(entry.span for entry in (*note.footnotes, *note.inline_fields)), *(b.extent for b in note.blocks)]


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_text_parses_and_every_span_lies_in_it(text: str) -> None:
    note = parse_note(NotePath("folder/note.md"), text)
    assert note.title == "note"
    lines = [
        0,
        *(
            place + 1
            for place, char in enumerate(text)
            if char == "\n" or (char == "\r" and text[place + 1 :][:1] != "\n")
        ),
    ]
    for span in spans(note):
        assert 0 <= span.start <= span.end <= len(text)
    for link in note.links:
        assert link.text == link.span.of(text)
        assert lines[link.line - 1] <= link.span.start < (lines[link.line :] or [len(text) + 1])[0]
    for tag in note.tags:
        assert tag.span.of(text) == f"#{tag.name}"
    for before, after in zip(note.sections, note.sections[1:], strict=False):
        assert before.span.end <= after.span.start
        assert before.last_line < after.line
    for heading in note.headings:
        assert lines[heading.line - 1] <= heading.span.start


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_every_link_is_found_again_when_it_stands_alone(text: str) -> None:
    for link in parse_note(NotePath("note.md"), text).links:
        if link.kind in (LinkKind.WIKILINK, LinkKind.EMBED) and link.text.endswith("]]"):
            again = parse_note(NotePath("note.md"), f"x {link.text}").links[0]
            assert (again.target, again.heading, again.block_id, again.alias) == (
                link.target, link.heading, link.block_id, link.alias,
            )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_what_stands_in_a_fence_changes_nothing_around_it(inside: str) -> None:
    plain = parse_note(NotePath("n.md"), "head [[one]]\n\nafter [[two]] #tag")
    code = inside.replace("~", "-").replace("\r", "\n")
    fenced = parse_note(NotePath("n.md"), f"head [[one]]\n\n~~~~~~\n{code}\n~~~~~~\n\nafter [[two]] #tag")
    assert [link.target for link in fenced.links] == [link.target for link in plain.links]
    assert fenced.tags[-1].name == "tag"
    assert len(fenced.tags) == 1


def test_the_title_is_the_name_of_the_file() -> None:
    for path, title in (
        ("a/B c.md", "B c"),
        ("UPPER.MD", "UPPER"),
        ("x.md.md", "x.md"),
        ("noext", "noext"),
        (".md", ".md"),
    ):
        assert parse_note(NotePath(path), "# Heading").title == title


def test_an_empty_note_has_nothing() -> None:
    note = parse_note(NotePath("n.md"), "")
    empty = Note(NotePath("n.md"), "n")
    assert {field.name: getattr(note, field.name) for field in fields(note)} == {
        field.name: getattr(empty, field.name) for field in fields(empty)
    }


LONG = 120_000
HURTING = {
    "open brackets": "[" * LONG,
    "open wikilinks": "[[a" * (LONG // 3),
    "wikilinks by line": "[[a\n" * (LONG // 4),
    "open embeds": "![[" * (LONG // 3),
    "links to nowhere": "](a" * (LONG // 3),
    "links in links": "[" * (LONG // 2) + "](x)" * (LONG // 8),
    "references": "[r]: x\n\n" + "[" * (LONG // 2) + "]" * (LONG // 2),
    "footnotes": "[^" * (LONG // 2),
    "backticks": "".join("`" * (size % 300) + " " for size in range(800)),
    "html": "<a " * (LONG // 3),
    "html values": '<a b="' * (LONG // 6),
    "html comments": "<!-- " * (LONG // 5),
    "instructions": "<?" * (LONG // 2),
    "declarations": "<!a" * (LONG // 3),
    "prices": "$a " * (LONG // 3),
    "comments": "%% a\n" * (LONG // 5),
    "fields": "[a:: " * (LONG // 5),
    "tags": "=" * (LONG // 2) + "#" * (LONG // 2),
    "quotes": ">" * LONG,
    "quotes by line": "> " * 500 + "\n" + "> " * 500 + "\n",
    "lists": "".join("  " * depth + "- x\n" for depth in range(300)),
    "blank lines under a list": "".join("  " * depth + "- x\n" for depth in range(200)) + "\n" * LONG,
    "rules": "* " * (LONG // 2) + "x",
    "blanks": "# a" + " " * LONG + "b #",
    "delimiter rows": "|a|\n" + "|-" * (LONG // 2),
    "definitions": "[r]: " + "x" * LONG + ' "',
    "emphasis": "*a **b " * (LONG // 7),
    "yaml depth": "---\na: " + "[" * LONG + "\n---\n",
    "yaml bomb": "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
    + "".join(f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "---\n[[body]]",
}


@pytest.mark.parametrize("name", HURTING)
def test_texts_made_to_hurt_are_read(name: str) -> None:
    note = parse_note(NotePath("n.md"), HURTING[name])
    assert note.body.end == len(HURTING[name])
    if name.startswith("yaml"):
        assert not note.properties
        assert len(note.warnings) == 1
