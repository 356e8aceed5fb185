"""Which model answers: an installed file hosted here, or one at an address; each loaded once."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from vaultmind.adapters.models.addresses import is_on_this_machine
from vaultmind.adapters.models.fitting import USUAL_BATCH, USUAL_WINDOW, Fits, window_for
from vaultmind.adapters.models.hosting import HostWishes, host_installed, weights_of
from vaultmind.adapters.models.openai_endpoint import OpenAiEndpoint
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.model import Fit
from vaultmind.ports import LanguageModel, ModelShelf

_BESIDE_PASSAGES = 1500
"""Tokens of a window for the rules, the worked examples, the question and the answer."""
_WISHES = HostWishes()


class ModelChoice:
    """The models of one engine. ``folder`` is where the processes of this user find each other's hosts.

    ``endpoints`` gives names of models the addresses they are served at. ``key_of`` returns the key of an address, and
    ``may_leave`` says, asked anew for every question, whether the vault may be sent there. ``context_tokens`` is the
    window a person has set, 0 for one that holds what a model can read in ``reading_s``; ``fits`` tells how fast it is.
    ``wishes`` says where model files run.
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
        key_of: Callable[[str], str | None] = lambda _: None,
        may_leave: Callable[[str], bool] = is_on_this_machine,
        idle_s: float = 0.0,
        fits: Fits | None = None,
        reading_s: float = 10.0,
        wishes: HostWishes = _WISHES,
    ) -> None:
        self._shelf = shelf
        self._folder = folder
        self._default = default
        self._context_tokens = context_tokens
        self._endpoints = {**(endpoints or {}), **({default: url} if url else {})}
        self._key_of = key_of
        self._may_leave = may_leave
        self._idle_s = idle_s
        self._fits = fits
        self._reading_s = reading_s
        self._wishes = wishes
        self._windows: dict[str, int] = {}
        self._lock = threading.Lock()
        self._loaded: dict[str, LanguageModel] = {}

    def choose(self, name: str | None) -> LanguageModel | None:
        """Return the model of that name or the one that is set; ``None`` where none is."""
        chosen = name or self._default
        if not chosen:
            return None
        url = self._endpoints.get(chosen)
        if url:
            return self._at(url, chosen)
        with self._lock:
            if chosen not in self._loaded:
                self._loaded[chosen] = self._open(chosen)
            return self._loaded[chosen]

    def runs_on(self, name: str | None) -> str:
        """Return the host that a model works on, ``""`` for this machine, whose models share its processors."""
        url = self._endpoints.get(name or self._default, "")
        return "" if not url or is_on_this_machine(url) else (urlsplit(url).hostname or "")

    def fit(self, name: str | None) -> Fit | None:
        """Return how the model runs best here, ``None`` where that was not measured."""
        chosen = name or self._default
        if self._fits is None or not chosen or chosen in self._endpoints:
            return None
        try:
            return self._fits.of(weights_of(self._shelf.find(chosen), self._shelf))
        except ModelProblem:
            return None

    def window(self, name: str | None) -> int:
        """Return the window a person has set, or that of the model's fit, or that its server tells."""
        chosen = name or self._default
        url = self._endpoints.get(chosen)
        if self._context_tokens:
            return self._context_tokens
        if not url:
            return self._fitting_window(self.fit(chosen))
        if chosen not in self._windows:
            self._windows[chosen] = self._at(url, chosen).window() or USUAL_WINDOW
        return self._windows[chosen]

    def close(self) -> None:
        """Unload every model."""
        with self._lock:
            loaded, self._loaded = self._loaded, {}
        for model in loaded.values():
            model.close()

    def _at(self, url: str, name: str) -> OpenAiEndpoint:
        """Return a model of a server, with what is allowed and known of it now; no connection is kept."""
        may_leave = self._may_leave(url)
        key = self._key_of(url) if may_leave else None
        return OpenAiEndpoint(url, name, key=key, may_leave_machine=may_leave)

    def _fitting_window(self, fit: Fit | None) -> int:
        read = fit.best.reading_tokens_s * self._reading_s if fit is not None else 0.0
        return window_for(fit, needed_tokens=round(read) + _BESIDE_PASSAGES)

    def _open(self, name: str) -> LanguageModel:
        installed = self._shelf.find(name)
        fit = self.fit(name)
        wishes = self._wishes
        chosen = fit.best if fit is not None and fit.is_final else None
        if chosen is not None and wishes.gpu_layers < 0:
            wishes = replace(wishes, gpu_layers=chosen.gpu_layers)
        return host_installed(
            installed,
            self._shelf,
            self._folder,
            wishes,
            context_tokens=self._context_tokens or self._fitting_window(fit),
            threads=chosen.threads if chosen is not None else None,
            batch_tokens=chosen.batch_tokens if chosen is not None else USUAL_BATCH,
            idle_s=self._idle_s,
        )
