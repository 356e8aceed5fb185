"""Where a loaded model really runs, as its runtime says: one quiet line."""

from pathlib import Path

from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.core_words import in_words
from vaultmind_ui.shell import Shell
from vaultmind_ui.words import plain_label


class Running(QWidget):
    """The line of the file named last to ``show_for``; hidden while nobody has it loaded."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._path = ""
        self._placed: dict[Path, api.Placement] = {}
        self.line = plain_label(name="muted", wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)
        self.hide()

    def look(self) -> None:
        """Look which models are loaded now; nothing is loaded or kept by that."""
        self._shell.bridge.work(self, api.running_models, self._take)

    def show_for(self, path: str) -> None:
        """Show where this file runs from now on; without a path nothing."""
        self._path = path
        self._show()

    def _take(self, running: tuple[api.RunningModel, ...]) -> None:
        self._placed = {Path(one.path): one.placement for one in running}
        self._show()

    def _show(self) -> None:
        placed = self._placed.get(Path(self._path)) if self._path else None
        self.line.setText(self._words(placed) if placed is not None else "")
        self.setVisible(placed is not None)

    def _words(self, placed: api.Placement) -> str:
        if placed.layers_on_gpu:
            said = self.tr("Loaded: %1 of %2 layers on %3, by %4.")
            said = said.replace("%1", str(placed.layers_on_gpu)).replace("%2", str(placed.layers))
        else:
            said = self.tr("Loaded: on the processor, by %4.")
        said = said.replace("%4", placed.runtime).replace("%3", placed.device)
        return f"{said} {in_words(placed.reason)}" if placed.reason else said
