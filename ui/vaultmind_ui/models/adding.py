"""Model files that are on this machine already: chosen by a person, listed where they are."""

from pathlib import Path

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from vaultmind import api
from vaultmind_ui.models.adapter_dialog import AdapterDialog, bases_of, is_adapter
from vaultmind_ui.shell import Shell

MODEL_FILES = "GGUF, GGML (*.gguf *.bin)"
"""What a model file is called: those of the summer of 2023 end in ``.bin``."""


class Adding(QObject):
    """Lists model files, asking over ``place`` what has to be asked.

    ``added`` brings the name of one, ``failed`` the sentence that says why one is none.
    """

    began = Signal()
    added = Signal(str)
    failed = Signal(str)

    def __init__(self, shell: Shell, place: QWidget) -> None:
        super().__init__(place)
        self._shell, self._place = shell, place
        self.adapter: AdapterDialog | None = None

    def choose_file(self) -> None:
        """Ask for a GGUF file that is on this machine; it stays where it is."""
        dialog = QFileDialog(self._place, self.tr("Add a GGUF file…"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(MODEL_FILES)
        dialog.fileSelected.connect(lambda name: self.add_file(Path(name)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def add_file(self, file: Path) -> None:
        """List a model file; of an adapter it is asked which model it is for."""
        self.began.emit()

        def add() -> api.InstalledModel | tuple[str, ...]:
            shelf = api.open_models()
            return bases_of(shelf) if is_adapter(file) else shelf.add_file(str(file))

        self._shell.bridge.work(self, add, lambda found: self._take_file(file, found), self.failed.emit)

    def _take_file(self, file: Path, found: api.InstalledModel | tuple[str, ...]) -> None:
        if isinstance(found, api.InstalledModel):
            self.added.emit(found.name)
        elif found:
            self.adapter = AdapterDialog(self._place, file, found)
            self.adapter.chosen.connect(lambda base, scale: self._add_adapter(file, base, scale))
            self.adapter.open()
        else:
            self.failed.emit(self.tr("Add the model that this adapter is for first."))

    def _add_adapter(self, file: Path, base: str, scale: float) -> None:
        def add() -> api.InstalledModel:
            return api.open_models().add_file(str(file), base=base, scale=scale)

        self._shell.bridge.work(self, add, lambda model: self.added.emit(model.name), self.failed.emit)
