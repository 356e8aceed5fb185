"""The vaults of this user: which one is meant, and where what is kept about it lies."""

import json
import os
import shutil
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from vaultmind import __version__
from vaultmind.adapters.bundled import resource
from vaultmind.adapters.index.index_lock import IndexLock, wait_until_free
from vaultmind.adapters.index.vault_registry import KnownVault, VaultRegistry
from vaultmind.adapters.obsidian.config_folder import is_vault
from vaultmind.adapters.obsidian.obsidian_app import known_vaults
from vaultmind.config import Places, find_places, find_vault
from vaultmind.domain.errors import VaultProblem
from vaultmind.engine.client import stop_engine

_LEAVING_S = 30.0


def known_vault(vault: Path | None, data: Path | None) -> tuple[KnownVault, Places]:
    """Return the vault that is meant, noted as the last one opened, and the folders of this program."""
    places = find_places(data)
    registry = VaultRegistry(places.data)
    root = find_vault(vault, start=Path.cwd(), last_opened=registry.last_opened(), is_vault=is_vault)
    _require_folder(root)
    _adopt_moved(registry, root)
    known = registry.find(root)
    registry.opened(known)
    return known, places


@dataclass(frozen=True, slots=True)
class VaultChoice:
    """A vault that can be opened: ``is_known`` if it was opened before, ``in_obsidian`` if Obsidian lists it."""

    name: str
    root: Path
    is_known: bool
    in_obsidian: bool


def vault_choices(data: Path | None = None) -> tuple[VaultChoice, ...]:
    """Return the vaults that were opened before, the last first, then those Obsidian lists in its order; none gone."""
    known = [vault.root for vault in VaultRegistry(find_places(data).data).all()]
    listed = [path.resolve() for path in known_vaults().values()]
    roots = [root for root in dict.fromkeys((*known, *listed)) if root.is_dir()]
    return tuple(VaultChoice(root.name, root, root in known, root in listed) for root in roots)


def vault_meant(vault: Path | None = None, data: Path | None = None) -> Path | None:
    """Return the vault that would be opened, or ``None`` where a person has to choose one first."""
    try:
        return find_vault(
            vault, start=Path.cwd(), last_opened=VaultRegistry(find_places(data).data).last_opened(), is_vault=is_vault
        )
    except VaultProblem:
        return None


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that nobody answered yet; ``is_follow_up`` where it goes on with the last conversation."""

    question: str
    is_follow_up: bool = False


def keep_asked(root: Path, asked: AskedQuestion | None, data: Path | None = None) -> None:
    """Keep the question that is being asked of a known vault, ``None`` once it is answered; ``forget_vault`` takes it.

    Where it cannot be written it is not kept.
    """
    file = _asked_of(root, data)
    with suppress(OSError):
        if file is not None and asked is None:
            file.unlink(missing_ok=True)
        elif file is not None and asked is not None and file.parent.is_dir():
            file.write_text(json.dumps(asdict(asked)), encoding="utf-8")


def asked_last(root: Path, data: Path | None = None) -> AskedQuestion | None:
    """Return the question that was kept of a vault, ``None`` where there is none."""
    file = _asked_of(root, data)
    try:
        kept = json.loads(file.read_text(encoding="utf-8")) if file is not None else None
        return None if kept is None else AskedQuestion(str(kept["question"]), bool(kept["is_follow_up"]))
    except (OSError, ValueError, LookupError, TypeError):
        return None


def _asked_of(root: Path, data: Path | None) -> Path | None:
    known = VaultRegistry(find_places(data).data).all()
    return next((one.folder / "asked.json" for one in known if one.root == root.resolve()), None)


def sample_vault(data: Path | None = None) -> Path:
    """Return a copy of the sample vault to try things on, made in the data folder by the first call."""
    root = find_places(data).data / "sample" / "Apple orchard"
    if not root.exists():
        root.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            shutil.copytree(resource("sample_vault"), root)
        except OSError as error:
            raise VaultProblem(f"The sample vault could not be copied to {root}: {error.strerror}.") from error
    return root


def forget_vault(*, vault: Path | None = None, data: Path | None = None) -> Path:
    """Remove everything kept about a vault, also of one that is gone: index, memory, logs; the notes stay.

    Return the folder that was removed.
    """
    places = find_places(data)
    registry = VaultRegistry(places.data)
    root = find_vault(vault, start=Path.cwd(), last_opened=registry.last_opened(), is_vault=is_vault).resolve()
    known = next((one for one in registry.all() if one.root == root), None)
    if known is None:
        raise VaultProblem(f"Nothing is kept about {root}.")
    if known.folder.exists():
        if stop_engine(known.folder, version=__version__):
            wait_until_free(known.folder / "index.lock", patience_s=_LEAVING_S)
        IndexLock(known.folder / "index.lock").release()
        shutil.rmtree(known.folder)
    registry.forget(known.id)
    return known.folder


def _adopt_moved(registry: VaultRegistry, root: Path) -> None:
    """Let a known vault that was moved to ``root`` keep its id, and so all that is kept about it."""
    if any(known.root == root.resolve() for known in registry.all()):
        return
    from vaultmind.adapters.index.moved_vaults import find_moved  # noqa: PLC0415 (the index; a known vault needs none)

    moved = find_moved(registry, root)
    if moved is not None:
        if stop_engine(moved.folder, version=__version__):
            wait_until_free(moved.folder / "index.lock", patience_s=_LEAVING_S)
        registry.move(moved.id, root)


def _require_folder(root: Path) -> None:
    """Raise ``VaultProblem`` unless ``root`` is a folder that can be listed."""
    if not root.exists():
        raise VaultProblem(f"There is no folder {root}.")
    if not root.is_dir():
        raise VaultProblem(f"{root} is not a folder.")
    try:
        with os.scandir(root) as entries:
            next(entries, None)
    except OSError as error:
        raise VaultProblem(f"The folder {root} cannot be read: {error.strerror}.") from error
