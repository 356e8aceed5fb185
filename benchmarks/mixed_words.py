"""Whether a typed word finds its notes in a vault of two languages: ``mixed_words.py GOLD --data DIR``.

GOLD and DIR as for ``benchmarks/retrieval.py``; asks ``xquad_mixed``, where each note stands in Russian and in English,
for words that only notes of one language hold, and for three words of one note. Of the first 2k passages' notes, where
k notes hold what was asked: the share of those k, the share of their translations; and how many of the k stand behind a
note in the other language that is neither. Prints a Markdown row for words that so many notes hold.
"""

import argparse
import os
import random
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import platformdirs
from answers import SEED
from retrieval import Bench, KeptQuestions, notes_of

from vaultmind.adapters.vectors.e5.folder import FOLDER_NAME
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.adapters.vectors.vector_cache import VectorCache
from vaultmind.parsing.morphology import is_stop_word, stem, words_of
from vaultmind.retrieval.weights import SHIPPED

SET = "xquad_mixed"
SHOWN = 30
Asked = tuple[str, frozenset[str]]


def translation_of(note: str) -> str:
    """Return the same note in the other language, by its path."""
    one, other = note[:2], "en" if note.startswith("ru/") else "ru"
    return f"{other}{note[2:]}".replace(f" {one} ", f" {other} ")


def asked(bench: Bench, count: int) -> dict[str, list[Asked]]:
    """Return words and the notes that hold them, always the same, by how many notes that are."""
    holding: dict[str, set[str]] = {}
    written: dict[str, str] = {}
    of_note: dict[str, list[str]] = {}
    for row in bench.catalog.notes():
        chunks = bench.catalog.chunks(bench.catalog.chunk_ids_of(row.path)).values()
        text = "\n".join(f"{chunk.breadcrumb}\n{chunk.text}" for chunk in chunks)
        for word in words_of(text):
            if len(word) > 4 and word.isalpha() and not is_stop_word(word):
                holding.setdefault(stem(word), set()).add(row.path)
                written.setdefault(stem(word), word)
                of_note.setdefault(row.path, []).append(stem(word))
    in_one_language = {key for key, notes in holding.items() if len({note[:3] for note in notes}) == 1}
    order = random.Random(SEED)
    drawn: dict[str, list[Asked]] = {}
    for least, most in ((2, 4), (5, 12), (13, 40)):
        keys = sorted(key for key in in_one_language if least <= len(holding[key]) <= most)
        some = order.sample(keys, count)
        drawn[f"a word of {least} to {most} notes"] = [(written[key], frozenset(holding[key])) for key in some]
    three: list[Asked] = []
    for note in order.sample(sorted(of_note), count):
        keys = sorted(key for key in set(of_note[note]) & in_one_language if 2 <= len(holding[key]) <= 25)
        if len(keys) >= 3:
            some = order.sample(keys, 3)
            three.append((" ".join(written[key] for key in some), frozenset().union(*(holding[key] for key in some))))
    return {**drawn, "three words": three}


def row_of(bench: Bench, kind: str, questions: Sequence[Asked]) -> str:
    retriever = bench.retriever(SHIPPED)
    held = translated = 0.0
    behind = every = 0
    for question, holding in questions:
        notes = notes_of(retriever.search(question, limit=2 * SHOWN))[:SHOWN]
        twins = {translation_of(note) for note in holding}
        first = set(notes[: 2 * len(holding)])
        held += len(first & holding) / len(holding)
        translated += len(first & twins) / len(twins)
        language = next(iter(holding))[:3]
        neither = [at for at, note in enumerate(notes) if note not in twins and not note.startswith(language)]
        ahead = notes[: neither[0]] if neither else notes
        behind += len(holding.difference(ahead)) if neither else 0
        every += len(holding)
    count = len(questions)
    return f"| {kind} | {count} | {held / count:.3f} | {translated / count:.3f} | {behind} of {every} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--count", type=int, default=60)
    arguments = parser.parse_args()
    os.environ["HF_HUB_OFFLINE"] = "1"
    model = platformdirs.user_cache_path("vaultmind") / "models" / FOLDER_NAME
    embedder = KeptQuestions(E5Embedder(model), arguments.data / "mixed.pickle")
    with (
        closing(VectorCache(arguments.data / "vectors.sqlite")) as cache,
        closing(Bench(SET, gold=arguments.gold, data=arguments.data, embedder=embedder, cache=cache)) as bench,
    ):
        print("| asked | questions | holding it | translations | behind another |\n|---|---|---|---|---|")
        for kind, questions in asked(bench, arguments.count).items():
            print(row_of(bench, kind, questions), flush=True)
        embedder.save()


if __name__ == "__main__":
    main()
