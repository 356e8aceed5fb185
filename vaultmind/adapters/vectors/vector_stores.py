"""The vectors of one vault, one store for each embedding model that made some."""

import shutil
from collections.abc import Collection
from hashlib import blake2b
from pathlib import Path
from typing import Protocol

from vaultmind.adapters.vectors.qdrant_vectors import EdgeVectorStore, QdrantServerVectorStore
from vaultmind.ports import Embedder, VectorStore


class VectorStores(Protocol):
    """Stores by model, of one vault."""

    def open(self, embedder: Embedder) -> VectorStore: ...
    def has(self, embedder: Embedder) -> bool: ...
    def drop_except(self, kept: Collection[Embedder]) -> None:
        """Remove the stores of all other models; none of them may be open."""
        ...


class FolderVectorStores:
    """``VectorStores`` in a folder, each in one of its own that is named by the model's identity."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def open(self, embedder: Embedder) -> VectorStore:
        """Open the store of a model, made where there is none."""
        return EdgeVectorStore(self._of(embedder), dimensions=embedder.dimensions, identity=embedder.identity)

    def has(self, embedder: Embedder) -> bool:
        """Say whether a model has a store."""
        return self._of(embedder).is_dir()

    def drop_except(self, kept: Collection[Embedder]) -> None:
        """Remove the folders of all other models, and what lies beside them."""
        names = {self._of(embedder).name for embedder in kept}
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if path.name in names:
                continue
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _of(self, embedder: Embedder) -> Path:
        model = f"{embedder.identity} {embedder.dimensions}"
        return self._folder / blake2b(model.encode(), digest_size=6).hexdigest()


class ServerVectorStores:
    """``VectorStores`` on a Qdrant server, each a collection."""

    def __init__(self, url: str, *, api_key: str | None, vault_id: str) -> None:
        self._url = url
        self._api_key = api_key
        self._vault_id = vault_id

    def open(self, embedder: Embedder) -> QdrantServerVectorStore:
        """Open the collection of a model, made where there is none."""
        return QdrantServerVectorStore.connect(
            self._url,
            api_key=self._api_key,
            vault_id=self._vault_id,
            dimensions=embedder.dimensions,
            identity=embedder.identity,
        )

    def has(self, embedder: Embedder) -> bool:
        """Say whether a model has vectors on the server; an empty collection is made by asking."""
        store = self.open(embedder)
        try:
            return store.count() > 0
        finally:
            store.close()

    def drop_except(self, kept: Collection[Embedder]) -> None:
        """Remove the collections of this vault that other models made."""
        stores = [self.open(embedder) for embedder in kept]
        try:
            names = {store.name for store in stores}
            for store in stores[:1]:
                store.drop_collections(prefix=f"vaultmind-{self._vault_id}-", kept=names)
        finally:
            for store in stores:
                store.close()
