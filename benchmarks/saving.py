"""How soon a saved note is found: ``python benchmarks/saving.py [--notes 10000] [--saves 30] [--model NAME]``.

A vault is generated and its engine started; notes are saved one after another while the first index reads notes, while
it makes vectors, and when nothing is left to do (vectors are then made up, for a real model takes its time). A save
adds a sentence and a link to a note that has been read; it counts as found when the engine answers with it: by its
word, as a backlink of the note that was linked, and by its meaning, each asked for in turn until it is. Seconds of
wall: median, 95th percentile, worst.
"""

import argparse
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from generated import make_vault

from vaultmind import api
from vaultmind.adapters.index.index_folder import catalog_file
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.adapters.vectors.vector_stores import FolderVectorStores
from vaultmind.api.models import find_embedder
from vaultmind.api.vaults import known_vault
from vaultmind.config import load_settings
from vaultmind.domain.views import SearchRequest
from vaultmind.ports import VectorEntry
from vaultmind.session.interface import Session

PATIENCE_S = 60.0
POLL_S = 0.03
SUBJECTS = ("The lighthouse keeper", "Моя бабушка", "A travelling tinker", "Старый паровоз", "The beekeeper")
DEEDS = ("polished brass lamps", "варила варенье из айвы", "sold copper kettles", "вёз уголь в горы", "спала на печи")


class Saver:
    """Saves notes and waits for each to be found."""

    def __init__(self, session: Session, vault: Path, seed: str) -> None:
        self._session = session
        self._notes = sorted(vault.rglob("*.md"))
        self._chance = random.Random(seed)
        self._count = 0
        self.waits: dict[str, list[float]] = {"words": [], "links": [], "meaning": []}

    def save(self) -> None:
        """Save one note, and note how long each way of finding it took."""
        self._count += 1
        note = self._chance.choice(self._notes)
        read = [Path(one.note).stem for one in self._session.find_notes("", limit=100)]
        target = self._chance.choice([one for one in read if one != note.stem])
        word = f"zq{self._chance.randrange(10**9)}x"
        sentence = f"{self._chance.choice(SUBJECTS)} {self._chance.choice(DEEDS)} {self._count}"
        text = note.read_text(encoding="utf-8")
        note.write_text(f"{text}\n\n## {word}\n\n{sentence}, {word}. [[{target}]]\n", encoding="utf-8")
        saved = time.perf_counter()
        ways: dict[str, Callable[[], bool]] = {
            "words": lambda: self._finds(word, note, "lexical"),
            "links": lambda: self._links(note, target),
            "meaning": lambda: self._finds(f"{word} {sentence}", note, "semantic"),
        }
        while ways and time.perf_counter() - saved < PATIENCE_S:
            for way in [way for way, is_found in ways.items() if is_found()]:
                self.waits[way].append(time.perf_counter() - saved)
                del ways[way]
            time.sleep(POLL_S)
        for way in ways:
            self.waits[way].append(PATIENCE_S)

    def _finds(self, query: str, note: Path, mode: str) -> bool:
        found = self._session.search(SearchRequest(query, limit=3, mode=mode, graph=False))  # type: ignore[arg-type]
        return any(one.chunk.note.endswith(f"/{note.name}") for one in found.passages)

    def _links(self, note: Path, target: str) -> bool:
        view = self._session.note(target)
        return any(one.source.endswith(f"/{note.name}") for one in view.backlinks)


def row(name: str, waits: Sequence[float]) -> str:
    """Return one line of the table."""
    ordered = sorted(waits)
    p95 = ordered[max(0, round(len(ordered) * 0.95) - 1)]
    return f"| {name} | {len(ordered)} | {statistics.median(ordered):.2f} | {p95:.2f} | {ordered[-1]:.2f} |"


def make_up_vectors(vault: Path, data: Path) -> None:
    """Give every passage that waits some vector, so that nothing is left to do."""
    known, places = known_vault(vault, data)
    embedder = find_embedder(places, load_settings(places.settings_file))
    assert not isinstance(embedder, str)
    catalog = SqliteCatalog(catalog_file(known.folder / "index"))
    vectors = FolderVectorStores(known.folder / "index" / "vectors").open(embedder)
    numbers = np.random.default_rng(1)
    while waiting := catalog.waiting(1_000):
        rows = numbers.standard_normal((len(waiting), embedder.dimensions)).astype(np.float32)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        vectors.upsert([VectorEntry(one, row, chunk.language) for (one, chunk), row in zip(waiting, rows, strict=True)])
        catalog.mark_embedded([one for one, _ in waiting])
    vectors.close()
    catalog.close()


def measure(vault: Path, data: Path, saves: int) -> None:
    """Save notes in each of the three states, and print what was seen."""
    session = api.join_engine(vault=vault, data=data, catch_up=False)
    rows: list[str] = []
    for state in ("words", "vectors", "current"):
        if state == "current":
            session.close()
            api.stop_engine(vault=vault, data=data)
            make_up_vectors(vault, data)
            session = api.join_engine(vault=vault, data=data)
        else:
            end = time.monotonic() + PATIENCE_S * 5
            while (session.status().indexing.state != state or not session.find_notes("")) and time.monotonic() < end:
                time.sleep(POLL_S)
        saver = Saver(session, vault, state)
        while len(saver.waits["words"]) < saves and (state != "words" or session.status().indexing.state == "words"):
            saver.save()
        rows += [row(f"{state}: {way}", waits) for way, waits in saver.waits.items() if waits]
    session.close()
    print(f"load {os.getloadavg()[0]:.1f}")
    print("| state of the index: found by | saves | p50 s | p95 s | worst s |\n|---|---|---|---|---|")
    print("\n".join(rows), flush=True)


def main() -> None:
    """Measure one vault of the size that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=30)
    parser.add_argument("--model", default="multilingual-e5-small", help="the embedding model, by its name or folder")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        vault, data = Path(temporary) / "vault", Path(temporary) / "data"
        make_vault(vault, chosen.notes)
        (Path(temporary) / "settings.toml").write_text(f'[embedding]\nmodel = "{chosen.model}"\n')
        os.environ["VAULTMIND_CONFIG"] = str(Path(temporary) / "settings.toml")
        try:
            measure(vault, data, chosen.saves)
        finally:
            api.stop_engine(vault=vault, data=data)


if __name__ == "__main__":
    main()
