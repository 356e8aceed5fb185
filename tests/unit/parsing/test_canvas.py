"""Canvases are read card by card, each with its place in the file."""

import json

from hypothesis import given
from hypothesis import strategies as st

from vaultmind.parsing.canvas import Canvas, parse_canvas

texts = st.text(min_size=1, max_size=20)


def test_cards_edges_and_groups() -> None:
    text = """{"nodes": [
      {"id": "1", "type": "text", "text": "see [[Target]]\\nand \\"more\\"", "x": 9, "y": 9, "width": 20, "height": 2},
      {"id": "2", "type": "file", "file": "Note.md", "subpath": "#Section", "x": 500, "y": 0, "width": 1, "height": 1},
      {"id": "3", "type": "link", "url": "https://e.org"},
      {"id": "4", "type": "group", "label": "Outer", "x": 0, "y": 0, "width": 400, "height": 400},
      {"id": "5", "type": "group", "label": "Inner", "x": 0, "y": 0, "width": 40, "height": 40}],
     "edges": [{"id": "e", "fromNode": "1", "toNode": "2", "label": "\\u0432\\u0435\\u0434\\u0451\\u0442 \\u043a"}]}"""
    canvas = parse_canvas(text)
    assert canvas.problem is None
    assert [card.kind for card in canvas.cards] == ["text", "file", "link", "group", "group"]
    first, second = canvas.cards[:2]
    assert first.content is not None
    assert first.content.text == 'see [[Target]]\nand "more"'
    assert first.group == "Inner"
    assert second.group is None
    assert second.subpath is not None
    assert second.subpath.text == "#Section"
    (edge,) = canvas.edges
    assert (edge.source, edge.target) == ("1", "2")
    assert edge.label is not None
    assert edge.label.text == "ведёт к"


@given(st.lists(st.tuples(texts, texts), min_size=1, max_size=4), st.booleans(), st.sampled_from([None, 2]))
def test_every_character_of_a_card_is_found_in_the_file(
    cards: list[tuple[str, str]], ascii_: bool, indent: int | None
) -> None:
    nodes = [
        {"id": other, "type": "text", "text": text, "extra": {other: [other, {"text": other}]}} for text, other in cards
    ]
    written = json.dumps({"nodes": nodes, "edges": []}, ensure_ascii=ascii_, indent=indent)
    canvas = parse_canvas(written)
    assert len(canvas.cards) == len(cards)
    for card, (text, _) in zip(canvas.cards, cards, strict=True):
        assert card.content is not None
        assert json.loads(f'"{card.content.span.of(written)}"') == text
        for place, char in enumerate(text):
            start, end = card.content.offsets.to_disk(place), card.content.offsets.to_disk(place + 1)
            assert json.loads(f'"{written[start:end]}"') == char


@given(
    st.text(max_size=60)
    | st.recursive(
        st.none() | st.text(max_size=5) | st.integers() | st.floats(),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["nodes", "edges", "type", "text", "label", "x"]), inner, max_size=4)
        ),
        max_leaves=12,
    ).map(json.dumps)
)
def test_any_text_is_taken(text: str) -> None:
    assert isinstance(parse_canvas(text), Canvas)


def test_what_is_no_canvas_says_so() -> None:
    assert parse_canvas("") == parse_canvas(" \n") == Canvas()
    assert parse_canvas('{"nodes":[{"id":"1"').problem == "The canvas is not valid JSON; nothing in it is read."
    assert parse_canvas("[1, 2]").problem == "The canvas is not a JSON object; nothing in it is read."
    assert parse_canvas("[" * 100_000).problem is not None
    assert parse_canvas('{"nodes": 5, "edges": {"a": 1}}') == Canvas()
