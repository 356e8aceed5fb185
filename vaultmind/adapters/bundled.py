"""What ships with the program besides code: the sample vault, prompts, icons."""

from importlib.resources import files
from pathlib import Path

from vaultmind.domain.errors import VaultMindError
from vaultmind.domain.link import NotePath


def resource(name: str) -> Path:
    """Return where ``name`` is, e.g. ``resource("sample_vault")``: in the installed package, or in the source tree."""
    found = _find(name)
    if found is None:
        raise VaultMindError(f"This installation of VaultMind is not whole: it has no {name}.")
    return found


def shipped_models() -> Path | None:
    """Return the folder of the models that came with the program; only a bundle has one."""
    return _find("models")


def _find(name: str) -> Path | None:
    package = Path(str(files("vaultmind")))
    places = (folder / name for folder in (package / "_resources", package.parent / "resources"))
    return next((place for place in places if place.exists()), None)


def shipped_recipes() -> dict[NotePath, str]:
    """Return the recipes that ship with the program, by their path, e.g. ``ru/review.md``."""
    folder = resource("recipes")
    files = sorted(folder.glob("*/*.md"))
    return {NotePath(f"{file.parent.name}/{file.name}"): file.read_text(encoding="utf-8") for file in files}
