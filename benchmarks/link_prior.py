"""The weights of ``vaultmind/suggesting/prior.py``, fitted anew: what the links of some vaults teach all others.

    python benchmarks/link_prior.py VAULT… [--model FOLDER --meaning VAULT…]

Each vault is a folder of notes; those of fewer than 200 weigh a third. A tenth of a vault's links (a quarter in a small
one) is hidden, the same ones every time, and a logistic regression (ridge of 0.5) learns which targets they led to.
``--meaning`` names the vaults that are embedded with the model in FOLDER to fit the weight of ``meaning`` alone, all
others as they were fitted. Prints the numbers, rounded as they are kept.
"""

import argparse
from pathlib import Path

import numpy as np
import numpy.typing as npt

from vaultmind.adapters.vectors.embedders import E5Embedder
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.evidence import Evidence, linked_notes
from vaultmind.suggesting.likeness import WordLikeness
from vaultmind.suggesting.meaning import Passages
from vaultmind.suggesting.prior import WEIGHTS, prior_rows
from vaultmind.suggesting.ranking import hidden_share
from vaultmind.suggesting.words import words_of_note

_SOURCES = 500
_SMALL = 200
_RIDGE = 0.5
Floats = npt.NDArray[np.float64]


def main() -> None:
    """Print bias and weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vaults", type=Path, nargs="+")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--meaning", type=Path, nargs="*", default=[])
    args = parser.parse_args()
    names = [name for name in WEIGHTS if name != "meaning"]
    columns = [list(WEIGHTS).index(name) for name in names]
    fitted = [(rows[:, columns], labels, weight) for rows, labels, weight in map(_rows_of, args.vaults)]
    every = np.concatenate([np.column_stack([np.ones(len(rows)), rows]) for rows, _, _ in fitted])
    labels = np.concatenate([labels for _, labels, _ in fitted])
    weights = np.concatenate([np.full(len(labels), weight) for _, labels, weight in fitted])
    found = _logistic(every, labels, weights, np.zeros(len(labels)))
    print("BIAS =", round(float(found[0]), 2))
    learnt = dict(zip(names, found[1:].tolist(), strict=True))
    if args.meaning:
        embedder = E5Embedder(args.model)
        told = [_rows_of(vault, embedder) for vault in args.meaning]
        start = np.concatenate([rows[:, columns] @ found[1:] for rows, _, _ in told])
        meaning = list(WEIGHTS).index("meaning")
        more = np.concatenate([np.column_stack([np.ones(len(rows)), rows[:, meaning]]) for rows, _, _ in told])
        learnt["meaning"] = float(
            _logistic(more, np.concatenate([one for _, one, _ in told]), np.ones(len(more)), start)[1]
        )
    for name, weight in learnt.items():
        print(f'    "{name}": {round(weight, 2)},')


def _rows_of(vault: Path, embedder: E5Embedder | None = None) -> tuple[Floats, npt.NDArray[np.bool_], float]:
    """Return the signs of weighed targets, whether each is a hidden link, and the weight of a row."""
    files = [path for path in sorted(vault.rglob("*")) if path.is_file()]
    paths = [NotePath(path.relative_to(vault).as_posix()) for path in files]
    seen = [at for at, path in enumerate(paths) if not any(part.startswith(".") for part in path.split("/"))]
    read = [read_note(paths[at], files[at].read_bytes()) for at in seen if paths[at].endswith(".md")]
    notes = [words_of_note(one) for one in read]
    graph = LinkGraph(
        {note.path: note.links for note in notes}, [paths[at] for at in seen if not paths[at].endswith(".md")]
    )
    passages = None
    if embedder is not None:
        chunks = [split_into_chunks(one) for one in read]
        vectors = [
            embedder.embed_passages([f"{c.breadcrumb}\n{c.text}" for c in own]) if own else None for own in chunks
        ]
        passages = Passages([list(range(len(own))) for own in chunks], vectors, embedder.dimensions)
    pairs = [(note.path, to) for note in notes for to in linked_notes(note, graph) if to in graph]
    is_small = len(notes) < _SMALL
    hidden = hidden_share(pairs, 0.25 if is_small else 0.1)
    evidence = Evidence(notes, graph, WordLikeness(notes), hidden=hidden, passages=passages)
    wanted: dict[int, list[int]] = {}
    for source, target in sorted(hidden):
        wanted.setdefault(evidence.numbers[source], []).append(evidence.numbers[target])
    rows, labels = [], []
    for source in sorted(wanted)[:: max(1, len(wanted) // _SOURCES)]:
        weighed = evidence.weigh(source)
        rows.append(prior_rows(weighed.rows))
        labels.append(np.isin(weighed.targets, wanted[source]))
    every = np.concatenate(rows)
    print(f"# {vault}: {len(notes)} notes, {len(hidden)} hidden links, {len(every)} rows", flush=True)
    return every, np.concatenate(labels), 10_000 / len(every) * (0.3 if is_small else 1.0)


def _logistic(rows: Floats, labels: npt.NDArray[np.bool_], weights: Floats, start: Floats) -> Floats:
    """Return the weights that raise the log-odds ``start`` towards the labels, the first without a ridge."""
    found = np.zeros(rows.shape[1])
    ridge = _RIDGE * np.eye(len(found))
    ridge[0, 0] = 1e-6
    for _ in range(40):
        chance = 1 / (1 + np.exp(-(rows @ found + start)))
        slope = rows.T @ (weights * (labels - chance)) - ridge @ found
        found = found + np.linalg.solve((rows * (weights * chance * (1 - chance))[:, None]).T @ rows + ridge, slope)
    return found


if __name__ == "__main__":
    main()
