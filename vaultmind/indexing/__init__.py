"""The first street: what is on disk becomes what is in the index, and nothing is done twice."""

from vaultmind.indexing.indexer import Indexer, Plan
from vaultmind.indexing.live import Pace, follow, pace_for

__all__ = ["Indexer", "Pace", "Plan", "follow", "pace_for"]
