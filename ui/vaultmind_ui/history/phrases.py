"""What the journal says in its own words, said to a person."""

from datetime import date, datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from vaultmind import api

_LONGEST_FIRST = 3


def local(at: str) -> datetime:
    """Return a time of the journal in this machine's time."""
    return datetime.fromisoformat(at).astimezone()


def day_title(day: date, *, today: date) -> str:
    """Return a day as the head of a list: “Today”, “Yesterday”, else its date."""
    if day == today:
        return QCoreApplication.translate("History", "Today")
    if day == today - timedelta(days=1):
        return QCoreApplication.translate("History", "Yesterday")
    locale = QLocale()
    shown = locale.toString(QDate(day.year, day.month, day.day), QLocale.FormatType.LongFormat)
    return shown[:1].upper() + shown[1:]


def time_of(line: api.HistoryLine) -> str:
    """Return the time of day of a write, as the system writes it."""
    at = local(line.at)
    return QLocale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat)


def moment_of(line: api.HistoryLine) -> str:
    """Return day and time of a write."""
    at = local(line.at)
    moment = QDateTime(QDate(at.year, at.month, at.day), QTime(at.hour, at.minute))
    return QLocale().toString(moment, QLocale.FormatType.ShortFormat)


def name_of(path: str) -> str:
    """Return what a note is called: its name without folder and extension."""
    name = path.rpartition("/")[2]
    return name[:-3] if name.lower().endswith(".md") else name


def title_of(line: api.HistoryLine) -> str:
    """Return the note of an entry; of a renaming both its names."""
    if line.new_note is None:
        return name_of(line.note)
    old, new = name_of(line.note), name_of(line.new_note)
    return f"{old} → {new if new != old else line.new_note}"


def what_of(line: api.HistoryLine) -> str:
    """Return what was done, in a few words."""
    if line.why.startswith("undo "):
        return QCoreApplication.translate("History", "taken back")
    if line.why == "rename" and line.new_note is None:
        return QCoreApplication.translate("History", "links follow")
    if line.why.startswith("doctor"):
        return QCoreApplication.translate("History", "mended")
    if line.why.startswith("conflict"):
        return QCoreApplication.translate("History", "conflict settled")
    if line.why.startswith("recipe "):
        return QCoreApplication.translate("History", "recipe “%1”").replace("%1", line.why.removeprefix("recipe "))
    said = {
        "create": QCoreApplication.translate("History", "new note"),
        "append": QCoreApplication.translate("History", "added at the end"),
        "heading": QCoreApplication.translate("History", "added under a heading"),
        "region": QCoreApplication.translate("History", "region written"),
        "block": QCoreApplication.translate("History", "block replaced"),
        "span": QCoreApplication.translate("History", "words replaced"),
        "property": QCoreApplication.translate("History", "property set"),
        "rename": QCoreApplication.translate("History", "renamed"),
        "answer": QCoreApplication.translate("History", "answer saved"),
        "conversation": QCoreApplication.translate("History", "conversation kept"),
        "customise recipe": QCoreApplication.translate("History", "recipe made your own"),
    }
    return said.get(line.why, line.why)


def who_of(line: api.HistoryLine) -> str:
    """Return whose words were written, models by name: ``""`` for the person's."""
    models = ", ".join(name for name in line.words_of if name != api.NOTES_OWN)
    if models and api.NOTES_OWN in line.words_of:
        words = QCoreApplication.translate("History", "by %1 and of the notes' own sentences")
        return words.replace("%1", models)
    if models:
        return QCoreApplication.translate("History", "by %1").replace("%1", models)
    if line.words_of:
        return QCoreApplication.translate("History", "of the notes' own sentences")
    return QCoreApplication.translate("History", "by a model") if line.asked_by == "model" else ""


def state_of(lines: tuple[api.HistoryLine, ...]) -> str:
    """Return what became of a write where it is not simply there: ``""`` where it is."""
    if all(line.undone_by is not None for line in lines):
        return QCoreApplication.translate("History", "undone")
    if any(line.state == "overtaken" for line in lines):
        return QCoreApplication.translate("History", "interrupted, then overtaken")
    if all(line.state == "dropped" for line in lines):
        return QCoreApplication.translate("History", "not written")
    if any(line.state in ("intended", "withdrawn") for line in lines):
        return QCoreApplication.translate("History", "interrupted")
    return ""


def is_there(lines: tuple[api.HistoryLine, ...]) -> bool:
    """Say whether something of a write is in the notes, to be taken back."""
    return any(line.state == "done" and line.undone_by is None for line in lines)


def leading(lines: tuple[api.HistoryLine, ...]) -> api.HistoryLine:
    """Return the entry that says what a batch is about: the renaming, else its first."""
    return next((line for line in lines if line.new_note is not None), lines[-1])


def note_now(lines: tuple[api.HistoryLine, ...]) -> str:
    """Return where the note of a batch is now, of the first of its notes that is anywhere: ``""`` where none is."""
    first = leading(lines)
    return first.now or next((line.now for line in lines if line.now is not None), "")


def notes_of(lines: tuple[api.HistoryLine, ...]) -> str:
    """Return the title of a batch: its first notes, and how many more."""
    if leading(lines).new_note is not None:
        return title_of(leading(lines))
    names = list(dict.fromkeys(title_of(line) for line in lines))
    more = len(names) - _LONGEST_FIRST
    shown = ", ".join(names[:_LONGEST_FIRST])
    if more <= 0:
        return shown
    return QCoreApplication.translate("History", "%1 and %2 more").replace("%2", str(more)).replace("%1", shown)
