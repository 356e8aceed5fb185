"""CPU seconds to read a vault and resolve its links, beside markdown-it-py and obsidiantools.

``python benchmarks/parsing.py VAULT… [--obsidiantools /path/to/venv/bin/python]``

The Markdown files of each vault are copied to an empty folder. Ours is the best of three runs over files, encodings,
parsing and resolving every link; markdown-it-py renders tokens alone; obsidiantools runs ``connect()`` and ``gather()``
in its own process, from a virtual environment in which it is installed, and reports its own CPU time.
"""

import argparse
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

from markdown_it import MarkdownIt

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.parsing.markdown import parse_note
from vaultmind.parsing.reading import read_note

OBSIDIANTOOLS = """
import sys, time, warnings
from pathlib import Path
import obsidiantools.api as api
warnings.simplefilter("ignore")
started = time.process_time()
vault = api.Vault(Path(sys.argv[1])).connect().gather()
print(time.process_time() - started)
"""


def copy_notes(vault: Path, folder: Path) -> None:
    """Copy the Markdown files alone, so that all readers see the same."""
    for path in sorted(vault.rglob("*.md")):
        if not any(part.startswith(".") for part in path.relative_to(vault).parts):
            place = folder / path.relative_to(vault)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def read_and_resolve(folder: Path) -> tuple[int, int]:
    """Read every note and resolve every link; return how many links there are, and how many lead nowhere."""
    links = {}
    for path in sorted(folder.rglob("*.md")):
        name = NotePath(path.relative_to(folder).as_posix())
        links[name] = read_note(name, path.read_bytes()).note.links
    graph = LinkGraph(links)
    targets = [found.target for note in graph.notes() for found in graph.outgoing(note)]
    return len(targets), targets.count(None)


def main() -> None:
    """Print one block of lines a vault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vaults", type=Path, nargs="+")
    parser.add_argument("--obsidiantools", type=Path, help="the Python that has obsidiantools")
    arguments = parser.parse_args()
    for vault in arguments.vaults:
        with tempfile.TemporaryDirectory() as place:
            folder = Path(place)
            copy_notes(vault, folder)
            measure(vault, folder, arguments.obsidiantools)


def measure(vault: Path, folder: Path, obsidiantools: Path | None) -> None:
    """Run the readers over one folder of notes."""
    ours = []
    for _ in range(3):
        started = time.process_time()
        links, unresolved = read_and_resolve(folder)
        ours.append(time.process_time() - started)
    texts = [path.read_text("utf-8", errors="replace") for path in sorted(folder.rglob("*.md"))]
    size = sum(map(len, texts)) / 1e6
    print(f"{vault}: {len(texts)} notes, {size:.2f} M characters, {links} links, {unresolved} unresolved")
    print(f"  read and resolved      {min(ours):8.3f} s of CPU")
    started = time.process_time()
    for text in texts:
        parse_note(NotePath("note.md"), text)
    parsed = time.process_time() - started
    print(f"  parse_note alone       {parsed:8.3f} s, {size / parsed:.1f} M characters a second")
    reference = MarkdownIt("commonmark").enable("table")
    started = time.process_time()
    for text in texts:
        reference.parse(text)
    print(f"  markdown-it-py, tokens {time.process_time() - started:8.3f} s")
    if obsidiantools is not None:
        command = [str(obsidiantools), "-W", "ignore", "-c", OBSIDIANTOOLS, str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        theirs = float(done.stdout.split()[-1])
        print(f"  obsidiantools          {theirs:8.3f} s, {theirs / min(ours):.0f} times ours")


if __name__ == "__main__":
    main()
