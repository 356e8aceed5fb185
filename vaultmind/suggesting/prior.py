"""What links of other vaults teach: where a vault has few links of its own, this decides alone.

A logistic regression with a ridge of 0.5 on hidden links of a knowledge base of techniques, a rule book and a program's
documentation (852, 11,181 and 86 notes, the last weighing a third); that of ``meaning`` on the documentation and a
Russian garden of 112 notes. ``benchmarks/link_prior.py`` makes the numbers; made anew whenever the signs change.
"""

import numpy as np

from vaultmind.suggesting.evidence import SIGNS
from vaultmind.suggesting.learning import Chances, Rows

BIAS = -8.01
WEIGHTS = {
    "named": 1.11,
    "linked_rate": 4.55,
    "rate_in_this_case": 1.27,
    "adamic_adar_share": -0.66,
    "voted_share": 0.49,
    "voted_by_words": 2.66,
    "cosine": 0.78,
    "cosine_share": 1.16,
    "title_in": 2.82,
    "links_back": -0.07,
    "same_folder": 1.2,
    "folder_rate": 1.66,
    "two_steps": 0.57,
    "cited_together": -1.21,
    "meaning": 0.58,
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
