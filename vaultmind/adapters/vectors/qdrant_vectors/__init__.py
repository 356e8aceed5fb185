"""Vectors in Qdrant: embedded in the index folder (Qdrant Edge), or on a server. Both keep one contract."""

from vaultmind.adapters.vectors.qdrant_vectors.edge import EdgeVectorStore
from vaultmind.adapters.vectors.qdrant_vectors.server import QdrantServerVectorStore

__all__ = ["EdgeVectorStore", "QdrantServerVectorStore"]
