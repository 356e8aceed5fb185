"""Which vaults this program has opened: an id of our own for each, and the folder it was last seen in."""

import errno
import json
import os
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

from filelock import FileLock

from vaultmind.domain.errors import IndexProblem, StorageFull, VaultProblem


@dataclass(frozen=True, slots=True)
class KnownVault:
    """A vault by our id; ``folder`` holds everything kept about it."""

    id: str
    root: Path
    folder: Path


class _Listed(TypedDict):
    vaults: dict[str, str]
    last: str


class VaultRegistry:
    """The list ``vaults.json`` in the data folder. A vault is known by id, never by its name or path alone."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._file = data / "vaults.json"
        self._lock = FileLock(data / ".vaults.lock")

    def find(self, root: Path) -> KnownVault:
        """Return the vault at ``root``, listed now if it was not.

        Raises ``VaultProblem`` where what is kept about it would lie among its own files.
        """
        self._require_apart(root.resolve())
        place = str(root.resolve())
        with self._alone():
            listed = self._read()
            for vault_id, path in listed["vaults"].items():
                if path == place:
                    return self._known(vault_id, path)
            vault_id = uuid.uuid4().hex[:16]
            listed["vaults"][vault_id] = place
            self._write(listed)
        return self._known(vault_id, place)

    def move(self, vault_id: str, root: Path) -> KnownVault:
        """Note that a known vault is now at ``root``."""
        place = str(root.resolve())
        with self._alone():
            listed = self._read()
            listed["vaults"] = {known: path for known, path in listed["vaults"].items() if path != place}
            listed["vaults"][vault_id] = place
            self._write(listed)
        return self._known(vault_id, place)

    def all(self) -> list[KnownVault]:
        """Return every known vault, the last opened first."""
        listed = self._read()
        order = sorted(listed["vaults"].items(), key=lambda entry: entry[0] != listed["last"])
        return [self._known(vault_id, path) for vault_id, path in order]

    def opened(self, vault: KnownVault) -> None:
        """Remember the vault as the one last opened."""
        if self._read()["last"] == vault.id:
            return
        with self._alone():
            listed = self._read()
            listed["last"] = vault.id
            self._write(listed)

    def last_opened(self) -> Path | None:
        """Return the folder of the vault last opened, if it is still there."""
        listed = self._read()
        path = listed["vaults"].get(listed["last"])
        return Path(path) if path and Path(path).is_dir() else None

    def forget(self, vault_id: str) -> None:
        """Take a vault off the list; its folder is removed by the caller."""
        with self._alone():
            listed = self._read()
            listed["vaults"].pop(vault_id, None)
            listed["last"] = "" if listed["last"] == vault_id else listed["last"]
            self._write(listed)

    def _require_apart(self, root: Path) -> None:
        data = self._data.resolve()
        if data.is_relative_to(root) and not any(name.startswith(".") for name in data.relative_to(root).parts):
            raise VaultProblem(
                f"The data folder {data} lies in the vault, whose files are yours alone: name another with --data."
            )

    @contextmanager
    def _alone(self) -> Iterator[None]:
        try:
            self._data.mkdir(parents=True, exist_ok=True, mode=0o700)
            with self._lock:
                yield
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise StorageFull(f"No room left on the disk of {self._data}.") from error
            raise IndexProblem(f"The data folder {self._data} cannot be written: {error.strerror}.") from error

    def _known(self, vault_id: str, path: str) -> KnownVault:
        return KnownVault(vault_id, Path(path), self._data / "vaults" / vault_id)

    def _read(self) -> _Listed:
        try:
            found = json.loads(self._file.read_text(encoding="utf-8"))
            vaults = {str(vault_id): str(path) for vault_id, path in found["vaults"].items()}
            return _Listed(vaults=vaults, last=str(found.get("last", "")))
        except FileNotFoundError:
            return _Listed(vaults={}, last="")
        except (OSError, ValueError, KeyError, AttributeError) as error:
            raise IndexProblem(f"The list of vaults in {self._file} cannot be read: {error}.") from error

    def _write(self, listed: _Listed) -> None:
        handle, name = tempfile.mkstemp(dir=self._data, prefix=".vaults-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(listed, file, ensure_ascii=False, indent=1)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(self._file)
