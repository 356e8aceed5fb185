"""A vault that tests of writing change."""

from collections.abc import Mapping
from pathlib import Path

from vaultmind.adapters.clock import SystemClock
from vaultmind.adapters.files.disk import DiskVaultFiles
from vaultmind.adapters.files.disk_writing import DiskWriter
from vaultmind.adapters.memory.journal import SqliteJournal
from vaultmind.domain.link import Link, NotePath
from vaultmind.parsing.reading import read_note
from vaultmind.writeback.note_writer import NoteWriter


class Vault:
    """A vault on a disk with its journal, and a way to change it behind the writer's back."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "vault"
        self.root.mkdir()
        self.files = DiskVaultFiles(self.root)
        self.disk = DiskWriter(self.root, locks=folder / "locks")
        self.journal = SqliteJournal(folder / "data" / "memory.sqlite")
        self.open_notes: set[NotePath] = set()
        self.notes = NoteWriter(
            files=self.files,
            writer=self.disk,
            journal=self.journal,
            clock=SystemClock(),
            open_notes=lambda: self.open_notes,
        )

    def put(self, path: str, content: str | bytes) -> None:
        place = self.root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content.encode() if isinstance(content, str) else content)

    def text(self, path: str) -> str:
        return (self.root / path).read_bytes().decode()

    def all(self) -> dict[str, bytes]:
        files = (path for path in self.root.rglob("*") if path.is_file())
        return {path.relative_to(self.root).as_posix(): path.read_bytes() for path in files}

    def links(self) -> Mapping[NotePath, tuple[Link, ...]]:
        return {path: read_note(path, self.files.read(path)).note.links for path in self.files.listing().notes}
