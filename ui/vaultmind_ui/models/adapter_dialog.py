"""What a LoRA adapter is added with: the model it is for, and its strength."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QDialogButtonBox, QDoubleSpinBox, QFormLayout, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.words import plain_label


class AdapterDialog(QDialog):
    """Ask for the model that an adapter is for, one of ``bases``, and for its strength; it closes for good."""

    chosen = Signal(str, float)

    def __init__(self, parent: QWidget, file: Path, bases: Sequence[str]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Add an adapter"))
        self.base = QComboBox()
        self.base.addItems(list(bases))
        self.scale = QDoubleSpinBox()
        self.scale.setRange(-10.0, 10.0)
        self.scale.setSingleStep(0.1)
        self.scale.setValue(1.0)
        self.said = plain_label(wraps=True)
        self.said.setText(self.tr("%1 is an adapter: it changes how another model answers.").replace("%1", file.name))
        buttons = QDialogButtonBox()
        self.add_button = buttons.addButton(self.tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.cancel_button = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.add_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        fields = QFormLayout()
        fields.addRow(self.tr("&Model it is for"), self.base)
        fields.addRow(self.tr("&Strength"), self.scale)
        column = QVBoxLayout(self)
        column.addWidget(self.said)
        column.addLayout(fields)
        column.addWidget(buttons)
        self.accepted.connect(lambda: self.chosen.emit(self.base.currentText(), self.scale.value()))
        self.base.setFocus()


def is_adapter(file: Path) -> bool:
    """Say whether a file is an adapter; one that cannot be read is none."""
    try:
        return api.is_adapter(file)
    except api.ModelProblem:
        return False


def bases_of(shelf: api.ModelShelf) -> tuple[str, ...]:
    """Return the names of the models that are here and that an adapter could be for."""
    here = shelf.installed()
    return tuple(one.name for one in here if one.kind is api.ModelKind.CHAT and not one.base)
