"""What the core says in English, in the language of the window: problems, notices, reasons.

The core's sentences are made of fixed words and of what they are about; a sentence whose words are not known here is
shown as it came.
"""

import functools
import re

from PySide6.QtCore import QCoreApplication


def QT_TRANSLATE_NOOP(_: str, text: str) -> str:  # noqa: N802 (the name by which lupdate finds strings)
    """Return a text as it is; its translation is looked up when it is shown."""
    return text


SENTENCES = (
    QT_TRANSLATE_NOOP("Core", "There is no folder %1."),
    QT_TRANSLATE_NOOP("Core", "%1 is not a folder."),
    QT_TRANSLATE_NOOP("Core", "The folder %1 cannot be read: %2."),
    QT_TRANSLATE_NOOP("Core", "There is no vault at %1: the folder is gone or not mounted."),
    QT_TRANSLATE_NOOP("Core", "There are no notes in %1: a vault holds Markdown files (.md)."),
    QT_TRANSLATE_NOOP("Core", "There is no note %1 in %2."),
    QT_TRANSLATE_NOOP("Core", "There is no file %1 in the vault."),
    QT_TRANSLATE_NOOP("Core", "The disk of %1 can only be read."),
    QT_TRANSLATE_NOOP("Core", "You may read the folder %1, not write in it."),
    QT_TRANSLATE_NOOP("Core", "The disk of %1 is full."),
    QT_TRANSLATE_NOOP("Core", "The disk with %1 is full: free some space, then index again."),
    QT_TRANSLATE_NOOP("Core", "There is no room left on the disk for the journal, so nothing was written."),
    QT_TRANSLATE_NOOP("Core", "The engine of this vault did not start; its log says more."),
    QT_TRANSLATE_NOOP("Core", "The engine of this vault does not come up."),
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
    QT_TRANSLATE_NOOP("Core", "The settings in %1 are not valid TOML: %2."),
    QT_TRANSLATE_NOOP("Core", "The settings in %1 cannot be read: %2."),
    QT_TRANSLATE_NOOP("Core", "The settings in %1 cannot be changed: %2."),
    QT_TRANSLATE_NOOP("Core", "A value in %1 cannot be used: %2."),
    QT_TRANSLATE_NOOP("Core", "The model %1 is not here; `vaultmind models pull %2` fetches it."),
    QT_TRANSLATE_NOOP("Core", "No model %1 is known; `vaultmind models list` shows those that are."),
    QT_TRANSLATE_NOOP("Core", "The model %1 could not be loaded: %2."),
    QT_TRANSLATE_NOOP("Core", "The model %1 was unloaded meanwhile."),
    QT_TRANSLATE_NOOP("Core", "%1 These are the notes' own sentences."),
    QT_TRANSLATE_NOOP("Core", "Nothing answers at %1; is the model's server running?"),
    QT_TRANSLATE_NOOP("Core", "%1 cannot be reached."),
    QT_TRANSLATE_NOOP("Core", "%1 does not answer in time."),
    QT_TRANSLATE_NOOP("Core", "%1 broke off in the middle of its answer."),
    QT_TRANSLATE_NOOP("Core", "%1 is being downloaded already."),
    QT_TRANSLATE_NOOP("Core", "%1 is not the file expected: its checksum differs, so it was thrown away."),
    QT_TRANSLATE_NOOP("Core", "The disk of %1 has %2 GB left; %3 GB are needed."),
    QT_TRANSLATE_NOOP("Core", "“%1” is there already."),
    QT_TRANSLATE_NOOP("Core", "There is no “%1” in the vault."),
    QT_TRANSLATE_NOOP("Core", "Another program holds “%1” open for writing: close it there, then try again."),
    QT_TRANSLATE_NOOP("Core", "There is nothing to undo."),
    QT_TRANSLATE_NOOP("Core", "There is nothing said yet that could be kept."),
    QT_TRANSLATE_NOOP("Core", "There is nothing to accept: no suggestion is sure enough."),
    QT_TRANSLATE_NOOP("Core", "No vault is open."),
    QT_TRANSLATE_NOOP("Core", "The vault was left."),
    QT_TRANSLATE_NOOP("Core", "VaultMind made a mistake (%1)."),
)
_MARK = re.compile(r"%(\d)")


def in_words(sentence: str) -> str:
    """Return a sentence of the core in the language of now; what it is about is put in as it came."""
    for template, pattern in _patterns():
        found = pattern.fullmatch(sentence)
        if found is not None:
            return _filled(QCoreApplication.translate("Core", template), found.groups())
    return sentence


def _filled(said: str, parts: tuple[str, ...]) -> str:
    return _MARK.sub(lambda mark: in_words(parts[int(mark[1]) - 1]), said)


@functools.cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Return the templates with what they match, those with the most fixed words first."""
    ordered = sorted(SENTENCES, key=lambda template: -len(_MARK.sub("", template)))
    return tuple(
        (template, re.compile("(.+?)".join(map(re.escape, _pieces(template))), re.DOTALL)) for template in ordered
    )


def _pieces(template: str) -> list[str]:
    return _MARK.sub("\0", template).split("\0")
