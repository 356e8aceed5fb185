"""What happens in a vault, from the operating system where it tells, else by looking every few seconds."""

import os
import queue
import sys
import time
import warnings
from collections.abc import Sequence
from pathlib import Path

import psutil
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from vaultmind.adapters.files.disk import vault_gone
from vaultmind.domain.change import FileEvent, is_passing_file
from vaultmind.domain.errors import VaultProblem
from vaultmind.domain.link import NotePath
from vaultmind.ports import Watcher

_NETWORK_FILE_SYSTEMS = frozenset(
    ("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "afpfs", "webdav", "davfs", "9p", "drvfs", "vboxsf", "ceph")
)
_NETWORK_FUSE = ("fuse.sshfs", "fuse.rclone", "fuse.davfs", "fuse.s3fs", "fuse.gvfsd-fuse", "fuse.vmhgfs-fuse")
_SILENT = frozenset(("opened", "closed_no_write"))
_SPARE = ("/", "/usr", "/etc", "/var", "/dev", "/proc", "/sys", "/run")
"""Folders every Linux has, each good for one watch that is taken to see whether there is one to be had."""
_OVERLAP_S = 5.0
WHOLE_VAULT = NotePath("")
warnings.filterwarnings("ignore", "Callback with id .* already exists", RuntimeWarning)
"""watchdog meets a new folder twice, by its event and by that of the folder it came in, and warns with every path."""


def watch(root: Path, *, poll_s: float = 5.0) -> Watcher:
    """Return a watcher of a vault: by events of the operating system, or by polling where there are none to be had."""
    if not root.is_dir():
        raise vault_gone(str(root))
    reason = network_drive(root)
    if reason is None:
        try:
            return EventWatcher(root)
        except OSError as error:
            reason = f"the system has no watches left ({error.strerror or error})"
    return PollingWatcher(poll_s, f"Changes are looked for every {poll_s:g} seconds, because {reason}.")


def network_drive(root: Path) -> str | None:
    """Return why no events can be expected from where ``root`` is, or ``None`` for a disk of this machine."""
    place, kind = "", ""
    resolved = os.path.realpath(root)
    for partition in psutil.disk_partitions(all=True):
        mounted = partition.mountpoint.rstrip("/\\") or partition.mountpoint
        if (resolved == mounted or resolved.startswith(mounted.rstrip(os.sep) + os.sep)) and len(mounted) >= len(place):
            place, kind = mounted, f"{partition.fstype} {partition.opts}".lower()
    name = kind.partition(" ")[0]
    if name in _NETWORK_FILE_SYSTEMS or name.startswith(_NETWORK_FUSE) or "remote" in kind.split(" ")[-1].split(","):
        return f"the vault is on a network drive ({name})"
    return None


class PollingWatcher:
    """``Watcher`` that says every few seconds that anything may have changed: the plan finds out what did."""

    def __init__(self, every_s: float, notice: str = "") -> None:
        self._every_s = every_s
        self._next = time.monotonic() + every_s
        self.notices: Sequence[str] = (notice,) if notice else ()

    def wait(self, timeout_s: float) -> Sequence[FileEvent]:
        """Return one event for the whole vault when its time has come, or none after ``timeout_s``."""
        due_s = self._next - time.monotonic()
        if due_s > timeout_s:
            time.sleep(max(0.0, timeout_s))
            return ()
        time.sleep(max(0.0, due_s))
        started = time.monotonic()
        self._next = started + self._every_s
        return (FileEvent(WHOLE_VAULT, started),)

    def close(self) -> None:
        """Let go of nothing."""


class EventWatcher(FileSystemEventHandler):
    """``Watcher`` by the events of the operating system; raises ``OSError`` where it gives none or has too few."""

    notices: Sequence[str] = ()

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._events: queue.SimpleQueue[FileEvent] = queue.SimpleQueue()
        self._observer = Observer()
        self._watched = _identity(self._root)
        self._probed, self._probed_at = 0, 0.0
        self._probe_when_quiet = False
        self._observer.schedule(self, self._root, recursive=True)
        self._observer.start()
        try:
            self._probe()
        except OSError:
            self.close()
            raise

    def wait(self, timeout_s: float) -> Sequence[FileEvent]:
        """Return the events since the last call as soon as there are any, or none after ``timeout_s``.

        Raises ``VaultProblem`` when the folder that is watched is no longer the one at the vault's path.
        """
        try:
            events = [self._events.get(timeout=max(timeout_s, 0.001))]
        except queue.Empty:
            if _identity(self._root) != self._watched:
                raise VaultProblem(f"The vault {self._root} was moved away, or is not mounted.") from None
            if self._probe_when_quiet:
                self._require_watches()
                self._probe_when_quiet = False
            elif time.monotonic() - self._probed_at > _OVERLAP_S:
                self._probed = 0
            return ()
        while not self._events.empty():
            events.append(self._events.get())
        if any(event.is_folder and not event.is_gone for event in events):
            self._require_watches()
            self._probe_when_quiet = True
        return events

    def _require_watches(self) -> None:
        """Raise ``VaultProblem`` when a new folder may have found no watch, so that the vault is polled from now on."""
        try:
            self._probe()
        except OSError as error:
            raise VaultProblem("The system has no watches left for the new folders of the vault.") from error

    def close(self) -> None:
        """Stop watching."""
        self._observer.stop()
        if self._observer.is_alive():
            self._observer.join(timeout=5)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Take one event of watchdog; called in its thread."""
        is_folder = bool(event.is_directory)
        if event.event_type in _SILENT or (is_folder and event.event_type == "modified"):
            return
        now = time.monotonic()
        source = self._path(event.src_path)
        target = self._path(event.dest_path) if event.dest_path else None
        if source is not None:
            is_away = target is None or (not is_folder and is_passing_file(target.rpartition("/")[2]))
            is_gone = event.event_type == "deleted" or (event.event_type == "moved" and is_away)
            self._events.put(FileEvent(source, now, is_gone=is_gone, is_folder=is_folder))
        if target is not None:
            self._events.put(FileEvent(target, now, is_folder=is_folder))

    def _path(self, place: bytes | str) -> NotePath | None:
        relative = os.path.relpath(os.fsdecode(place), self._root)
        if relative == os.curdir:
            return WHOLE_VAULT
        if relative.startswith(os.pardir):
            return None
        return NotePath(relative.replace(os.sep, "/"))

    def _probe(self) -> None:
        """Raise ``OSError`` when watches ran out: watchdog passes over subfolders it could not watch in silence.

        A new folder may have gone without because the probe before this one had the last watches just then. So a
        probe takes one more than that had, until it was quiet for a while: it cannot find what only the other had let
        go of, however late it comes.
        """
        if sys.platform != "linux":
            return
        self._probed = min(self._probed + 1, len(_SPARE))
        spare = Observer()
        for folder in _SPARE[: self._probed]:
            spare.schedule(FileSystemEventHandler(), folder, recursive=False)
        try:
            spare.start()
        finally:
            spare.stop()
            self._probed_at = time.monotonic()


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = Path(folder).stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
