"""The language of the window: the system's, or the one chosen."""

import locale
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from vaultmind import api

Language = Literal["auto", "en", "ru"]


class Translation:
    """The translators that are installed in the application."""

    def __init__(self, app: QCoreApplication, language: Language = "auto") -> None:
        self._app = app
        self._installed: list[QTranslator] = []
        self.code = "en"
        self.use(language)

    def use(self, language: Language) -> None:
        """Show every word in a language from now on; widgets are told by a ``LanguageChange`` event."""
        for translator in self._installed:
            self._app.removeTranslator(translator)
        self._installed.clear()
        self.code = code = language_code(language)
        QLocale.setDefault(QLocale.system() if language == "auto" else QLocale(code))
        for folder, name in (
            (QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{code}"),
            (str(api.resource("translations")), f"vaultmind_{code}"),
        ):
            translator = QTranslator(self._app)
            if translator.load(name, folder):
                self._app.installTranslator(translator)
                self._installed.append(translator)


def language_code(language: Language) -> str:
    """Return ``"ru"`` or ``"en"``: what was chosen, or the nearest to what the system speaks."""
    if language != "auto":
        return language
    spoken = QLocale.system().uiLanguages() or [locale.getlocale()[0] or "en"]
    return next((code for one in spoken if (code := one[:2].lower()) in {"ru", "en"}), "en")
