"""One door from bytes to a note, for every kind of file and any bytes."""

import json
from dataclasses import fields, is_dataclass

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.note import LARGEST_NOTE_BYTES, Role
from vaultmind.domain.span import Span
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.reading import ReadNote, read_note

RUSSIAN = """---
tags: [сад]
---
# Сад

Если заметка связана с [[Другая заметка|другой]], то ответ #проект/альфа. ^итог-1

- [ ] дело [срок:: 2025-06-16] ^delo
"""


def damaged(text: str) -> bytes:
    return text.encode().decode("mac_roman").encode()


def read(path: str, text: str | bytes) -> ReadNote:
    return read_note(NotePath(path), text if isinstance(text, bytes) else text.encode())


def test_a_damaged_note_reads_as_a_sound_one() -> None:
    sound, bad = read("Сад.md", RUSSIAN), read("Сад.md", damaged(RUSSIAN))
    assert bad.repaired_text == RUSSIAN
    assert bad.note.repaired_from == "mac_roman"
    assert bad.note.property_tags == ("сад",)
    assert [tag.name for tag in bad.note.tags] == ["проект/альфа"]
    assert [(link.target, link.alias) for link in bad.note.links] == [("Другая заметка", "другой")]
    assert [chunk.text for chunk in split_into_chunks(bad)] == [chunk.text for chunk in split_into_chunks(sound)]
    assert [chunk.lines for chunk in split_into_chunks(bad)] == [chunk.lines for chunk in split_into_chunks(sound)]


def test_spans_of_a_damaged_note_are_on_disk() -> None:
    bad = read("Сад.md", damaged(RUSSIAN))
    (link,) = bad.note.links
    assert link.text == link.span.of(bad.text)
    assert link.text.encode("mac_roman").decode() == "[[Другая заметка|другой]]"
    (tag,) = bad.note.tags
    assert tag.span.of(bad.text).encode("mac_roman").decode() == "#проект/альфа"
    heading = bad.note.headings[0]
    assert heading.span.of(bad.text).encode("mac_roman").decode() == "# Сад"
    for chunk in split_into_chunks(bad):
        assert chunk.text.split()[0] in chunk.span.of(bad.text).encode("mac_roman").decode()


def test_a_byte_order_mark_is_not_counted() -> None:
    note = read("a.md", b"\xef\xbb\xbf---\ntags: x\n---\n[[B]]")
    assert note.note.property_tags == ("x",)
    assert note.note.links[0].span.of(note.text) == "[[B]]"
    assert note.text.startswith("---")


def test_line_ends_are_kept() -> None:
    note = read("a.md", "a\r\nb\n[[Target]]\r\n")
    assert note.text == "a\r\nb\n[[Target]]\r\n"
    assert note.note.links[0].line == 3
    assert split_into_chunks(note)[0].lines == (1, 3)


def test_a_note_in_windows_1251_is_read_and_told() -> None:
    note = read("a.md", RUSSIAN.encode("cp1251"))
    assert note.encoding == "cp1251"
    assert note.note.links[0].target == "Другая заметка"
    assert note.warnings == ("The file is not UTF-8; it is read as Windows-1251.",)


def test_a_damaged_name_gives_a_sound_title() -> None:
    assert read("Сад.md".encode().decode("mac_roman"), "x").note.title == "Сад"


def test_what_is_too_large_is_skipped_with_the_reason() -> None:
    note = read("big.md", b"a" * (LARGEST_NOTE_BYTES + 1))
    assert note.skipped_reason == "The file is larger than 16 MB and is not read."
    assert (note.text, note.note.title) == ("", "big")


def test_a_chat_has_messages() -> None:
    chat = ">[!nexus_user] **User** - 16.06.2025 at 21:34\n> вопрос\n<!-- UID: a -->\n"
    for data in (chat.encode(), damaged(chat)):
        note = read("c.md", data)
        (message,) = note.note.messages
        assert (message.role, message.time, message.uid) == (Role.USER, "2025-06-16T21:34", "a")
        assert message.span.of(note.text).startswith(">[!nexus_user]")


def test_our_own_provenance_is_seen() -> None:
    assert read("a.md", "---\ngenerated-by: vaultmind\n---\nwords").note.generated
    assert not read("a.md", "words").note.generated


CANVAS = {
    "nodes": [
        {"id": "1", "type": "file", "file": "Сад/Note.md", "subpath": "#Один"},
        {"id": "2", "type": "text", "text": 'строка\n"и" [[Target|имя]] #тег', "x": 1, "y": 1, "width": 2, "height": 2},
        {"id": "3", "type": "group", "label": "Группа", "x": 0, "y": 0, "width": 9, "height": 9},
    ],
    "edges": [{"fromNode": "1", "toNode": "2", "label": "ведёт к"}],
}


@pytest.mark.parametrize("ensure_ascii", [True, False])
def test_a_canvas_has_links_text_and_labels(ensure_ascii: bool) -> None:
    note = read("Board.canvas", json.dumps(CANVAS, ensure_ascii=ensure_ascii, indent=1))
    assert note.note.title == "Board"
    file_link, text_link = note.note.links
    assert (file_link.kind, file_link.target, file_link.heading) == (LinkKind.CANVAS, "Сад/Note.md", "Один")
    assert (text_link.kind, text_link.target, text_link.alias) == (LinkKind.WIKILINK, "Target", "имя")
    for link in note.note.links:
        assert link.text == link.span.of(note.text)
        assert note.text[: link.span.start].count("\n") + 1 == link.line
    assert [tag.name for tag in note.note.tags] == ["тег"]
    chunks = split_into_chunks(note)
    assert chunks[0].heading == ("Группа",)
    assert chunks[0].text == 'строка\n"и" [[Target|имя]] #тег'
    assert json.loads(f'"{chunks[0].span.of(note.text)}"') == chunks[0].text
    assert "ведёт к" in chunks[-1].text


def test_a_broken_canvas_is_a_warning() -> None:
    note = read("b.canvas", '{"nodes":[{"id":"1","type":"text","text":"[[Target]]"')
    assert note.note.links == ()
    assert note.warnings == ("The canvas is not valid JSON; nothing in it is read.",)


def test_a_base_is_read_for_its_links() -> None:
    text = 'filters:\n  and:\n    - file.hasLink("Books#New")\n    - author == link("Ann")\n'
    text += '    - "[[Topic|t]]"\n    - "[[B [1] c]] [[ ]]"\n'
    note = read("b.base", text)
    assert [(link.kind, link.target, link.heading, link.line) for link in note.note.links] == [
        (LinkKind.PROPERTY, "Books", "New", 3),
        (LinkKind.PROPERTY, "Ann", None, 4),
        (LinkKind.WIKILINK, "Topic", None, 5),
        (LinkKind.WIKILINK, "B [1] c", None, 6),
    ]
    assert all(link.text == link.span.of(text) for link in note.note.links)


DRAWING = """---
excalidraw-plugin: parsed
---
==⚠  Switch to EXCALIDRAW VIEW in the MORE OPTIONS menu of this document. ⚠==

My own words on the back of the drawing.

# Excalidraw Data

## Text Elements
hello [[Target]] ^abc123

## Element Links
x1: [[Linked]]

## Embedded Files
f00d: [[photo.png]]

%%
## Drawing
```compressed-json
N4KAkARALgngDgUwgLgAQQQDwMYEMA2A
```
%%
"""


def test_a_drawing_keeps_its_links_and_loses_its_payload() -> None:
    note = read("Sketch.excalidraw.md", DRAWING)
    assert [link.target for link in note.note.links] == ["Target", "Linked", "photo.png"]
    chunks = split_into_chunks(note)
    assert [chunk.text for chunk in chunks] == ["My own words on the back of the drawing.\n\nhello [[Target]]"]


FILES = ["a.md", "b.canvas", "c.base", "d.excalidraw.md", "Dir/–ü—Ä.md"]
SNIPPETS = st.sampled_from(
    [
        "# H", "- a", "> [!user] User - 16.06.2025", "> b", "```", "%%", "$$", "| a | b |", "|---|---|", "---", "^id",
        "[[x", "]]", "![[y]]", "<!--", "-->", "<div>", "слово", "–µ—Å–ª–∏", "\0", "\r\n", "\n", "\n\n", "\t", "`",
        "text", '{"nodes":[', "]}",
    ]
)  # fmt: skip
CONTENTS = st.binary(max_size=300) | st.lists(SNIPPETS, max_size=30).map(lambda parts: "\n".join(parts).encode())


def spans_of(value: object) -> list[Span]:
    if isinstance(value, Span):
        return [value]
    if isinstance(value, tuple):
        return [span for entry in value for span in spans_of(entry)]
    if is_dataclass(value) and not isinstance(value, type):
        return [span for field in fields(value) for span in spans_of(getattr(value, field.name))]
    return []


@settings(max_examples=400)
@given(st.sampled_from(FILES), CONTENTS)
def test_any_bytes_are_read_and_every_place_is_in_the_text(path: str, data: bytes) -> None:
    note = read(path, data)
    for span in spans_of(note.note):
        assert 0 <= span.start <= span.end <= len(note.text)
    for link in note.note.links:
        assert isinstance(link, Link)
        assert link.text == link.span.of(note.text)
    chunks = split_into_chunks(note)
    assert chunks
    assert [chunk.ordinal for chunk in chunks] == list(range(len(chunks)))
    for chunk in chunks:
        assert 0 <= chunk.span.start <= chunk.span.end <= len(note.text)
        assert 1 <= chunk.lines[0] <= chunk.lines[1]
        assert chunk.breadcrumb
        chunk.text.encode()
