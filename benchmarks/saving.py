"""How soon a saved note is found: ``python benchmarks/saving.py [--notes 10000] [--saves 30] [--model NAME]``.

A vault is generated and an engine started; notes are saved one after another while the first index reads notes, while
it makes vectors, and when nothing is left to do (vectors are then made up, for a real model takes its time). With
``--folder`` vault and indexes are kept, so that ``--states words`` measures at once. A save
adds a sentence and a link to a note that has been read; it counts as found when the engine answers with it: by its
word, as a backlink of the note that was linked, and by its meaning, each asked for in turn until it is. Seconds of
wall: median, 95th percentile, worst.
"""

import argparse
import os
import random
import shutil
import statistics
import sys
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
from vaultmind.indexing.vectors import EMBEDDER
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
    if not waits:
        return f"| {name} | 0 | – | – | – | – |"
    ordered = sorted(waits)
    p95 = ordered[max(0, round(len(ordered) * 0.95) - 1)]
    figures = f"{statistics.median(ordered):.2f} | {p95:.2f} | {ordered[-1]:.2f} | {os.getloadavg()[0]:.1f}"
    return f"| {name} | {len(ordered)} | {figures} |"


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
    catalog.set_value(EMBEDDER, embedder.identity)
    vectors.close()
    catalog.close()


def prepare(folder: Path, notes: int, model: str) -> None:
    """Make a vault, and for each state an index that is in it: ``vectors`` has words alone, ``current`` everything."""
    vault = folder / "vault"
    make_vault(vault, notes)
    settings_file(folder).write_text(f'[embedding]\nmodel = "{model}"\n')
    for state in ("vectors", "current"):
        data = folder / state
        if not data.exists():
            session = api.open_vault(vault=vault, data=data, catch_up=False)
            list(session.index(api.IndexRequest(vectors=False)))
            session.close()
            if state == "current":
                make_up_vectors(vault, data)


def settings_file(folder: Path) -> Path:
    """Return where the settings of these engines are, so that the person's own count for nothing."""
    return folder / "settings.toml"


def measure(folder: Path, state: str, saves: int) -> None:
    """Save notes while an engine is in one state, and print what was seen as lines of the table."""
    vault, data = folder / "vault", folder / state
    if state == "words":
        shutil.rmtree(data, ignore_errors=True)
    started, waited = time.monotonic(), 0.0
    session = api.join_engine(vault=vault, data=data, catch_up=False)
    try:
        end = time.monotonic() + PATIENCE_S * 5
        while (session.status().indexing.state != state or not session.find_notes("")) and time.monotonic() < end:
            time.sleep(POLL_S)
        waited = time.monotonic() - started
        saver = Saver(session, vault, f"{state} {time.time_ns()}")
        while len(saver.waits["words"]) < saves and (state != "words" or session.status().indexing.state == "words"):
            saver.save()
    finally:
        session.close()
        api.stop_engine(vault=vault, data=data)
        print(
            f"{state}: {time.monotonic() - started:.0f} s, of which {waited:.0f} until it was reached", file=sys.stderr
        )
    for way, waits in saver.waits.items():
        print(row(f"{state}: {way}", waits), flush=True)


def main() -> None:
    """Measure the states that were asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--saves", type=int, default=30)
    parser.add_argument("--model", default="multilingual-e5-small", help="the embedding model, by its name or folder")
    parser.add_argument("--folder", type=Path, help="where vault and indexes are kept for the next run")
    parser.add_argument("--states", nargs="*", default=["words", "vectors", "current"], help="none: only prepare")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = chosen.folder or Path(temporary)
        os.environ["VAULTMIND_CONFIG"] = str(settings_file(folder))
        if not (folder / "current").exists():
            folder.mkdir(exist_ok=True)
            prepare(folder, chosen.notes, chosen.model)
        print("| state of the index: found by | saves | p50 s | p95 s | worst s | load |\n|---|---|---|---|---|---|")
        for state in chosen.states:
            measure(folder, state, chosen.saves)


if __name__ == "__main__":
    main()
