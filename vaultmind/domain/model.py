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
    memory_gb: float = 0
    """The memory of a machine on which it runs beside everything else, 0 where nobody says."""


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
    base: str = ""
    """The model that this one is a LoRA adapter of, ``""`` for a model in its own right."""
    scale: float = 1.0
    """How strongly an adapter is applied."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a loaded model really runs, as its runtime says."""

    device: str
    """The graphics device, or ``CPU``."""
    layers_on_gpu: int
    layers: int
    context_tokens: int
    threads: int
    runtime: str = "xllamacpp"
    reason: str = ""
    """Why less of it is on a graphics device than was asked for, in one sentence; ``""`` where all is as asked."""


@dataclass(frozen=True, slots=True)
class RunningModel:
    """A model that is loaded now, by whichever engine of this user."""

    name: str
    path: str
    process_id: int
    placement: Placement


@dataclass(frozen=True, slots=True)
class BegunModel:
    """A model of which only a part is here; ``pull`` goes on with it by the name ``source``.

    ``total_bytes`` is about right for a known model, and 0 where nobody knows.
    """

    name: str
    kind: ModelKind
    source: str
    done_bytes: int
    total_bytes: int


@dataclass(frozen=True, slots=True)
class FoundServer:
    """A server of another program on this machine, e.g. ``Ollama``, with the models it offers.

    One that ``needs_key`` tells its models only to who has one.
    """

    name: str
    url: str
    models: tuple[str, ...]
    needs_key: bool = False


@dataclass(frozen=True, slots=True)
class Timings:
    """What one answer took a model. ``cached_tokens`` of the prompt were known to it from before, the rest was read."""

    read_tokens: int
    cached_tokens: int
    written_tokens: int
    reading_s: float = 0.0
    """0 where the server does not tell."""
    writing_s: float = 0.0

    @property
    def reading_tokens_s(self) -> float:
        """Return how many tokens of a prompt it read in a second, 0 where that is not known."""
        return self.read_tokens / self.reading_s if self.reading_s else 0.0

    @property
    def writing_tokens_s(self) -> float:
        """Return how many tokens it wrote in a second, 0 where that is not known."""
        return self.written_tokens / self.writing_s if self.writing_s else 0.0


@dataclass(frozen=True, slots=True)
class FitTry:
    """One way to run a model, and how fast it was: tokens a second while reading a prompt and while writing."""

    threads: int
    batch_tokens: int
    gpu_layers: int
    reading_tokens_s: float
    writing_tokens_s: float


BUSY = 0.25
"""The share of all processors from which on other programs disturb a measurement."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The way to run a model on this machine that a short measurement chose; ``best`` is one of ``tried``.

    ``most_context_tokens`` is the largest window that the model was trained for and that memory has room for.
    ``others`` is the share of all processors, from 0 to 1, that other programs had in the run they disturbed most.
    """

    best: FitTry
    tried: tuple[FitTry, ...]
    most_context_tokens: int
    load_s: float
    memory_bytes: int
    """What the process that hosts the model held while it answered, with the window it was measured with."""
    device: str
    layers_on_gpu: int
    layers: int
    measured_at: str
    others: float = 0.0

    @property
    def is_final(self) -> bool:
        """Say whether the machine was calm enough for this to be kept; else it is measured anew when it can be."""
        return self.others < BUSY


class KeySource(Enum):
    """Where the key of a server is kept."""

    NONE = "none"
    KEYRING = "keyring"
    ENVIRONMENT = "environment"


@dataclass(frozen=True, slots=True)
class AllowedHost:
    """A machine that may be sent the questions of a vault and passages of its notes, since when (ISO 8601)."""

    host: str
    since: str


@dataclass(frozen=True, slots=True)
class EndpointTrial:
    """A server that was tried: what it offers, and what its model said to one line that is in no note."""

    url: str
    model: str
    models: tuple[str, ...]
    said: str
    first_token_s: float
    tokens_s: float
    key: KeySource
    leaves_machine: bool
