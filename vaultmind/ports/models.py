"""The models that answer, and the shelf where all models stand."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from vaultmind.domain.model import BegunModel, Fit, InstalledModel, KnownModel, Timings
from vaultmind.ports.machine import CancelToken, ProgressSink


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """One turn of a conversation with a model; ``role`` is ``system``, ``user`` or ``assistant``."""

    role: str
    text: str


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of an answer as it arrives; ``top`` maps alternatives to log probabilities where they were asked for.

    ``stop`` says on the last piece why the model ended: ``"stop"`` by itself, ``"length"`` at its limit. ``timings``
    come with it where the server tells them.
    """

    text: str
    top: Mapping[str, float] | None = None
    stop: str | None = None
    timings: Timings | None = None


class ModelShelf(Protocol):
    """The models that are known and the models that are here. Nothing is downloaded but by ``pull``."""

    def known(self) -> Sequence[KnownModel]: ...
    def notices(self) -> Sequence[str]:
        """Return what a person should know of the catalogue, e.g. which of its entries is left out and why."""
        ...

    def installed(self) -> Sequence[InstalledModel]: ...
    def begun(self) -> Sequence[BegunModel]:
        """Return the models of which only a part is here; ``pull`` goes on with them."""
        ...

    def find(self, name: str) -> InstalledModel:
        """Return an installed model; raise ``ModelProblem`` where it is not here or not whole."""
        ...

    def pull(
        self, name: str, *, progress: ProgressSink | None = None, cancel: CancelToken | None = None
    ) -> InstalledModel:
        """Download a known model, or a GGUF file by its https address or its place on the hub; a stopped pull goes on.

        Raises ``ModelProblem``, ``StorageFull`` and ``Cancelled``.
        """
        ...

    def add_file(self, path: str, *, base: str = "", scale: float = 1.0) -> InstalledModel:
        """Take up a model file that is on this machine, where it is; with ``base`` a LoRA adapter of that model."""
        ...

    def remove(self, name: str) -> int:
        """Remove an installed model and what a stopped pull left of it; return the bytes that were freed."""
        ...


class LanguageModel(Protocol):
    """A chat model, hosted here or at an endpoint."""

    @property
    def name(self) -> str: ...
    def stream(
        self,
        turns: Sequence[ChatTurn],
        *,
        max_tokens: int,
        temperature: float = 0.0,
        seed: int = 0,
        top_logprobs: int = 0,
        cancel: CancelToken | None = None,
    ) -> Generator[Token, None, None]:
        """Yield pieces as they come; closing the iterator frees the model.

        Raises ``ModelProblem`` with one sentence for whatever goes wrong, ``PromptTooLong`` among them, and
        ``Cancelled`` at once when ``cancel`` says so, also while the prompt is still being evaluated.
        """
        ...

    def close(self) -> None: ...


class LanguageModels(Protocol):
    """The models that may answer, each loaded by its first use and kept for the next."""

    def choose(self, name: str | None) -> LanguageModel | None:
        """Return the model of that name, without one the model that is set, or ``None`` where none is.

        Raises ``ModelProblem`` when it is not here or may not be asked.
        """
        ...

    def runs_on(self, name: str | None) -> str:
        """Return the machine that the model of that name would work on, ``""`` for this one; nothing is loaded."""
        ...

    def fit(self, name: str | None) -> Fit | None:
        """Return how the model runs best here, ``None`` where that was not measured; nothing is loaded."""
        ...

    def window(self, name: str | None) -> int:
        """Return how many tokens a prompt and its answer may have together; nothing is loaded."""
        ...

    def close(self) -> None:
        """Unload every model."""
        ...
