"""The files of a vault: what is there, what it looks like from outside, and its bytes. Writes nothing."""

import json
import math
import os
import stat
import time
from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import dataclass, field
from pathlib import Path

from vaultmind.adapters.files.windows_files import long_path
from vaultmind.adapters.obsidian.config_folder import config_folders
from vaultmind.domain.change import Stamp, is_passing_file
from vaultmind.domain.daily_notes import DailyNotes
from vaultmind.domain.errors import NoteNotFound, UnsafePath, VaultGone, VaultProblem
from vaultmind.domain.file_names import shown_path
from vaultmind.domain.link import NotePath
from vaultmind.domain.linking import LinkRules
from vaultmind.domain.note import LARGEST_NOTE_BYTES, TOO_LARGE
from vaultmind.domain.report import Skipped
from vaultmind.ports import Listing, ObsidianSettings

NOTE_SUFFIXES = (".md", ".canvas", ".base")

_ONLINE_ONLY = "Online only: its content is not on this machine, and reading it would download it."
_OFFLINE_ATTRIBUTES = 0x1000 | 0x40000 | 0x400000
"""Windows: offline, recall on open, recall on data access (OneDrive, iCloud, Dropbox)."""
_DATALESS_FLAG = 0x40000000
"""macOS: SF_DATALESS (iCloud Drive and other file providers)."""
_LARGEST = (1 << 63) - 1
_TEMPLATE_SETTINGS = (("templates.json", "folder"), ("plugins/templater-obsidian/data.json", "templates_folder"))
_TRIES_WHILE_LOCKED = 5
_FOLDER_TRUST_S = 1.0
_MOST_FOLDERS = 10_000

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def is_online_only(attributes: int, flags: int) -> bool:
    """Say whether a file is a placeholder, by ``st_file_attributes`` of Windows and ``st_flags`` of macOS."""
    return bool(attributes & _OFFLINE_ATTRIBUTES or flags & _DATALESS_FLAG)


def vault_gone(root: str) -> VaultGone:
    """Return that a vault is not where it was, in a sentence."""
    return VaultGone(f"There is no vault at {root}: the folder is gone or not mounted.")


@dataclass(slots=True)
class _Found:
    notes: dict[NotePath, Stamp] = field(default_factory=dict)
    attachments: set[NotePath] = field(default_factory=set)
    skipped: dict[NotePath, str] = field(default_factory=dict)

    def listing(self) -> Listing:
        return Listing(
            self.notes,
            frozenset(self.attachments),
            tuple(Skipped(path, self.skipped[path]) for path in sorted(self.skipped)),
        )


class DiskVaultFiles:
    """``VaultFiles`` over a folder. Links that lead out of it are never followed."""

    def __init__(self, root: Path) -> None:
        self._shown = os.path.realpath(root)
        self.root = long_path(Path(self._shown))
        self._base = str(self.root).rstrip(os.sep) + os.sep
        self._plain_folders: dict[str, float] = {}

    # Listing

    def listing(self) -> Listing:
        """Walk the vault once; raise ``VaultProblem`` when its root is gone."""
        found = _Found()
        try:
            entries = list(os.scandir(self.root))
        except FileNotFoundError as error:
            raise vault_gone(self._shown) from error
        except NotADirectoryError as error:
            raise VaultProblem(f"{self._shown} is not a folder.") from error
        except OSError as error:
            raise VaultProblem(f"The vault {self._shown} cannot be read: {_reason(error)}.") from error
        self._walk("", entries, found)
        return found.listing()

    def look(self, paths: Iterable[NotePath]) -> Listing:
        """Return what is at these paths now, folders with all that is in them; a path without a file is left out."""
        found = _Found()
        if not self.root.is_dir():
            raise vault_gone(self._shown)
        names: dict[str, set[str]] = defaultdict(set)
        for path in paths:
            if not path:
                return self.listing()
            if not _is_hidden(path) and self._has_plain_parents(path):
                folder, _, name = path.rpartition("/")
                names[folder].add(name)
        for folder, wanted in names.items():
            entries = _entries_named(self.root / folder, wanted)
            self._walk(f"{folder}/" if folder else "", entries, found)
        return found.listing()

    def _walk(self, prefix: str, entries: Iterable["os.DirEntry[str]"], found: _Found) -> None:
        pending = [(prefix, entries)]
        while pending:
            folder, inside = pending.pop()
            for entry in inside:
                deeper = self._classify(folder, entry, found)
                if deeper is not None:
                    pending.append(deeper)

    def _classify(
        self, prefix: str, entry: "os.DirEntry[str]", found: _Found
    ) -> tuple[str, list["os.DirEntry[str]"]] | None:
        """Put one entry where it belongs; return what is inside if it is a folder to walk."""
        name = entry.name
        if name.startswith("."):
            placeholder = _icloud_original(name)
            if placeholder is not None:
                found.skipped[NotePath(prefix + placeholder)] = _ONLINE_ONLY
            return None
        path = prefix + name
        if not _is_sound_name(name):
            found.skipped[NotePath(_escaped(path))] = "Its name is not valid UTF-8: no link can name it."
            return None
        try:
            if entry.is_symlink() or _is_junction(entry):
                self._classify_link(NotePath(path), entry, found)
                return None
            if entry.is_dir(follow_symlinks=False):
                return f"{path}/", list(os.scandir(entry.path))
            self._classify_file(NotePath(path), entry.stat(follow_symlinks=False), found)
        except FileNotFoundError:
            return None
        except OSError as error:
            found.skipped[NotePath(path)] = f"It cannot be read: {_reason(error)}."
        return None

    def _classify_link(self, path: NotePath, entry: "os.DirEntry[str]", found: _Found) -> None:
        target = Path(os.path.realpath(entry.path))
        if not target.exists():
            found.skipped[path] = "A link that leads nowhere."
        elif not target.is_relative_to(self.root):
            found.skipped[path] = "A link that leads out of the vault."
        elif target.is_dir():
            found.skipped[path] = "A link to a folder of this vault, which is indexed at its own place."
        elif _is_hidden(target.relative_to(self.root).as_posix()):
            found.skipped[path] = "A link to a hidden file."
        else:
            self._classify_file(path, entry.stat(), found)

    def _classify_file(self, path: NotePath, status: os.stat_result, found: _Found) -> None:
        for is_kind, name in _KINDS:
            if is_kind(status.st_mode):
                found.skipped[path] = f"Not a file but {name}."
                return
        if is_online_only(getattr(status, "st_file_attributes", 0), getattr(status, "st_flags", 0)):
            found.skipped[path] = _ONLINE_ONLY
        elif not path.lower().endswith(NOTE_SUFFIXES):
            if not is_passing_file(path.rpartition("/")[2]):
                found.attachments.add(path)
        elif status.st_size > LARGEST_NOTE_BYTES:
            found.skipped[path] = TOO_LARGE
        else:
            found.notes[path] = _stamp(status)

    def _has_plain_parents(self, path: NotePath) -> bool:
        """Say whether no folder above ``path`` is a link: what lies behind one is not part of the walk."""
        folder = self.root
        for part in path.split("/")[:-1]:
            folder = folder / part
            if folder.is_symlink():
                return False
        return True

    # One file

    def place(self, path: NotePath) -> Path:
        """Return where a file is on this machine; raise ``UnsafePath`` when that would be outside the vault."""
        if not path or "\0" in path or path.startswith("/") or ".." in path.split("/") or Path(path).is_absolute():
            raise UnsafePath(f"{path!r} is not a path inside the vault.")
        place = Path(self._base + path)
        folder, _, _ = path.rpartition("/")
        try:
            is_plain = self._is_plain_folder(folder) and not place.is_symlink()
        except OSError as error:
            raise UnsafePath(f"“{shown_path(path)}” cannot be a path on this disk: {_reason(error)}.") from error
        if is_plain:
            return place
        if not Path(os.path.realpath(place)).is_relative_to(self.root):
            raise UnsafePath(f"{path} leads out of the vault.")
        return place

    def _is_plain_folder(self, folder: str) -> bool:
        """Say whether a folder was no more than a second ago where its path says, so that no link leads to it."""
        if not folder:
            return True
        now = time.monotonic()
        if now - self._plain_folders.get(folder, -math.inf) < _FOLDER_TRUST_S:
            return True
        place = self._base + folder.replace("/", os.sep)
        if os.path.realpath(place) != place:
            return False
        if len(self._plain_folders) > _MOST_FOLDERS:
            self._plain_folders.clear()
        self._plain_folders[folder] = now
        return True

    def read(self, path: NotePath) -> bytes:
        """Return the bytes of a file; raise ``NoteNotFound``, or ``VaultProblem`` when it cannot be read.

        Where no file is there any more that is a ``VaultGone``.
        """
        place = self.place(path)
        for attempt in range(_TRIES_WHILE_LOCKED):
            try:
                return _read_regular(place)
            except (FileNotFoundError, NotADirectoryError) as error:
                if not self.root.is_dir():
                    raise vault_gone(self._shown) from error
                raise NoteNotFound(f"There is no file {path} in the vault.") from error
            except PermissionError as error:
                # Windows refuses while an editor or a scanner holds the file for a moment.
                if os.name != "nt" or attempt == _TRIES_WHILE_LOCKED - 1:
                    raise VaultProblem(f"“{path}” cannot be read: {_reason(error)}.") from error
                time.sleep(0.05 * 2**attempt)
            except OSError as error:
                raise VaultProblem(f"“{path}” cannot be read: {_reason(error)}.") from error
        raise AssertionError("the last attempt returns or raises")

    def stamp(self, path: NotePath) -> Stamp | None:
        """Return the stamp of a file, or ``None`` when there is none."""
        try:
            status = self.place(path).stat()
        except (OSError, UnsafePath):
            return None
        return _stamp(status) if stat.S_ISREG(status.st_mode) else None

    # The vault's own settings

    def obsidian_settings(self) -> ObsidianSettings:
        """Return what the vault's own Obsidian settings say of its files; defaults where nothing can be read."""
        filters: list[str] = []
        templates: list[NotePath] = []
        link_rules = LinkRules()
        daily_notes = DailyNotes()
        for folder in config_folders(self.root):
            app = _json_object(folder / "app.json")
            link_rules = LinkRules.from_settings(app)
            daily_notes = DailyNotes.from_settings(_json_object(folder / "daily-notes.json"))
            written = app.get("userIgnoreFilters")
            filters += [one for one in written if isinstance(one, str)] if isinstance(written, list) else []
            for file, key in _TEMPLATE_SETTINGS:
                named = _json_object(folder / file).get(key)
                if isinstance(named, str) and named.strip("/ "):
                    templates.append(NotePath(named.strip("/ ")))
        return ObsidianSettings(tuple(dict.fromkeys(filters)), tuple(dict.fromkeys(templates)), link_rules, daily_notes)


def _reason(error: OSError) -> str:
    """Return what the system says, without its number and the path."""
    return error.strerror or str(error)


def _read_regular(place: Path) -> bytes:
    """Read a file that was regular a moment ago; a pipe that took its place must not hold us for ever."""
    file = os.open(place, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(file, "rb") as opened:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError("it is not a regular file")
        return opened.read()


def _stamp(status: os.stat_result) -> Stamp:
    return Stamp(
        status.st_size,
        max(-_LARGEST, min(status.st_mtime_ns, _LARGEST)),
        max(-_LARGEST, min(status.st_ctime_ns, _LARGEST)),
        status.st_ino & _LARGEST,
    )


def _entries_named(folder: Path, names: Set[str]) -> list["os.DirEntry[str]"]:
    """Return the entries of exactly these names, spelled as on disk."""
    try:
        with os.scandir(folder) as entries:
            return [entry for entry in entries if entry.name in names]
    except OSError:
        return []


def _is_junction(entry: "os.DirEntry[str]") -> bool:
    """Say whether an entry is a Windows junction: a link to a folder that does not call itself a link."""
    if os.name != "nt":
        return False
    tag = getattr(entry.stat(follow_symlinks=False), "st_reparse_tag", 0)
    return tag == getattr(stat, "IO_REPARSE_TAG_MOUNT_POINT", None)


def _is_hidden(path: str) -> bool:
    return any(part.startswith(".") for part in path.split("/"))


def _icloud_original(name: str) -> str | None:
    """Return ``"Note.md"`` for ``".Note.md.icloud"``, the placeholder of older versions of macOS."""
    if name.endswith(".icloud") and len(name) > len("..icloud"):
        return name[1 : -len(".icloud")]
    return None


def _is_sound_name(name: str) -> bool:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _escaped(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def _json_object(path: Path) -> dict[str, object]:
    try:
        if path.stat().st_size > 1_000_000:
            return {}
        found = json.loads(_read_regular(path))
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
