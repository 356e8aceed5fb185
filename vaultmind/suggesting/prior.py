"""What links of other vaults teach: where a vault has few links of its own, this decides alone.

A logistic regression on the hidden tenth of the links of a knowledge base of techniques, a rule book and a program's
documentation (852, 11,181 and 86 notes, each weighing the same but the last a third);
Ridge of 0.5; refitted whenever the signs change.
"""

import numpy as np

from vaultmind.suggesting.evidence import SIGNS
from vaultmind.suggesting.learning import Chances, Rows

BIAS = -7.91
WEIGHTS = {
    "named": 1.14,
    "linked_rate": 4.58,
    "rate_in_this_case": 1.3,
    "adamic_adar_share": -0.6,
    "voted_share": 0.46,
    "voted_by_words": 2.46,
    "cosine": 0.78,
    "cosine_share": 1.22,
    "title_in": 2.69,
    "links_back": -0.07,
    "same_folder": 1.13,
    "folder_rate": 2.03,
    "two_steps": 0.47,
    "cited_together": -1.21,
}
_COUNTS = frozenset({"two_steps", "cited_together"})
"""Signs without an upper end, taken as log(1 + x)."""


def prior_rows(rows: Rows) -> Chances:
    """Return the signs that the prior looks at, in the order of ``WEIGHTS``, shape ``(targets, len(WEIGHTS))``."""
    columns = [rows[:, SIGNS.index(name)].astype(np.float64) for name in WEIGHTS]
    return np.stack(
        [np.log1p(column) if name in _COUNTS else column for name, column in zip(WEIGHTS, columns, strict=True)], axis=1
    )


def prior_margins(rows: Rows) -> Chances:
    """Return the log-odds of each row by the links of other vaults."""
    margins: Chances = prior_rows(rows) @ np.array(list(WEIGHTS.values())) + BIAS
    return margins
