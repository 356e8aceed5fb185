"""What the library says: states and their reasons, what the doctor finds, why a search finds a note or not."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject

from vaultmind import api
from vaultmind_ui.core_words import in_words
from vaultmind_ui.library.arranging import Group
from vaultmind_ui.links.phrases import folder_of, name_of
from vaultmind_ui.row_list import Row
from vaultmind_ui.words import percent

OF_THE_WHOLE = frozenset(
    {
        api.ProblemKind.DAMAGED_ENCODING,
        api.ProblemKind.DUPLICATE_NOTE,
        api.ProblemKind.ORPHAN,
        api.ProblemKind.CONFLICT_COPY,
        api.ProblemKind.NOT_UTF8,
        api.ProblemKind.DAMAGED_BYTES,
    }
)
"""Problems of a note as a whole: they have no line."""
SHOWN_PASSAGES = 10
"""So many passages an answer usually rests on: what stands below is found and not seen."""


@dataclass(frozen=True, slots=True)
class Leg:
    """What one leg of a search says of a note; ``tone`` is the theme's colour of the verdict."""

    name: str
    verdict: str
    tone: str
    detail: str = ""


def group_name(group: Group) -> str:
    """Return what a group of files is called."""
    match group:
        case Group.ALL:
            return QCoreApplication.translate("Library", "All files")
        case Group.FOUND:
            return QCoreApplication.translate("Library", "In the index")
        case Group.WAITING:
            return QCoreApplication.translate("Library", "Waiting")
        case Group.WITHOUT_VECTORS:
            return QCoreApplication.translate("Library", "Vectors missing")
        case Group.SKIPPED:
            return QCoreApplication.translate("Library", "Skipped")
        case Group.EXCLUDED:
            return QCoreApplication.translate("Library", "Excluded")
        case Group.ATTACHMENTS:
            return QCoreApplication.translate("Library", "Attachments")


def state_word(file: api.LibraryFile) -> str:
    """Return the state of a file in a word or two."""
    match file.state:
        case "indexed":
            return QCoreApplication.translate("Library", "in the index")
        case "new":
            return QCoreApplication.translate("Library", "new")
        case "changed":
            return QCoreApplication.translate("Library", "changed")
        case "gone":
            return QCoreApplication.translate("Library", "gone")
        case "excluded":
            return QCoreApplication.translate("Library", "excluded")
        case "skipped":
            return QCoreApplication.translate("Library", "skipped")
        case "attachment":
            return QCoreApplication.translate("Library", "attachment")


def state_tone(file: api.LibraryFile) -> str:
    """Return the theme's colour for the state of a file."""
    if file.state == "skipped" or file.failed:
        return "bad"
    return "warning" if file.state in ("new", "changed", "gone") else "muted"


def state_sentence(file: api.LibraryFile) -> str:
    """Return what the state of a file means for whoever looks for it."""
    match file.state:
        case "indexed":
            return QCoreApplication.translate("Library", "It is in the index as it is on the disk.")
        case "new":
            return QCoreApplication.translate("Library", "It is new: it will be read at the next look at the vault.")
        case "changed":
            return QCoreApplication.translate(
                "Library", "It changed since the last look: until the next one it is found as it was."
            )
        case "gone":
            return QCoreApplication.translate("Library", "It is no longer on the disk; it stays found for now.")
        case "excluded":
            return QCoreApplication.translate(
                "Library", "It is among the excluded files of Obsidian: links lead to it, searches leave it out."
            )
        case "skipped":
            return in_words(file.reason)
        case "attachment":
            return QCoreApplication.translate("Library", "It is no note: links may lead to it, it is not searched.")


def file_row(file: api.LibraryFile) -> Row:
    """Return a file as a row of a list."""
    parts = [in_words(file.reason)] if file.state == "skipped" else []
    parts.append(folder_of(file.path) or "/")
    if file.passages:
        parts.append(passages_words(file.passages))
    side = "" if file.state == "indexed" else state_word(file)
    return Row(name_of(file.path), " · ".join(parts), side, tone=state_tone(file), subject=file)


class _Counted(QObject):
    """Says what is counted: plurals are found by the translation tools in a class alone."""

    def passages(self, count: int) -> str:
        return self.tr("%Ln passage(s)", "", count)

    def without_vectors(self, count: int) -> str:
        return self.tr("%Ln passage(s) wait for their vectors: they are found by their words alone.", "", count)

    def failed(self, count: int) -> str:
        return self.tr("No vector could be made of %Ln passage(s).", "", count)

    def fix(self, count: int) -> str:
        return self.tr("Fix %Ln note(s)", "", count)

    def notes_say(self, count: int) -> str:
        return self.tr("%Ln note(s) say %1 of it", "", count)


def passages_words(count: int) -> str:
    """Return a number of passages."""
    return _Counted().passages(count)


def notes_say(count: int, share: float) -> str:
    """Return how much of a topic some notes say."""
    return _Counted().notes_say(count).replace("%1", percent(share))


def fix_words(count: int) -> str:
    """Return what the button says that mends several notes."""
    return _Counted().fix(count)


def vectors_sentence(file: api.LibraryFile, *, has_vectors: bool) -> str:
    """Return how far the vectors of a file are, ``""`` where there is nothing to say of it."""
    if file.state in ("skipped", "attachment", "excluded", "new"):
        return ""
    if not has_vectors:
        return QCoreApplication.translate("Library", "Only words are compared: there is no embedding model.")
    if file.failed:
        return f"{_Counted().failed(file.failed)} {in_words(file.reason)}".strip()
    if file.waiting:
        return _Counted().without_vectors(file.waiting)
    return QCoreApplication.translate("Library", "It is found by its words and by its meaning.")


def result_sentence(told: api.Explanation) -> str:
    """Return the answer to why a note is missing, the decisive thing first."""
    if not told.is_indexed:
        return QCoreApplication.translate("Library", "It cannot be found: it is not in the index.")
    if told.is_excluded:
        return QCoreApplication.translate("Library", "It cannot be found: it is among the excluded files of Obsidian.")
    if not told.passes_filters:
        return QCoreApplication.translate("Library", "It cannot be found: a filter of the question leaves it out.")
    if told.place is None and told.said_by is not None:
        said = QCoreApplication.translate("Library", "It is found, but %1 says the same before it and stands for it.")
        return said.replace("%1", name_of(told.said_by))
    if told.place is None:
        return QCoreApplication.translate("Library", "It is not found by this question.")
    if told.place > SHOWN_PASSAGES:
        said = QCoreApplication.translate("Library", "It is found at place %1, below the passages that are shown.")
    else:
        said = QCoreApplication.translate("Library", "It is found at place %1.")
    return said.replace("%1", str(told.place))


def result_tone(told: api.Explanation) -> str:
    """Return the theme's colour of that answer."""
    if told.place is None:
        return "bad"
    return "good" if told.place <= SHOWN_PASSAGES else "warning"


def kind_name(kind: api.ProblemKind) -> str:
    """Return what a kind of problem is called."""
    kinds = api.ProblemKind
    match kind:
        case kinds.UNRESOLVED_LINK:
            return QCoreApplication.translate("Library", "Link that leads nowhere")
        case kinds.DAMAGED_ENCODING:
            return QCoreApplication.translate("Library", "Garbled letters")
        case kinds.INVALID_FRONTMATTER:
            return QCoreApplication.translate("Library", "Properties cannot be read")
        case kinds.DUPLICATE_BLOCK_ID:
            return QCoreApplication.translate("Library", "Block identifier twice")
        case kinds.DUPLICATE_NOTE:
            return QCoreApplication.translate("Library", "Duplicate")
        case kinds.ORPHAN:
            return QCoreApplication.translate("Library", "Nothing links here")
        case kinds.CONFLICT_COPY:
            return QCoreApplication.translate("Library", "Conflict copy")
        case kinds.NOT_UTF8:
            return QCoreApplication.translate("Library", "Not UTF-8")
        case kinds.DAMAGED_BYTES:
            return QCoreApplication.translate("Library", "Damaged bytes")


def problem_row(problem: api.Problem) -> Row:
    """Return a problem as a row of a list: its note, its kind, its words."""
    parts = [folder_of(problem.note)] if problem.kind in OF_THE_WHOLE else [in_words(problem.detail)]
    detail = " · ".join(part for part in (kind_name(problem.kind), *parts) if part)
    side = "" if problem.kind in OF_THE_WHOLE else line_words(problem.line)
    return Row(name_of(problem.note), detail, side, subject=problem)


def where_words(problem: api.Problem) -> str:
    """Return the note of a problem, and the line where it has one."""
    return problem.note if problem.kind in OF_THE_WHOLE else f"{problem.note}, {line_words(problem.line)}"


def line_words(line: int) -> str:
    """Return where in a note a problem is."""
    return QCoreApplication.translate("Library", "line %1").replace("%1", str(line))


def legs_of(told: api.Explanation) -> tuple[Leg, ...]:
    """Return what each leg of the search says, in the order in which they decide; none where nothing was compared."""
    if not told.is_indexed or told.is_excluded or not told.passes_filters:
        return ()
    return (_words_leg(told), _meaning_leg(told), _links_leg(told))


def _place(place: int | None) -> tuple[str, str]:
    if place is None:
        return QCoreApplication.translate("Library", "not among the first"), "bad"
    return QCoreApplication.translate("Library", "place %1").replace("%1", str(place)), "good"


def _words_leg(told: api.Explanation) -> Leg:
    verdict, tone = _place(told.ranks.lexical)
    parts = []
    if told.words_found:
        found = QCoreApplication.translate("Library", "In the note: %1.")
        parts.append(found.replace("%1", ", ".join(told.words_found)))
    if told.words_missing:
        missing = QCoreApplication.translate("Library", "Not in the note: %1.")
        parts.append(missing.replace("%1", ", ".join(told.words_missing)))
    return Leg(QCoreApplication.translate("Library", "By its words"), verdict, tone, " ".join(parts))


def _meaning_leg(told: api.Explanation) -> Leg:
    name = QCoreApplication.translate("Library", "By its meaning")
    if not told.has_vectors:
        verdict = QCoreApplication.translate("Library", "not compared")
        return Leg(name, verdict, "muted", QCoreApplication.translate("Library", "It has no vectors."))
    verdict, tone = _place(told.ranks.semantic)
    return Leg(name, verdict, tone)


def _links_leg(told: api.Explanation) -> Leg:
    name = QCoreApplication.translate("Library", "By links")
    if told.ranks.graph is None:
        said = QCoreApplication.translate("Library", "No note that was found leads to it closely enough.")
        return Leg(name, QCoreApplication.translate("Library", "not reached"), "muted", said)
    verdict, tone = _place(told.ranks.graph)
    via = QCoreApplication.translate("Library", "From %1.").replace("%1", ", ".join(map(name_of, told.via)))
    return Leg(name, verdict, tone, via if told.via else "")
