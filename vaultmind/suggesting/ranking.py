"""One list of suggestions for a note: every sign weighed by what the vault's own links say of it."""

from collections.abc import Collection, Sequence, Set
from hashlib import blake2b

import numpy as np

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.suggesting.anchors import Pair
from vaultmind.suggesting.evidence import Evidence, Weighed
from vaultmind.suggesting.learning import Boosted, Chances, boost
from vaultmind.suggesting.likeness import WordLikeness
from vaultmind.suggesting.meaning import Passages
from vaultmind.suggesting.prior import FITTED, UNLINKED, Prior
from vaultmind.suggesting.words import NoteWords

_SOURCES_TO_LEARN_FROM = 800
_FEWEST_TO_LEARN_FROM = 30
"""Hidden links that a vault must have to teach; with fewer the links of other vaults decide."""
_MANY_LINKS = 600
_FEW_LINKS = 0.5
"""Links a note below which a vault is one that is not linked yet."""
_ROWS_TO_LEARN_FROM = 20_000


class Ranker:
    """Weighs every target a note might link by a model that was taught on the vault's own links."""

    def __init__(self, evidence: Evidence, model: Boosted, shift: float, prior: Prior = FITTED) -> None:
        self.evidence = evidence
        self.model = model
        self.shift = shift
        self.prior = prior

    def ranked(self, source: int) -> tuple[Weighed, Chances]:
        """Return the targets of a source with the chance of each, in the order of ``Weighed.targets``."""
        weighed = self.evidence.weigh(source)
        return weighed, self.chances(weighed)

    def chances(self, weighed: Weighed) -> Chances:
        """Return the chance of each row that a person makes this link."""
        margins = self.prior.margins(weighed.rows) + self.model.margins(weighed.rows) + self.shift
        chances: Chances = 1 / (1 + np.exp(-margins))
        return chances


def hidden_share(pairs: Collection[Pair], share: float) -> frozenset[Pair]:
    """Return the same share of the links in every run, as if chosen by lot."""
    limit = int(share * 2**32)
    return frozenset(pair for pair in pairs if _lot(pair) < limit)


def _lot(pair: Pair) -> int:
    digest = blake2b(f"{pair[0]}\0{pair[1]}".encode("utf-8", "surrogatepass"), digest_size=4).digest()
    return int.from_bytes(digest, "big")


def learn(
    notes: Sequence[NoteWords],
    graph: LinkGraph,
    *,
    likeness: WordLikeness | None = None,
    passages: Passages | None = None,
    hidden: Set[Pair] = frozenset(),
    prior: Prior | None = None,
) -> Ranker:
    """Return a ranker taught on a tenth of the vault's links, hidden for that; ``hidden`` ones are never seen.

    ``prior`` is what is thought of links before the first is seen: that of other vaults, where so few notes are linked
    that what is not linked says nothing that of vaults without links.
    """
    likeness = likeness or WordLikeness(notes)
    evidence = Evidence(notes, graph, likeness, hidden=hidden, passages=passages)
    seen = evidence.pairs()
    if prior is None:
        prior = UNLINKED if len(seen) < _FEW_LINKS * len(notes) else FITTED
    taught_by = hidden_share(seen, 0.1 if len(seen) >= _MANY_LINKS else 0.2)
    schooling = Evidence(notes, graph, likeness, hidden=hidden | taught_by, passages=passages, known=evidence)
    model, shift = _taught(schooling, taught_by, prior)
    return Ranker(evidence, model, shift, prior)


def _taught(schooling: Evidence, taught_by: Set[Pair], prior: Prior) -> tuple[Boosted, float]:
    wanted: dict[int, set[int]] = {}
    for source, target in taught_by:
        wanted.setdefault(schooling.numbers[source], set()).add(schooling.numbers[target])
    sources = sorted(wanted, key=lambda one: _lot((schooling.notes[one].path, NotePath(""))))[:_SOURCES_TO_LEARN_FROM]
    rows, labels = [], []
    for number in sources:
        weighed = schooling.weigh(number)
        rows.append(weighed.rows)
        labels.append(np.isin(weighed.targets, list(wanted[number])))
    if sum(int(one.sum()) for one in labels) < _FEWEST_TO_LEARN_FROM:
        return Boosted(0.0, ()), 0.0
    every, right = np.concatenate(rows), np.concatenate(labels)
    negatives = np.flatnonzero(~right)
    step = max(1, -(-len(every) // _ROWS_TO_LEARN_FROM))
    kept = np.sort(np.concatenate([np.flatnonzero(right), negatives[::step]]))
    model = boost(every[kept], right[kept], start=prior.margins(every[kept]))
    return model, float(-np.log(step))
