"""What ships with the program besides code: the sample vault, prompts, icons."""

from importlib.resources import files
from pathlib import Path

from vaultmind.domain.errors import VaultMindError


def resource(name: str) -> Path:
    """Return where ``name`` is, e.g. ``resource("sample_vault")``: in the installed package, or in the source tree."""
    package = Path(str(files("vaultmind")))
    for folder in (package / "_resources", package.parent / "resources"):
        if (folder / name).exists():
            return folder / name
    raise VaultMindError(f"This installation of VaultMind is not whole: it has no {name}.")
