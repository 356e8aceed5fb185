"""The index of an earlier version of this program, which answers until the present one is whole."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

from vaultmind.ports import Catalog, CatalogTotals
from vaultmind.retrieval.retriever import Retriever
from vaultmind.session.knowledge import Knowledge


@dataclass(frozen=True, slots=True)
class EarlierIndex:
    """A catalog that is only read, and what searches it by words and links: vectors belong to the present one."""

    NOTICE: ClassVar[str] = (
        "VaultMind makes its index anew; until it is whole the one of an earlier version answers, by words and links."
    )

    catalog: Catalog
    retriever_on: Callable[[Knowledge], Retriever]

    def counted(self, present: CatalogTotals) -> CatalogTotals:
        """Return the totals of the present catalog as long as this one answers: nothing is found by meaning."""
        return replace(present, vectors=0, waiting=present.chunks)
