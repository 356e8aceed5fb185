"""The prior of ``vaultmind/suggesting/prior.py``, fitted anew: what the links of some vaults teach all others.

    python benchmarks/link_prior.py VAULT… [--unlinked] [--model FOLDER --meaning VAULT…] [--to FILE.json]

Each vault is a folder of notes. A tenth of the links that stand in it (a quarter where it has fewer than 200 notes) is
hidden by this script, the same ones every time, and a logistic regression (ridge of 0.5) learns which targets they led
to; nothing else is read. All vaults weigh the same, but for those with fewer than 100 such links, which weigh so much
less. To judge a vault by what others teach alone, leave it out and give ``--to`` FILE to ``suggestions.py --prior``.
``--unlinked`` fits what is thought of a vault with hardly any links: all links are hidden, and words alone speak.
``--meaning`` names the vaults that are embedded with the model in FOLDER to fit the weight of ``meaning`` alone, all
others as they were fitted. That of ``sense`` is chosen: few links of these vaults are by a name that means several
notes. Prints the numbers, rounded as they are kept.
"""

import argparse
import json
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
from vaultmind.suggesting.prior import FITTED, UNLINKED, Prior
from vaultmind.suggesting.ranking import hidden_share
from vaultmind.suggesting.words import words_of_note

_SOURCES = 500
_SMALL = 200
_RIDGE = 0.5
_CHOSEN = {"sense": 2.0}
_TELLING = 100
"""Hidden links from which a vault weighs as much as any other."""
Floats = npt.NDArray[np.float64]


def main() -> None:
    """Print bias and weights."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("vaults", type=Path, nargs="+")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--meaning", type=Path, nargs="*", default=[])
    parser.add_argument("--to", type=Path, metavar="FILE.json")
    parser.add_argument("--unlinked", action="store_true")
    args = parser.parse_args()
    prior = UNLINKED if args.unlinked else FITTED
    share = 1.0 if args.unlinked else None
    names = [name for name in prior.weights if name != "meaning" and name not in _CHOSEN]
    fitted = [_rows_of(vault, prior, share=share) for vault in args.vaults]
    found = _logistic(
        np.concatenate([_with_one(rows, names, prior) for rows, _, _ in fitted]),
        np.concatenate([labels for _, labels, _ in fitted]),
        np.concatenate([np.full(len(labels), weight) for _, labels, weight in fitted]),
        np.concatenate([_chosen(rows, prior) for rows, _, _ in fitted]),
    )
    bias, learnt = round(float(found[0]), 2), dict(zip(names, found[1:].tolist(), strict=True))
    if args.meaning:
        embedder = E5Embedder(args.model)
        told = [_rows_of(vault, prior, embedder, share=share) for vault in args.meaning]
        learnt["meaning"] = float(
            _logistic(
                np.concatenate([_with_one(rows, ["meaning"], prior) for rows, _, _ in told]),
                np.concatenate([labels for _, labels, _ in told]),
                np.ones(sum(len(labels) for _, labels, _ in told)),
                np.concatenate(
                    [_with_one(rows, names, prior)[:, 1:] @ found[1:] + _chosen(rows, prior) for rows, _, _ in told]
                ),
            )[1]
        )
    weights = {name: round({**learnt, **_CHOSEN}.get(name, 0.0), 2) for name in prior.weights}
    print(json.dumps({"bias": bias, "weights": weights}, indent=4))
    if args.to is not None:
        args.to.write_text(json.dumps({"bias": bias, "weights": weights}), encoding="utf-8")


def _with_one(rows: Floats, names: list[str], prior: Prior) -> Floats:
    columns = [list(prior.weights).index(name) for name in names]
    return np.column_stack([np.ones(len(rows)), rows[:, columns]])


def _chosen(rows: Floats, prior: Prior) -> Floats:
    """Return what the chosen weights alone say of each row."""
    said: Floats = _with_one(rows, list(_CHOSEN), prior)[:, 1:] @ np.array(list(_CHOSEN.values()))
    return said


def _rows_of(
    vault: Path, prior: Prior, embedder: E5Embedder | None = None, *, share: float | None = None
) -> tuple[Floats, npt.NDArray[np.bool_], float]:
    """Return the signs of weighed targets, whether each is a hidden link, and the weight of a row.

    ``share`` is the share of links that is hidden, where it does not hang on the size of the vault.
    """
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
    usual = 0.25 if len(notes) < _SMALL else 0.1
    hidden = hidden_share(pairs, usual if share is None else share)
    evidence = Evidence(notes, graph, WordLikeness(notes), hidden=hidden, passages=passages)
    wanted: dict[int, list[int]] = {}
    for source, target in sorted(hidden):
        wanted.setdefault(evidence.numbers[source], []).append(evidence.numbers[target])
    rows, labels = [], []
    for number in sorted(wanted)[:: max(1, len(wanted) // _SOURCES)]:
        weighed = evidence.weigh(number)
        rows.append(prior.rows(weighed.rows))
        labels.append(np.isin(weighed.targets, wanted[number]))
    every = np.concatenate(rows)
    print(f"# {vault}: {len(notes)} notes, {len(hidden)} hidden links, {len(every)} rows", flush=True)
    right = np.concatenate(labels)
    return every, right, 10_000 / len(every) * min(1.0, int(right.sum()) / _TELLING)


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
