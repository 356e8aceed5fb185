"""``vaultmind://`` links: written by strangers, they open or fill a field and do nothing else."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, urlsplit

from PySide6.QtCore import QCoreApplication

from vaultmind import api

_LONGEST_LINK = 8192
_LONGEST_QUESTION = 2000
_JOINERS = "\u200c\u200d"
"""Signs without a look of their own that words and emoji are made with."""
_ARGUMENTS = {"ask": {"vault", "question"}, "open": {"vault", "note", "heading"}}


class LinkRefused(Exception):
    """A link that is not followed; its text says why in a sentence."""


@dataclass(frozen=True, slots=True)
class ReadLink:
    """What a link asks for: a question to be filled in, or a note to be shown, in a known vault or that of now."""

    do: Literal["ask", "open"]
    vault: Path | None = None
    question: str = ""
    note: str = ""
    heading: str = ""


def read_link(text: str, choices: Sequence[api.VaultChoice]) -> ReadLink:
    """Read ``vaultmind://ask?vault=…&question=…`` or ``vaultmind://open?vault=…&note=…&heading=…``.

    ``choices`` are the vaults there are; only one that was opened before is opened by a link. ``LinkRefused`` where
    anything about it is not as it should be.
    """
    wrong = LinkRefused(QCoreApplication.translate("LinkReading", "The link was not followed: it is not well formed."))
    if len(text) > _LONGEST_LINK or not _is_plain(text):
        raise wrong
    try:
        parts = urlsplit(text)
        pairs = parse_qsl(parts.query, keep_blank_values=True, strict_parsing=bool(parts.query), errors="strict")
    except (ValueError, UnicodeDecodeError):
        raise wrong from None
    do, given = parts.netloc.lower(), dict(pairs)
    is_known = do in _ARGUMENTS and parts.scheme == "vaultmind" and parts.path in ("", "/") and not parts.fragment
    if not is_known or len(given) != len(pairs) or not given.keys() <= _ARGUMENTS.get(do, set()):
        raise wrong
    if any(not _is_plain(value) for value in given.values()):
        raise wrong
    if not _stays_inside(given.get("note", "")) or len(given.get("question", "")) > _LONGEST_QUESTION:
        raise wrong
    vault = _known_vault(given["vault"], choices) if given.get("vault") else None
    if do == "ask":
        return ReadLink("ask", vault, question=given.get("question", "").strip())
    return ReadLink("open", vault, note=given.get("note", ""), heading=given.get("heading", ""))


def _known_vault(name: str, choices: Sequence[api.VaultChoice]) -> Path:
    fitting = [one.root for one in choices if one.is_known and name in (one.name, str(one.root))]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        words = QCoreApplication.translate("LinkReading", "The link was not followed: several vaults are called %1.")
    else:
        words = QCoreApplication.translate(
            "LinkReading", "The link was not followed: %1 is no vault that was opened here. Open it once yourself."
        )
    raise LinkRefused(words.replace("%1", name[:80]))


def _is_plain(value: str) -> bool:
    """Say whether a value is text alone: no control, no direction mark, no half of a surrogate pair."""
    return not any(
        unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Co") and letter not in _JOINERS for letter in value
    )


def _stays_inside(note: str) -> bool:
    parts = note.split("/")
    return not (note.startswith("/") or "\\" in note or ":" in note or ".." in parts or (note and "" in parts))
