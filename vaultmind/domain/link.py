"""Links as they are written, and the names they are looked up by."""

import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

from vaultmind.domain.quick_value import made_quickly
from vaultmind.domain.span import Span

NotePath = NewType("NotePath", str)
"""Vault-relative path with ``/``, as on disk, e.g. ``"Projects/Garden.md"``; attachments have one too."""


class LinkKind(StrEnum):
    """How a link is written."""

    WIKILINK = "wikilink"
    MARKDOWN = "markdown"
    EMBED = "embed"
    PROPERTY = "property"
    CANVAS = "canvas"


@made_quickly
@dataclass(frozen=True, slots=True)
class Link:
    """One outgoing link, e.g. ``[[Projects/Garden#Soil|my soil]]``.

    ``target`` is the path part as written (percent-decoded for Markdown links, blanks trimmed), ``""`` for a link into
    the note itself. ``heading`` keeps the chain without its first ``#`` (``"Soil#Clay"``). ``text`` is the whole link
    as written, and ``span`` the place of ``text`` in the note; for property and canvas links it is the place of the
    value. ``line`` counts from 1.
    """

    kind: LinkKind
    target: str
    heading: str | None = None
    block_id: str | None = None
    alias: str | None = None
    text: str = ""
    span: Span = Span(0, 0)
    line: int = 1
    property: str | None = None


def name_key(name: str) -> str:
    """Return the key under which names are compared: composed (NFC), lower case, no-break spaces as spaces."""
    if name.isascii():
        return name.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", name).lower()).replace("\u00a0", " ")
