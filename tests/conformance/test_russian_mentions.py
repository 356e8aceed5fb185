"""Names in Russian word forms, on sentences labelled by hand: see ``russian_mentions.json`` for how it was made."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.domain.span import Span
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.anchors import Names
from vaultmind.suggesting.places import sentence_around
from vaultmind.suggesting.words import words_of_note

SET = json.loads(Path(__file__).with_name("russian_mentions.json").read_text(encoding="utf-8"))
Row = tuple[str, str, int, int, str, int]


def scores(rows: list[Row], shared_data: Callable[[str], Path]) -> tuple[float, float]:
    """Return recall and precision of the places at which titles are named."""
    titles = sorted({title for *_, title, _ in rows})
    notes = [words_of_note(read_note(NotePath(f"{title}.md"), b"")) for title in titles]
    names = Names(notes, LinkGraph({note.path: () for note in notes}))
    found: set[tuple[str, str, int, str]] = set()
    for where, note in sorted({(where, note) for where, note, *_ in rows}):
        archive, _, folder = where.partition(":")
        content = (shared_data(archive) / folder / note).read_bytes()
        words = words_of_note(read_note(NotePath(note), content))
        for mention in names.mentions(words, {}):
            for title in names.uses[mention.name].kinds:
                found |= {(where, note, words.starts[at], title.removesuffix(".md")) for at in mention.places}
    told = [(label, (where, note, start, title) in found) for where, note, start, _, title, label in rows]
    right = sum(1 for label, said in told if label and said)
    wrong = [row for row, (label, said) in zip(rows, told, strict=True) if bool(label) != said]
    recall, precision = right / sum(label for label, _ in told), right / sum(said for _, said in told)
    print(
        f"recall {recall:.3f} precision {precision:.3f} of {len(rows)} words, {sum(label for label, _ in told)} forms"
    )
    print(*wrong, sep="\n")
    return recall, precision


def test_forms_are_found_and_other_words_are_not(shared_data: Callable[[str], Path]) -> None:
    recall, precision = scores(SET["rows"], shared_data)
    assert recall >= 0.92
    assert precision >= 0.95


def test_so_it_is_with_words_that_no_rule_was_made_for(shared_data: Callable[[str], Path]) -> None:
    recall, precision = scores(SET["later"], shared_data)
    assert recall >= 0.90
    assert precision >= 0.85


@pytest.mark.parametrize("part", ["rows", "later"])
def test_each_word_stands_where_the_set_says(part: str, shared_data: Callable[[str], Path]) -> None:
    for where, note, start, end, _, _ in SET[part]:
        archive, _, folder = where.partition(":")
        text = (shared_data(archive) / folder / note).read_bytes().decode("utf-8")
        assert text[start:end].replace(" ", "").isalpha(), (note, start)


def test_the_labels_are_of_at_least_two_hundred_sentences(shared_data: Callable[[str], Path]) -> None:
    sentences: set[tuple[str, int]] = set()
    for where, note, start, end, *_ in SET["rows"]:
        archive, _, folder = where.partition(":")
        text = (shared_data(archive) / folder / note).read_bytes().decode("utf-8")
        sentences.add((note, sentence_around(text, Span(start, end)).start))
    assert len(sentences) >= 200
