"""What a suggestion says, in a person's words: its reasons, its change, the names of its parts."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from vaultmind import api
from vaultmind_ui.words import percent


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence with what goes and what comes in it."""

    before: str
    removed: str
    added: str
    after: str

    @property
    def text(self) -> str:
        """Return the sentence as it would be."""
        return f"{self.before}{self.added}{self.after}"


def name_of(path: str) -> str:
    """Return what a note is called: its name without folder and extension."""
    name = path.rpartition("/")[2]
    return name[:-3] if name.lower().endswith(".md") else name


def folder_of(path: str) -> str:
    """Return the folder of a note, ``""`` for the root."""
    return path.rpartition("/")[0]


def change_of(one: api.LinkSuggestion) -> Change:
    """Return what accepting would change, on one line."""
    if one.kind is api.SuggestionKind.MISSING:
        return Change(QCoreApplication.translate("Links", "New note: "), "", name_of(one.target), "")
    if one.kind is api.SuggestionKind.DUPLICATE:
        return Change("", name_of(one.source), f" → {name_of(one.target)}", "")
    if one.anchor is None:
        place = one.property or QCoreApplication.translate("Links", "See also")
        return Change(f"{place}: ", "", one.replacement, "")
    start = one.anchor.start - one.sentence_start
    before, after = one.sentence[:start], one.sentence[start + len(one.anchor.text) :]
    return Change(_on_one_line(before), _on_one_line(one.anchor.text), one.replacement, _on_one_line(after))


class _Counted(QObject):
    """Says what is counted: plurals are found by the translation tools in a class alone."""

    def named(self, count: int) -> str:
        return self.tr("named %Ln time(s)", "", count)

    def neighbours(self, count: int) -> str:
        return self.tr("shares %Ln neighbour(s)", "", count)

    def linked_in(self, count: int) -> str:
        return self.tr("by these words linked in %Ln note(s)", "", count)

    def plain_in(self, count: int) -> str:
        return self.tr("left plain in %Ln note(s)", "", count)

    def linked_from(self, count: int) -> str:
        return self.tr("linked by %Ln note(s)", "", count)


def reason_words(reason: api.SuggestionReason) -> str:
    """Return one reason as a person would say it."""
    detail, kind = reason.detail, api.SuggestionReasonKind
    count = int(detail) if detail.isdecimal() else 0
    match reason.kind:
        case kind.NAMED:
            return _Counted().named(count)
        case kind.NAMED_IN_HEADING:
            return QCoreApplication.translate("Links", "named in a heading")
        case kind.SAME_ROOT:
            return QCoreApplication.translate("Links", "words of the same root as its name: %1").replace("%1", detail)
        case kind.LINK_TEXT:
            said = QCoreApplication.translate("Links", "other notes link it by the words “%1”")
            return said.replace("%1", detail)
        case kind.USUALLY_LINKED:
            return _usually_linked(detail)
        case kind.LINKS_BACK:
            return QCoreApplication.translate("Links", "links here")
        case kind.SHARED_NEIGHBOURS:
            return _Counted().neighbours(count)
        case kind.LIKE_NOTES_LINK:
            return QCoreApplication.translate("Links", "notes that share links with this one link it: %1").replace(
                "%1", detail
            )
        case kind.SAME_WORDS:
            return QCoreApplication.translate("Links", "the same uncommon words: %1").replace("%1", detail)
        case kind.SAME_MEANING:
            return QCoreApplication.translate("Links", "a passage is near in meaning")
        case kind.NAMED_IN_PART:
            return QCoreApplication.translate("Links", "most words of its title stand here")
        case kind.SAME_PASSAGE:
            return QCoreApplication.translate("Links", "says nearly the same under “%1”").replace("%1", detail)
        case _:
            return _other_reason_words(reason)


def _usually_linked(detail: str) -> str:
    """Return in how many notes the words are a link, and in how many they are plain, of e.g. ``"9/10"``."""
    linked, _, either = detail.partition("/")
    plain = int(either) - int(linked)
    said = _Counted().linked_in(int(linked))
    return f"{said}, {_Counted().plain_in(plain)}" if plain else said


def _other_reason_words(reason: api.SuggestionReason) -> str:
    """Return in words why a link is to be mended, a note made or merged."""
    detail, kind = reason.detail, api.SuggestionReasonKind
    count = int(detail) if detail.isdecimal() else 0
    match reason.kind:
        case kind.MOVED:
            return QCoreApplication.translate("Links", "a note of this name is in %1").replace(
                "%1", folder_of(detail) or "/"
            )
        case kind.ALIAS:
            return QCoreApplication.translate("Links", "a note has this alias")
        case kind.SPELLED_ALIKE:
            return QCoreApplication.translate("Links", "the same name in another spelling")
        case kind.OTHER_FORM:
            return QCoreApplication.translate("Links", "another form of the name")
        case kind.TYPING_ERROR:
            return QCoreApplication.translate("Links", "a letter away from the name")
        case kind.LINKED_FROM:
            return _Counted().linked_from(count)
        case kind.WITHOUT_LINKS:
            said = QCoreApplication.translate("Links", "no link joins “%1” to another note")
            return said.replace("%1", name_of(detail))
        case kind.ONLY_UNRESOLVED:
            said = QCoreApplication.translate("Links", "“%1” links no note that is there, and none links it")
            return said.replace("%1", name_of(detail))
        case kind.SAME_TEXT:
            return QCoreApplication.translate("Links", "%1 of its text is there too").replace(
                "%1", percent(int(detail) / 100)
            )
        case _:
            return detail


def reasons_line(one: api.LinkSuggestion) -> str:
    """Return all reasons on one line."""
    return " · ".join(reason_words(reason) for reason in one.reasons)


def _on_one_line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ")
