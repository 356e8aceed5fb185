"""Light and dark colours, as values that a test can measure."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours as ``#rrggbb``; ``accent_text`` is written on ``accent``."""

    window: str
    panel: str
    text: str
    muted: str
    border: str
    accent: str
    accent_text: str
    hover: str
    marked: str


LIGHT = Theme("#f6f6f8", "#ffffff", "#1d1e22", "#60626b", "#dcdde2", "#5b41dc", "#ffffff", "#f0effa", "#ffe9a8")
DARK = Theme("#1b1c20", "#232429", "#e7e7ea", "#a3a5ad", "#36383f", "#a695ff", "#1b1c20", "#2c2e35", "#5c4a12")


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def style_sheet(theme: Theme) -> str:
    """Return the Qt style sheet of a theme."""
    edge = f"border: 1px solid {theme.border}; border-radius: 8px; background: {theme.panel};"
    return f"""
        QLineEdit {{ {edge} padding: 9px 11px; }}
        QTextBrowser {{ {edge} padding: 6px; }}
        QPushButton {{ {edge} padding: 6px 12px; }}
        QPushButton:hover {{ background: {theme.hover}; }}
        QPushButton:disabled {{ color: {theme.muted}; }}
        QPushButton#primary {{ background: {theme.accent}; color: {theme.accent_text}; font-weight: 600; }}
        QLineEdit:focus, QTextBrowser:focus, QPushButton:focus {{ border: 2px solid {theme.accent}; }}
        QPushButton#primary:focus {{ border: 2px solid {theme.text}; }}
        QLabel#kind {{ color: {theme.muted}; }}
        QStatusBar {{ background: {theme.window}; color: {theme.muted}; }}
    """


def _luminance(colour: str) -> float:
    def linear(value: float) -> float:
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
