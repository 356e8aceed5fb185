"""Which embedding model and vectors answer, while those of another model are being made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from vaultmind.indexing.vectors import EMBEDDER
from vaultmind.ports import Catalog, Embedder, VectorStore

_SERVES = "vectors that serve"


@dataclass(frozen=True, slots=True)
class MeaningSource:
    """A model for questions, by the name that the settings gave it, and the vectors it made of the notes."""

    model: str
    embedder: Embedder
    vectors: VectorStore


class Serving:
    """Answers from the vectors that were whole last, until those of the chosen model are. Not for two threads at once.

    ``open_earlier`` opens what a model name stood for, or returns ``None`` where the model or its vectors are gone.
    ``drop_except`` removes what other models left behind.
    """

    def __init__(
        self,
        catalog: Catalog,
        chosen: MeaningSource,
        *,
        open_earlier: Callable[[str], MeaningSource | None],
        drop_except: Callable[[Sequence[Embedder]], None],
    ) -> None:
        self._catalog = catalog
        self._chosen = chosen
        self._drop_except = drop_except
        self._earlier: MeaningSource | None = None
        identity, _, model = (catalog.value(_SERVES) or "").partition("\t")
        if identity and identity != chosen.embedder.identity:
            earlier = open_earlier(model)
            if earlier is not None and earlier.embedder.identity == identity and earlier.vectors.count():
                self._earlier = earlier
            elif earlier is not None:
                earlier.vectors.close()
        if self._earlier is None:
            self._remember_chosen()

    def source(self) -> MeaningSource:
        """Return what answers now; the first call after the last vector was made turns to the chosen model."""
        if self._earlier is not None and self._is_complete():
            self._remember_chosen()
            self._earlier.vectors.close()
            self._earlier = None
        return self._earlier or self._chosen

    def notice(self) -> str | None:
        """Return in a sentence that an earlier model still answers, if it does."""
        if self._earlier is None or self._is_complete():
            return None
        return (
            f"The vectors of {self._chosen.model} are being made; {self._earlier.model} answers until they are whole."
        )

    def drop_old(self) -> None:
        """Remove the vectors of every model that neither answers nor is chosen."""
        self._drop_except([self.source().embedder, self._chosen.embedder])

    def _is_complete(self) -> bool:
        is_begun = self._catalog.value(EMBEDDER) == self._chosen.embedder.identity
        return is_begun and not self._catalog.totals().waiting

    def _remember_chosen(self) -> None:
        served = f"{self._chosen.embedder.identity}\t{self._chosen.model}"
        if self._catalog.value(_SERVES) != served:
            self._catalog.set_value(_SERVES, served)
