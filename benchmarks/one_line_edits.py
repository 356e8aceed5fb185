"""What a one-line edit costs: ``python benchmarks/one_line_edits.py VAULT… [--edits 12000] [--seed 1]``.

Each edit changes one line in the body of a random note of the vault: words are put at its end or its front, it is
replaced, another line is put before it, it is removed, or its task is ticked. Counted are the chunks whose embedding is
not known from the note before. Prints one row of a table a vault: how many edits cost 0, 1, 2 and more chunks.
"""

import argparse
import random
import re
from collections import Counter
from pathlib import Path

from vaultmind.domain.link import NotePath
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.reading import read_note

WORDS = ["soil", "почва", "garden", "сад", "plan", "идея", "water", "дождь", "letter", "письмо", "root", "корень"]
EDITS_A_NOTE = 6
_NO_TEXT = re.compile(r"\s*(#|---|```|~~~|%%|\$\$|<|\[\^|\||>|.*::)")
_MARK = re.compile(r"\s*(?:[-*+]|\d+[.)])?\s*(?:\[.\]\s)?")


def hashes(note: NotePath, text: str) -> set[str]:
    """Return what the embeddings of a note are known by."""
    return {chunk.content_hash for chunk in split_into_chunks(read_note(note, text.encode()))}


def edited(lines: list[str], place: int, rng: random.Random) -> tuple[str, list[str]]:
    """Return one random edit of a line, and its kind."""
    line = lines[place]
    found = _MARK.match(line)
    mark = found[0] if found else ""
    other = mark + " ".join(f"{rng.choice(WORDS)}{rng.randrange(99)}" for _ in range(rng.randint(3, 20)))
    kind = "tick" if "[ ] " in mark else rng.choice(["end", "front", "replace", "insert", "remove"])
    match kind:
        case "tick":
            new = [line.replace("[ ]", "[x]", 1)]
        case "end":
            new = [f"{line} {rng.choice(WORDS)}"]
        case "front":
            new = [f"{mark}{rng.choice(WORDS)} {line[len(mark) :]}"]
        case "replace":
            new = [other]
        case "insert":
            new = [other, line]
        case _:
            new = []
    return kind, [*lines[:place], *new, *lines[place + 1 :]]


def measure(vault: Path, *, edits: int, seed: int) -> None:
    """Print the row of one vault."""
    rng = random.Random(seed)
    files = sorted(vault.rglob("*.md"))
    costs, dear = Counter[int](), Counter[str]()
    while costs.total() < edits:
        path = rng.choice(files)
        note, content = NotePath(path.name), path.read_bytes()
        try:
            lines = content.decode().split("\n")
        except UnicodeDecodeError:
            continue
        start = lines.index("---", 1) + 1 if lines[0] == "---" and "---" in lines[1:] else 0
        places = [at for at in range(start, len(lines)) if lines[at].strip() and not _NO_TEXT.match(lines[at])]
        before = hashes(note, "\n".join(lines))
        for place in rng.choices(places, k=EDITS_A_NOTE) if places else ():
            kind, after = edited(lines, place, rng)
            cost = len(hashes(note, "\n".join(after)) - before)
            costs[cost] += 1
            dear[kind] += cost > 2
    many = sum(count for cost, count in costs.items() if cost > 2)
    kinds = ", ".join(f"{kind} {count}" for kind, count in dear.most_common() if count)
    total = costs.total()
    print(f"| {vault} | {total} | {costs[0]} | {costs[1]} | {costs[2]} | {many} | {many / total:.3%} | {kinds} |")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vaults", type=Path, nargs="+")
    parser.add_argument("--edits", type=int, default=12_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print("| vault | edits | 0 | 1 | 2 | more | share of more | by kind |\n|---|---|---|---|---|---|---|---|")
    for vault in given.vaults:
        measure(vault, edits=given.edits, seed=given.seed)


if __name__ == "__main__":
    main()
