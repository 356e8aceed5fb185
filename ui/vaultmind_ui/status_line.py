"""The status line: how far the index is, pause and resume, which model answers, and what was just done."""

from PySide6.QtCore import QLocale, QSize, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar

from vaultmind import api
from vaultmind_ui.core_words import in_words
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE, WIDE
from vaultmind_ui.time_left import TimeLeft
from vaultmind_ui.words import OneLine, ToolButton, percent

_SAID_MS = 8000
_POLL_MS = 1000
_BUSY = ("words", "vectors", "waiting")
"""In these it is asked again how far the index is."""


class StatusLine(QFrame):
    """One line under every place."""

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self.setObjectName("statusLine")
        self._shell = shell
        self._downloading: dict[str, tuple[int, int]] = {}
        self._asked: bool | None = None
        """Whether a pause or its end was asked for last, until the session says how it is."""
        self._said_of_pause = ""
        """What was said of that pause, in the words of then."""
        self._is_sending = False
        self._before: tuple[str, bool] | None = None
        """Which vault was open last, and whether its indexing was paused."""
        self.index = OneLine()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.pause = ToolButton()
        self.pause.setIconSize(QSize(16, 16))
        self.said = OneLine(takes_rest=True)
        self.model = ToolButton()
        self._fading = QTimer(self, interval=_SAID_MS, singleShot=True)
        self._fading.timeout.connect(self.said.clear)
        self._polling = QTimer(self, interval=_POLL_MS, singleShot=True)
        self._polling.timeout.connect(self._ask_status)
        self._lay_out()
        self.pause.clicked.connect(self.toggle_pause)
        self.model.clicked.connect(lambda: shell.show_place("models"))
        shell.downloads.advanced.connect(self._on_download)
        shell.downloads.finished.connect(self._on_download_finished)
        shell.downloads.stopped.connect(self._on_download_stopped)
        shell.vault_leaving.connect(self._on_vault_leaving)
        shell.answering_known.connect(lambda _: self.retranslate())
        self.show_status(None)
        shell.ask_answering()

    @property
    def can_pause(self) -> bool:
        """Say whether there is something to pause or to resume, or will be as soon as the vault is open."""
        status = self._shell.status
        if status is None:
            return bool(self._shell.opening)
        match status.indexing.state:
            case "words" | "waiting" | "held":
                return True
            case "vectors" | "paused":
                return status.engine.embedder is not None
            case "current":
                return False

    @property
    def is_paused(self) -> bool:
        """Say whether the reading of notes or the making of vectors is paused, or was asked to be.

        A vault that is opened anew is as it was.
        """
        if self._asked is not None:
            return self._asked
        status = self._shell.status
        if status is not None:
            return status.indexing.state in ("held", "paused")
        return self._before == (str(self._shell.asked_root), True)

    def toggle_pause(self) -> None:
        """Pause the reading of notes and the making of vectors, or go on with them; say at once which, or why not."""
        if not self.can_pause:
            self.say_why_no_pause()
            return
        self._asked = not self.is_paused
        self._said_of_pause = self._asked_words(self._asked)
        self.say(self._said_of_pause)
        if not self._is_sending:
            self._send()
        self.retranslate()
        self.restyle()

    def say_why_no_pause(self) -> None:
        """Say why there is nothing to pause or to resume."""
        is_open = self._shell.status is not None
        self.say(
            self.tr("There is nothing to pause: the index is current.") if is_open else self.tr("No vault is open yet")
        )

    def say(self, sentence: str) -> None:
        """Show a sentence for a while."""
        self.said.setText(sentence)
        self.said.setToolTip(sentence)
        self._fading.start()

    def show_status(self, status: api.VaultStatus | None) -> None:
        """Show how far the index is; ``None`` while no vault is open. While it is busy it is asked again."""
        if status is not None:
            self._before = status.vault, status.indexing.state in ("held", "paused")
        if status is not None and (self._asked is not None or status.indexing.state in _BUSY):
            self._polling.start()
        else:
            self._polling.stop()
        self.retranslate()
        self.restyle()

    def retranslate(self) -> None:
        """Write the words in the language of now."""
        status = self._shell.status
        self.index.setText(self._index_words(status))
        self.index.setToolTip("\n".join(map(in_words, status.notices)) if status else "")
        self._show_bar(status)
        act = self.tr("Go on indexing") if self.is_paused else self.tr("Pause indexing")
        self.pause.setToolTip(act)
        self.pause.setAccessibleName(act)
        self.pause.setVisible(self.can_pause)
        model = self._shell.answering.model
        self.model.setText(model or self.tr("No language model"))
        self.model.setToolTip(
            self.tr("Answers are written by this model")
            if model
            else self.tr("Answers are the notes' own sentences; a model can be chosen in Models")
        )

    def restyle(self) -> None:
        """Draw the icons in the colours of now, the bar beside the size of text."""
        self.bar.setFixedWidth(self.fontMetrics().averageCharWidth() * 16)
        self.pause.setIcon(self._shell.appearance.icon("play" if self.is_paused else "pause"))

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(WIDE, SPACE // 2, WIDE, SPACE // 2)
        row.setSpacing(SPACE)
        row.addWidget(self.index)
        row.addWidget(self.bar)
        row.addWidget(self.pause)
        row.addWidget(self.said, 1)
        row.addWidget(self.model)

    def _send(self) -> None:
        """Tell the session what was asked for last; before a vault is open that waits for it."""
        wanted, self._is_sending = self._asked, True

        def done(_: object) -> None:
            self._is_sending = False
            if self._asked is not wanted:
                self._send()
            else:
                self._ask_status()

        self._shell.bridge.call(
            self,
            lambda session: session.pause_vectors() if wanted else session.resume_vectors(),
            done,
            self._on_not_sent,
        )

    def _on_not_sent(self, sentence: str) -> None:
        self._on_vault_leaving()
        self.say(sentence)
        self.show_status(self._shell.status)

    def _on_vault_leaving(self) -> None:
        self._asked, self._is_sending = None, False

    def _ask_status(self) -> None:
        if self._shell.status is not None:
            self._shell.bridge.call(
                self, lambda session: session.status(), self._on_status, lambda _: self._polling.start()
            )

    def _on_status(self, status: api.VaultStatus) -> None:
        if not self._is_sending:
            if self._asked is not None and self.said.text() == self._said_of_pause:
                self.said.clear()  # it is so now, and stands beside
            self._asked = None
        self._shell.bridge.index_changed.emit(status)

    def _on_download(self, name: str, done: int, total: int) -> None:
        self._downloading[name] = (done, total)
        self.retranslate()

    def _on_download_finished(self, name: str, problem: str) -> None:
        self._downloading.pop(name, None)
        if problem:
            self._shell.say_problem(problem)
        else:
            self.say(self.tr("%1 is here.").replace("%1", name))
        self.retranslate()

    def _on_download_stopped(self, name: str) -> None:
        self._downloading.pop(name, None)
        self.say(self.tr("%1: the download pauses; it goes on where it was.").replace("%1", name))
        self.retranslate()

    def _index_words(self, status: api.VaultStatus | None) -> str:
        fetched = [self._download_words(name, *bytes_) for name, bytes_ in self._downloading.items()]
        if status is None:
            opening = self.tr("Opening %1…").replace("%1", self._shell.opening)
            return " · ".join([opening if self._shell.opening else self.tr("No vault is open yet"), *fetched])
        words = [self.tr("%Ln note(s)", "", status.notes)]
        indexing = status.indexing
        done = QLocale().toString(indexing.done)
        total = QLocale().toString(indexing.total or 0)
        match indexing.state:
            case "words" if indexing.total:
                words = [self.tr("Reading: %1 of %Ln file(s)", "", indexing.total).replace("%1", done)]
            case "words" if status.notes:
                words.append(self.tr("looking for changes…"))
            case "words":
                words = [self.tr("Looking through the notes…")]
            case "held" if indexing.total:
                words = [self.tr("Reading is paused: %1 of %Ln file(s)", "", indexing.total).replace("%1", done)]
            case "held":
                words = [self.tr("Reading is paused")]
            case "vectors":
                words.append(self.tr("for meaning: %1 of %2 passages").replace("%1", done).replace("%2", total))
            case "paused":
                words.append(self.tr("paused: %1 of %2 passages").replace("%1", done).replace("%2", total))
            case "waiting" if not indexing.total:
                words.append(self.tr("indexing waits"))
            case "waiting":
                words.append(self.tr("indexing waits: %1 of %2 passages").replace("%1", done).replace("%2", total))
        if indexing.remaining_s is not None and indexing.state in {"words", "vectors"}:
            words.append(TimeLeft().words(indexing.remaining_s))
        if status.engine.embedder is None and indexing.state == "current":
            words.append(self.tr("found by their words alone"))
        if status.why_read_only:
            words.append(self.tr("read only"))
        if indexing.reason and indexing.state in {"current", "waiting"}:
            words = [in_words(indexing.reason).removesuffix("."), *words]  # e.g. the folder of the vault is gone
        return " · ".join([*words, *fetched])

    def _asked_words(self, is_paused: bool) -> str:
        if self._shell.status is not None:
            return self.tr("Indexing pauses…") if is_paused else self.tr("Indexing goes on…")
        if is_paused:
            return self.tr("Indexing pauses as soon as the vault is open.")
        return self.tr("Indexing goes on as soon as the vault is open.")

    def _download_words(self, name: str, done: int, total: int) -> str:
        share = percent(done * 100 // total / 100) if total else QLocale().formattedDataSize(done)
        return self.tr("fetching %1: %2").replace("%1", name).replace("%2", share)

    def _show_bar(self, status: api.VaultStatus | None) -> None:
        indexing = status.indexing if status else None
        is_shown = indexing is not None and indexing.state != "current" and bool(indexing.total)
        self.bar.setVisible(is_shown)
        if indexing is not None and indexing.total:
            self.bar.setRange(0, indexing.total)
            self.bar.setValue(indexing.done)
            self.bar.setAccessibleName(self.tr("How far the index is"))
