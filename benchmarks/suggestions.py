"""How well links are suggested: hidden links of a prepared vault, found again by what the rest of the vault teaches.

    python benchmarks/suggestions.py LINKS_DIR… [--prior FILE.json] [--predictions FILE.jsonl] [--plot FILE.svg]

``LINKS_DIR`` holds ``vault_masked/``, ``hidden.jsonl`` and, where there are any, ``hidden_hard.jsonl``: JSON lines with
``source`` and ``target``. The masked vault is learnt from, beginning with what is shipped; ``--prior`` begins with
another, as ``link_prior.py --to`` writes it, and with ``none`` the masked vault alone teaches. Prints the scores,
precision and recall by threshold, those of the first mention of each note, and CPU seconds; ``--plot`` draws precision
and recall by threshold, ``--predictions`` writes each source's targets, best first.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.prior import FITTED, Prior
from vaultmind.suggesting.ranking import learn
from vaultmind.suggesting.scoring import score_links
from vaultmind.suggesting.words import words_of_note

Curve = list[tuple[float, float, float]]
"""Threshold, precision, recall."""

_PRINTED = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_FEWEST_MADE = 10


def main() -> None:
    """Print the figures of each prepared vault, and draw them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", metavar="LINKS_DIR")
    parser.add_argument("--plot", type=Path, metavar="FILE.svg")
    parser.add_argument("--prior", default="", metavar="FILE.json")
    parser.add_argument("--predictions", type=Path, metavar="FILE.jsonl")
    args = parser.parse_args()
    prior = FITTED
    if args.prior == "none":
        prior = Prior(0.0, {"named": 0.0})
    elif args.prior:
        kept = json.loads(Path(args.prior).read_text(encoding="utf-8"))
        prior = Prior(kept["bias"], kept["weights"])
    curves = {folder.name: measure(folder, prior, args.predictions) for folder in args.folders}
    if args.plot is not None:
        args.plot.write_text(plot(curves), encoding="utf-8")


def measure(folder: Path, prior: Prior, predictions: Path | None) -> Curve:
    """Print the figures of one prepared vault, and return precision and recall by threshold."""
    began = time.process_time()
    vault = folder / "vault_masked"
    files = [path for path in sorted(vault.rglob("*")) if path.is_file()]
    names = [path.relative_to(vault).as_posix() for path in files]
    seen = [at for at, name in enumerate(names) if not any(part.startswith(".") for part in name.split("/"))]
    notes = [
        words_of_note(read_note(NotePath(names[at]), files[at].read_bytes()))
        for at in seen
        if names[at].endswith(".md")
    ]
    others = [NotePath(names[at]) for at in seen if not names[at].endswith(".md")]
    graph = LinkGraph({note.path: note.links for note in notes}, others)
    print(f"read: {time.process_time() - began:.1f} CPU s, {len(notes)} notes")
    began = time.process_time()
    ranker = learn(notes, graph, prior=prior)
    print(f"learnt: {time.process_time() - began:.1f} CPU s")
    hidden, hard = _pairs(folder / "hidden.jsonl"), _pairs(folder / "hidden_hard.jsonl")
    chances: dict[tuple[NotePath, NotePath], float] = {}
    first_mentions: list[tuple[float, bool]] = []

    def ranked(source: NotePath) -> list[NotePath]:
        weighed, found = ranker.ranked(ranker.evidence.numbers[source])
        order = np.argsort(-found, kind="stable").tolist()
        targets = [notes[int(weighed.targets[at])].path for at in order]
        chances.update({(source, target): float(found[at]) for at, target in zip(order, targets, strict=True)})
        named = [at for at in order if int(weighed.targets[at]) in weighed.namings]
        if named:
            best = notes[int(weighed.targets[named[0]])].path
            first_mentions.append((float(found[named[0]]), (source, best) in hidden))
        return targets

    began = time.process_time()
    scores = score_links(hidden, ranked)
    spent = time.process_time() - began
    print(scores)
    print(f"{spent / max(1, scores.sources) * 1000:.1f} CPU ms a note")
    if predictions is not None:
        lines = [
            json.dumps({"source": one, "targets": ranked(one)}) for one in sorted({source for source, _ in hidden})
        ]
        predictions.write_text("\n".join(lines) + "\n", encoding="utf-8")
        first_mentions = first_mentions[: scores.sources]
    if hard:
        print(f"hard pairs: {score_links(hard, ranked).recall}")
        first_mentions = first_mentions[: scores.sources]
    curve: Curve = []
    for threshold in (number / 100 for number in range(1, 100)):
        made = {pair for pair, chance in chances.items() if chance >= threshold}
        right = len(made & hidden)
        if len(made) >= _FEWEST_MADE:
            curve.append((threshold, right / len(made), right / len(hidden)))
        if threshold in _PRINTED:
            print(f"from {threshold:.2f}: precision {right / max(1, len(made)):.3f} recall {right / len(hidden):.3f}")
    first_mentions.sort(reverse=True)
    for count in sorted({len(first_mentions) * tenths // 10 for tenths in (5, 6, 7, 8, 9, 10)} - {0}):
        right = sum(is_right for _, is_right in first_mentions[:count])
        print(f"first mentions of the surest {count} notes: precision {right / count:.4f}")
    return curve


def plot(curves: dict[str, Curve]) -> str:
    """Return a drawing of precision (whole lines) and recall (dashed lines) by threshold."""
    width, height, left, top = 560, 300, 46, 16
    colours = ("#1f6f54", "#8a4fbf", "#b5591a")

    def point(threshold: float, share: float) -> str:
        return f"{left + threshold * width:.1f},{top + (1 - share) * height:.1f}"

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + left + 20} {height + top + 70}">',
        "<style>text { font: 12px sans-serif }</style>",
        '<rect width="100%" height="100%" fill="#ffffff"/>',
    ]
    for tenth in range(0, 11, 2):
        x, y, share = left + tenth / 10 * width, top + (1 - tenth / 10) * height, f"{tenth / 10:.1f}"
        lines.append(f'<path d="M{left} {y:.1f}H{left + width}" stroke="#e3e3e3"/>')
        lines.append(f'<text x="{left - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#444">{share}</text>')
        lines.append(f'<text x="{x:.1f}" y="{top + height + 18}" text-anchor="middle" fill="#444">{share}</text>')
    lines.append(
        f'<text x="{left + width / 2}" y="{top + height + 36}" text-anchor="middle" fill="#444">threshold</text>'
    )
    for at, (name, curve) in enumerate(curves.items()):
        colour = colours[at % len(colours)]
        for column, dash in ((1, ""), (2, ' stroke-dasharray="5 4"')):
            points = " ".join(point(row[0], row[column]) for row in curve)
            lines.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"{dash}/>')
        x, y = left + at * width / max(1, len(curves)), top + height + 56
        lines.append(f'<text x="{x:.1f}" y="{y}" fill="{colour}">{name}: precision —, recall - -</text>')
    return "\n".join([*lines, "</svg>", ""])


def _pairs(file: Path) -> set[tuple[NotePath, NotePath]]:
    if not file.is_file():
        return set()
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    return {(NotePath(row["source"]), NotePath(row["target"])) for row in rows}


if __name__ == "__main__":
    main()
