"""The first street: what is on disk becomes what is in the index, and nothing is done twice."""

from vaultmind.indexing.indexer import Indexer
from vaultmind.indexing.live import Pace, follow, pace_for
from vaultmind.indexing.planning import Plan
from vaultmind.indexing.turns import Turns

__all__ = ["Indexer", "Pace", "Plan", "Turns", "follow", "pace_for"]
