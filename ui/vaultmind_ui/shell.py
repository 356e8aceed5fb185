"""What a place is given of the window around it."""

from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import get_args

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from vaultmind import api
from vaultmind_ui import obsidian
from vaultmind_ui.answering import Answering, read_answering
from vaultmind_ui.appearance import LARGEST_TEXT, SMALLEST_TEXT, Appearance, Mode
from vaultmind_ui.asked_last import AskedLast
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.commands import Commands
from vaultmind_ui.core_words import in_words
from vaultmind_ui.downloads import Downloads
from vaultmind_ui.translation import Language, Translation
from vaultmind_ui.words import percent

_RECENT_QUESTIONS = 30
TAKEN_UP_AT_ONCE = (
    "language",
    "window.theme",
    "window.text_percent",
    "window.hotkey",
    "window.stay_in_tray",
    "window.start_with_session",
)
"""Settings that need no vault opened anew, by their names in the settings file."""
OpenVault = Callable[[Path | None], api.Session]


class Shell(QObject):
    """The bridge, the commands, the looks, and the ways from one place to another.

    ``status`` is the newest of the open vault, ``None`` before one is open. ``open_session`` opens a vault by its
    folder, in this process or in its engine; ``data`` is the data folder where a person named one.
    """

    place_wanted = Signal(str, object)
    said = Signal(str)
    problem_said = Signal(str)
    vault_leaving = Signal()
    setting_taken = Signal(str, object)
    """A setting that whoever is around the window takes up at once was changed; its name in the file, its value."""
    settings_read = Signal(object)
    """The settings file was changed, by whomever; with the ``Settings`` it has now."""
    settings_unread = Signal(str)
    """The settings file was changed and cannot be read; with why."""
    answering_known = Signal(object)
    """Who can answer: an ``Answering``, whenever it was read anew."""
    hotkey_settled = Signal(str)
    """Whether the key over every program is ours: ``""``, or why not and what to do."""

    def __init__(
        self,
        bridge: Bridge,
        appearance: Appearance,
        translation: Translation,
        open_session: OpenVault,
        *,
        data: Path | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.appearance = appearance
        self.translation = translation
        self.data = data
        self.commands = Commands(self)
        self.downloads = Downloads(bridge, self)
        self.asked_last = AskedLast(bridge, data, self)
        self.status: api.VaultStatus | None = None
        self.answering = Answering()
        self.room: QWidget | None = None
        """The widget in which places are built, so that none is drawn up anew when it is put there."""
        self.recent_questions: deque[str] = deque(maxlen=_RECENT_QUESTIONS)
        self._open_session = open_session
        self._root: Path | None = None
        self.opening = ""
        """What the vault is called that is being opened, ``""`` where none is."""
        self._wanted: dict[str, api.ModelKind] = {}
        self.downloads.finished.connect(self._on_fetched)
        for decided in (bridge.opened, bridge.not_opened):
            decided.connect(self._on_decided)

    @property
    def root(self) -> Path | None:
        """Return the folder of the open vault, ``None`` before one is open."""
        return Path(self.status.vault) if self.status is not None else None

    @property
    def asked_root(self) -> Path | None:
        """Return the folder of the vault that a question goes to: the open one, or that which is being opened."""
        return self.root or (self._root if self.opening else None)

    def unknown_of(self, notices: tuple[str, ...]) -> tuple[str, ...]:
        """Return which notices of an answer are not those of the vault at any time: all while its index is made."""
        if self.status is None or self.status.indexing.state != "current":
            return notices
        return tuple(one for one in notices if one not in self.status.notices)

    @property
    def why_no_writes(self) -> str:
        """Return in a sentence why nothing can be written now, or ``""``."""
        if self.status is None:
            opening = self.tr("Opening %1…").replace("%1", self.opening)
            return opening if self.opening else self.tr("No vault is open.")
        return in_words(self.status.why_read_only)

    def open_vault(self, root: Path | None) -> None:
        """Leave the vault that is open and open another, without a restart."""
        self.status = None
        self._root = root
        self.opening = root.resolve().name if root is not None else self.tr("the vault")
        self.recent_questions.clear()
        self.vault_leaving.emit()
        self.bridge.open(lambda: self._open_session(root))

    def open_again(self) -> None:
        """Try once more to open the vault that could not be opened."""
        self.open_vault(self._root)

    def reopen_vault(self) -> None:
        """Open the same vault anew, so that settings and models that were changed are taken up."""
        if self.status is None:
            return
        root, data = Path(self.status.vault), self.data
        self.status, self._root = None, root
        self.opening = root.name
        self.vault_leaving.emit()

        def anew() -> api.Session:
            api.stop_engine(vault=root, data=data)
            return self._open_session(root)

        self.bridge.open(anew)

    def save_setting(
        self, table: str, key: str, value: api.SettingValue, then: Callable[[None], object] | None = None
    ) -> None:
        """Write one setting into the settings file; what it changes in the window is done by whoever asks."""
        file = api.find_places(self.data).settings_file
        self.bridge.work(self, lambda: api.change_setting(file, table, key, value), then)

    def take_up(self, name: str, value: api.SettingValue) -> None:
        """Be as a setting wants that is taken up at once; nothing is written."""
        match name:
            case "language" if value in get_args(Language):
                if value != self.translation.language:
                    self.translation.use(value)  # type: ignore[arg-type]
            case "window.theme" if value in get_args(Mode):
                if value != self.appearance.mode:
                    self.appearance.set_mode(value)  # type: ignore[arg-type]
            case "window.text_percent" if isinstance(value, int):
                if value != self.appearance.text_percent:
                    self.appearance.set_text_percent(value)
            case _:
                self.setting_taken.emit(name, value)

    def use_language(self, language: Language) -> None:
        """Show the window in a language from now on."""
        self.translation.use(language)
        self.save_setting("", "language", language)

    def use_theme(self, mode: Mode) -> None:
        """Follow the system, or be light or dark from now on."""
        self.appearance.set_mode(mode)
        self.save_setting("window", "theme", mode)

    def use_text_percent(self, wanted: int) -> None:
        """Show text at so many hundredths of the system's size from now on, within what can be set."""
        within = max(SMALLEST_TEXT, min(LARGEST_TEXT, wanted))
        self.appearance.set_text_percent(within)
        self.save_setting("window", "text_percent", within)
        self.say(self.tr("Size of text: %1").replace("%1", percent(within / 100)))

    def ask_answering(self) -> None:
        """Read anew which models can answer, and which one does."""

        def take(found: Answering) -> None:
            self.answering = found
            self.answering_known.emit(found)

        self.bridge.work(self, lambda: read_answering(self.data), take, lambda _: None)

    def fetch_and_use(self, name: str, kind: api.ModelKind) -> None:
        """Fetch a model and put it to work when it is here."""
        self._wanted[name] = kind
        self.downloads.start(name)

    def fetch(self, name: str, *, goes_on: bool) -> None:
        """Fetch a model and leave it at that; one that ``goes_on`` is put to work if it was begun for that."""
        if not goes_on:
            self._wanted.pop(name, None)
        self.downloads.start(name)

    def _on_decided(self) -> None:
        self.opening = ""

    def _on_fetched(self, name: str, problem: str) -> None:
        if not problem and name in self._wanted:
            self.use_model(name, self._wanted.pop(name))

    def use_model(self, name: str, kind: api.ModelKind) -> None:
        """Put a model that is here to work."""
        shelf = api.open_models()
        self.bridge.work(self, lambda: api.use_model(shelf, name, kind), lambda _: self.reopen_vault())

    def remember_question(self, question: str) -> None:
        """Offer a question again in the palette, the newest first, until the window is closed."""
        if question in self.recent_questions:
            self.recent_questions.remove(question)
        self.recent_questions.appendleft(question)

    def open_in_obsidian(self, uri: str, otherwise: Callable[[], object]) -> None:
        """Open a note where it is written; where nothing here opens Obsidian's links, do ``otherwise`` and say why."""

        def opened(can_open: bool) -> None:
            if not can_open or not QDesktopServices.openUrl(QUrl.fromEncoded(uri.encode("ascii"))):
                otherwise()
                self.say(self.tr("No program here opens Obsidian’s links, so the note is shown here."))

        self.bridge.work(self, obsidian.opens_links, opened)

    def show_place(self, place_id: str, target: object = None) -> None:
        """Turn to another place and, with a ``target``, have it show that."""
        self.place_wanted.emit(place_id, target)

    def say_problem(self, sentence: str) -> None:
        """Show what went wrong in the status line, unless the place that is shown says it."""
        self.problem_said.emit(sentence)

    def say(self, sentence: str) -> None:
        """Show one sentence in the status line for a while."""
        self.said.emit(sentence)
