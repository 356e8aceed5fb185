"""The map of keys: every command that has one, by the place it belongs to."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QScrollArea, QWidget

from vaultmind_ui.commands import Command, keys_in_words
from vaultmind_ui.overlay import Overlay
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE
from vaultmind_ui.words import plain_label


class KeyMap(Overlay):
    """``?``: what every key does."""

    def __init__(self, shell: Shell, parent: QWidget) -> None:
        super().__init__(parent, width_em=48, height_share=0.85)
        self._shell = shell
        self._titles: Mapping[str, str] = {}
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.heading = plain_label(name="title")
        self.rows.addWidget(self.heading)
        self.rows.addWidget(self.area, 1)
        self.closed.connect(self._drop_table)

    def show_keys(self, titles: Mapping[str, str]) -> None:
        """Show the keys of now; ``titles`` names the places."""
        self._titles = titles
        self.heading.setText(self.tr("Keys"))
        self.area.setAccessibleName(self.tr("Keys"))
        self.area.setWidget(self._table())
        self.open(self.area)

    def _drop_table(self) -> None:
        """Keep no row while nobody looks: each would be dressed with every change of looks."""
        if (table := self.area.takeWidget()) is not None:
            table.deleteLater()

    def _table(self) -> QWidget:
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, SPACE, 0)
        grid.setHorizontalSpacing(ROOMY)
        grid.setVerticalSpacing(SPACE // 2)
        grid.setColumnStretch(0, 1)
        by_group: dict[str, list[Command]] = {}
        for command in self._shell.commands.all():
            if command.shortcuts:
                by_group.setdefault(command.group, []).append(command)
        row = 0
        for group in sorted(by_group, key=self._order):
            heading = plain_label(self._title(group), name="muted")
            heading.setContentsMargins(0, SPACE if row else 0, 0, 0)
            grid.addWidget(heading, row, 0, 1, 2)
            row += 1
            for command in by_group[group]:
                grid.addWidget(plain_label(command.title(), wraps=True), row, 0)
                grid.addWidget(plain_label(_keys(command)), row, 1, Qt.AlignmentFlag.AlignRight)
                row += 1
        grid.setRowStretch(row, 1)
        return table

    def _order(self, group: str) -> int:
        known = ["window", "go", "vault", *self._titles]
        return known.index(group) if group in known else len(known)

    def _title(self, group: str) -> str:
        own = {
            "window": self.tr("Everywhere"),
            "go": self.tr("Places"),
            "vault": self.tr("Vault"),
        }
        return own.get(group) or self._titles.get(group, group)


def _keys(command: Command) -> str:
    return "   ".join(dict.fromkeys(map(keys_in_words, command.shortcuts)))
