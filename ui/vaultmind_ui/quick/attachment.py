"""A piece of text that goes along with one question because somebody asked for it: the clipboard, or a file."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from vaultmind import api

_LONGEST_FILE = 1_000_000
_MOST_SENT = 4000
_SHOWN = 84


@dataclass(frozen=True, slots=True)
class Attachment:
    """What goes along: ``name`` is that of the file, ``""`` for the clipboard; ``is_cut`` says that there was more."""

    name: str
    text: str
    is_cut: bool = False

    @property
    def beginning(self) -> str:
        """Return its first words on one line, for whoever must see what goes along."""
        line = " ".join(self.text[: _SHOWN * 2].split())
        return line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"


def attachment_of(text: str, name: str = "") -> Attachment | None:
    """Return what goes along of a text; ``None`` where there is nothing in it."""
    whole = "".join(letter for letter in text if letter.isprintable() or letter in "\n\t").strip()
    return Attachment(name, whole[:_MOST_SENT], len(whole) > _MOST_SENT) if whole else None


def read_attachment(file: Path) -> Attachment:
    """Read a text file that was dragged here; ``VaultMindError`` says why one is not taken."""
    refused = QCoreApplication.translate("Attachment", "%1 is not attached: only a text file of at most 1 MB can be.")
    try:
        if not file.is_file() or file.stat().st_size > _LONGEST_FILE:
            raise api.VaultMindError(refused.replace("%1", file.name))
        found = attachment_of(file.read_text(encoding="utf-8-sig"), file.name)
    except (OSError, UnicodeDecodeError) as error:
        raise api.VaultMindError(refused.replace("%1", file.name)) from error
    if found is None:
        raise api.VaultMindError(refused.replace("%1", file.name))
    return found


def with_attachment(question: str, attached: Attachment | None) -> str:
    """Return a question with what goes along, quoted under it as it will be shown."""
    if attached is None:
        return question
    quoted = "\n".join(f"> {line}" for line in attached.text.splitlines())
    return f"{question}\n\n{quoted}"
