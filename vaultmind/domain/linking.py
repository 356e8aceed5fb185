"""Writing links: the inverse of resolving them, in the way the person has set in Obsidian."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import quote

from vaultmind.domain.link import NotePath
from vaultmind.domain.names import VaultNames


class LinkFormat(StrEnum):
    """Obsidian's *New link format*."""

    SHORTEST = "shortest"
    RELATIVE = "relative"
    ABSOLUTE = "absolute"


@dataclass(frozen=True, slots=True)
class LinkRules:
    """How new links are written in a vault, and where new attachments go; the defaults are Obsidian's.

    ``attachment_folder`` as in ``app.json``: ``"/"`` the root, ``"./"`` beside the note, ``"./sub"`` under its folder,
    else a folder of the vault.
    """

    format: LinkFormat = LinkFormat.SHORTEST
    markdown: bool = False
    attachment_folder: str = "/"

    @classmethod
    def from_settings(cls, settings: Mapping[str, object]) -> "LinkRules":
        """Read ``newLinkFormat``, ``useMarkdownLinks`` and ``attachmentFolderPath`` of ``app.json``."""
        written, folder = settings.get("newLinkFormat"), settings.get("attachmentFolderPath")
        known = isinstance(written, str) and written in set(LinkFormat)
        return cls(
            LinkFormat(str(written)) if known else LinkFormat.SHORTEST,
            settings.get("useMarkdownLinks") is True,
            folder if isinstance(folder, str) and folder else "/",
        )

    def attachment_path(self, name: str, *, note: NotePath) -> NotePath:
        """Return where an attachment ``name`` of ``note`` goes."""
        folder = self.attachment_folder
        if folder == "." or folder.startswith("./"):
            beside = note.rpartition("/")[0]
            folder = "/".join(part for part in (beside, folder[1:].strip("/")) if part)
        folder = folder.strip("/")
        return NotePath(f"{folder}/{name}" if folder else name)


_UNLINKABLE = re.compile(r"[#^|\\:\[\]\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]|%%|\A[/.]")
_HIDING = re.compile(r"[`$<]")
_NEEDS_PERCENT = re.compile(r"[^\w\u0300-\u036f./#^!&+,;@~-]")
_UNSAFE_IN_HEADING = re.compile(r"[:#|^\\\r\n]|%%|\[\[|\]\]")


def is_linkable(path: NotePath) -> bool:
    """Say whether Obsidian can follow a link to a file of this name: no ``# ^ | : [ ]``, ``%%`` or outer blanks."""
    parts = (*path.split("/"), _without_extension(path))
    return _UNLINKABLE.search(path) is None and all(part and part == part.strip() for part in parts)


def shortest_link_text(
    names: VaultNames, to: NotePath, *, source: NotePath, rules: LinkRules | None = None
) -> str | None:
    """Return the path part of a link in ``source`` that leads to ``to``, or ``None`` where none can.

    In the form that the vault's settings ask for; where that form would lead elsewhere, the full path.
    """
    rules = rules or LinkRules()
    if to not in names or not is_linkable(to):
        return None
    name = to.rpartition("/")[2]
    match rules.format:
        case LinkFormat.SHORTEST:
            preferred = name if names.named_like(to) == 1 else to
        case LinkFormat.RELATIVE:
            preferred = _relative(to, source)
        case LinkFormat.ABSOLUTE:
            preferred = to
    for written in dict.fromkeys((preferred, to, f"/{to}")):
        spellings = (written,) if rules.markdown else (_without_extension(written), written)
        for spelling in spellings:
            if names.resolve(spelling, source=source) == to:
                return spelling
    return None


def write_link(
    names: VaultNames,
    to: NotePath,
    *,
    source: NotePath,
    rules: LinkRules | None = None,
    heading: str | None = None,
    block_id: str | None = None,
    alias: str | None = None,
    in_table: bool = False,
) -> str | None:
    """Return a whole link, e.g. ``[[Garden#Soil|my soil]]`` or ``[my soil](Garden.md#Soil)``, or ``None``.

    ``None`` where Obsidian could not follow it, or where the alias would break the link.
    """
    rules = rules or LinkRules()
    target = shortest_link_text(names, to, source=source, rules=rules)
    if target is None or (alias is not None and re.search(r"[\[\]\r\n]|\|\||\\\Z", alias)):
        return None
    subpath = f"#^{block_id}" if block_id is not None else f"#{heading_for_link(heading)}" if heading else ""
    if rules.markdown:
        shown = alias if alias is not None else _HIDING.sub(r"\\\g<0>", _without_extension(to.rpartition("/")[2]))
        return f"[{shown}]({_NEEDS_PERCENT.sub(lambda found: quote(found[0]), target + subpath)})"
    bar = "\\|" if in_table else "|"
    return f"[[{target}{subpath}{bar}{alias}]]" if alias else f"[[{target}{subpath}]]"


def heading_for_link(heading: str) -> str:
    """Return a heading as it is written in a link: what would end the link early becomes a space."""
    return " ".join(_UNSAFE_IN_HEADING.sub(" ", heading).split())


def _without_extension(written: str) -> str:
    return written[:-3] if written[-3:].lower() == ".md" else written


def _relative(to: NotePath, source: NotePath) -> str:
    """Return the path from the folder of ``source``, e.g. ``"../Garden.md"``; what lies under it needs no dots."""
    base, path = source.split("/")[:-1], to.split("/")
    shared = 0
    while shared < min(len(base), len(path) - 1) and base[shared] == path[shared]:
        shared += 1
    return "/".join([*[".."] * (len(base) - shared), *path[shared:]])
