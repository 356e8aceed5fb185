"""What is known of a model, said to a person."""

import re

from PySide6.QtCore import QCoreApplication

from vaultmind import api
from vaultmind_ui.models.shelf import Model, ServedModel, is_russian
from vaultmind_ui.translation import QT_TRANSLATE_NOOP
from vaultmind_ui.words import shown_size

_MORE = re.compile(r"(\d+) more")
_LANGUAGES = {
    "de": QT_TRANSLATE_NOOP("Models", "German"),
    "en": QT_TRANSLATE_NOOP("Models", "English"),
    "es": QT_TRANSLATE_NOOP("Models", "Spanish"),
    "fr": QT_TRANSLATE_NOOP("Models", "French"),
    "hi": QT_TRANSLATE_NOOP("Models", "Hindi"),
    "it": QT_TRANSLATE_NOOP("Models", "Italian"),
    "pt": QT_TRANSLATE_NOOP("Models", "Portuguese"),
    "ru": QT_TRANSLATE_NOOP("Models", "Russian"),
    "th": QT_TRANSLATE_NOOP("Models", "Thai"),
    "zh": QT_TRANSLATE_NOOP("Models", "Chinese"),
    "all in Latin, Cyrillic and Greek": QT_TRANSLATE_NOOP("Models", "all in Latin, Cyrillic and Greek"),
}
_TERMS = re.compile(r"(.+) terms")


def facts_of(chosen: Model | ServedModel) -> list[str]:
    """Return what is known of a model, a line for each."""
    if isinstance(chosen, ServedModel):
        is_here = api.is_on_this_machine(chosen.server.url)
        said = (
            QCoreApplication.translate("Models", "Served by %1 on this machine")
            if is_here
            else QCoreApplication.translate("Models", "Served by %1")
        )
        return [said.replace("%1", chosen.server.name), chosen.server.url]
    known = chosen.known
    facts = [QCoreApplication.translate("Models", "Size: %1").replace("%1", shown_size(chosen.size_bytes))]
    if known is not None:
        good_for, takes = (known.good_for_ru, known.machine_ru) if is_russian() else (known.good_for, known.machine)
        facts += [
            QCoreApplication.translate("Models", "Good for: %1").replace("%1", good_for),
            QCoreApplication.translate("Models", "Takes: %1").replace("%1", takes),
            QCoreApplication.translate("Models", "Languages: %1").replace("%1", languages_of(known.languages)),
            QCoreApplication.translate("Models", "Licence: %1").replace("%1", licence_of(known.license)),
        ]
    return facts


def languages_of(languages: tuple[str, ...]) -> str:
    """Return the languages of the catalogue in words, and how many more there are; a code that is new stays one."""
    return ", ".join(map(_language, languages))


def licence_of(name: str) -> str:
    """Return the name of a licence; of one that has none, whose terms they are."""
    terms = _TERMS.fullmatch(name)
    return name if terms is None else QCoreApplication.translate("Models", "the terms of %1").replace("%1", terms[1])


def origin_of(here: api.InstalledModel) -> str:
    """Return what a model that is here was checked against, and where its file is."""
    checked = {
        api.Checked.CATALOGUE: QCoreApplication.translate("Models", "Checked against the catalogue's checksum"),
        api.Checked.HUB: QCoreApplication.translate("Models", "Checked against the checksum the hub states"),
        api.Checked.NOTHING: QCoreApplication.translate("Models", "Unverified: nobody vouches for this file"),
    }[here.checked]
    stays = QCoreApplication.translate("Models", "The file stays where it is: %1").replace("%1", here.path)
    return f"{checked}\n{stays if here.is_linked else here.path}"


def _language(named: str) -> str:
    more = _MORE.fullmatch(named)
    if more is not None:
        return QCoreApplication.translate("Models", "%1 more").replace("%1", more[1])
    return QCoreApplication.translate("Models", _LANGUAGES[named]) if named in _LANGUAGES else named
