"""The language of the window: the system's, or the one chosen."""

import functools
import locale
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from vaultmind import api

Language = Literal["auto", "en", "ru"]


def QT_TRANSLATE_NOOP(_: str, text: str) -> str:  # noqa: N802 (the name by which lupdate finds strings)
    """Return a text as it is; its translation is looked up when it is shown."""
    return text


class Translation:
    """The translators that are installed in the application."""

    def __init__(self, app: QCoreApplication, language: Language = "auto") -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.language, self.code = language, "en"
        self.use(language)

    def use(self, language: Language) -> None:
        """Show every word in a language from now on; widgets are told by a ``LanguageChange`` event."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        self.language = language
        self.code = code = language_code(language)
        system = QLocale.system()
        is_said = language != "auto" or system.language() is QLocale.Language.C  # where numbers have no commas
        QLocale.setDefault(QLocale(code) if is_said else system)
        for folder, name in (
            (Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)), f"qtbase_{code}"),
            (api.resource("translations"), f"vaultmind_{code}"),
        ):
            translator = QTranslator(self._app)
            file = folder / f"{name}.qm"
            if file.is_file() and translator.load(_content(file)):
                self._app.installTranslator(translator)
                self._installed.append(translator)


@functools.cache
def _content(file: Path) -> bytes:
    """Return the bytes of a file of words, kept as long as the process.

    Qt reads them where they lie, and would map the file itself: written anew under a running window, it kills it.
    """
    return file.read_bytes()


def language_code(language: Language) -> str:
    """Return ``"ru"`` or ``"en"``: what was chosen, or the nearest to what the system speaks."""
    if language != "auto":
        return language
    spoken = QLocale.system().uiLanguages() or [locale.getlocale()[0] or "en"]
    return next((code for one in spoken if (code := one[:2].lower()) in {"ru", "en"}), "en")
