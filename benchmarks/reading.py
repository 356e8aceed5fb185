"""CPU seconds from bytes to notes and chunks: ``python benchmarks/reading.py VAULT [--notes 10000] [--bytes 3000]``.

The notes of VAULT, joined and cut to the same size, are read as often as needed. Prints one line a stage.
"""

import argparse
import time
from pathlib import Path

from vaultmind.domain.link import NotePath
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.decoding import decode
from vaultmind.parsing.markdown import parse_note
from vaultmind.parsing.mojibake import undo_mojibake
from vaultmind.parsing.reading import read_note


def notes_of(vault: Path, *, count: int, size: int) -> list[bytes]:
    """Return ``count`` notes of about ``size`` bytes made from the notes of a vault, each one's end and start kept."""
    made: list[bytes] = []
    note = b""
    for path in sorted(vault.rglob("*.md")):
        note += path.read_bytes() if not note else b"\n\n" + path.read_bytes()
        while len(note) >= size:
            end = note.find(b"\n", size)
            end = len(note) if end < 0 else end
            made.append(note[:end])
            note = note[end:] if len(note) - end > size else b""
    return [made[number % len(made)] for number in range(count)]


def main() -> None:
    """Measure each stage on its own and the whole."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("vault", type=Path)
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--bytes", type=int, default=3_000)
    arguments = parser.parse_args()
    notes = notes_of(arguments.vault, count=arguments.notes, size=arguments.bytes)
    path = NotePath("Note.md")
    print(f"{len(notes)} notes, {sum(map(len, notes)) / 1e6:.1f} MB")
    started = time.process_time()
    texts = [decode(data).text for data in notes]
    decoded = time.process_time()
    for text in texts:
        undo_mojibake(text)
    repaired = time.process_time()
    for text in texts:
        parse_note(path, text)
    parsed = time.process_time()
    reads = [read_note(path, data) for data in notes]
    read = time.process_time()
    chunks = sum(len(split_into_chunks(note)) for note in reads)
    done = time.process_time()
    print(f"decode            {decoded - started:7.2f} s")
    print(f"look for damage   {repaired - decoded:7.2f} s")
    print(f"parse             {parsed - repaired:7.2f} s")
    print(f"read_note         {read - parsed:7.2f} s (decode, damage, parse, messages)")
    print(f"split_into_chunks {done - read:7.2f} s, {chunks} chunks")


if __name__ == "__main__":
    main()
