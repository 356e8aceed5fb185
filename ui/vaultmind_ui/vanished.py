"""Notes that vanished all at once stay found, for a folder may only be away; here a person lets them go."""

from PySide6.QtCore import QObject

from vaultmind import api
from vaultmind_ui.shell import Shell


class Vanished(QObject):
    """What the command does that takes notes which are gone from the disk out of the index."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell

    def let_go(self) -> None:
        """Take what vanished out of the index, and say how much it was; no file is touched."""
        status = self._shell.status
        if status is None:
            self._shell.say(self.tr("No vault is open yet"))
            return
        before = status.notes
        request = api.IndexRequest(confirm_deletions=True, wait_for_vectors=False)

        def gone() -> None:
            self._shell.bridge.call(self, lambda session: session.status(), lambda now: self._say(before - now.notes))

        self._shell.bridge.stream(
            self, lambda session, stop: session.index(request, cancel=stop), lambda _: None, lambda _: gone()
        )

    def _say(self, gone: int) -> None:
        if gone > 0:
            self._shell.say(self.tr("%Ln note(s) are found no more.", "", gone))
        else:
            self._shell.say(self.tr("No note has vanished: all that are found are there."))
