"""A unified diff as plain text a person reads: what goes and what comes on grounds of their own."""

import itertools
import re
from collections.abc import Iterator
from enum import Enum, auto

from PySide6.QtGui import QColor, QFont, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from vaultmind_ui.appearance import Appearance
from vaultmind_ui.theme import Theme
from vaultmind_ui.words import ReadText

MOST_LINES = 5_000
"""More of a diff is not shown: nobody reads it, and laying it out would hold the window."""

_NO_OLD, _NO_NEW = "--- /dev/null", "+++ /dev/null"
_BREAKS = re.compile("[\r\x0b\x0c\x00\u2028\u2029\ufdd0\ufdd1]")


class Kind(Enum):
    """What a line of the view is."""

    NOTE = auto()
    GAP = auto()
    REMOVED = auto()
    ADDED = auto()
    SAME = auto()


class DiffView(ReadText):
    """Read only; takes nothing for HTML and breaks long lines where words end."""

    def __init__(self, appearance: Appearance) -> None:
        super().__init__()
        self._colours = _Colours(self.document(), appearance.theme)
        self._appearance = appearance

    def show_diff(self, diff: str) -> None:
        """Show a diff in place of the one before."""
        lines = list(readable(diff))
        shown = lines[:MOST_LINES] + ([(Kind.GAP, "…")] if len(lines) > MOST_LINES else [])
        self._colours.kinds = [kind for kind, _ in shown]
        self.setPlainText("\n".join(text for _, text in shown))

    def restyle(self) -> None:
        """Take the colours of now."""
        self._colours.take(self._appearance.theme)


def readable(diff: str) -> Iterator[tuple[Kind, str]]:
    """Yield the lines of a unified diff for a person: each note by its path, gaps as dots, words with their marks."""
    lines = diff.removesuffix("\n").split("\n") if diff else []
    heads = 0
    skipped = False
    for line, following in itertools.pairwise([*lines, ""]):
        name = _name_in(line, following)
        if skipped or line.startswith("\\ "):
            skipped = False
        elif name is not None:
            if heads:
                yield Kind.SAME, ""
            yield Kind.NOTE, name
            heads, skipped = heads + 1, True
        elif line.startswith("@@ "):
            yield Kind.GAP, "⋯"
        else:
            yield {"-": Kind.REMOVED, "+": Kind.ADDED}.get(line[:1], Kind.SAME), _on_one_line(line)


def _name_in(line: str, following: str) -> str | None:
    """Return the note that two lines of a diff begin, a renamed one with both its names; ``None`` for other lines."""
    if line.startswith("rename from ") and following.startswith("rename to "):
        return f"{line.removeprefix('rename from ')} → {following.removeprefix('rename to ')}"
    if line.startswith(("--- a/", _NO_OLD)) and following.startswith(("+++ b/", _NO_NEW)):
        return line.removeprefix("--- a/") if following == _NO_NEW else following.removeprefix("+++ b/")
    return None


def _on_one_line(line: str) -> str:
    """Return a line without what the view would end a line at."""
    return _BREAKS.sub("␍", line.removesuffix("\r"))


class _Colours(QSyntaxHighlighter):
    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._theme = theme
        self.kinds: list[Kind] = []

    def take(self, theme: Theme) -> None:
        if theme != self._theme:
            self._theme = theme
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:  # noqa: N802 (Qt's name)
        number = self.currentBlock().blockNumber()
        kind = self.kinds[number] if number < len(self.kinds) else Kind.SAME
        form = QTextCharFormat()
        match kind:
            case Kind.NOTE:
                form.setFontWeight(QFont.Weight.DemiBold)
            case Kind.GAP:
                form.setForeground(QColor(self._theme.muted))
            case Kind.REMOVED:
                form.setBackground(QColor(self._theme.removed))
            case Kind.ADDED:
                form.setBackground(QColor(self._theme.added))
            case Kind.SAME:
                return
        self.setFormat(0, len(text), form)
