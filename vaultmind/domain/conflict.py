"""Conflict copies: what sync tools call the second version of a file when two machines changed it."""

import re

from vaultmind.domain.link import NotePath

_MARKS = (
    # Syncthing writes "note.sync-conflict-20240131-101500-ABCDEFG.md"
    re.compile(r"\.sync-conflict-\d{8}-\d{6}(?:-[A-Z0-9]{7})?(?=\.|$)"),
    # Dropbox: "note (Ann's conflicted copy 2024-01-31).md", "note (конфликтующая копия с …).md"
    re.compile(r" \([^()]*(?:conflicted copy|конфликт[^()]*копия|копия [^()]*конфликт)[^()]*\)", re.IGNORECASE),
    # Nextcloud, Google Drive: "note (conflicted copy …).md", "note (Conflict).md", "note (конфликт).md"
    re.compile(r" \((?:conflict(?:ed)?|конфликт)\b[^()]*\)", re.IGNORECASE),
    # older ownCloud: "note_conflict-20240131-101500.md"
    re.compile(r"_conflict-\d{8}-\d{6}(?=\.|$)"),
)
_NUMBERED = re.compile(r" \d{1,2}(?=\.[^./]+$)")  # iCloud: "Note 2.md" beside "Note.md"
_MACHINE = re.compile(r"-[A-Za-z0-9][A-Za-z0-9-]{2,14}(?=\.[^./]+$)")  # OneDrive: "Note-LAPTOP.md" beside "Note.md"


def conflict_original(path: NotePath) -> NotePath | None:
    """Return the note whose conflict copy ``path`` is by the name a sync tool gave it, else ``None``.

    Syncthing, Dropbox, Nextcloud and ownCloud leave a mark that no person writes. Names that only may be copies
    (iCloud's ``Note 2.md``, OneDrive's ``Note-LAPTOP.md``) are told by their neighbours: see ``conflict_candidates``.
    """
    folder, slash, name = path.rpartition("/")
    for mark in _MARKS:
        original, count = mark.subn("", name)
        if count and original:
            return NotePath(f"{folder}{slash}{original}")
    return None


def conflict_candidates(path: NotePath) -> tuple[NotePath, ...]:
    """Return the notes whose copy ``path`` may be if they exist and nearly share its text, e.g. for ``"Note 2.md"``."""
    folder, slash, name = path.rpartition("/")
    return tuple(
        NotePath(f"{folder}{slash}{original}")
        for original in (_NUMBERED.sub("", name), _MACHINE.sub("", name))
        if original != name and not original.startswith(".")
    )
