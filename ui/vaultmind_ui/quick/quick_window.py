"""The small window in the middle of the screen: built once and kept, so that it is there at once."""

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import (
    QCloseEvent,
    QCursor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QMouseEvent,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.quick.quick_place import QuickPlace
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE, WIDE
from vaultmind_ui.vault_menu import VaultButton
from vaultmind_ui.words import OneLine

_WIDTH_LETTERS = 92
_SAID_MS = 6000
_HIGH = 5
"""It begins at this part of the screen's height, a little above the middle."""


class QuickWindow(QWidget):
    """Over every other window while it is shown; takes the focus, and no key from any other program."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(
            None, Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint
        )
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setAcceptDrops(True)
        self._shell = shell
        shell.appearance.dress(self)
        self._is_worn = False
        """Whether it still wears the looks from before a change: it is dressed again when it is wanted."""
        self.place = QuickPlace(shell)
        self.vault_button = VaultButton(shell)
        self.vault_button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.said = OneLine(name="muted", takes_rest=True)
        self.said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._fading = QTimer(self, interval=_SAID_MS, singleShot=True)
        self._fading.timeout.connect(self._say_keys)
        self._lay_out()
        self._connect()
        self._retranslate()
        self.place.restyle()
        self.winId()

    def toggle(self) -> None:
        """Show the window with the focus in the field; hide it where it has the focus already."""
        if self.isVisible() and self.isActiveWindow():
            self.hide()
        else:
            self.come_forward()

    def come_forward(self) -> None:
        """Show the window in the middle of the screen that is worked on, the focus in the field, its words chosen."""
        if self._is_worn:
            self._dress()
        if not self.isVisible():
            self._settle()
        self.show()
        self.raise_()
        self.activateWindow()
        self.place.question.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.place.question.selectAll()

    def fill(self, question: str) -> None:
        """Show the window with a question written and not asked."""
        self.come_forward()
        self.place.question.setText(question)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802 (Qt's name)
        """Take files and text."""
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802 (Qt's name)
        """Attach the one file, or the text, that was dropped."""
        urls = event.mimeData().urls()
        if len(urls) == 1:
            self.place.attach_file(urls[0])
        elif urls:
            self._say(self.tr("One file at a time can be attached."))
        else:
            self.place.attach_text(event.mimeData().text())
        event.acceptProposedAction()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 (Qt's name)
        """Let the window be dragged by its frame."""
        handle = self.windowHandle()
        if event.button() is Qt.MouseButton.LeftButton and handle is not None:
            handle.startSystemMove()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 (Qt's name)
        """Write everything anew in another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 (Qt's name)
        """Hide, whatever asked for the window to be closed."""
        event.ignore()
        self.hide()

    def _lay_out(self) -> None:
        self._card = card = QFrame()
        card.setObjectName("quick")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(card)
        rows = QVBoxLayout(card)
        rows.setContentsMargins(WIDE, WIDE, WIDE, SPACE)
        rows.setSpacing(SPACE)
        rows.addWidget(self.place)
        foot = QHBoxLayout()
        foot.addWidget(self.vault_button)
        foot.addWidget(self.said, 1)
        rows.addLayout(foot)
        rows.addStretch(1)

    def _connect(self) -> None:
        self._shell.bridge.opened.connect(self._on_opened)
        self._shell.vault_leaving.connect(self.vault_button.retranslate)
        self._shell.appearance.changed.connect(self._on_appearance_changed)
        self._shell.said.connect(self._say)
        self._shell.bridge.failed.connect(self._say)
        self.place.hiding_wanted.connect(self.hide)
        self.place.main_wanted.connect(self.hide)
        self.place.vault_wanted.connect(self.vault_button.showMenu)
        self.place.size_changed.connect(self._fit)

    def _on_opened(self, status: api.VaultStatus) -> None:
        self._shell.status = status
        self.place.vault_changed(status)
        self.vault_button.retranslate()

    def _on_appearance_changed(self) -> None:
        self._is_worn = True
        if self.isVisible():
            self._dress()

    def _dress(self) -> None:
        self._is_worn = False
        for part in (self, self.place):
            self._shell.appearance.dress(part)
        self.place.restyle()
        self.vault_button.restyle()

    def _retranslate(self) -> None:
        self.setWindowTitle(self.tr("Quick-ask — VaultMind"))
        self.place.retranslate()
        self.vault_button.retranslate()
        self._say_keys()

    def _say(self, sentence: str) -> None:
        self.said.setText(sentence)
        self.said.setToolTip(sentence)
        self._fading.start()

    def _say_keys(self) -> None:
        self.said.setText(self.tr("Enter asks · Ctrl+Enter saves · Ctrl+C copies · Esc hides"))
        self.said.setToolTip("")

    def _fit(self) -> None:
        """Be as high as what is shown, and stay where it is."""
        for layout in (self.place.layout(), self._card.layout(), self.layout()):
            if layout is not None:
                layout.activate()
        self.resize(self.width(), self.sizeHint().height())

    def _settle(self) -> None:
        """Go to the middle of the screen on which the pointer is."""
        screen = QGuiApplication.screenAt(QCursor.pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        width = min(self.fontMetrics().averageCharWidth() * _WIDTH_LETTERS, room.width() - 2 * WIDE)
        self.resize(width, self.sizeHint().height())
        self.move(room.left() + (room.width() - width) // 2, room.top() + room.height() // _HIGH)
