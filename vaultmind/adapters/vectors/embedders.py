"""Embedding models and rerankers through fastembed: imported with the first text, and never from the network."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
import numpy.typing as npt

from vaultmind.adapters.models.hub import pulled_revision
from vaultmind.adapters.vectors.e5 import folder as e5
from vaultmind.domain.errors import ModelProblem
from vaultmind.ports import Vector

MAX_CHARACTERS = 16_000
"""What a model is given of a text at most; a window of 512 tokens ends long before."""

_E5_NAME = "vaultmind/multilingual-e5-small-int8"
_ASK = "Represent this sentence for searching relevant passages: "
_PREFIXES: Mapping[str, tuple[str, str]] = {
    "intfloat/multilingual-e5": ("query: ", "passage: "),
    "nomic-ai/nomic-embed": ("search_query: ", "search_document: "),
    "google/embeddinggemma": ("task: search result | query: ", "title: none | text: "),
    "Qwen/Qwen3-Embedding": (
        "Instruct: Given a question, retrieve passages of notes that answer it\nQuery:",
        "",
    ),
    "BAAI/bge-": (_ASK, ""),
    "mixedbread-ai/mxbai-embed": (_ASK, ""),
    "snowflake/snowflake-arctic-embed": (_ASK, ""),
}
"""Beginning of a model's name → what its authors put before a question and before a passage."""

Loaded = TypeVar("Loaded")
_registering = threading.Lock()


class _TextModel(Protocol):
    """The part of fastembed's embedding models that is used here."""

    def query_embed(self, query: list[str], *, batch_size: int) -> Iterable[npt.NDArray[Any]]: ...
    def passage_embed(self, texts: list[str], *, batch_size: int) -> Iterable[npt.NDArray[Any]]: ...
    def token_count(self, texts: str) -> int: ...


class _Lazy(Generic[Loaded]):
    """A model that the first thread to need it loads, once."""

    def __init__(self, load: Callable[[], Loaded]) -> None:
        self._load = load
        self._model: Loaded | None = None
        self._lock = threading.Lock()

    def get(self) -> Loaded:
        with self._lock:
            if self._model is None:
                self._model = self._load()
            return self._model


class E5Embedder:
    """multilingual-e5-small from a converted folder: Russian, English and all else in Latin, Cyrillic and Greek.

    Reads the first 512 tokens of a text. Several threads may use it; native code runs without the global lock. Texts go
    to the model one by one, since its quantized activations depend on what shares a batch.
    """

    identity = e5.IDENTITY
    dimensions = e5.DIMENSIONS

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        if not e5.is_whole(folder):
            raise ModelProblem(f"{folder} is not a whole embedding model; `vaultmind models pull` makes it anew.")
        self._model: _Lazy[_TextModel] = _Lazy(lambda: _load_e5(folder, threads))

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Return unit vectors of shape ``(len(texts), 384)``; equal texts have equal vectors, whatever is beside."""
        prepared = [f"passage: {_prepared(text)}" for text in texts]
        return _unit_vectors(self._model.get().passage_embed(prepared, batch_size=1) if texts else (), self.dimensions)

    def embed_query(self, text: str) -> Vector:
        """Return the unit vector of a question, shape ``(384,)``."""
        rows = self._model.get().query_embed([f"query: {_prepared(text)}"], batch_size=1)
        return np.asarray(_unit_vectors(rows, self.dimensions)[0], np.float32)

    def letters_a_piece(self, words: Sequence[str]) -> list[float]:
        """Return for each word how many of its letters a piece of the vocabulary covers on the average."""
        model = self._model.get()
        around = model.token_count("")
        return [len(word) / max(model.token_count(_prepared(word)) - around, 1) for word in words]


class FastembedEmbedder:
    """Another embedding model of fastembed's list, from the folder that ``models pull`` made for it."""

    def __init__(self, name: str, folder: Path, *, threads: int = 1) -> None:
        self._name = name
        self._folder = folder
        self._before_query, self._before_passage = next(
            (pair for start, pair in _PREFIXES.items() if name.startswith(start)), ("", "")
        )
        self._model: _Lazy[_TextModel] = _Lazy(lambda: _load_named("text", name, folder, threads))

    @cached_property
    def identity(self) -> str:
        return f"{self._name}/{pulled_revision(self._folder)[:12]}/{self.dimensions}"

    @cached_property
    def dimensions(self) -> int:
        return int(describe("text", self._name)["dim"])

    def embed_passages(self, texts: Sequence[str]) -> Vector:
        """Return unit vectors of shape ``(len(texts), dimensions)``."""
        prepared = [self._before_passage + _prepared(text) for text in texts]
        return _unit_vectors(self._model.get().passage_embed(prepared, batch_size=1) if texts else (), self.dimensions)

    def embed_query(self, text: str) -> Vector:
        """Return one unit vector of shape ``(dimensions,)``."""
        rows = self._model.get().query_embed([self._before_query + _prepared(text)], batch_size=1)
        return np.asarray(_unit_vectors(rows, self.dimensions)[0], np.float32)


class FastembedReranker:
    """A cross-encoder of fastembed's list, from the folder that ``models pull`` made for it."""

    def __init__(self, name: str, folder: Path, *, threads: int = 1) -> None:
        self._model: _Lazy[Any] = _Lazy(lambda: _load_named("rerank", name, folder, threads))

    def score(self, question: str, texts: Sequence[str]) -> Sequence[float]:
        """Return one score a text, higher where it answers better, on the model's own scale."""
        prepared = [_prepared(text) for text in texts]
        return [float(one) for one in self._model.get().rerank(_prepared(question), prepared, batch_size=1)]


def describe(kind: str, name: str) -> Mapping[str, Any]:
    """Return what fastembed knows of its model ``name``; ``kind`` is ``text`` or ``rerank``."""
    listed = _library(kind).list_supported_models()
    found = next((model for model in listed if model["model"].lower() == name.lower()), None)
    if found is None:
        raise ModelProblem(f"No model {name!r} is known; `vaultmind models list` shows those that are.")
    return dict(found)


def files_of(kind: str, name: str) -> tuple[str, tuple[str, ...]]:
    """Return the hub repository of a fastembed model and the files in it that must be fetched."""
    description = describe(kind, name)
    return str(description["sources"]["hf"]), (description["model_file"], *description["additional_files"])


def _library(kind: str) -> Any:
    if kind == "rerank":
        from fastembed.rerank.cross_encoder import TextCrossEncoder  # noqa: PLC0415 (a second to import)

        return TextCrossEncoder
    from fastembed import TextEmbedding  # noqa: PLC0415 (a second to import)

    return TextEmbedding


def _load_e5(folder: Path, threads: int) -> _TextModel:
    from fastembed.common.model_description import ModelSource, PoolingType  # noqa: PLC0415 (as above)

    library = _library("text")
    with _registering:
        if not any(model["model"] == _E5_NAME for model in library.list_supported_models()):
            library.add_custom_model(
                model=_E5_NAME,
                pooling=PoolingType.MEAN,
                normalization=True,
                sources=ModelSource(hf=_E5_NAME),
                dim=e5.DIMENSIONS,
                model_file="model.onnx",
            )
    model: _TextModel = _load_named("text", _E5_NAME, folder, threads)
    return model


def _load_named(kind: str, name: str, folder: Path, threads: int) -> Any:
    """Load a model from its folder; a folder that is given is never looked up anywhere else."""
    description = describe(kind, name)
    if not (folder / description["model_file"]).is_file():
        raise ModelProblem(f"The model {name} is not here; `vaultmind models pull {name}` fetches it.")
    static = description["model_file"].endswith(".safetensors")
    native = {} if static else {"providers": ["CPUExecutionProvider"], "threads": threads}
    try:
        return _library(kind)(name, cache_dir=str(folder.parent), specific_model_path=str(folder), **native)
    except Exception as error:
        raise ModelProblem(f"{folder} holds no model that can be loaded: {_first_line(error)}.") from error


def _prepared(text: str) -> str:
    """Cut what no model would read, and replace halves of characters, which tokenizers refuse."""
    return text[:MAX_CHARACTERS].encode("utf-8", "replace").decode("utf-8")


def _unit_vectors(rows: Iterable[npt.NDArray[Any]], dimensions: int) -> Vector:
    collected = [np.asarray(row, np.float32) for row in rows]
    if not collected:
        return np.empty((0, dimensions), np.float32)
    stacked = np.stack(collected)
    if stacked.shape[1] != dimensions:
        raise ModelProblem(f"The embedding model gives {stacked.shape[1]} dimensions instead of {dimensions}.")
    return np.asarray(stacked / np.maximum(np.linalg.norm(stacked, axis=1, keepdims=True), 1e-12), np.float32)


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
