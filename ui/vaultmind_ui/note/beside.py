"""What stands beside a note, as rows: related notes, backlinks, links that are suggested; each with its reason."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication

from vaultmind import api
from vaultmind_ui.row_list import Row
from vaultmind_ui.words import percent

_MOST_NAMED = 3


def note_name(path: str) -> str:
    """Return what a note is called: the last part of its path, without ``.md``."""
    return path.rpartition("/")[2].removesuffix(".md")


def related_rows(report: api.RelatedReport) -> list[Row]:
    """Return the related notes with their strongest reasons."""
    return [
        Row(note_name(one.note), "; ".join(_why_related(reason) for reason in one.reasons[:2]), subject=one.note)
        for one in report.related
    ]


def backlink_rows(backlinks: Sequence[api.BacklinkView]) -> list[Row]:
    """Return the notes that link here, each once, with the lines of their links."""
    lines: dict[str, list[int]] = {}
    for one in backlinks:
        lines.setdefault(one.source, []).append(one.line)
    return [Row(note_name(source), _lines(sorted(set(found))), subject=source) for source, found in lines.items()]


def suggestion_rows(suggestions: Sequence[api.LinkSuggestion]) -> list[Row]:
    """Return the suggested links with what would be written and why."""
    return [
        Row(note_name(one.target), _why_suggested(one), percent(one.score), "+", subject=one) for one in suggestions
    ]


def _lines(lines: Sequence[int]) -> str:
    words = (
        QCoreApplication.translate("Beside", "line %1")
        if len(lines) == 1
        else QCoreApplication.translate("Beside", "lines %1")
    )
    more = "…" if len(lines) > _MOST_NAMED else ""
    return words.replace("%1", ", ".join(map(str, lines[:_MOST_NAMED])) + more)


def _why_related(reason: object) -> str:
    kind = str(getattr(reason, "kind", ""))
    said = str(getattr(reason, "detail", ""))
    worded: dict[str, Callable[[str], str]] = {"shared_sources": str, "series": _place_in_series}
    detail = worded.get(kind, _named)(said)
    words = {
        "link": QCoreApplication.translate("Beside", "this note links to it"),
        "backlink": QCoreApplication.translate("Beside", "it links to this note"),
        "meaning": QCoreApplication.translate("Beside", "near in meaning: %1"),
        "shared_links": QCoreApplication.translate("Beside", "both link to %1"),
        "cited_together": QCoreApplication.translate("Beside", "both are linked from %1"),
        "shared_sources": QCoreApplication.translate("Beside", "both cite %1"),
        "series": QCoreApplication.translate("Beside", "of the same series: %1"),
    }.get(kind, detail)
    return words.replace("%1", detail) if detail else words.replace(": %1", "").replace(" %1", "")


def _place_in_series(detail: str) -> str:
    """Return “next in …”, “previous by its number” in the language of the window."""
    way, _, name = detail.partition(" in ")
    words = {
        "next": QCoreApplication.translate("Beside", "next in %1"),
        "previous": QCoreApplication.translate("Beside", "previous in %1"),
        "next by its number": QCoreApplication.translate("Beside", "next by its number"),
        "previous by its number": QCoreApplication.translate("Beside", "previous by its number"),
    }.get(way, detail)
    return words.replace("%1", name)


def _why_suggested(one: api.LinkSuggestion) -> str:
    if one.anchor is not None and not one.anchor.text:
        added = QCoreApplication.translate("Beside", "line %1: %2 is added")
        return added.replace("%1", str(one.anchor.line)).replace("%2", one.replacement.strip())
    if one.anchor is not None:
        placed = QCoreApplication.translate("Beside", "line %1: “%2” becomes %3").replace("%1", str(one.anchor.line))
        return placed.replace("%2", one.anchor.text).replace("%3", one.replacement)
    words = {
        "named": QCoreApplication.translate("Beside", "is named here %1 times"),
        "usually_linked": QCoreApplication.translate("Beside", "notes that name it link it (%1)"),
        "links_back": QCoreApplication.translate("Beside", "links here already"),
        "shared_neighbours": QCoreApplication.translate("Beside", "links in common: %1"),
        "like_notes_link": QCoreApplication.translate("Beside", "notes like this one link it: %1"),
        "same_words": QCoreApplication.translate("Beside", "the same uncommon words: %1"),
        "same_meaning": QCoreApplication.translate("Beside", "near in meaning: %1"),
        "same_passage": QCoreApplication.translate("Beside", "says nearly the same under “%1”"),
        "named_in_part": QCoreApplication.translate("Beside", "most of its title is named: %1"),
    }
    reasons = (words.get(reason.kind.value, "%1").replace("%1", _named(reason.detail)) for reason in one.reasons[:2])
    return "; ".join(reasons) or QCoreApplication.translate("Beside", "the notes around both expect it")


def _named(detail: str) -> str:
    """Return a reason's detail with notes by their names."""
    return ", ".join(
        note_name(part.strip()) if part.strip().endswith(".md") else part.strip() for part in detail.split(",")
    )
