"""What to do about a write that a crash interrupted: decided from the bytes that are found, and nothing else."""

from dataclasses import dataclass
from enum import Enum, auto

from vaultmind.domain.journal import Action, EntryState


class Leftover(Enum):
    """What happens to the hidden file beside a note."""

    NONE = auto()
    DISCARD = auto()
    """Its bytes are in the journal, or a part of them is."""
    KEEP = auto()
    """A stranger's: into the journal first, then away."""
    RESTORE = auto()
    """It is the note: its name goes back to it, and what has the name is ours."""


@dataclass(frozen=True, slots=True)
class Recovery:
    """What a write came to. ``rewrite`` are the bytes that a file changed in place must get back."""

    state: EntryState
    leftover: Leftover = Leftover.NONE
    rewrite: bytes | None = None


def plan_recovery(
    action: Action, *, before: bytes | None, after: bytes | None, found: bytes | None, left: bytes | None
) -> Recovery:
    """Return what an interrupted write came to.

    ``found`` are the bytes under the name of the note, ``left`` those of the hidden file; ``None`` where there is none.
    Nothing that is neither ``before`` nor ``after`` is ever given up.
    """
    if action is Action.RENAME:
        raise ValueError("a renaming is told by its two names")
    if found == after:
        if left is None or left in (before, after):
            return Recovery(EntryState.DONE, Leftover.NONE if left is None else Leftover.DISCARD)
        if action is Action.CREATE:
            return Recovery(EntryState.DONE, _fate(left, before, after))
        # What was displaced is not what was read: a stranger wrote between our look and our swap.
        return Recovery(EntryState.DROPPED, Leftover.RESTORE)
    fate = _fate(left, before, after)
    if found == before:
        return Recovery(EntryState.DROPPED, fate)
    if before is not None and after is not None and found is not None and is_half_written(found, before, after):
        return Recovery(EntryState.DROPPED, fate, rewrite=before)
    return Recovery(EntryState.OVERTAKEN, fate)


def _fate(left: bytes | None, before: bytes | None, after: bytes | None) -> Leftover:
    if left is None:
        return Leftover.NONE
    is_ours = left == before or (after is not None and after.startswith(left))
    return Leftover.DISCARD if is_ours else Leftover.KEEP


def is_half_written(found: bytes, before: bytes, after: bytes) -> bool:
    """Say whether ``found`` is a file on its way from ``before`` to ``after``: grown first, then from the front."""
    kept = min(len(before), len(after))
    if not kept <= len(found) <= max(len(before), len(after)):
        return False
    reached = _common_start(found[:kept], after[:kept])
    tail = found[kept:]
    tail_is_known = after[kept:].startswith(tail) or before[kept:] == tail
    return tail_is_known and found[reached:kept] == before[reached:kept]


def _common_start(one: bytes, other: bytes) -> int:
    low, high = 0, min(len(one), len(other))
    while low < high:
        middle = (low + high + 1) // 2
        if one[:middle] == other[:middle]:
            low = middle
        else:
            high = middle - 1
    return low
