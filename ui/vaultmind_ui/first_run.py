"""The first run: three short steps, each of which may be skipped: a vault, a language, a model."""

from pathlib import Path
from typing import get_args

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QRadioButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from vaultmind import api
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import ROOMY, SPACE, TIGHT, WIDE
from vaultmind_ui.translation import Language
from vaultmind_ui.words import button, plain_label, set_words

_ROOT = Qt.ItemDataRole.UserRole
_OFFERED = ("multilingual-e5-small", "qwen2.5-coder-1.5b", "qwen3-4b")
"""Of the catalogue, those that an ordinary machine runs; Models has them all."""


class FirstRun(QWidget):
    """Fills the window until its last step; ``finished`` says that places may be shown."""

    finished = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self.steps = QStackedWidget()
        self.number = plain_label(name="muted")
        self.next_button, self.skip_button, self.back_button = button(name="primary"), button(), button(name="quiet")
        self.vaults = QListWidget()
        self.no_vaults = plain_label(wraps=True)
        self.no_vaults.hide()
        self.folder_button, self.sample_button = button(), button()
        self.languages: dict[str, QRadioButton] = {}
        self.models: dict[str, QCheckBox] = {}
        self._known: tuple[api.KnownModel, ...] = ()
        self._here: frozenset[str] = frozenset()
        self._headings = [plain_label(name="heading", wraps=True) for _ in range(3)]
        self._helps = [plain_label(name="muted", wraps=True) for _ in range(3)]
        self._model_rows = QVBoxLayout()
        self._lay_out()
        self._connect()
        self.retranslate()
        self.restyle()
        self._show_step(0)

    def refresh(self) -> None:
        """Read which vaults Obsidian lists and which models are known."""
        bridge = self._shell.bridge
        bridge.work(self, lambda: api.vault_choices(self._shell.data), self._on_choices)
        bridge.work(
            self, lambda: (tuple(api.open_models().known()), tuple(api.open_models().installed())), self._on_models
        )

    def retranslate(self) -> None:
        """Write the words in the language of now."""
        headings = (self.tr("Which notes?"), self.tr("In which language?"), self.tr("With a model?"))
        helps = (
            self.tr("A vault is a folder of Markdown notes. They stay where they are, and stay as they are."),
            self.tr("This is the language of the window. Notes are found in any."),
            self.tr(
                "Nothing has to be fetched: answers are then the sentences of your notes. Models run on this machine."
            ),
        )
        for place in range(3):
            self._headings[place].setText(headings[place])
            self._helps[place].setText(helps[place])
        self.no_vaults.setText(
            self.tr(
                "Obsidian lists no vault on this machine. Choose the folder of your notes, or try the sample first."
            )
        )
        self.vaults.setAccessibleName(self.tr("Vaults on this machine"))
        set_words(self.folder_button, self.tr("Choose a folder…"))
        set_words(self.sample_button, self.tr("Try the sample vault"))
        set_words(self.back_button, self.tr("Back"))
        set_words(self.skip_button, self.tr("Skip"))
        self.languages["auto"].setText(self.tr("As the system"))
        self._write_models()
        self._write_step()

    def restyle(self) -> None:
        """Be as wide as the text of now wants."""
        self._inner.setMinimumWidth(min(self.fontMetrics().averageCharWidth() * 76, 720))

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(WIDE)
        column.addStretch(1)
        column.addWidget(self.number)
        for step in (self._vault_step(), self._language_step(), self._model_step()):
            self.steps.addWidget(step)
        column.addWidget(self.steps, 8)
        keys = QHBoxLayout()
        keys.addWidget(self.back_button)
        keys.addStretch(1)
        keys.addWidget(self.skip_button)
        keys.addWidget(self.next_button)
        column.addLayout(keys)
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(ROOMY, ROOMY, ROOMY, ROOMY)
        row.addStretch(1)
        self._inner = QWidget()
        self._inner.setLayout(column)
        row.addWidget(self._inner, 3)
        row.addStretch(1)

    def _vault_step(self) -> QWidget:
        step, rows = self._step(0)
        rows.addWidget(self.vaults, 1)
        rows.addWidget(self.no_vaults)
        more = QHBoxLayout()
        more.addWidget(self.folder_button)
        more.addWidget(self.sample_button)
        more.addStretch(1)
        rows.addLayout(more)
        rows.addStretch(0)
        return step

    def _language_step(self) -> QWidget:
        step, rows = self._step(1)
        group = QButtonGroup(self)
        for code, words in (("auto", ""), ("en", "English"), ("ru", "Русский")):
            choice = QRadioButton(words)
            group.addButton(choice)
            rows.addWidget(choice)
            self.languages[code] = choice
        self.languages["auto"].setChecked(True)
        rows.addStretch(1)
        return step

    def _model_step(self) -> QWidget:
        step, rows = self._step(2)
        self._model_rows.setSpacing(TIGHT)
        rows.addLayout(self._model_rows)
        rows.addStretch(1)
        return step

    def _step(self, place: int) -> tuple[QWidget, QVBoxLayout]:
        step = QWidget()
        rows = QVBoxLayout(step)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(WIDE)
        rows.addWidget(self._headings[place])
        rows.addWidget(self._helps[place])
        rows.addSpacing(SPACE)
        return step, rows

    def _connect(self) -> None:
        self.next_button.clicked.connect(self.take_step)
        self.skip_button.clicked.connect(self.skip_step)
        self.back_button.clicked.connect(lambda: self._show_step(self.steps.currentIndex() - 1))
        self.folder_button.clicked.connect(self._choose_folder)
        self.sample_button.clicked.connect(self._open_sample)
        self.vaults.itemDoubleClicked.connect(lambda _: self.take_step())
        self.vaults.itemSelectionChanged.connect(self._write_step)
        for code, choice in self.languages.items():
            choice.clicked.connect(lambda _=False, language=code: self._use_language(language))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Go on by Enter from anything but a button, and back by Escape."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.next_button.isEnabled():
            self.take_step()
        elif event.key() == Qt.Key.Key_Escape and self.steps.currentIndex() > 0:
            self._show_step(self.steps.currentIndex() - 1)
        else:
            super().keyPressEvent(event)

    def take_step(self) -> None:
        """Do what this step has chosen, and go on."""
        match self.steps.currentIndex():
            case 0 if (chosen := self.vaults.currentItem()) is not None:
                self._shell.open_vault(chosen.data(_ROOT))
            case 2:
                for name, wanted in self.models.items():
                    if wanted.isChecked():
                        self._use(name)
        self.skip_step()

    def skip_step(self) -> None:
        """Go on without choosing."""
        step = self.steps.currentIndex()
        if step == 2:
            self.finished.emit()
        else:
            self._show_step(step + 1)

    def _show_step(self, step: int) -> None:
        """Turn to a step, the keys at what it asks first: of the languages the one that is chosen."""
        self.steps.setCurrentIndex(step)
        self._write_step()
        which = self.vaults if self.vaults.count() else self.sample_button
        chosen = next(choice for choice in self.languages.values() if choice.isChecked())
        first = (which, chosen, self.next_button)[step]
        if self.isVisible() and not first.hasFocus():
            first.setFocus()

    def _write_step(self) -> None:
        step = self.steps.currentIndex()
        self.number.setText(self.tr("Step %1 of 3").replace("%1", str(step + 1)))
        self.back_button.setVisible(step > 0)
        set_words(self.next_button, self.tr("Begin") if step == 2 else self.tr("Next"))
        self.next_button.setEnabled(
            step != 0 or self.vaults.currentItem() is not None or self._shell.status is not None
        )

    def _choose_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the folder of your notes"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda chosen: self._open_and_go_on(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_sample(self) -> None:
        self._shell.bridge.work(self, lambda: api.sample_vault(self._shell.data), self._open_and_go_on)

    def _open_and_go_on(self, root: Path) -> None:
        self._shell.open_vault(root)
        self._show_step(1)

    def _use_language(self, language: str) -> None:
        if language in get_args(Language):
            self._shell.use_language(language)  # type: ignore[arg-type]

    def _on_choices(self, choices: tuple[api.VaultChoice, ...]) -> None:
        self.vaults.clear()
        for choice in choices:
            entry = QListWidgetItem(f"{choice.name}\n{choice.root}")
            entry.setData(_ROOT, choice.root)
            entry.setIcon(self._shell.appearance.icon("vault"))
            self.vaults.addItem(entry)
        self.vaults.setVisible(bool(choices))
        self.no_vaults.setVisible(not choices)
        if choices:
            self.vaults.setCurrentRow(0)
        if self.steps.currentIndex() == 0:
            self._show_step(0)
        else:
            self._write_step()

    def _on_models(self, shelf: tuple[tuple[api.KnownModel, ...], tuple[api.InstalledModel, ...]]) -> None:
        known, installed = shelf
        self._here = frozenset(model.name for model in installed)
        by_name = {model.name: model for model in known}
        offered = [by_name[name] for name in _OFFERED if name in by_name]
        answering = [one for one in (*offered, *known) if one.kind is api.ModelKind.CHAT and one.name in self._here]
        to_fetch = [one for one in offered if one.name not in self._here]
        if answering:
            to_fetch = [one for one in to_fetch if one.kind is not api.ModelKind.CHAT]
        self._known = (*answering[:1], *to_fetch)
        self._write_models()

    def _write_models(self) -> None:
        checked = {name for name, choice in self.models.items() if choice.isChecked()}
        while (taken := self._model_rows.takeAt(0)) is not None:
            if (shown := taken.widget()) is not None:
                shown.deleteLater()
        self.models.clear()
        for model in self._known:
            size = QLocale().formattedDataSize(model.size_bytes, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
            what, size = self._purpose(model), self.tr("here already") if model.name in self._here else size
            choice = QCheckBox(f"{what} ({model.name}, {size})".replace("&", "&&"))
            choice.setChecked(model.name in checked)
            self.models[model.name] = choice
            self._model_rows.addWidget(choice)
            is_russian = self._shell.translation.code == "ru"
            good_for = model.good_for_ru if is_russian else model.good_for
            takes = model.machine_ru if is_russian else model.machine
            more = plain_label(f"{good_for} · {takes}", name="muted", wraps=True)
            more.setContentsMargins(ROOMY + SPACE, 0, 0, WIDE)
            self._model_rows.addWidget(more)
            choice.setAccessibleDescription(more.text())

    def _purpose(self, model: api.KnownModel) -> str:
        if model.kind is api.ModelKind.EMBEDDING:
            return self.tr("Find by meaning, in any language")
        return self.tr("Write answers from your notes")

    def _use(self, name: str) -> None:
        """Put a model to work; one that is not here is fetched first."""
        kind = next(model.kind for model in self._known if model.name == name)
        (self._shell.use_model if name in self._here else self._shell.fetch_and_use)(name, kind)
