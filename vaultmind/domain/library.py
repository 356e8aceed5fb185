"""Every file of a vault with what the index has of it."""

from dataclasses import dataclass
from typing import Literal

from vaultmind.domain.link import NotePath

FileState = Literal["indexed", "new", "changed", "gone", "excluded", "skipped", "attachment"]
"""``new``, ``changed`` and ``gone`` wait for the next look; ``attachment``: a link may lead there, it is never read."""


@dataclass(frozen=True, slots=True)
class LibraryFile:
    """One file. ``passages`` is how many of it can be found; ``waiting`` and ``failed`` of them have no vector.

    ``reason`` says in a sentence why a file is skipped or why vectors failed; empty where nothing is wrong.
    """

    path: NotePath
    state: FileState
    passages: int = 0
    waiting: int = 0
    failed: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """The files of a vault in path order; without ``has_vectors`` no vector is made of any."""

    files: tuple[LibraryFile, ...]
    has_vectors: bool
