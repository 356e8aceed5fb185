"""A newer program meets the index of an older one: that answers until its own is whole, and no text is read again."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import vaultmind

PROGRAM = Path(vaultmind.__file__).parent

BEGIN = """
import json, sys, time
from pathlib import Path
from zlib import crc32
import numpy as np
from vaultmind import api
from vaultmind.api import IndexReport, IndexRequest, SearchRequest, owning
from vaultmind.session.earlier import EarlierIndex

class Words:
    identity, dimensions = "words", 64

    def embed_passages(self, texts):
        return np.stack([self.embed_query(text) for text in texts])

    def embed_query(self, text):
        vector = np.full(self.dimensions, 0.01, np.float32)
        for word in text.split():
            vector[crc32(word.encode()) % self.dimensions] += 1
        return vector / np.linalg.norm(vector)

owning.find_embedder = lambda *_: Words()
root, data = map(Path, sys.argv[1:])

def found(session, query):
    report = session.search(SearchRequest(query))
    return report.passages[0].chunk.note, any("earlier version" in said for said in report.notices)

def index(session):
    return next(event for event in session.index(IndexRequest()) if isinstance(event, IndexReport))

def files():
    return sorted(path.name for path in data.glob("vaults/*/index/catalog-*.sqlite"))

def told(**what):
    print(json.dumps(what))
"""

FIRST = """
session = api.open_vault(vault=root, data=data)
report = index(session)
session.close()
told(notes=report.notes, calls=report.embedding_calls_total, files=files())
"""

NEWER = """
session = api.open_vault(vault=root, data=data, catch_up=False)
before = found(session, "mycelium")
state = session.note_status("Mushrooms")
note, related = session.status().notes, [one.note for one in session.related("Mushrooms").related]
report = index(session)
after = found(session, "mycelium")
new = found(session, "verdigris")
waiting = session.status().waiting
session._earlier = EarlierIndex(session._catalog, lambda known: session._retriever_on(known, None))
totals = session.status()
beside = [totals.vectors, totals.waiting == totals.chunks > 0]
session.close()
told(before=before, status=note, related=related,
     state=[state.state, state.vectors, state.reason == EarlierIndex.NOTICE], after=after, new=new,
     calls=report.embedding_calls_total,
     waiting=waiting, beside=beside, files=files())
"""

FOLLOWING = """
session = api.open_vault(vault=root, data=data, catch_up=False)
before = found(session, "mycelium")
session.keep_current()
end = time.monotonic() + 120
while (turned := found(session, "mycelium"))[1] and time.monotonic() < end:
    time.sleep(0.05)
left = files()
session.close()
told(before=before, turned=turned, files=left)
"""


def run(program: Path, script: str, root: Path, data: Path) -> Any:
    """Return what a script tells that runs with the package in ``program``."""
    command = [sys.executable, "-c", f"{BEGIN}\n{script}", str(root), str(data)]
    environment = {**os.environ, "PYTHONPATH": str(program)}
    ran = subprocess.run(command, capture_output=True, text=True, check=False, cwd=data.parent, env=environment)
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def newer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with this program as it will be when its schema has another number."""
    folder = tmp_path_factory.mktemp("newer")
    shutil.copytree(PROGRAM, folder / "vaultmind", ignore=shutil.ignore_patterns("__pycache__"))
    schema = folder / "vaultmind" / "adapters" / "index" / "sqlite_schema.py"
    found = re.search(r"^SCHEMA_VERSION = (\d+)$", text := schema.read_text(), re.MULTILINE)
    assert found is not None
    schema.write_text(text.replace(found[0], f"SCHEMA_VERSION = {int(found[1]) + 1}"))
    return folder


@pytest.fixture
def garden(tmp_path: Path) -> tuple[Path, Path]:
    """Return a vault that this program has indexed, and its data folder."""
    root, data = tmp_path / "Garden", tmp_path / "data"
    root.mkdir()
    (root / "Mushrooms.md").write_text("The mycelium of oyster mushrooms eats straw. See [[Straw]].")
    (root / "Straw.md").write_text("Straw is dry.")
    first = run(PROGRAM.parent, FIRST, root, data)
    assert (first["notes"], first["calls"], len(first["files"])) == (2, 2, 1)
    return root, data


def test_the_older_index_answers_until_the_new_one_is_whole(newer: Path, garden: tuple[Path, Path]) -> None:
    root, data = garden
    (old,) = data.glob("vaults/*/index/catalog-*.sqlite")
    (root / "Copper.md").write_text("The roof has verdigris.")
    told = run(newer, NEWER, root, data)
    assert told["before"] == ["Mushrooms.md", True]
    assert (told["status"], told["related"]) == (0, ["Straw.md"])
    assert (told["after"], told["new"]) == (["Mushrooms.md", False], ["Copper.md", False])
    assert (told["calls"], told["waiting"]) == (3, 0)
    assert told["state"] == ["indexed", "waiting", True]
    assert told["beside"] == [0, True]
    assert len(told["files"]) == 1
    assert told["files"] != [old.name]
    with pytest.raises(AssertionError, match="made by a newer VaultMind"):
        run(PROGRAM.parent, FIRST, root, data)
    assert [path.name for path in data.glob("vaults/*/index/catalog-*.sqlite")] == told["files"]


def test_whoever_follows_the_vault_turns_to_the_new_index_by_itself(newer: Path, garden: tuple[Path, Path]) -> None:
    root, data = garden
    (old,) = data.glob("vaults/*/index/catalog-*.sqlite")
    told = run(newer, FOLLOWING, root, data)
    assert told["before"] == ["Mushrooms.md", True]
    assert told["turned"] == ["Mushrooms.md", False]
    assert old.name not in told["files"]


def test_a_vault_that_moved_before_the_upgrade_is_known_by_its_older_index(
    newer: Path, garden: tuple[Path, Path]
) -> None:
    root, data = garden
    moved = root.rename(root.with_name("Сад"))
    told = run(newer, NEWER, moved, data)
    assert told["before"] == ["Mushrooms.md", True]
    assert (told["calls"], len(list((data / "vaults").iterdir()))) == (2, 1)
