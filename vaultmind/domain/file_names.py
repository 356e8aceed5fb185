"""Names of files that stay in the vault and can exist on every system."""

import re
import unicodedata
from collections.abc import Callable

from vaultmind.domain.errors import UnsafePath
from vaultmind.domain.link import NotePath

NAME_LIMIT_BYTES = 255
"""What Linux, macOS and Windows all take for one name, counted in UTF-8."""

PATH_LIMIT_BYTES = 900
"""What is left of the 1024 that macOS takes for a whole path, when the vault's own folder has had its part."""

_LONGEST_SHOWN = 80
_FORBIDDEN = re.compile(r'[\\/:*?"<>|#^\x00-\x1f\x7f]|\[\[|\]\]|%%')
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
_RESERVED = re.compile(
    r"(?:CON|PRN|AUX|NUL|CONIN\$|CONOUT\$|(?:COM|LPT)[0-9¹²³])[ ]*(?:\..*)?\Z", re.IGNORECASE | re.DOTALL
)
_DRIVE = re.compile(r"[A-Za-z]:(?:/|\Z)")


def shown_path(path: str) -> str:
    """Return a path as a sentence can have it: of a longer one the first 80 characters."""
    return path if len(path) <= _LONGEST_SHOWN else f"{path[:_LONGEST_SHOWN]}…"


def path_parts(path: str) -> tuple[str, ...]:
    """Return the folders and the name of a vault-relative path; raise ``UnsafePath`` for whatever may lead elsewhere.

    Refused are absolute paths, ``..``, empty names, names with NUL or a backslash, and hidden files and folders, among
    them ``.obsidian``.
    """
    parts = tuple(path.split("/"))
    if path.startswith("/") or _DRIVE.match(path):
        raise UnsafePath(
            f"“{shown_path(path)}” is not a place in the vault: name it from its root, without a leading slash."
        )
    for part in parts:
        if part in ("", ".", ".."):
            raise UnsafePath(
                f"“{shown_path(path)}” is not a place in the vault: it has an empty name, “.” or “..” in it."
            )
        if part.startswith("."):
            raise UnsafePath(
                f"“{shown_path(path)}” is hidden or in a hidden folder; only notes one can see are written."
            )
        if "\0" in part or "\\" in part:
            raise UnsafePath(f"“{shown_path(path)}” has a backslash or a NUL in a name; folders are parted by “/”.")
    return parts


def new_note_path(written: str) -> NotePath:
    """Return the path of a note that is to be made, as a person may write it without its extension.

    Raise ``UnsafePath`` where what was written is no name for every system, e.g. ``"Soil. "``.
    """
    if written.lower().endswith(".md"):
        return check_new_path(written)
    check_new_path(written)
    return check_new_path(f"{written}.md")


def check_new_path(path: str) -> NotePath:
    """Return ``path`` if a file of that path can be made on every system and linked to; else raise ``UnsafePath``."""
    parts = path_parts(path)
    for part in parts:
        reason = _why_not(part) or (_breaks_links(part) if part is parts[-1] else None)
        if reason:
            raise UnsafePath(f"“{shown_path(part)}” cannot be a name: {reason}.")
    if len(path.encode("utf-8")) > PATH_LIMIT_BYTES:
        raise UnsafePath(
            f"“{shown_path(path)}” is longer than {PATH_LIMIT_BYTES} bytes, which not every system can open."
        )
    return NotePath(path)


def _breaks_links(name: str) -> str | None:
    """Return why no link could name a file: ``[[a [x]]]`` ends before its last bracket."""
    is_cut = name.removesuffix(".md").endswith("]")
    return "“]” is not allowed in names on every system or breaks links" if is_cut else None


def _why_not(name: str) -> str | None:
    found = _FORBIDDEN.search(name)
    if found:
        return f"“{found[0]}” is not allowed in names on every system or breaks links"
    if _INVISIBLE.search(name):
        return "it has characters that cannot be seen"
    if name != name.strip() or name.endswith((".", " .md")):
        return "it begins or ends with a blank, or ends with a dot, which Windows drops"
    if _RESERVED.match(name):
        return "Windows keeps it for a device"
    if len(name.encode("utf-8")) > NAME_LIMIT_BYTES:
        return f"it is longer than {NAME_LIMIT_BYTES} bytes"
    return None


def safe_name(title: str, *, limit_bytes: int = 120) -> str:
    """Return a name that says ``title``, can exist on every system and be linked to; ``""`` where nothing is left.

    >>> safe_name("Why? C:/soil [[x]]")
    'Why C soil (x)'
    """
    name = unicodedata.normalize("NFC", _INVISIBLE.sub("", title))
    name = re.sub(r"\[+", "(", re.sub(r"\]+", ")", name))
    name = re.sub(r"[\\/:|#^\x00-\x1f\x7f]+|%%+", " ", name).replace('"', "'")
    name = re.sub(r"[*?<>]+", "", name)
    name = re.sub(r"\s+", " ", name).strip(" .")
    if _RESERVED.match(name):
        name = f"{name} note"
    if len(name.encode("utf-8")) > limit_bytes:
        cut = name.encode("utf-8")[:limit_bytes].decode("utf-8", "ignore")
        name = cut.rpartition(" ")[0] if " " in cut[len(cut) // 2 :] else cut
    return name.strip(" .")


def free_path(path: NotePath, *, is_taken: Callable[[NotePath], bool]) -> NotePath:
    """Return ``path``, or the first of ``Name (2).md``, ``Name (3).md``, … that is not taken."""
    stem, dot, extension = path.rpartition(".")
    candidate, number = path, 1
    while is_taken(candidate):
        number += 1
        candidate = NotePath(f"{stem} ({number}){dot}{extension}")
    return candidate
