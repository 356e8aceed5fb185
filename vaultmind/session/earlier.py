"""The index of an earlier version of this program, which answers until the present one is whole."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from vaultmind.ports import Catalog
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
