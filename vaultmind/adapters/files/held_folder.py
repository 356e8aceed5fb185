"""A folder of a vault held open, reached without following a symbolic link on the way."""

import os
from collections.abc import Sequence
from types import TracebackType
from typing import Protocol, Self

from vaultmind.adapters.files.held_file import HeldFile


class LinkOnTheWay(OSError):
    """A folder or file of the path is a symbolic link."""


class HeldFolder(Protocol):
    """One folder and the names in it. Every method raises ``OSError``; none follows a symbolic link."""

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def names(self) -> Sequence[str]: ...
    def stat(self, name: str) -> os.stat_result | None:
        """Return what the file system says of a name, or ``None`` where there is nothing."""
        ...

    def hold(self, name: str, *, for_writing: bool = False) -> HeldFile:
        """Open a file; with ``for_writing`` its bytes can be changed in place."""
        ...

    def make(self, name: str, *, mode: int) -> int:
        """Make a new file and return its descriptor; ``FileExistsError`` where the name is taken."""
        ...

    def exchange(self, one: str, other: str) -> bool:
        """Let two names swap their files at once; ``False`` where the file system cannot."""
        ...

    def move(self, name: str, new_folder: Self, new_name: str) -> None:
        """Give a file another name; ``FileExistsError`` where that is taken."""
        ...

    def move_over_itself(self, name: str, new_name: str) -> None:
        """Give a file a name that the file system takes for the same, e.g. in another case."""
        ...

    def remove(self, name: str) -> None: ...
    def remove_folder(self, name: str) -> None:
        """Remove an empty folder; ``OSError`` where it has anything in it."""
        ...

    def sync(self) -> None:
        """Make what was done to names survive a loss of power, where the system can."""
        ...
