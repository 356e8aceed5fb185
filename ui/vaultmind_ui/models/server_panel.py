"""A server of models: whose machine it is on, whether the vault may go there, its key, and one click to try it."""

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from vaultmind import api
from vaultmind_ui.shell import Shell
from vaultmind_ui.theme import SPACE
from vaultmind_ui.words import button, plain_label, set_words

_Looked = tuple[tuple[api.AllowedHost, ...], str, api.KeySource, str]
"""The consents of the vault, why there is no keyring, where the key is, and in which variable it may be."""


class ServerPanel(QWidget):
    """What can be done with the server named last to ``show_server``; ``tried`` brings what a trial found."""

    tried = Signal(object)
    failed = Signal(str)
    consents_changed = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._server: api.FoundServer | None = None
        self._model = ""
        self._allowed: tuple[api.AllowedHost, ...] = ()
        self._why_no_keyring = ""
        self._key = api.KeySource.NONE
        self._variable = ""
        self.place = plain_label(name="warning", wraps=True)
        self.consent = plain_label(wraps=True)
        self.allow_button, self.test_button = button(), button()
        self.keep_button, self.forget_button = button(), button(name="quiet")
        self.result = plain_label(name="good", wraps=True)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.returnPressed.connect(self.keep_key)
        self.key_said = plain_label(name="muted", wraps=True)
        self.allow_button.clicked.connect(self.turn_consent)
        self.test_button.clicked.connect(self.test)
        self.keep_button.clicked.connect(self.keep_key)
        self.forget_button.clicked.connect(self.forget_key)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE)
        acts = QHBoxLayout()
        for widget in (self.test_button, self.allow_button):
            acts.addWidget(widget)
        acts.addStretch(1)
        keys = QHBoxLayout()
        keys.addWidget(self.key, 1)
        keys.addWidget(self.keep_button)
        keys.addWidget(self.forget_button)
        column.addWidget(self.place)
        column.addWidget(self.consent)
        column.addLayout(acts)
        column.addWidget(self.result)
        column.addLayout(keys)
        column.addWidget(self.key_said)

    def retranslate(self) -> None:
        """Put every word into the language of the window."""
        set_words(self.test_button, self.tr("Test"))
        set_words(self.keep_button, self.tr("Keep the key"))
        set_words(self.forget_button, self.tr("Forget the key"))
        self.key.setPlaceholderText(self.tr("Key of this server"))
        self.key.setAccessibleName(self.tr("Key of this server"))
        self._show()

    def show_server(self, server: api.FoundServer | None, model: str) -> None:
        """Show another server, or none; what is known of its key and consents is read anew."""
        if server is None or self._server is None or server.url != self._server.url or model != self._model:
            self.result.setText("")
            self.key.clear()
        self._server, self._model = server, model
        self.setVisible(server is not None)
        self._show()
        if server is not None:
            self.look_again()

    def look_again(self) -> None:
        """Read the consents of the vault and where the key is kept."""
        server, places = self._server, api.find_places(self._shell.data)
        if server is None:
            return
        vault = self._shell.root

        def look() -> _Looked:
            allowed = api.open_consents(vault=vault, data=self._shell.data).all() if vault is not None else ()
            settings = api.load_settings(places.settings_file)
            source, variable = api.key_source(settings, server.url), api.key_variable(settings, server.url)
            return allowed, api.why_no_keyring(), source, variable

        self._shell.bridge.work(self, look, self._take, self.failed.emit)

    @property
    def leaves_machine(self) -> bool:
        """Say whether the server is on another machine."""
        return self._server is not None and not api.is_on_this_machine(self._server.url)

    @property
    def is_allowed(self) -> bool:
        """Say whether the vault may be sent to the server."""
        host = api.host_of(self._server.url) if self._server is not None else ""
        return not self.leaves_machine or any(one.host == host for one in self._allowed)

    def test(self) -> None:
        """Ask the server's model for one word; no note is sent."""
        server, model, vault, data = self._server, self._model, self._shell.root, self._shell.data
        if server is None or not self.is_allowed:
            return
        self.result.setText(self.tr("Asking…"))
        self.test_button.setEnabled(False)
        self._shell.bridge.work(
            self, lambda: api.try_server(server.url, model, vault=vault, data=data), self._tested, self._not_tested
        )

    def turn_consent(self) -> None:
        """Let the vault be sent there, or no longer."""
        server, vault, data = self._server, self._shell.root, self._shell.data
        if server is None or vault is None:
            return
        was_allowed = self.is_allowed

        def turn() -> None:
            consents = api.open_consents(vault=vault, data=data)
            if was_allowed:
                consents.take_back(server.url)
            else:
                consents.allow(server.url)

        self._shell.bridge.work(self, turn, lambda _: self._turned(), self.failed.emit)

    def keep_key(self) -> None:
        """Keep the key in the system's keyring, for this server's address alone."""
        server, key = self._server, self.key.text().strip()
        if server is not None and key:
            self.key.clear()
            self._shell.bridge.work(
                self, lambda: api.save_key(server.url, key), lambda _: self.look_again(), self.failed.emit
            )

    def forget_key(self) -> None:
        """Take the key out of the keyring."""
        server = self._server
        if server is not None:
            self._shell.bridge.work(
                self, lambda: api.remove_key(server.url), lambda _: self.look_again(), self.failed.emit
            )

    def _take(self, found: _Looked) -> None:
        self._allowed, self._why_no_keyring, self._key, self._variable = found
        self._show()
        self.consents_changed.emit()

    def _turned(self) -> None:
        self.result.setText("")
        self.look_again()

    def _tested(self, trial: api.EndpointTrial) -> None:
        locale = QLocale()
        said = self.tr("%1 answers: first word after %2 s, %3 tokens a second.")
        said = said.replace("%1", trial.model).replace("%2", locale.toString(trial.first_token_s, "f", 1))
        self.result.setText(said.replace("%3", locale.toString(trial.tokens_s, "f", 1)))
        self.test_button.setEnabled(True)
        self.tried.emit(trial)

    def _not_tested(self, sentence: str) -> None:
        self.result.setText("")
        self.test_button.setEnabled(True)
        self.failed.emit(sentence)

    def _show(self) -> None:
        server = self._server
        if server is None:
            return
        host = api.host_of(server.url)
        self.place.setVisible(self.leaves_machine)
        self.place.setText(self.tr("Leaves this machine"))
        since = next((one.since[:10] for one in self._allowed if one.host == host), "")
        if self.is_allowed:
            said = self.tr("Questions and passages of this vault may go to %1, since %2.").replace("%2", since)
            set_words(self.allow_button, self.tr("Take back"))
        else:
            said = self.tr("Questions and passages of this vault would go to %1. Until you allow it nothing is sent.")
            set_words(self.allow_button, self.tr("Allow for this vault"))
        self.consent.setText(said.replace("%1", host))
        self.consent.setVisible(self.leaves_machine)
        self.allow_button.setVisible(self.leaves_machine)
        self.allow_button.setEnabled(self._shell.root is not None)
        self.test_button.setEnabled(self.is_allowed)
        can_keep = not self._why_no_keyring
        self.key.setVisible(can_keep)
        self.keep_button.setVisible(can_keep)
        self.forget_button.setVisible(self._key is api.KeySource.KEYRING)
        self.key_said.setText(self._key_words())

    def _key_words(self) -> str:
        if self._key is api.KeySource.KEYRING:
            return self.tr("Its key is in the system's keyring and goes to this address alone.")
        if self._key is api.KeySource.ENVIRONMENT:
            return self.tr("Its key comes from the environment variable %1.").replace("%1", self._variable)
        if self._why_no_keyring:
            said = self.tr("There is no keyring here; where a key is wanted, start VaultMind with it in %1.")
            return said.replace("%1", self._variable)
        return self.tr("No key is kept; servers on your own machine mostly need none.")
