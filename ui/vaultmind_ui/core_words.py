"""What the core says in English, in the language of the window: problems, notices, reasons.

The core's sentences are made of fixed words and of what they are about; a sentence whose words are not known here is
shown as it came.
"""

import functools
import re

from PySide6.QtCore import QCoreApplication

from vaultmind_ui.core_sentences import SAID_BY_THE_CORE
from vaultmind_ui.translation import QT_TRANSLATE_NOOP

SENTENCES = (
    QT_TRANSLATE_NOOP("Core", "There is no folder %1."),
    QT_TRANSLATE_NOOP("Core", "%1 is not a folder."),
    QT_TRANSLATE_NOOP("Core", "The folder %1 cannot be read: %2."),
    QT_TRANSLATE_NOOP("Core", "There is no vault at %1: the folder is gone or not mounted."),
    QT_TRANSLATE_NOOP("Core", "There are no notes in %1: a vault holds Markdown files (.md)."),
    QT_TRANSLATE_NOOP("Core", "There is no note “%1” in %2."),
    QT_TRANSLATE_NOOP("Core", "There is no file %1 in the vault."),
    QT_TRANSLATE_NOOP("Core", "The disk of %1 can only be read."),
    QT_TRANSLATE_NOOP("Core", "You may read the folder %1, not write in it."),
    QT_TRANSLATE_NOOP("Core", "The disk of %1 is full."),
    QT_TRANSLATE_NOOP("Core", "The disk with %1 is full: free some space, then index again."),
    QT_TRANSLATE_NOOP("Core", "There is no room left on the disk for the journal, so nothing was written."),
    QT_TRANSLATE_NOOP("Core", "The engine of this vault ended before it could serve; its log may say why."),
    QT_TRANSLATE_NOOP("Core", "The engine of this vault is still starting; ask again in a moment."),
    QT_TRANSLATE_NOOP("Core", "The engine stopped before it answered; ask again."),
    QT_TRANSLATE_NOOP("Core", "The engine stopped in the middle of its answer; ask again."),
    QT_TRANSLATE_NOOP("Core", "%1 is in use by %2; wait for it, or end it."),
    QT_TRANSLATE_NOOP("Core", "The index in %1 is damaged: %2."),
    QT_TRANSLATE_NOOP("Core", "The index in %1 cannot be used: %2."),
    QT_TRANSLATE_NOOP("Core", "Notes are found by their words alone. %1"),
    QT_TRANSLATE_NOOP("Core", "The setting embedding.model is off."),
    QT_TRANSLATE_NOOP("Core", "The embedding model %1 is not here; `vaultmind models pull %2` fetches it."),
    QT_TRANSLATE_NOOP("Core", "%1 of %2 passages can be found by their words alone so far."),
    QT_TRANSLATE_NOOP("Core", "The vectors of %1 are being made; %2 answers until they are whole."),
    QT_TRANSLATE_NOOP("Core", "The settings in %1 cannot be read: %2."),
    QT_TRANSLATE_NOOP("Core", "The settings in %1 cannot be changed: %2."),
    QT_TRANSLATE_NOOP("Core", "The model %1 is not here; `vaultmind models pull %2` fetches it."),
    QT_TRANSLATE_NOOP("Core", "The model %1 is not here any more: %2 is gone; `vaultmind models %3` brings it back."),
    QT_TRANSLATE_NOOP(
        "Core", "The model %1 is damaged: %2 has %3 bytes, not %4; `vaultmind models %5` brings it back."
    ),
    QT_TRANSLATE_NOOP("Core", "The model %1 is here in part only; `vaultmind models %2` goes on."),
    QT_TRANSLATE_NOOP("Core", "No model %1 is known; `vaultmind models list` shows those that are."),
    QT_TRANSLATE_NOOP("Core", "The model %1 could not be loaded: %2."),
    QT_TRANSLATE_NOOP("Core", "The model %1 was unloaded meanwhile."),
    QT_TRANSLATE_NOOP("Core", "%1 These are the notes' own sentences."),
    QT_TRANSLATE_NOOP("Core", "Nothing answers at %1; is the model's server running?"),
    QT_TRANSLATE_NOOP("Core", "%1 cannot be reached: check the connection, then try again."),
    QT_TRANSLATE_NOOP("Core", "%1 does not answer in time."),
    QT_TRANSLATE_NOOP("Core", "%1 broke off in the middle of its answer."),
    QT_TRANSLATE_NOOP("Core", "%1 is being downloaded already."),
    QT_TRANSLATE_NOOP("Core", "The model %1 is being downloaded; stop that first."),
    QT_TRANSLATE_NOOP("Core", "%1 is not the file expected: its checksum differs, so it was thrown away."),
    QT_TRANSLATE_NOOP("Core", "The disk of %1 has %2 GB left; %3 GB are needed."),
    QT_TRANSLATE_NOOP("Core", "“%1” is there already."),
    QT_TRANSLATE_NOOP("Core", "There is no “%1” in the vault."),
    QT_TRANSLATE_NOOP("Core", "Another program holds “%1” open for writing: close it there, then try again."),
    QT_TRANSLATE_NOOP("Core", "There is nothing to undo."),
    QT_TRANSLATE_NOOP("Core", "There is nothing said yet that could be kept."),
    QT_TRANSLATE_NOOP("Core", "There is nothing to accept: no suggestion is sure enough."),
    QT_TRANSLATE_NOOP("Core", "UTF-8 was once read as %1 and saved so."),
    QT_TRANSLATE_NOOP("Core", "Rewrite the damaged words as they were."),
    QT_TRANSLATE_NOOP("Core", "The note is in %1; Obsidian reads UTF-8 alone."),
    QT_TRANSLATE_NOOP("Core", "Rewrite the note as UTF-8."),
    QT_TRANSLATE_NOOP("Core", "The block identifier “^%1” is there again below."),
    QT_TRANSLATE_NOOP("Core", "Call it “^%1”; links lead to the last “^%2”, as before."),
    QT_TRANSLATE_NOOP("Core", "%1 leads nowhere."),
    QT_TRANSLATE_NOOP("Core", "Let it lead to “%1”."),
    QT_TRANSLATE_NOOP("Core", "The same text as “%1”, byte for byte."),
    QT_TRANSLATE_NOOP("Core", "A sync tool's second version of “%1”."),
    QT_TRANSLATE_NOOP("Core", "No other note links here."),
    QT_TRANSLATE_NOOP("Core", "There is nothing to mend of the kind “%1”."),
    QT_TRANSLATE_NOOP("Core", "It cannot be read: %1."),
    QT_TRANSLATE_NOOP("Core", "Not a file but %1."),
    QT_TRANSLATE_NOOP("Core", "Its name is not valid UTF-8: no link can name it."),
    QT_TRANSLATE_NOOP("Core", "A link that leads nowhere."),
    QT_TRANSLATE_NOOP("Core", "A link that leads out of the vault."),
    QT_TRANSLATE_NOOP("Core", "A link to a hidden file."),
    QT_TRANSLATE_NOOP("Core", "A link to a folder of this vault, which is indexed at its own place."),
    QT_TRANSLATE_NOOP("Core", "Online only: its content is not on this machine, and reading it would download it."),
    QT_TRANSLATE_NOOP("Core", "The file is not text; nothing in it is read."),
    QT_TRANSLATE_NOOP("Core", "No vault is open."),
    QT_TRANSLATE_NOOP("Core", "The vault was left."),
    QT_TRANSLATE_NOOP("Core", "VaultMind made a mistake (%1)."),
    QT_TRANSLATE_NOOP("Core", "“%1” cannot be used: %2."),
    *SAID_BY_THE_CORE,
)
IN_THE_WINDOW = {
    "There are no notes in %1: a vault holds Markdown files (.md).": QT_TRANSLATE_NOOP(
        "Core", "There are no notes in this vault yet; one that is written in Obsidian is seen at once."
    ),
    "There is no folder %1.": QT_TRANSLATE_NOOP(
        "Core", "There is no folder %1: connect its disk and try again, or open the vault where it is now."
    ),
    "There is no file “%1” in %2.": QT_TRANSLATE_NOOP("Core", "There is no file “%1” in this vault."),
    "There is no note “%1” in %2.": QT_TRANSLATE_NOOP("Core", "There is no note “%1” in this vault."),
    "No model %1 is known; `vaultmind models list` shows those that are.": QT_TRANSLATE_NOOP(
        "Core", "No model %1 is known; the place Models shows those that are."
    ),
    "No model %1 is known. `vaultmind models list` shows those that are.": QT_TRANSLATE_NOOP(
        "Core", "No model %1 is known. The place Models shows those that are."
    ),
    "There is no model %1; `vaultmind models list` shows those that are known.": QT_TRANSLATE_NOOP(
        "Core", "There is no model %1; the place Models shows those that are known."
    ),
    "There is no embedding model %1; `vaultmind models list` shows those that are known.": QT_TRANSLATE_NOOP(
        "Core", "There is no embedding model %1; the place Models shows those that are known."
    ),
    "There is no reranker %1; `vaultmind models list` shows those that are known.": QT_TRANSLATE_NOOP(
        "Core", "There is no reranker %1; the place Models shows those that are known."
    ),
    "The model %1 is not here; `vaultmind models pull %2` fetches it.": QT_TRANSLATE_NOOP(
        "Core", "The model %1 is not here; the place Models fetches it."
    ),
    "The embedding model %1 is not here; `vaultmind models pull %2` fetches it.": QT_TRANSLATE_NOOP(
        "Core", "The embedding model %1 is not here; the place Models fetches it."
    ),
    "The reranker %1 is not here; `vaultmind models pull %2` fetches it.": QT_TRANSLATE_NOOP(
        "Core", "The reranker %1 is not here; the place Models fetches it."
    ),
    "The model %1 is here in part only; `vaultmind models %2` goes on.": QT_TRANSLATE_NOOP(
        "Core", "The model %1 is here in part only; the place Models goes on."
    ),
    "The model %1 is not here any more: %2 is gone; `vaultmind models %3` brings it back.": QT_TRANSLATE_NOOP(
        "Core", "The model %1 is not here any more: %2 is gone; the place Models brings it back."
    ),
    "%1 notes vanished at once, e.g. %2: they stay found until they come back, or `vaultmind index --confirm-deletions` lets them go.": QT_TRANSLATE_NOOP(  # noqa: E501
        "Core",
        "%1 notes vanished at once, e.g. %2: they stay found until they come back, or the command “Let vanished notes go” lets them go.",  # noqa: E501
    ),
    "“%1” is in an encoding that has to be guessed, and would be guessed otherwise after this edit: turn the note into UTF-8 first (vaultmind doctor --fix not-utf8).": QT_TRANSLATE_NOOP(  # noqa: E501
        "Core",
        "“%1” is in an encoding that has to be guessed, and would be guessed otherwise after this edit: turn the note into UTF-8 first (Library, “Not UTF-8”).",  # noqa: E501
    ),
    "“%1” is in %2, which has no “%3”: turn the note into UTF-8 first (vaultmind doctor --fix not-utf8), or leave the character out.": QT_TRANSLATE_NOOP(  # noqa: E501
        "Core",
        "“%1” is in %2, which has no “%3”: turn the note into UTF-8 first (Library, “Not UTF-8”), or leave the character out.",  # noqa: E501
    ),
    "“%1” has “^%2” %3 times; give each its own (vaultmind doctor).": QT_TRANSLATE_NOOP(
        "Core", "“%1” has “^%2” %3 times; give each its own (the place Library does)."
    ),
    "Nobody makes them at the moment; `vaultmind index` does.": QT_TRANSLATE_NOOP(
        "Core", "Nobody makes them at the moment; they are made when the vault is opened anew."
    ),
    "No vectors are made, for that is paused; `vaultmind index --resume` goes on.": QT_TRANSLATE_NOOP(
        "Core", "No vectors are made, for that is paused; “Go on indexing” in the status line goes on."
    ),
    "There is no suggestion %1; `vaultmind suggest` lists them with their ids.": QT_TRANSLATE_NOOP(
        "Core", "There is no suggestion %1; the place Links lists those there are."
    ),
    "There is no decision %1; `vaultmind reject --list` lists them.": QT_TRANSLATE_NOOP(
        "Core", "There is no decision %1; the place Links lists those there are."
    ),
    "%1 is not a whole embedding model; `vaultmind models pull` makes it anew.": QT_TRANSLATE_NOOP(
        "Core", "%1 is not a whole embedding model; remove it in the place Models, then fetch it again."
    ),
    "%1 refused the key; `vaultmind models key %2` saves one.": QT_TRANSLATE_NOOP(
        "Core", "%1 refused the key; the place Models keeps another, under Servers."
    ),
    "%1 wants a key; `vaultmind models key %2` saves one.": QT_TRANSLATE_NOOP(
        "Core", "%1 wants a key; the place Models keeps one, under Servers."
    ),
    "%1 is off this machine, and this vault has not been allowed to be sent there; `vaultmind models allow %2` allows it.": QT_TRANSLATE_NOOP(  # noqa: E501
        "Core",
        "%1 is off this machine, and this vault has not been allowed to be sent there; the place Models allows it, under Servers.",  # noqa: E501
    ),
    "The model %1 is damaged: %2 has %3 bytes, not %4; `vaultmind models %5` brings it back.": QT_TRANSLATE_NOOP(
        "Core", "The model %1 is damaged: %2 has %3 bytes, not %4; the place Models brings it back."
    ),
}
"""What the window says where the core names a command of the terminal, or a folder that everybody knows there."""
_MARK = re.compile(r"%(\d)")
_NAME = re.compile(r"“\^?%(\d)”")
"""A mark in quotation marks: a name, which is never a sentence."""


def in_words(sentence: str) -> str:
    """Return a sentence of the core in the language of now; what it is about is put in as it came."""
    read = _read(sentence)
    return sentence if read is None else _filled(*read)


@functools.lru_cache(maxsize=4096)
def _read(sentence: str) -> tuple[str, tuple[str, ...]] | None:
    """Return the template of a sentence and what it is about, ``None`` where it is none of the core's."""
    for template, pieces in _templates():
        if all(piece in sentence for piece in pieces):
            found = _pattern(pieces).fullmatch(sentence)
            if found is not None:
                return template, found.groups()
    return None


def _filled(template: str, parts: tuple[str, ...]) -> str:
    names = set(_NAME.findall(template))
    said = QCoreApplication.translate("Core", IN_THE_WINDOW.get(template, template))
    return _MARK.sub(lambda mark: _part(parts[int(mark[1]) - 1], is_name=mark[1] in names), said)


def _part(part: str, *, is_name: bool) -> str:
    """Return a name as it is, and the words of another (of the system, of a model) in the language of now."""
    return part if is_name else in_words(part)


@functools.cache
def _templates() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the templates with their fixed pieces, those with the most fixed words first."""
    ordered = sorted(SENTENCES, key=lambda template: -len(_MARK.sub("", template)))
    return tuple((template, tuple(_MARK.sub("\0", template).split("\0"))) for template in ordered)


@functools.cache
def _pattern(pieces: tuple[str, ...]) -> re.Pattern[str]:
    """Return what fixed pieces with anything between them match: made when first asked for, as there are hundreds."""
    return re.compile("(.+?)".join(map(re.escape, pieces)), re.DOTALL)
