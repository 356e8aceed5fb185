"""The long work on a shard, in a process of its own: ``python -m`` this module."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import psutil

from vaultmind.adapters.spawn import spawn
from vaultmind.domain.errors import IndexProblem
from vaultmind.ports import CancelToken

_POLL_S = 0.2
_INDEX_PEAK = 4.3
"""Memory that building an index takes at its peak, as a multiple of the vectors: 8.3 GB were seen for 2.0 GB."""
_NEVER_KB = 2**40
_LINKS, _EFFORT = 16, 100


def configuration(edge: Any, dimensions: int, *, approximate: bool) -> Any:
    """Return the settings of a shard: flat and exact, or with an HNSW index over 8-bit vectors."""
    vectors = edge.EdgeVectorParams(size=dimensions, distance=edge.Distance.Cosine)
    if not approximate:
        never = edge.EdgeOptimizersConfig(indexing_threshold=_NEVER_KB, default_segment_number=1)
        return edge.EdgeConfig(vectors=vectors, optimizers=never)
    return edge.EdgeConfig(
        vectors=vectors,
        hnsw_config=edge.HnswIndexConfig(m=_LINKS, ef_construct=_EFFORT, full_scan_threshold=10_000),
        quantization_config=edge.ScalarQuantizationConfig(type=edge.ScalarType.Int8, always_ram=True),
        optimizers=edge.EdgeOptimizersConfig(indexing_threshold=10_000, default_segment_number=1),
    )


def room_needed_bytes(shard: Path) -> int:
    """Return the room that a copy of a shard and its making anew take: the copy, and its new segments."""
    return 2 * sum(path.stat().st_size for path in (shard / "segments").rglob("*") if path.is_file())


def optimize_in_child(shard: Path, dimensions: int, *, approximate: bool, cancel: CancelToken | None = None) -> bool:
    """Optimize a shard that nobody else has open; return ``False`` when ``cancel`` ended it.

    Raises ``IndexProblem`` where memory is short or the child failed; the shard is then not to be used.
    """
    if approximate:
        held = sum(path.stat().st_size for path in shard.rglob("*") if path.is_file())
        free = psutil.virtual_memory().available
        if _INDEX_PEAK * held > free:
            takes = f"{_INDEX_PEAK * held / 1e9:.1f} GB of memory; {free / 1e9:.1f} GB are free"
            raise IndexProblem(f"Building the index of vectors takes about {takes}.")
    arguments = [str(shard), str(dimensions), "approximate" if approximate else "exact"]
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
    """Optimize the shard named on the command line: folder, dimensions, ``exact`` or ``approximate``."""
    import qdrant_edge as edge  # noqa: PLC0415 (native code for this process alone)

    folder, dimensions, kind = sys.argv[1:4]
    settings = configuration(edge, int(dimensions), approximate=kind == "approximate")
    shard = edge.EdgeShard.load(folder, settings)
    shard.optimize()
    shard.flush()
    shard.close()


if __name__ == "__main__":
    main()
