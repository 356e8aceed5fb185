"""Light and dark colours and the spaces between things, as values that a test can measure."""

from dataclasses import dataclass, fields
from pathlib import Path

TIGHT, SPACE, WIDE, ROOMY = 4, 8, 12, 20
"""The distances of every layout, in device-independent pixels."""
RADIUS = 8


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours as ``#rrggbb``; ``accent_text`` is written on ``accent``, ``text`` on everything else.

    ``hover``, ``selected``, ``marked``, ``highlight``, ``code``, ``added`` and ``removed`` are grounds; ``good``,
    ``warning`` and ``bad`` are texts. ``marked`` is what this program marks, ``highlight`` what a note's author did.
    """

    window: str
    panel: str
    hover: str
    selected: str
    marked: str
    highlight: str
    code: str
    added: str
    removed: str
    border: str
    text: str
    muted: str
    accent: str
    accent_text: str
    good: str
    warning: str
    bad: str
    is_dark: bool


TEXTS = ("text", "muted", "accent", "good", "warning", "bad")
GROUNDS = ("window", "panel", "hover", "selected", "marked", "highlight", "code", "added", "removed")

LIGHT = Theme(
    window="#f6f6f8",
    panel="#ffffff",
    hover="#f1f0f9",
    selected="#e7e4fa",
    marked="#ffe9a8",
    highlight="#dcefec",
    code="#f3f3f6",
    added="#dcf3e4",
    removed="#fbe3e1",
    border="#dcdde2",
    text="#1d1e22",
    muted="#595b64",
    accent="#5b41dc",
    accent_text="#ffffff",
    good="#12703f",
    warning="#8a5200",
    bad="#b3261e",
    is_dark=False,
)
DARK = Theme(
    window="#1b1c20",
    panel="#232429",
    hover="#2c2e35",
    selected="#37355a",
    marked="#46390d",
    highlight="#173d3a",
    code="#2a2b31",
    added="#1d3a2a",
    removed="#47262a",
    border="#3a3c44",
    text="#e7e7ea",
    muted="#aaacb5",
    accent="#a695ff",
    accent_text="#1b1c20",
    good="#6fd39b",
    warning="#e8b45c",
    bad="#ff9a94",
    is_dark=True,
)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def text_pairs(theme: Theme) -> dict[str, tuple[str, str]]:
    """Return every pair of text and ground that the window shows, by a name: what must stand out at 4.5."""
    pairs = {
        f"{text} on {ground}": (getattr(theme, text), getattr(theme, ground)) for text in TEXTS for ground in GROUNDS
    }
    pairs["accent_text on accent"] = (theme.accent_text, theme.accent)
    return pairs


def style_sheet(theme: Theme, icons: Path, *, heading_pt: float) -> str:
    """Return the Qt style sheet of a theme; sizes of text are left to the system's but for that of headings.

    ``icons`` is the folder of the few signs that a style sheet takes from files.
    """
    colour = {one.name: getattr(theme, one.name) for one in fields(theme)}
    shade = "dark" if theme.is_dark else "light"
    signs = {name: (icons / f"{name}-{shade}.svg").as_posix() for name in ("down", "check")}
    return _SHEET.format(**colour, **signs, radius=RADIUS, heading=f"{heading_pt:.2f}")


_SHEET = """
QLineEdit, QPlainTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {{
    border: 1px solid {border}; border-radius: {radius}px; background: {panel}; color: {text}; padding: 6px 10px;
    placeholder-text-color: {muted};
}}
QComboBox {{ padding-right: 24px; }}
QAbstractSpinBox QLineEdit, QComboBox QLineEdit {{ border: none; padding: 0; background: transparent; }}
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {{
    subcontrol-origin: border; width: 0; border: none; }}
QComboBox::drop-down {{ border: none; width: 24px; }}
QComboBox::down-arrow {{ image: url("{down}"); width: 14px; height: 14px; }}
QComboBox QAbstractItemView {{ background: {panel}; border: 1px solid {border}; selection-background-color: {selected};
    selection-color: {text}; outline: none; padding: 4px; }}
QTextBrowser, QTextEdit, QListView, QTreeView, QTableView, QFrame#card {{
    border: 1px solid {border}; border-radius: {radius}px; background: {panel}; color: {text};
}}
QListView, QTreeView, QTableView {{ selection-background-color: {selected}; selection-color: {text}; outline: none; }}
QListView::item, QTreeView::item {{ padding: 4px 6px; border-radius: 6px; }}
QListView::item:hover, QTreeView::item:hover {{ background: {hover}; }}
QListView::item:selected, QTreeView::item:selected {{ background: {selected}; color: {text}; }}
QHeaderView::section {{ background: {panel}; color: {muted}; border: none; border-bottom: 1px solid {border};
    padding: 6px 8px; }}
QPushButton {{ border: 1px solid {border}; border-radius: {radius}px; background: {panel}; color: {text};
    padding: 6px 12px; }}
QPushButton:hover {{ background: {hover}; }}
QPushButton:pressed, QPushButton:checked {{ background: {selected}; }}
QPushButton:disabled {{ color: {muted}; background: {window}; }}
QPushButton#primary {{ background: {accent}; color: {accent_text}; border-color: {accent}; font-weight: 600; }}
QPushButton#primary:disabled {{ background: {window}; color: {muted}; border-color: {border}; }}
QPushButton#quiet, QToolButton {{ border: 1px solid transparent; border-radius: {radius}px; background: transparent;
    color: {text}; padding: 6px 8px; }}
QPushButton#quiet:hover, QToolButton:hover {{ background: {hover}; }}
QPushButton#quiet:disabled, QToolButton:disabled {{ color: {muted}; }}
QToolButton:checked {{ background: {selected}; }}
QToolButton::menu-indicator {{ image: none; }}
QLineEdit:focus, QPlainTextEdit:focus, QTextBrowser:focus, QTextEdit:focus, QPushButton:focus, QToolButton:focus,
QListView:focus, QTreeView:focus, QTableView:focus, QComboBox:focus, QSpinBox:focus, QDoubleSpinBox:focus {{
    border: 1px solid {accent};
}}
QPushButton#primary:focus {{ border: 1px solid {text}; }}
QCheckBox, QRadioButton {{ spacing: 8px; padding: 2px; border: 1px solid transparent; border-radius: 6px; }}
QCheckBox:focus, QRadioButton:focus {{ border-color: {accent}; }}
QCheckBox::indicator, QRadioButton::indicator {{ width: 14px; height: 14px; border: 1px solid {muted};
    background: {panel}; }}
QCheckBox::indicator {{ border-radius: 4px; }}
QRadioButton::indicator {{ border-radius: 8px; }}
QCheckBox::indicator:checked {{ background: {accent}; border-color: {accent}; image: url("{check}"); }}
QRadioButton::indicator:checked {{ border: 5px solid {accent}; width: 6px; height: 6px; background: {accent_text}; }}
QCheckBox:disabled, QRadioButton:disabled {{ color: {muted}; }}
QLabel#muted, QLabel#kind {{ color: {muted}; }}
QLabel#title {{ font-weight: 600; }}
QLabel#heading {{ font-weight: 600; font-size: {heading}pt; }}
QLabel#bad {{ color: {bad}; }}
QLabel#good {{ color: {good}; }}
QLabel#warning {{ color: {warning}; }}
QFrame#sidebar, QFrame#statusLine {{ background: {window}; border: none; }}
QFrame#sidebar QToolButton {{ text-align: left; padding: 7px 9px; color: {muted}; }}
QFrame#sidebar QToolButton:checked {{ color: {text}; background: {selected}; }}
QFrame#statusLine QLabel {{ color: {muted}; }}
QFrame#statusLine QToolButton {{ color: {muted}; padding: 2px 6px; }}
QFrame#popup {{ background: {panel}; border: 1px solid {border}; border-radius: 12px; }}
QFrame#quick {{ background: {window}; border: 1px solid {muted}; }}
QFrame#popup QListView, QFrame#popup QLineEdit {{ border-color: transparent; }}
QFrame#notice {{ background: {selected}; border: 1px solid {border}; border-radius: {radius}px; }}
QProgressBar {{ border: none; border-radius: 3px; background: {border}; max-height: 6px; min-height: 6px; }}
QProgressBar::chunk {{ background: {accent}; border-radius: 3px; }}
QSplitter::handle {{ background: transparent; }}
QScrollArea, QScrollArea > QWidget > QWidget {{ border: none; background: transparent; }}
QScrollBar:vertical {{ background: transparent; width: 10px; margin: 2px; }}
QScrollBar:horizontal {{ background: transparent; height: 10px; margin: 2px; }}
QScrollBar::handle {{ background: {border}; border-radius: 3px; min-height: 24px; min-width: 24px; }}
QScrollBar::handle:hover {{ background: {muted}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QToolTip {{ background: {panel}; color: {text}; border: 1px solid {border}; padding: 4px 6px; }}
QMenu {{ background: {panel}; color: {text}; border: 1px solid {border}; padding: 4px; }}
QMenu::item {{ padding: 6px 18px; border-radius: 6px; }}
QMenu::item:selected {{ background: {selected}; }}
QMenu::item:disabled {{ color: {muted}; }}
QTabBar::tab {{ padding: 6px 12px; color: {muted}; border: none; border-bottom: 2px solid transparent; }}
QTabBar::tab:selected {{ color: {text}; border-bottom: 2px solid {accent}; }}
"""


def _luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
