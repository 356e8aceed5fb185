"""What differs between disk and index: told by stamps, and now and then by comparing content."""

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field

from vaultmind.domain.change import Change, ChangeKind, Stamp, is_mass_deletion, join_renames, plan_changes
from vaultmind.domain.errors import VaultMindError
from vaultmind.domain.link import NotePath
from vaultmind.domain.report import Skipped
from vaultmind.indexing.preparing import MADE_WITH, content_hash
from vaultmind.ports import Catalog, Clock, ObsidianSettings, VaultFiles

WHOLE_VAULT = NotePath("")
"""The path at and below which everything is."""
TEMPLATE_FOLDERS = "template folders"
"""Where the catalog keeps which folders held templates when the index was made."""
_WEEK_NS = 7 * 86_400 * 1_000_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What differs between disk and index, and the files that are no notes. Values only; ``apply`` acts."""

    changes: tuple[Change, ...] = ()
    attachments: frozenset[NotePath] = frozenset()
    skipped: tuple[Skipped, ...] = ()
    waiting_deletions: tuple[NotePath, ...] = ()
    to_read_anew: frozenset[NotePath] = frozenset()
    """Notes whose equal content would give something else now: another parser, another template folder."""
    makes_words_anew: bool = False
    is_whole: bool = False
    """Whether the whole vault was looked at."""
    settings: ObsidianSettings = field(default_factory=ObsidianSettings)
    elapsed_s: float = 0.0


class Planner:
    """Compares one vault with one catalog."""

    def __init__(self, files: VaultFiles, catalog: Catalog, clock: Clock) -> None:
        self._files = files
        self._catalog = catalog
        self._clock = clock

    def plan(self, looked: frozenset[NotePath] | None, *, confirm_deletions: bool, read_all: bool) -> Plan:
        """Return what differs between disk and index: of the whole vault, or at and below the paths ``looked`` at."""
        started = self._clock.monotonic()
        listing = self._files.listing() if looked is None else self._files.look(looked)
        settings = self._files.obsidian_settings()
        indexed = self._catalog.stamps(looked)
        changes: Sequence[Change] = plan_changes(on_disk=listing.notes, indexed=indexed)
        changes = self._join_renames(changes, listing.notes, indexed)
        to_read_anew = frozenset(listing.notes) if read_all else self._to_read_anew(listing.notes, settings)
        planned = {path for change in changes for path in (change.path, change.old_path)}
        changes = [*changes, *(Change(ChangeKind.MODIFIED, path) for path in to_read_anew - planned)]
        removed = tuple(change.path for change in changes if change.kind is ChangeKind.REMOVED)
        waiting: tuple[NotePath, ...] = ()
        if (
            removed
            and not confirm_deletions
            and is_mass_deletion(removed=len(removed), indexed=self._catalog.totals().notes)
        ):
            waiting = removed
            changes = [change for change in changes if change.kind is not ChangeKind.REMOVED]
        attachments, skipped = listing.attachments, listing.skipped
        if looked is not None:
            attachments |= {path for path in self._catalog.attachments() if not is_under(path, looked)}
            skipped += tuple(one for one in self._catalog.skipped() if not is_under(one.path, looked))
        elapsed_s = self._clock.monotonic() - started
        changes = tuple(sorted(changes, key=lambda change: change.path))
        is_whole = looked is None
        return Plan(changes, attachments, skipped, waiting, to_read_anew, read_all, is_whole, settings, elapsed_s)

    def plan_hashing(self, limit: int) -> Plan:
        """Return changes that no stamp told of, among the notes whose content was not compared for a week."""
        now = self._clock.now_ns()
        found: list[Change] = []
        for path in self._catalog.due_for_hashing(now - _WEEK_NS, limit):
            stamp = self._files.stamp(path)
            if stamp is None:
                continue
            try:
                is_same = content_hash(self._files.read(path)) == self._catalog.content_hash(path)
            except VaultMindError:
                continue
            if is_same:
                self._catalog.touch(path, stamp)
            else:
                found.append(Change(ChangeKind.MODIFIED, path))
        return Plan(
            tuple(found),
            self._catalog.attachments(),
            tuple(self._catalog.skipped()),
            settings=self._files.obsidian_settings(),
        )

    def _join_renames(
        self, changes: Sequence[Change], on_disk: Mapping[NotePath, Stamp], indexed: Mapping[NotePath, Stamp]
    ) -> Sequence[Change]:
        removed = [change.path for change in changes if change.kind is ChangeKind.REMOVED]
        sizes = {indexed[path].size for path in removed}
        new: dict[NotePath, str] = {}
        for change in changes:
            if change.kind is ChangeKind.ADDED and on_disk[change.path].size in sizes:
                try:
                    new[change.path] = content_hash(self._files.read(change.path))
                except VaultMindError:
                    continue
        if not new:
            return changes
        old = {path: known for path in removed if (known := self._catalog.content_hash(path)) is not None}
        return join_renames(changes, on_disk=new, indexed=old)

    def _to_read_anew(self, on_disk: Mapping[NotePath, Stamp], settings: ObsidianSettings) -> frozenset[NotePath]:
        stale = self._catalog.outdated(MADE_WITH)
        before = self._catalog.value(TEMPLATE_FOLDERS)
        if before is not None and before != "\n".join(settings.template_folders):
            folders = frozenset((*settings.template_folders, *(NotePath(one) for one in before.split("\n") if one)))
            stale |= {path for path in self._catalog.stamps() if is_under(path, folders)}
        return frozenset(path for path in stale if path in on_disk)


def is_under(path: NotePath, roots: Set[NotePath] | Sequence[NotePath]) -> bool:
    """Say whether ``path`` is one of ``roots`` or inside one of them."""
    at = len(path)
    while at > 0:
        if path[:at] in roots:
            return True
        at = path.rfind("/", 0, at)
    return False
