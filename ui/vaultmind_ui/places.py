"""Every place of the window, in the order of the sidebar and of the keys Ctrl+1, Ctrl+2 and so on."""

from PySide6.QtCore import QCoreApplication

from vaultmind_ui.place import Place, PlaceEntry
from vaultmind_ui.shell import Shell


def all_places() -> tuple[PlaceEntry, ...]:
    """Return the entries; what a place needs is imported when it is built."""
    return (PlaceEntry("ask", "ask", lambda: QCoreApplication.translate("Places", "Ask"), _ask),)


def _ask(shell: Shell) -> Place:
    from vaultmind_ui.ask.ask_place import AskPlace  # noqa: PLC0415

    return AskPlace(shell)
