"""Which files of a library are listed, and in which order: pure, so that it can be done beside Qt's thread."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from vaultmind import api

WAITING_STATES: tuple[api.FileState, ...] = ("new", "changed", "gone")


class Group(Enum):
    """What the list of files may be narrowed to."""

    ALL = auto()
    FOUND = auto()
    WAITING = auto()
    WITHOUT_VECTORS = auto()
    SKIPPED = auto()
    EXCLUDED = auto()
    ATTACHMENTS = auto()


class FileOrder(Enum):
    """How files are ordered."""

    NAME = auto()
    FOLDER = auto()
    LONGEST = auto()


@dataclass(frozen=True, slots=True)
class FileArrangement:
    """What is listed; ``needle`` are words that a path must have, in any order."""

    group: Group = Group.ALL
    order: FileOrder = FileOrder.NAME
    needle: str = ""


def is_in(file: api.LibraryFile, group: Group) -> bool:
    """Say whether a file belongs to a group."""
    match group:
        case Group.ALL:
            return True
        case Group.FOUND:
            return file.state == "indexed"
        case Group.WAITING:
            return file.state in WAITING_STATES
        case Group.WITHOUT_VECTORS:
            return bool(file.waiting or file.failed)
        case Group.SKIPPED:
            return file.state == "skipped"
        case Group.EXCLUDED:
            return file.state == "excluded"
        case Group.ATTACHMENTS:
            return file.state == "attachment"


def arranged(files: Iterable[api.LibraryFile], how: FileArrangement) -> tuple[api.LibraryFile, ...]:
    """Return the files that are wanted, in the order that is wanted."""
    words = how.needle.casefold().split()
    kept = [file for file in files if is_in(file, how.group) and all(word in file.path.casefold() for word in words)]
    match how.order:
        case FileOrder.NAME:
            kept.sort(key=lambda file: (file.path.rpartition("/")[2].casefold(), file.path))
        case FileOrder.FOLDER:
            kept.sort(key=lambda file: (file.path.rpartition("/")[0].casefold(), file.path.casefold(), file.path))
        case FileOrder.LONGEST:
            kept.sort(key=lambda file: (-file.passages, file.path))
    return tuple(kept)


def counted(files: Sequence[api.LibraryFile]) -> Mapping[Group, int]:
    """Return how many files each group has."""
    return Counter(group for file in files for group in Group if is_in(file, group))
