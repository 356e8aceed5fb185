"""Names in Russian word forms, on sentences labelled by hand: see ``russian_mentions.json`` for how it was made."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.anchors import Names
from vaultmind.suggesting.words import words_of_note

ROWS = json.loads(Path(__file__).with_name("russian_mentions.json").read_text(encoding="utf-8"))["rows"]


@pytest.fixture(scope="module")
def found(shared_data: Callable[[str], Path]) -> dict[tuple[str, str, int], str]:
    """Return the title that each place names, by data, note and start."""
    titles = sorted({title for *_, title, _ in ROWS})
    notes = [words_of_note(read_note(NotePath(f"{title}.md"), b"")) for title in titles]
    names = Names(notes, LinkGraph({note.path: () for note in notes}))
    places: dict[tuple[str, str, int], str] = {}
    for where, note in sorted({(where, note) for where, note, *_ in ROWS}):
        archive, _, folder = where.partition(":")
        content = (shared_data(archive) / folder / note).read_bytes()
        words = words_of_note(read_note(NotePath(note), content))
        for mention in names.mentions(words, {}):
            (title,) = names.uses[mention.name].kinds
            places |= {(where, note, words.starts[place]): title.removesuffix(".md") for place in mention.places}
    return places


def test_forms_are_found_and_other_words_are_not(found: dict[tuple[str, str, int], str]) -> None:
    told = [(label, found.get((where, note, start)) == title) for where, note, start, _, title, label in ROWS]
    right = sum(1 for label, said in told if label and said)
    recall = right / sum(label for label, _ in told)
    precision = right / sum(said for _, said in told)
    print(f"recall {recall:.3f} precision {precision:.3f} of {len(ROWS)} words")
    assert recall >= 0.92
    assert precision >= 0.97


def test_the_labels_are_of_at_least_two_hundred_sentences() -> None:
    assert len({(where, note, start // 80) for where, note, start, *_ in ROWS}) >= 200
