"""CPU seconds from files to an index with words and links: ``python benchmarks/cataloguing.py VAULT [--runs 3]``.

The notes of VAULT, joined, are cut into 10,000 notes of 3 KB each, at places that repeat from run to run; with
``--as-it-is`` they are left as they are. Each run is
the command line in a process of its own on an empty data folder: user and system time of it and of all its children,
its start included.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STEP = 1009
"""Bytes from the beginning of one note to that of the next, around the joined notes as often as needed."""


def cut_notes(vault: Path, folder: Path, *, count: int, size: int) -> None:
    """Write the notes; a character cut in half is left out."""
    joined = b"\n\n".join(path.read_bytes() for path in sorted(vault.rglob("*.md")))
    if len(joined) <= size:
        raise SystemExit(f"{vault} has less than {size} bytes of notes.")
    for number in range(count):
        start = number * STEP % (len(joined) - size)
        note = joined[start : start + size].decode("utf-8", "ignore").encode()
        (folder / f"Note {number}.md").write_bytes(note)


def index_once(vault: Path) -> tuple[float, float, str]:
    """Return CPU seconds, wall seconds and the last line of one first run of the index."""
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "vaultmind", "--vault", str(vault), "--data", data, "--no-engine"]
        before, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        done = subprocess.run(
            [*command, "index", "--no-vectors"],
            env={**os.environ, "VAULTMIND_ENGINE": "off"},
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        wall, after = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return cpu, wall, done.stdout.strip().split("\n")[-1]


def main() -> None:
    """Cut the notes once and index them as often as asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--bytes", type=int, default=3_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--as-it-is", action="store_true", help="index the notes of VAULT themselves")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        vault = arguments.vault if arguments.as_it_is else Path(place)
        if not arguments.as_it_is:
            cut_notes(arguments.vault, vault, count=arguments.notes, size=arguments.bytes)
        sizes = [path.stat().st_size for path in vault.rglob("*.md")]
        print(f"{len(sizes)} notes, {sum(sizes) / 1e6:.1f} MB")
        for _ in range(arguments.runs):
            load = os.getloadavg()[0]
            cpu, wall, said = index_once(vault)
            print(f"{cpu:6.2f} s of CPU, {wall:6.2f} s of wall, load before {load:.1f}: {said}", flush=True)


if __name__ == "__main__":
    main()
