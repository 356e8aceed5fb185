"""The state of a file that the index does not have: not read yet, or left out because of something."""

from collections.abc import Iterable

from vaultmind.domain.link import NotePath
from vaultmind.domain.names import VaultNames
from vaultmind.domain.report import Skipped
from vaultmind.domain.views import NoteStatus
from vaultmind.ports import Listing


def unindexed(name: str, skipped: Iterable[Skipped], listing: Listing) -> NoteStatus | None:
    """Return the state of the file that ``name`` means among those left out, else on the disk; ``None`` without one."""
    found = left_out(name, skipped)
    if found is None and (waiting := VaultNames(listing.notes).resolve(name, source=NotePath(""))):
        return NoteStatus(waiting, "waiting", "waiting", "It has not been read yet.")
    return found or left_out(name, listing.skipped)


def left_out(name: str, skipped: Iterable[Skipped]) -> NoteStatus | None:
    """Return the state of the file that ``name`` means among those left out, by its path or as a link does."""
    reasons = {one.path: one.reason for one in skipped}
    meant = NotePath(name) if name in reasons else VaultNames(reasons).resolve(name, source=NotePath(""))
    return NoteStatus(meant, "skipped", "off", reasons[meant]) if meant else None
