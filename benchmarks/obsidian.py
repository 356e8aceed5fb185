"""A note read as Obsidian reads it, by regular expressions of its own and nothing of the program that wrote it."""

import re
import unicodedata
from pathlib import Path
from urllib.parse import unquote

_UNREAD = (
    re.compile(r"(?ms)^[ >]*(`{3,}|~{3,}).*?^[ >]*\1[^\n]*$"),
    re.compile(r"(?s)%%.*?%%"),
    re.compile(r"(?s)<!--.*?-->"),
    re.compile(r"(`+)(?!`)[^\n]*?(?<!`)\1(?!`)"),
)
"""Code and comments, in which nothing is a link or a footnote."""
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_WIKILINK = re.compile(r"\[\[([^\[\]]*)\]\]")
_MARKDOWN_LINK = re.compile(r"(?<![\]!])\[[^\[\]]*\]\(<?([^()<>]*(?:\([^()]*\)[^()<>]*)*)>?\)")
_DEFINED = re.compile(r"(?m)^ {0,3}\[\^([^\]\s]+)\]:")
_CALLED = re.compile(r"\[\^([^\]\s]+)\](?!:)")
_HEADING = re.compile(r"(?m)^[ >]*#{1,6}\s+(.*?)\s*#*$")


def look(vault: Path, note: str) -> tuple[int, int, list[str]]:
    """Return how many links and footnotes a note has, and what is wrong with them.

    A link must lead to one file, and to a heading or a block that is in it; a footnote must be called, and defined
    once.
    """
    text = (vault / note).read_text(encoding="utf-8")
    for hidden in _UNREAD:
        text = hidden.sub(lambda found: re.sub(r"\S", " ", found[0]), text)
    text = _ESCAPED.sub("\0", text)
    files = [
        path.relative_to(vault).as_posix()
        for path in vault.rglob("*")
        if path.is_file() and not any(part.startswith(".") for part in path.relative_to(vault).parts)
    ]
    wiki = [found[1].replace("\0|", "|").split("|")[0] for found in _WIKILINK.finditer(text)]
    marked = [unquote(found[1]) for found in _MARKDOWN_LINK.finditer(text) if "://" not in found[1]]
    faults = [f"{link}: {wrong}" for link in (*wiki, *marked) if (wrong := _wrong(link, note, files, vault))]
    called, defined = set(_CALLED.findall(text)), _DEFINED.findall(text)
    faults += [f"[^{label}]: not both called and defined" for label in called.symmetric_difference(defined)]
    faults += [f"[^{label}]: defined twice" for label in set(defined) if defined.count(label) > 1]
    return len(wiki) + len(marked), len(called), faults


def _wrong(link: str, note: str, files: list[str], vault: Path) -> str:
    """Return what is wrong with a link, \"\" where nothing is."""
    target, _, inside = link.partition("#")
    found = _files_called(target, files) if target else [note]
    if len(found) != 1:
        return f"leads to {len(found)} files"
    if not inside:
        return ""
    text = (vault / found[0]).read_text(encoding="utf-8")
    if inside.startswith("^"):
        return "" if re.search(rf"(?m)(?:^|\s)\^{re.escape(inside[1:])}\s*$", text) else "no such block"
    headings = {_bare(heading) for heading in _HEADING.findall(text)}
    return "" if all(_bare(heading) in headings for heading in inside.split("#")) else "no such heading"


def _files_called(target: str, files: list[str]) -> list[str]:
    """Return the files that a target can mean: those of that path, else those of that name in any folder."""
    wanted = _folded(target.strip().lstrip("/"))
    of_path = [file for file in files if _folded(file) in (wanted, f"{wanted}.md")]
    return of_path or [file for file in files if _folded(file).endswith((f"/{wanted}", f"/{wanted}.md"))]


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()


def _bare(heading: str) -> str:
    return " ".join(re.sub(r"[#|^:\\\0]|%%|\[\[|\]\]", " ", _folded(heading)).split())
