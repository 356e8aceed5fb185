"""The long work on a shard, in a process of its own: ``python -m`` this module."""

import subprocess
import sys
from enum import StrEnum
from pathlib import Path
from typing import Any

import psutil

from vaultmind.adapters.priority import give_way
from vaultmind.adapters.spawn import spawn
from vaultmind.domain.errors import IndexProblem
from vaultmind.ports import CancelToken


class Kind(StrEnum):
    """How the vectors of a shard are looked through."""

    EXACT = "exact"
    """One by one, all of their bits."""
    COMPACT = "compact"
    """One by one in 4 bits a number, then the best in all of their bits: as right, in a quarter of the time."""
    APPROXIMATE = "approximate"
    """Along an HNSW graph over 8 bits a number: a few in a hundred are missed, and it takes long to build."""


_POLL_S = 0.2
_INDEX_PEAK = 4.3
"""Memory that building an index takes at its peak, as a multiple of the vectors: 8.3 GB were seen for 2.0 GB."""
_NEVER_KB = 2**40
_SOON_KB = {Kind.COMPACT: 1, Kind.APPROXIMATE: 10_000}
_LINKS, _EFFORT = 16, 100
_OVERSAMPLING = 2.0
"""At 4 bits, twice as many candidates held all of the true best 200 of 12,632 real and of 100,000 made-up vectors."""


def configuration(edge: Any, dimensions: int, kind: Kind) -> Any:
    """Return the settings of a shard."""
    stays_on_disk = kind is Kind.COMPACT or None
    vectors = edge.EdgeVectorParams(size=dimensions, distance=edge.Distance.Cosine, on_disk=stays_on_disk)
    if kind is Kind.EXACT:
        never = edge.EdgeOptimizersConfig(indexing_threshold=_NEVER_KB, default_segment_number=1)
        return edge.EdgeConfig(vectors=vectors, optimizers=never)
    if kind is Kind.COMPACT:
        bits = edge.TurboQuantQuantizationConfig(bits=edge.TurboQuantBitSize.Bits4, always_ram=True)
        graph = edge.HnswIndexConfig(m=0, ef_construct=4, full_scan_threshold=10_000)
    else:
        bits = edge.ScalarQuantizationConfig(type=edge.ScalarType.Int8, always_ram=True)
        graph = edge.HnswIndexConfig(m=_LINKS, ef_construct=_EFFORT, full_scan_threshold=10_000)
    soon = edge.EdgeOptimizersConfig(indexing_threshold=_SOON_KB[kind], default_segment_number=1)
    return edge.EdgeConfig(vectors=vectors, hnsw_config=graph, quantization_config=bits, optimizers=soon)


def search_parameters(edge: Any, kind: Kind) -> Any:
    """Return how a shard is asked, ``None`` for as it is."""
    if kind is not Kind.COMPACT:
        return None
    return edge.SearchParams(quantization=edge.QuantizationSearchParams(rescore=True, oversampling=_OVERSAMPLING))


def room_needed_bytes(shard: Path) -> int:
    """Return the room that a copy of a shard and its making anew take: the copy, and its new segments."""
    return 2 * sum(path.stat().st_size for path in (shard / "segments").rglob("*") if path.is_file())


def optimize_in_child(shard: Path, dimensions: int, kind: Kind, *, cancel: CancelToken | None = None) -> bool:
    """Optimize a shard that nobody else has open; return ``False`` when ``cancel`` ended it.

    Raises ``IndexProblem`` where memory is short or the child failed; the shard is then not to be used.
    """
    if kind is Kind.APPROXIMATE:
        held = sum(path.stat().st_size for path in shard.rglob("*") if path.is_file())
        free = psutil.virtual_memory().available
        if _INDEX_PEAK * held > free:
            takes = f"{_INDEX_PEAK * held / 1e9:.1f} GB of memory; {free / 1e9:.1f} GB are free"
            raise IndexProblem(f"Building the index of vectors takes about {takes}.")
    arguments = [str(shard), str(dimensions), kind.value]
    child = spawn("vaultmind.adapters.vectors.qdrant_vectors.optimizing", arguments)
    while True:
        try:
            status = child.wait(timeout=_POLL_S)
            break
        except subprocess.TimeoutExpired:
            if cancel is not None and cancel.cancelled():
                child.kill()
                child.wait()
                return False
    if status != 0:
        raise IndexProblem("Tidying the vectors failed in its own process; they stay as they were.")
    return True


def main() -> None:
    """Optimize the shard named on the command line: folder, dimensions, kind."""
    import qdrant_edge as edge  # noqa: PLC0415 (native code for this process alone)

    give_way()
    folder, dimensions, kind = sys.argv[1:4]
    settings = configuration(edge, int(dimensions), Kind(kind))
    shard = edge.EdgeShard.load(folder, settings)
    shard.optimize()
    shard.flush()
    shard.close()


if __name__ == "__main__":
    main()
