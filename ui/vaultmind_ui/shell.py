"""What a place is given of the window around it."""

from PySide6.QtCore import QObject, Signal

from vaultmind import api
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.bridge import Bridge
from vaultmind_ui.commands import Commands


class Shell(QObject):
    """The bridge, the commands, the looks, and the ways from one place to another.

    ``status`` is the newest of the open vault, ``None`` before one is open.
    """

    place_wanted = Signal(str, object)
    said = Signal(str)

    def __init__(self, bridge: Bridge, appearance: Appearance, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.bridge = bridge
        self.appearance = appearance
        self.commands = Commands(self)
        self.status: api.VaultStatus | None = None

    def show_place(self, place_id: str, target: object = None) -> None:
        """Turn to another place and, with a ``target``, have it show that."""
        self.place_wanted.emit(place_id, target)

    def say(self, sentence: str) -> None:
        """Show one sentence in the status line for a while."""
        self.said.emit(sentence)
