"""Another program's first index beside ours, in one run: ``python benchmarks/beside.py VAULT --command "program …"``.

Each gets a copy of VAULT, and a home folder of its own; ``{vault}`` in the command stands for its copy, which is also
``$BASIC_MEMORY_HOME``, and it is fed ``y`` for its questions. With basic-memory (0.17.4 was seen, in an environment of
its own)::

    --command "basic-memory reset --reindex"

Ours indexes words and links, without vectors, as that version does. CPU seconds include child processes; files that
were changed are counted, for an index has no business in them.
"""

import argparse
import os
import resource
import shlex
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

OURS = """
import sys
from pathlib import Path
from vaultmind import api
session = api.open_vault(vault=Path(sys.argv[1]), data=Path(sys.argv[2]), catch_up=False)
list(session.index(api.IndexRequest(vectors=False)))
session.close()
"""


def bytes_of(vault: Path) -> dict[str, bytes]:
    """Return the bytes of each file by its path."""
    return {str(path.relative_to(vault)): path.read_bytes() for path in sorted(vault.rglob("*")) if path.is_file()}


def row(name: str, vault: Path, command: Sequence[str], environment: Mapping[str, str], seconds: float) -> str:
    """Run one program on its copy, and return its line of the table."""
    before = bytes_of(vault)
    spent, started = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    try:
        ran = subprocess.run(
            ["timeout", "--signal=INT", "--kill-after=10", str(seconds), *command],
            input=b"y\n" * 10,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={**os.environ, **environment},
            check=False,
        )
    finally:
        wall, now = time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN)
    ended = {0: "done", 124: f"stopped after {seconds:.0f} s"}.get(ran.returncode, f"failed: {ran.stderr[-200:]!r}")
    cpu = now.ru_utime + now.ru_stime - spent.ru_utime - spent.ru_stime
    after = bytes_of(vault)
    changed = sum(before.get(path) != content for path, content in after.items())
    return f"| {name} | {ended} | {cpu:.1f} | {wall:.0f} | {changed} of {len(before)} |"


def main() -> None:
    """Print one table of both."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--command", required=True, help="what indexes the other copy")
    parser.add_argument("--seconds", type=float, default=600, help="end a program that needs longer")
    chosen = parser.parse_args()
    lines = ["| program | | CPU s | wall s | files changed |", "|---|---|---|---|---|"]
    with tempfile.TemporaryDirectory() as temporary:
        for name in ("ours", "other"):
            home, vault = Path(temporary) / name, Path(temporary) / name / "vault"
            shutil.copytree(chosen.vault, vault)
            if name == "ours":
                command = [sys.executable, "-c", OURS, str(vault), str(home / "data")]
                lines.append(row("vaultmind", vault, command, {}, chosen.seconds))
            else:
                command = [part.format(vault=vault) for part in shlex.split(chosen.command)]
                mine = {"HOME": str(home), "BASIC_MEMORY_HOME": str(vault)}
                lines.append(row(chosen.command, vault, command, mine, chosen.seconds))
            print(lines[-1], file=sys.stderr, flush=True)
    print(f"load {os.getloadavg()[0]:.1f}\n" + "\n".join(lines))


if __name__ == "__main__":
    main()
