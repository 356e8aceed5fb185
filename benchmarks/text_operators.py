"""How long conditions on the text of notes take, cold and asked again: ``line:``, ``task:``, exact case, expressions.

    python benchmarks/text_operators.py VAULT CATALOG [QUERY …]

CATALOG is the ``catalog-1.sqlite`` of the vault's index, e.g. ``DIR/notes-100000/catalog.sqlite`` of ``scale.py``; it
is only read. One row for each query: notes found, notes read, seconds, seconds when it is asked again.
"""

import sys
import time
from pathlib import Path

from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.retrieval.retriever import Retriever
from vaultmind.retrieval.texts import reading_from

QUERIES = (
    "line:(water garden)",
    "section:(water garden)",
    "task-todo:water",
    'task-todo:""',
    "match-case:Zzyzx",
    r"/\d{4}-\d{2}-\d{2}zz/",
    r"/\d{2,4}/",
    "line:/^the .* zzyzx$/",
    "block:/zzyzx/",
    r"path:/\d+9\.md$/",
    "the",
)


def main() -> None:
    """Print the table."""
    vault, file, *asked = sys.argv[1:]
    catalog = SqliteCatalog(Path(file), read_only=True)
    from_disk = reading_from(DiskVaultFiles(Path(vault)))
    count = 0

    def read(path: NotePath) -> bytes | None:
        nonlocal count
        count += 1
        return from_disk(path)

    print(f"{catalog.totals().notes} notes, {catalog.totals().chunks} passages\n")
    print("| query | notes found | notes read | seconds | again |\n|---|---|---|---|---|")
    for query in asked or QUERIES:
        retriever = Retriever(catalog, catalog, None, None, LinkGraph({}), read=read)
        count = 0
        seconds: list[float] = []
        for _ in range(2):
            started = time.perf_counter()
            passages = retriever.search(query, limit=10_000)
            seconds.append(time.perf_counter() - started)
        notes = len({passage.chunk.note for passage in passages})
        print(f"| `{query}` | {notes} | {count} | {seconds[0]:.2f} | {seconds[1]:.2f} |", flush=True)
    catalog.close()


if __name__ == "__main__":
    main()
