"""How a model runs best on this machine: measured once, shown with its speeds, and whether they can be relied on."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.bridge import Task
from vaultmind_ui.models.shelf import Model
from vaultmind_ui.shell import Shell
from vaultmind_ui.words import percent, plain_label


class Fitting(QWidget):
    """The lines of the model named last to ``show_for``; one model at a time is measured."""

    changed = Signal()
    """A measurement began or ended."""
    measured = Signal()
    failed = Signal(str)

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._task: Task | None = None
        self._name = ""
        self._model: Model | None = None
        self.line = plain_label(wraps=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.line)

    @property
    def is_running(self) -> bool:
        """Say whether a model is being measured."""
        return self._task is not None and self._task.is_running

    def show_for(self, model: Model | None) -> None:
        """Show what is known of another model; nothing where there is none, or it does not answer."""
        self._model = model
        said = self._words(model) if model is not None else ""
        self.line.setText(said)
        self.setVisible(bool(said))

    def measure(self, name: str) -> None:
        """Find out how a model runs best on this machine, some ten seconds; its answers go on so."""
        if self.is_running:
            return
        self._name, places = name, api.find_places(self._shell.data)
        self._task = self._shell.bridge.work_stream(
            self,
            lambda stop: api.measure_model(name, places=places, cancel=stop),
            item=lambda _: None,
            then=lambda _: self._ended(),
            failed=self._not_measured,
            stopped=lambda: self._not_measured(""),
        )
        self._show_change()

    def stop(self) -> None:
        """End a measurement; nothing of it is kept."""
        if self._task is not None and self._task.is_running:
            self._task.cancel()

    def _ended(self) -> None:
        self._task = None
        self._show_change()
        self.measured.emit()

    def _not_measured(self, sentence: str) -> None:
        self._task = None
        self._show_change()
        self.failed.emit(sentence)

    def _show_change(self) -> None:
        self.show_for(self._model)
        self.changed.emit()

    def _words(self, model: Model) -> str:
        if model.here is None or model.kind is not api.ModelKind.CHAT:
            return ""
        if self.is_running and self._name == model.name:
            return self.tr("Measuring how it runs best here…")
        fit, locale = model.fit, QLocale()
        if fit is None:
            return self.tr("Not measured on this machine yet.")
        said = self.tr("Here: reads %1 and writes %2 tokens a second.")
        said = said.replace("%1", locale.toString(fit.best.reading_tokens_s, "f", 0))
        said = said.replace("%2", locale.toString(fit.best.writing_tokens_s, "f", 1))
        how = self.tr("%Ln thread(s)", "", fit.best.threads)
        batch = self.tr("batches of %1").replace("%1", str(fit.best.batch_tokens))
        layers = self.tr("%1 of %2 layers on %3") if fit.layers_on_gpu else self.tr("on the processor")
        layers = layers.replace("%1", str(fit.layers_on_gpu)).replace("%2", str(fit.layers)).replace("%3", fit.device)
        window = self.tr("a window of up to %1 tokens").replace("%1", locale.toString(fit.most_context_tokens))
        lines = [said, f"{how}, {batch}, {layers}, {window}"]
        if not fit.is_final:
            busy = self.tr(
                "Other programs had %1 of the processors meanwhile, so nothing is settled by it: measure it anew "
                "when they rest."
            )
            lines.append(busy.replace("%1", percent(fit.others)))
        return "\n".join(lines)
