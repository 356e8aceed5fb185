"""What must be done so that the index says what the disk says."""

from collections.abc import Iterable, Mapping, Sequence
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


def join_renames(
    changes: Sequence[Change], *, on_disk: Mapping[NotePath, str], indexed: Mapping[NotePath, str]
) -> list[Change]:
    """Return the changes with each pair of a removed and an added note of equal content hash as one rename.

    Finds what ``plan_changes`` cannot see by inodes: a note that was copied and deleted, synced or checked out.
    """
    removed: dict[str, list[NotePath]] = {}
    for change in reversed(changes):
        if change.kind is ChangeKind.REMOVED and change.path in indexed:
            removed.setdefault(indexed[change.path], []).append(change.path)
    joined: list[Change] = []
    moved: set[NotePath] = set()
    for change in changes:
        twins = removed.get(on_disk.get(change.path, "")) if change.kind is ChangeKind.ADDED else None
        if twins:
            same_name = [old for old in twins if _name(old) == _name(change.path)]
            old_path = same_name[-1] if same_name else twins[-1]
            twins.remove(old_path)
            moved.add(old_path)
            change = Change(ChangeKind.RENAMED, change.path, old_path)
        joined.append(change)
    return [change for change in joined if not (change.kind is ChangeKind.REMOVED and change.path in moved)]


def is_mass_deletion(*, removed: int, indexed: int) -> bool:
    """Say whether so much vanished at once that it looks like a missing drive: over 30 % and more than three notes."""
    return removed > 3 and removed * 10 > indexed * 3


def is_same_vault(*, on_disk: Mapping[NotePath, Stamp], indexed: Mapping[NotePath, Stamp]) -> bool:
    """Say whether 90 % of the notes of either side lie at the same path of the other, with equal size and time.

    A copy has other inodes and change times, so these are not compared.
    """
    equal = sum(
        (stamp.size, stamp.mtime_ns) == (there.size, there.mtime_ns)
        for path, stamp in indexed.items()
        if (there := on_disk.get(path)) is not None
    )
    return equal > 0 and equal * 10 >= max(len(on_disk), len(indexed)) * 9


@dataclass(frozen=True, slots=True)
class FileEvent:
    """What the operating system said: something happened at ``path`` at ``at`` (monotonic seconds).

    ``path`` is a file or folder, or ``""`` when events were lost and anything may have changed. ``is_gone`` says that
    the path was deleted, or moved to a name that is not for the index.
    """

    path: NotePath
    at: float
    is_gone: bool = False
    is_folder: bool = False


@dataclass(frozen=True, slots=True)
class Settled:
    """Events sorted out: ``paths`` to look at now, and ``pending`` events to be given again with what comes."""

    paths: frozenset[NotePath] = frozenset()
    pending: tuple[FileEvent, ...] = ()


def settle(
    events: Iterable[FileEvent],
    *,
    now: float,
    quiet_s: float = 0.15,
    gone_quiet_s: float = 0.4,
    longest_s: float = 0.6,
    most_paths: int = 2_000,
    most_events: int = 5_000,
) -> Settled:
    """Return the paths to look at once the vault was quiet for a moment, or ``longest_s`` after the first event.

    All wait together, so that both ends of a rename and the steps of an atomic save are seen as one. A path that
    vanished is given ``gone_quiet_s`` to come back. More than ``most_paths`` become one look at the whole vault, and so
    do more than ``most_events`` at once, for the system may have dropped some.
    """
    events = tuple(events)
    relevant = [event for event in events if not _is_passing(event)]
    if len(events) > most_events:
        relevant.append(FileEvent(NotePath(""), max(event.at for event in events)))
    if not relevant:
        return Settled()
    last_of = {event.path: event for event in sorted(relevant, key=lambda event: event.at)}
    quiet_for = now - max(event.at for event in relevant)
    wanted = gone_quiet_s if any(event.is_gone for event in last_of.values()) else quiet_s
    if quiet_for < wanted and now - min(event.at for event in relevant) < longest_s:
        return Settled(pending=tuple(relevant))
    paths = frozenset(NotePath("") if is_vault_setting(path) else path for path in last_of)
    if NotePath("") in paths or len(paths) > most_paths:
        return Settled(paths=frozenset({NotePath("")}))
    return Settled(paths=paths)


def is_vault_setting(path: NotePath) -> bool:
    """Say whether a file in the vault's configuration folder says which notes are excluded or are templates."""
    return path.startswith(".") and path.endswith(("/app.json", "/templates.json", "/templater-obsidian/data.json"))


def is_passing_file(name: str) -> bool:
    """Say whether a file name is one that editors and sync tools use for a moment, so that it is no attachment.

    ``note.md~`` and ``4913`` (vim), ``#note.md#`` (Emacs), ``~$table.xlsx`` (Office), ``~syncthing~note.md.tmp``,
    ``*.part`` and their like. A name that ends like a note's is never one.
    """
    return (
        name.endswith(("~", ".tmp", ".temp", ".swp", ".swx", ".part", ".partial", ".crdownload"))
        or (name.startswith("~$") and not name.endswith((".md", ".canvas", ".base")))
        or (name.startswith("#") and name.endswith("#"))
        or name == "4913"
    )


def _is_passing(event: FileEvent) -> bool:
    if is_vault_setting(event.path):
        return False
    is_hidden = any(part.startswith(".") for part in event.path.split("/"))
    return is_hidden or (not event.is_folder and is_passing_file(_name(event.path)))


def _name(path: str) -> str:
    return path.rpartition("/")[2]
