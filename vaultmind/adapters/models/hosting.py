"""An installed model on its host: what the person wishes for, and the adapters that share it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaultmind.adapters.models.hosted_model import Adapter, HostedModel
from vaultmind.adapters.models.runtimes import Runtime
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.model import InstalledModel, ModelKind
from vaultmind.ports import ModelShelf


@dataclass(frozen=True, slots=True)
class HostWishes:
    """Which runtime hosts model files, the llama-server to use, and how many layers go on the graphics device."""

    runtime: Runtime = "auto"
    server: str = ""
    gpu_layers: int = -1


def weights_of(installed: InstalledModel, shelf: ModelShelf) -> Path:
    """Return the file whose weights a model takes: its own, or those of the model that it is an adapter of."""
    return Path((shelf.find(installed.base) if installed.base else installed).path)


def host_installed(
    installed: InstalledModel, shelf: ModelShelf, folder: Path, wishes: HostWishes, **options: Any
) -> HostedModel:
    """Return an installed chat model, not loaded yet; ``options`` are those of ``HostedModel``.

    A model and its adapters are loaded together, so that turning from one to another loads nothing.
    """
    if installed.kind is not ModelKind.CHAT:
        raise ModelProblem(f"{installed.name} is a model for {installed.kind.value}, it cannot answer.")
    base = installed.base or installed.name
    weights = weights_of(installed, shelf)
    adapters = [Adapter(one.name, Path(one.path), one.scale) for one in shelf.installed() if one.base == base]
    return HostedModel(
        weights,
        name=installed.name,
        folder=folder,
        **{
            "runtime": wishes.runtime,
            "server": wishes.server,
            "gpu_layers": wishes.gpu_layers,
            "adapters": adapters,
            "adapter": installed.name if installed.base else "",
            **options,
        },
    )
