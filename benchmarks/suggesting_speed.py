"""How long suggesting takes: a whole vault, one note, one note after it changed, and ``evaluate links``.

    python benchmarks/suggesting_speed.py [VAULT] [--notes N]

Works on a copy of ``VAULT`` (its first N notes in the order of paths), or without it on N generated notes of some 3 KB
with ten links each; no vectors. Prints seconds of wall clock, CPU seconds of this process and of its workers, and
memory.
"""

import argparse
import os
import random
import resource
import shutil
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from vaultmind import api

_ASKED = 60
_CHANGED = 12


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vault", type=Path, nargs="?")
    parser.add_argument("--notes", type=int, default=10_000)
    parser.add_argument("--folder", type=Path, help="keep copy and index here, and begin with them in the next run")
    parser.add_argument("--index-only", action="store_true", help="stop when words and links are indexed")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as made:
        folder = args.folder or Path(made)
        vault = folder / "vault"
        if not vault.is_dir():
            folder.mkdir(parents=True, exist_ok=True)
            if args.vault is None:
                _generate(vault, args.notes)
            else:
                _copy(args.vault, vault, args.notes)
        (Path(folder) / "settings.toml").write_text('[embedding]\nmodel = "off"\n')
        os.environ["VAULTMIND_CONFIG"] = str(Path(folder) / "settings.toml")
        notes = sorted(path.relative_to(vault).as_posix() for path in vault.rglob("*.md"))
        size = sum((vault / note).stat().st_size for note in notes)
        print(f"{len(notes)} notes, {size / 1e6:.1f} MB, load {os.getloadavg()[0]:.1f}")
        with _timed("index of words and links"):
            session = api.open_vault(vault=vault, data=Path(folder) / "data")
        if not args.index_only:
            _measure(session, vault, notes)
        session.close()


def _measure(session: api.Session, vault: Path, notes: list[str]) -> None:
    with _timed("suggestions of the whole vault, nothing known before"):
        count = sum(len(one.suggestions) for one in _suggested(session, None))
    print(f"  {count} suggestions")
    drawn = random.Random(1).sample(notes, min(_ASKED, len(notes)))
    warm = sorted(_milliseconds(session, note) for note in drawn)
    print(
        f"one note, warm: median {statistics.median(warm):.0f} ms, 95th percentile {warm[len(warm) * 95 // 100]:.0f} ms"
    )
    after = []
    for note in drawn[:_CHANGED]:
        with (vault / note).open("a", encoding="utf-8") as file:
            file.write("\nOne more line about something new.\n")
        session.catch_up()
        after.append(_milliseconds(session, note))
    print(f"one note after it changed: median {statistics.median(after):.0f} ms, most {max(after):.0f} ms")
    made = []
    for number in range(_CHANGED):
        (vault / f"Newly made {number}.md").write_text("Some words.\n", encoding="utf-8")
        session.catch_up()
        made.append(_milliseconds(session, drawn[number]))
    print(f"one note after another was made: median {statistics.median(made):.0f} ms, most {max(made):.0f} ms")
    with _timed("evaluate links"):
        scores = session.evaluate_links()
    print(f"  recall@10 {scores.recall['10']:.3f}, mean over notes {scores.macro_recall['10']:.3f}")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def _suggested(session: api.Session, note: str | None) -> list[api.SourceSuggestions]:
    return [one for one in session.suggest(api.SuggestRequest(note)) if isinstance(one, api.SourceSuggestions)]


def _milliseconds(session: api.Session, note: str) -> float:
    began = time.perf_counter()
    _suggested(session, note)
    return (time.perf_counter() - began) * 1000


@contextmanager
def _timed(what: str) -> Iterator[None]:
    began, own, children = time.perf_counter(), _cpu(resource.RUSAGE_SELF), _cpu(resource.RUSAGE_CHILDREN)
    yield
    wall = time.perf_counter() - began
    own, children = _cpu(resource.RUSAGE_SELF) - own, _cpu(resource.RUSAGE_CHILDREN) - children
    print(f"{what}: {wall:.1f} s of wall, {own:.1f} + {children:.1f} CPU s, load {os.getloadavg()[0]:.1f}", flush=True)


def _cpu(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _copy(source: Path, vault: Path, count: int) -> None:
    for path in sorted(source.rglob("*.md"))[:count]:
        target = vault / path.relative_to(source)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)


def _generate(vault: Path, count: int) -> None:
    """Make notes of common and rare words, each naming and linking others of its neighbourhood."""
    drawn = random.Random(7)
    syllables = [first + second for first in "bdfgklmnprstvz" for second in "aeiou"]
    words = ["".join(drawn.choices(syllables, k=drawn.randint(2, 4))) for _ in range(20_000)]
    titles = [f"{drawn.choice(words).capitalize()} {drawn.choice(words)} {number}" for number in range(count)]
    for number, title in enumerate(titles):
        near = [titles[(number + drawn.randint(-60, 60)) % count] for _ in range(14)]
        text = [words[min(int(drawn.expovariate(0.002)), len(words) - 1)] for _ in range(430)]
        for at, name in enumerate(near):
            text.insert(drawn.randrange(len(text)), f"[[{name}]]" if at < 10 else name)
        sentences = [" ".join(text[at : at + 12]).capitalize() + "." for at in range(0, len(text), 12)]
        path = vault / f"{number % 40}" / f"{title}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {title}\n\n" + "\n\n".join(sentences) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
