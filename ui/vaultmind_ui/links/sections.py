"""The sections of the place in words: their names, and what an empty one says."""

from PySide6.QtCore import QCoreApplication

from vaultmind import api
from vaultmind_ui.links.arranging import Arrangement, Section
from vaultmind_ui.links.phrases import name_of
from vaultmind_ui.row_list import Row
from vaultmind_ui.words import day_of


def section_name(section: Section) -> str:
    """Return what a section is called."""
    match section:
        case Section.LINKS:
            return QCoreApplication.translate("Links", "Links")
        case Section.UNRESOLVED:
            return QCoreApplication.translate("Links", "Leading nowhere")
        case Section.MISSING:
            return QCoreApplication.translate("Links", "Missing notes")
        case Section.ORPHANS:
            return QCoreApplication.translate("Links", "Orphans")
        case Section.DUPLICATES:
            return QCoreApplication.translate("Links", "Duplicates")
        case Section.REJECTED:
            return QCoreApplication.translate("Links", "Rejected")


def empty_words(how: Arrangement) -> str:
    """Return what is to be said where a section has nothing, or nothing with the words of the filter."""
    if how.needle:
        return QCoreApplication.translate("Links", "Nothing has these words.")
    match how.section:
        case Section.LINKS:
            return QCoreApplication.translate("Links", "There is no link to suggest.")
        case Section.UNRESOLVED:
            return QCoreApplication.translate("Links", "No link that leads nowhere can have meant a note.")
        case Section.MISSING:
            return QCoreApplication.translate("Links", "No name is linked from several notes without being a note.")
        case Section.ORPHANS:
            return QCoreApplication.translate("Links", "Every note has a link, or nothing is near to one without.")
        case Section.DUPLICATES:
            return QCoreApplication.translate("Links", "No two notes say the same.")
        case Section.REJECTED:
            return QCoreApplication.translate("Links", "Nothing was rejected.")


def rejected_row(one: api.Decision) -> Row:
    """Return a rejection as a row: which link, by which words, when."""
    in_any = QCoreApplication.translate("Links", "in any note")
    is_everywhere = one.verdict is api.Verdict.REJECTED_EVERYWHERE
    where = in_any if is_everywhere else name_of(one.source)
    said = (one.words or one.name) if is_everywhere else one.target
    return Row(f"{where} → {name_of(one.target)}", said, side=day_of(one.at), subject=one)
