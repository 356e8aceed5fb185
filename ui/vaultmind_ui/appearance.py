"""What the window looks like now: theme, size of text, icons; follows the system or what the person chose."""

from typing import Literal

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QWidget

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
    """The colours and the size of text. ``changed`` says that every part is to be dressed and drawn anew.

    Each part of a window wears a sheet of its own: one of the application would have Qt dress everything there is in
    one piece, what nobody sees too, and four times as slowly.
    """

    changed = Signal()

    def __init__(self, app: QApplication, *, mode: Mode = "system", text_percent: int = 100) -> None:
        super().__init__()
        self._app = app
        self._mode: Mode = mode
        self._text_percent = text_percent
        self._portal_is_dark: bool | None = None
        self._portal_text_factor = 1.0
        self._system_font = QFont(app.font())
        self._icons: dict[tuple[str, str, str], QIcon] = {}
        self._signs = api.resource("icons")
        self._sheet = ""
        self._settling = QTimer(self, singleShot=True, interval=0)
        """Runs out when whatever else waits has been heard: keys that are held make one change, not one each."""
        self._settling.timeout.connect(self._apply)
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
        """Follow the system, or be light or dark whatever it says; seen as soon as nothing else waits."""
        self._mode = mode
        self._settling.start()

    def set_text_percent(self, percent: int) -> None:
        """Show text at so many hundredths of the system's size, as soon as nothing else waits."""
        self._text_percent = percent
        self._settling.start()

    def heed_portal(self, *, is_dark: bool | None, text_factor: float) -> None:
        """Take what the settings portal says of the system; ``None`` where it does not say."""
        self._portal_is_dark, self._portal_text_factor = is_dark, text_factor
        self._settling.start()

    def dress(self, part: QWidget) -> None:
        """Give a part of a window, with all it holds, the looks of now; on each change it is to be dressed again."""
        part.setStyleSheet(self._sheet)

    def icon(self, name: str, colour: str = "") -> QIcon:
        """Return an icon in the colour of quiet text, or in another colour of the theme."""
        drawn = (name, colour or self.theme.muted, self.theme.border)
        if drawn not in self._icons:
            self._icons[drawn] = draw_icon(name, drawn[1], disabled=drawn[2])
        return self._icons[drawn]

    def _on_system_changed(self) -> None:
        if self._mode == "system":
            self._settling.start()

    def _is_dark(self) -> bool:
        if self._mode != "system":
            return self._mode == "dark"
        if self._portal_is_dark is not None:
            return self._portal_is_dark
        return self._app.styleHints().colorScheme() is Qt.ColorScheme.Dark

    def _apply(self) -> None:
        theme = DARK if self._is_dark() else LIGHT
        self.theme = theme
        font = self._font()
        self._app.setFont(font)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.ApplicationFontChange)  # else the old is inherited
        self._app.setPalette(_palette(theme))
        self._sheet = style_sheet(theme, self._signs, heading_pt=QFontInfo(font).pointSizeF() * _HEADING)
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
