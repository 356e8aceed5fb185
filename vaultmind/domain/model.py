"""Models a person can have: what is known of them, and what is here."""

from dataclasses import dataclass
from enum import Enum


class ModelKind(Enum):
    """What a model is for."""

    CHAT = "chat"
    EMBEDDING = "embedding"
    RERANKER = "reranker"


class Checked(Enum):
    """What the content of a model was checked against."""

    CATALOGUE = "catalogue"
    """A sha256 that is written down in the catalogue."""
    HUB = "hub"
    """The sum that the hub itself stated when the model was pulled."""
    NOTHING = "unverified"


@dataclass(frozen=True, slots=True)
class KnownModel:
    """One entry of the catalogue, e.g. ``qwen3-4b``. ``size_bytes`` is exact only where a sha256 is known."""

    name: str
    kind: ModelKind
    size_bytes: int
    license: str
    languages: tuple[str, ...]
    good_for: str
    machine: str
    """What it takes, in words, e.g. ``8 GB memory, no GPU``."""
    good_for_ru: str = ""
    machine_ru: str = ""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """A model on this machine: a GGUF file for chat, a folder for the others."""

    name: str
    kind: ModelKind
    path: str
    size_bytes: int
    checked: Checked
    origin: str
    """Where it came from: an address, ``package index``, or the file a person pointed at."""
    is_linked: bool = False
    """Whether it stays where the person keeps it; removing it then only forgets it."""


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server of another program on this machine, e.g. ``Ollama``, with the models it offers."""

    name: str
    url: str
    models: tuple[str, ...]
