"""What must be done so that the index says what the disk says."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vaultmind.domain.link import NotePath


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file system says of a file without reading it; equal stamps mean equal content, until the weekly pass."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


class ChangeKind(StrEnum):
    """What happened to a file."""

    ADDED = "added"
    MODIFIED = "modified"
    RENAMED = "renamed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """One step from what is indexed to what is on disk; ``old_path`` only for a rename."""

    kind: ChangeKind
    path: NotePath
    old_path: NotePath | None = None


def plan_changes(*, on_disk: Mapping[NotePath, Stamp], indexed: Mapping[NotePath, Stamp]) -> list[Change]:
    """Return the changes that bring the index to what is on disk, in path order.

    A file that vanished and one that appeared with the same inode, size and modification time are one rename.
    """
    gone = {path: stamp for path, stamp in indexed.items() if path not in on_disk}
    by_identity: dict[tuple[int, int, int], list[NotePath]] = {}
    for path in sorted(gone, reverse=True):
        by_identity.setdefault(_identity(gone[path]), []).append(path)

    changes: list[Change] = []
    for path, stamp in on_disk.items():
        known = indexed.get(path)
        if known is None:
            twins = by_identity.get(_identity(stamp)) if stamp.inode else None
            if twins:
                old_path = twins.pop()
                del gone[old_path]
                changes.append(Change(ChangeKind.RENAMED, path, old_path))
            else:
                changes.append(Change(ChangeKind.ADDED, path))
        elif known != stamp:
            changes.append(Change(ChangeKind.MODIFIED, path))
    changes.extend(Change(ChangeKind.REMOVED, path) for path in gone)
    return sorted(changes, key=lambda change: change.path)


def _identity(stamp: Stamp) -> tuple[int, int, int]:
    return (stamp.inode, stamp.size, stamp.mtime_ns)
