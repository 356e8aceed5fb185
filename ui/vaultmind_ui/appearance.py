"""What the window looks like now: theme, size of text, icons; follows the system or what the person chose."""

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from vaultmind import api
from vaultmind_ui.icons import draw_icon
from vaultmind_ui.theme import DARK, LIGHT, Theme, style_sheet

Mode = Literal["system", "light", "dark"]

SMALLEST_TEXT, LARGEST_TEXT = 50, 300
"""Between these hundredths of the system's size text can be shown."""
_FONTS_WHERE_THERE_IS_NO_DESKTOP = ("Inter", "Noto Sans", "DejaVu Sans")
_HEADING = 1.5
"""How much larger than text a heading over a whole step is."""
_FACELESS = ("Sans", "Sans Serif", "")
"""What Qt calls its font where no desktop has chosen one."""


class Appearance(QObject):
    """Gives the application its colours and size of text. ``changed`` says that icons and HTML are to be redrawn."""

    changed = Signal()

    def __init__(self, app: QApplication, *, mode: Mode = "system", text_percent: int = 100) -> None:
        super().__init__()
        self._app = app
        self._mode: Mode = mode
        self._text_percent = text_percent
        self._portal_is_dark: bool | None = None
        self._portal_text_factor = 1.0
        self._system_font = QFont(app.font())
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._signs = api.resource("icons")
        self.theme = LIGHT
        app.setStyle("Fusion")
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)
        self._apply()

    @property
    def mode(self) -> Mode:
        """Return what was chosen: to follow the system, light, or dark."""
        return self._mode

    @property
    def text_percent(self) -> int:
        """Return at how many hundredths of the system's size text is shown."""
        return self._text_percent

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or be light or dark whatever it says."""
        self._mode = mode
        self._apply()

    def set_text_percent(self, percent: int) -> None:
        """Show text at so many hundredths of the system's size."""
        self._text_percent = percent
        self._apply()

    def heed_portal(self, *, is_dark: bool | None, text_factor: float) -> None:
        """Take what the settings portal says of the system; ``None`` where it does not say."""
        self._portal_is_dark, self._portal_text_factor = is_dark, text_factor
        self._apply()

    def icon(self, name: str, colour: str = "") -> QIcon:
        """Return an icon in the colour of quiet text, or in another colour of the theme."""
        ink = colour or self.theme.muted
        if (name, ink) not in self._icons:
            self._icons[name, ink] = draw_icon(name, ink, disabled=self.theme.border)
        return self._icons[name, ink]

    def _on_system_changed(self) -> None:
        if self._mode == "system":
            self._apply()

    def _is_dark(self) -> bool:
        if self._mode != "system":
            return self._mode == "dark"
        if self._portal_is_dark is not None:
            return self._portal_is_dark
        return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _apply(self) -> None:
        theme = DARK if self._is_dark() else LIGHT
        self.theme = theme
        self._icons.clear()
        font = self._font()
        self._app.setFont(font)
        self._app.setPalette(_palette(theme))
        self._app.setStyleSheet(style_sheet(theme, self._signs, heading_pt=QFontInfo(font).pointSizeF() * _HEADING))
        self.changed.emit()

    def _font(self) -> QFont:
        font = QFont(self._system_font)
        if font.family() in _FACELESS:
            there = set(QFontDatabase.families())
            font.setFamily(next((name for name in _FONTS_WHERE_THERE_IS_NO_DESKTOP if name in there), font.family()))
        size = self._system_font.pointSizeF()
        if size > 0:
            font.setPointSizeF(size * self._portal_text_factor * self._text_percent / 100)
        return font


def _palette(theme: Theme) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for one, colour in (
        (role.Window, theme.window),
        (role.Base, theme.panel),
        (role.AlternateBase, theme.hover),
        (role.Button, theme.panel),
        (role.WindowText, theme.text),
        (role.Text, theme.text),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.text),
        (role.PlaceholderText, theme.muted),
        (role.Highlight, theme.accent),
        (role.HighlightedText, theme.accent_text),
        (role.Accent, theme.accent),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.ToolTipBase, theme.panel),
        (role.ToolTipText, theme.text),
        (role.Light, theme.panel),
        (role.Midlight, theme.hover),
        (role.Mid, theme.border),
        (role.Dark, theme.border),
        (role.Shadow, theme.border),
    ):
        palette.setColor(one, QColor(colour))
    for one in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, one, QColor(theme.muted))
    return palette
