"""The files of a vault: read, watched, written."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from vaultmind.domain.change import FileEvent, Stamp
from vaultmind.domain.daily_notes import DailyNotes
from vaultmind.domain.edit import Checksum
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules
from vaultmind.domain.report import Skipped


@dataclass(frozen=True, slots=True)
class Listing:
    """What a walk of the vault found: notes, canvases and bases in ``notes``, every other file in ``attachments``."""

    notes: Mapping[NotePath, Stamp]
    attachments: frozenset[NotePath]
    skipped: tuple[Skipped, ...] = ()


@dataclass(frozen=True, slots=True)
class ObsidianSettings:
    """What Obsidian's settings in a vault say; ``ignore_filters`` are its ``userIgnoreFilters`` as written."""

    ignore_filters: tuple[str, ...] = ()
    template_folders: tuple[NotePath, ...] = ()
    link_rules: LinkRules = LinkRules()
    daily_notes: DailyNotes = DailyNotes()


class VaultFiles(Protocol):
    """The files of one vault. Every path is checked to stay inside it."""

    def listing(self) -> Listing:
        """Walk the vault once; raise ``VaultProblem`` when its root is gone."""
        ...

    def look(self, paths: Iterable[NotePath]) -> Listing:
        """Return what is at these paths now, folders with all that is in them; a path without a file is left out."""
        ...

    def read(self, path: NotePath) -> bytes:
        """Return the bytes of a file; raise ``NoteNotFound``, or ``VaultProblem`` when it cannot be read."""
        ...

    def stamp(self, path: NotePath) -> Stamp | None:
        """Return the stamp of a file, or ``None`` when there is none."""
        ...

    def obsidian_settings(self) -> ObsidianSettings:
        """Return what the vault's own Obsidian settings say of its files; defaults where nothing can be read."""
        ...


class Watcher(Protocol):
    """Tells what happens in a vault. Events may be late, doubled or lost: the next whole plan heals it."""

    @property
    def notices(self) -> Sequence[str]:
        """Return what a person should know, e.g. that the vault is looked at every few seconds instead."""
        ...

    def wait(self, timeout_s: float) -> Sequence[FileEvent]:
        """Return the events since the last call as soon as there are any, or none after ``timeout_s``."""
        ...

    def close(self) -> None: ...


class VaultWriter(Protocol):
    """Changes files of one vault, each change all or nothing, never through a symbolic link and never out of the vault.

    Nothing foreign is lost: a version that is not ``expected`` is put back, and ``NoteConflict`` says so. A ``token``
    names the hidden file beside the note that a crash may leave behind. Raises ``UnsafePath``, ``NoteNotFound``,
    ``NoteExists``, ``StorageFull`` or ``VaultProblem`` with one sentence; nothing was written then.
    """

    def locked(self, paths: Iterable[NotePath]) -> AbstractContextManager[None]:
        """Keep other VaultMind processes and threads from writing these files."""
        ...

    def create(self, path: NotePath, content: bytes, *, token: str, restores: bool = False) -> None:
        """Make a file and the folders above it; ``NoteExists`` where the name is taken on this or another system.

        With ``restores`` the file was there before, and a neighbour whose name differs in case alone is no hindrance.
        """
        ...

    def replace(
        self,
        path: NotePath,
        content: bytes,
        *,
        expected: Checksum,
        token: str,
        keep: Callable[[bytes], object] = lambda _: None,
    ) -> None:
        """Give a file other bytes if it still has the expected ones; mode, owner and attributes stay.

        ``keep`` is given what another program wrote at the last moment, before anybody can write over it unseen.
        """
        ...

    def rename(self, path: NotePath, new: NotePath, *, expected: Checksum, token: str, restores: bool = False) -> None:
        """Give a file another name or folder, never over another file; also where only the case differs."""
        ...

    def remove(self, path: NotePath, *, expected: Checksum, token: str) -> None:
        """Remove a file if it still has the expected bytes."""
        ...

    def missing_folders(self, path: NotePath) -> int:
        """Return how many folders above a path are not there; they are the innermost."""
        ...

    def remove_folders(self, path: NotePath, count: int) -> None:
        """Remove the ``count`` innermost folders above a path, as far as they are there and empty."""
        ...

    def leftover(self, path: NotePath, *, token: str) -> bytes | None:
        """Return the bytes of the hidden file that an interrupted write left beside a note, or ``None``."""
        ...

    def discard_leftover(self, path: NotePath, *, token: str, expected: Checksum) -> None:
        """Remove the hidden file if it still has the expected bytes."""
        ...

    def restore_leftover(self, path: NotePath, *, token: str) -> None:
        """Give the hidden file the name of the note again; what had the name becomes the hidden file."""
        ...
