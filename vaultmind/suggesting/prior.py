"""What links of other vaults teach: where a vault has few links of its own, this decides alone."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from vaultmind.suggesting.evidence import SIGNS
from vaultmind.suggesting.learning import Chances, Rows

_COUNTS = frozenset({"two_steps", "cited_together"})
"""Signs without an upper end, taken as log(1 + x)."""


@dataclass(frozen=True, slots=True)
class Prior:
    """The log-odds of a link as a sum of weighed signs: ``weights`` by names of ``SIGNS``."""

    bias: float
    weights: Mapping[str, float]

    def rows(self, rows: Rows) -> Chances:
        """Return the signs that are looked at, in the order of ``weights``, shape ``(targets, len(weights))``."""
        columns = [rows[:, SIGNS.index(name)].astype(np.float64) for name in self.weights]
        return np.stack(
            [
                np.log1p(column) if name in _COUNTS else column
                for name, column in zip(self.weights, columns, strict=True)
            ],
            axis=1,
        )

    def margins(self, rows: Rows) -> Chances:
        """Return the log-odds of each row."""
        margins: Chances = self.rows(rows) @ np.array(list(self.weights.values())) + self.bias
        return margins


FITTED = Prior(
    bias=-5.92,
    weights={
        "named": 0.81,
        "linked_rate": 5.46,
        "rate_in_this_case": -0.16,
        "adamic_adar_share": -0.95,
        "voted_share": -0.5,
        "voted_by_words": 5.25,
        "cosine": -0.88,
        "cosine_share": 1.87,
        "title_in": 1.37,
        "links_back": 0.95,
        "same_folder": 0.62,
        "folder_rate": 2.31,
        "two_steps": 0.52,
        "cited_together": -1.54,
        "sense": 2.0,
        "meaning": 1.35,
    },
)
"""A logistic regression on links of thirteen vaults, all hidden by ``benchmarks/link_prior.py`` itself.

Three masked vaults of a links benchmark (a knowledge base of techniques, a rule book, a program's documentation), eight
small gardens and manuals, notes made of Wikipedia and notes in Russian; ``sense`` is chosen. Made anew whenever the
signs change.
"""

UNLINKED = Prior(
    bias=-4.52,
    weights={
        "named": -0.81,
        "linked_rate": 10.09,
        "commonness": 1.62,
        "name_words": 0.8,
        "capital": 0.65,
        "only_in_heading": -2.22,
        "longer_named": 0.31,
        "title_in": 1.31,
        "title_of_source_in": 1.11,
        "cosine": -0.18,
        "cosine_share": 0.95,
        "same_folder": 0.31,
        "sense": 2.0,
        "meaning": 1.35,
    },
)
"""The same of a vault with hardly any links, in which words alone speak: all links of twelve vaults were hidden.

``sense`` and ``meaning`` weigh as above. Fitted with ``benchmarks/link_prior.py --unlinked``; nobody who makes no links
says by that that a name is none.
"""
