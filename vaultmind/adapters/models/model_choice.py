"""Which model answers: an installed file hosted here, or one at an address; each loaded once."""

import threading
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from vaultmind.adapters.models.hosted_model import HostedModel
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint, is_on_this_machine
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.model import ModelKind
from vaultmind.ports import LanguageModel, ModelShelf


class ModelChoice:
    """The models of one engine. ``folder`` is where the processes of this user find each other's hosts.

    ``endpoints`` gives names of models the addresses they are served at; ``key`` goes to ``url`` alone.
    """

    def __init__(
        self,
        shelf: ModelShelf,
        folder: Path,
        *,
        default: str,
        context_tokens: int,
        url: str = "",
        endpoints: Mapping[str, str] | None = None,
        key: str | None = None,
        may_leave_machine: bool = False,
        idle_s: float = 0.0,
    ) -> None:
        self._shelf = shelf
        self._folder = folder
        self._default = default
        self._context_tokens = context_tokens
        self._endpoints = {**(endpoints or {}), **({default: url} if url else {})}
        self._url = url
        self._key = key
        self._may_leave_machine = may_leave_machine
        self._idle_s = idle_s
        self._lock = threading.Lock()
        self._loaded: dict[str, LanguageModel] = {}

    def choose(self, name: str | None) -> LanguageModel | None:
        """Return the model of that name or the one that is set; ``None`` where none is."""
        chosen = name or self._default
        if not chosen:
            return None
        with self._lock:
            if chosen not in self._loaded:
                self._loaded[chosen] = self._open(chosen)
            return self._loaded[chosen]

    def runs_on(self, name: str | None) -> str:
        """Return the host that a model works on, ``""`` for this machine, whose models share its processors."""
        url = self._endpoints.get(name or self._default, "")
        return "" if not url or is_on_this_machine(url) else (urlsplit(url).hostname or "")

    def close(self) -> None:
        """Unload every model."""
        with self._lock:
            loaded, self._loaded = self._loaded, {}
        for model in loaded.values():
            model.close()

    def _open(self, name: str) -> LanguageModel:
        url = self._endpoints.get(name)
        if url:
            key = self._key if url == self._url else None
            return OpenAiEndpoint(url, name, key=key, may_leave_machine=self._may_leave_machine)
        installed = self._shelf.find(name)
        if installed.kind is not ModelKind.CHAT:
            raise ModelProblem(f"{name} is a model for {installed.kind.value}, it cannot answer.")
        return HostedModel(
            Path(installed.path),
            name=installed.name,
            folder=self._folder,
            context_tokens=self._context_tokens,
            idle_s=self._idle_s,
        )
