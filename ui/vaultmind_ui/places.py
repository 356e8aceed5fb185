"""Every place of the window, in the order of the sidebar and of the keys Ctrl+1, Ctrl+2 and so on."""

from PySide6.QtCore import QCoreApplication

from vaultmind_ui.place import Place, PlaceEntry
from vaultmind_ui.shell import Shell


def all_places() -> tuple[PlaceEntry, ...]:
    """Return the entries; what a place needs is imported when it is built."""
    return (
        PlaceEntry("ask", "ask", lambda: QCoreApplication.translate("Places", "Ask"), _ask),
        PlaceEntry("note", "note", lambda: QCoreApplication.translate("Places", "Note"), _note),
        PlaceEntry("links", "links", lambda: QCoreApplication.translate("Places", "Links"), _links),
        PlaceEntry("graph", "graph", lambda: QCoreApplication.translate("Places", "Graph"), _graph),
        PlaceEntry("library", "library", lambda: QCoreApplication.translate("Places", "Library"), _library),
        PlaceEntry("recipes", "list", lambda: QCoreApplication.translate("Places", "Recipes"), _recipes),
        PlaceEntry("history", "history", lambda: QCoreApplication.translate("Places", "History"), _history),
        PlaceEntry("models", "models", lambda: QCoreApplication.translate("Places", "Models"), _models),
        PlaceEntry("settings", "settings", lambda: QCoreApplication.translate("Places", "Settings"), _settings),
    )


def _ask(shell: Shell) -> Place:
    from vaultmind_ui.ask.ask_place import AskPlace  # noqa: PLC0415

    return AskPlace(shell)


def _note(shell: Shell) -> Place:
    from vaultmind_ui.note.note_place import NotePlace  # noqa: PLC0415

    return NotePlace(shell)


def _links(shell: Shell) -> Place:
    from vaultmind_ui.links.links_place import LinksPlace  # noqa: PLC0415

    return LinksPlace(shell)


def _graph(shell: Shell) -> Place:
    from vaultmind_ui.graph.graph_place import GraphPlace  # noqa: PLC0415

    return GraphPlace(shell)


def _library(shell: Shell) -> Place:
    from vaultmind_ui.library.library_place import LibraryPlace  # noqa: PLC0415

    return LibraryPlace(shell)


def _recipes(shell: Shell) -> Place:
    from vaultmind_ui.recipes.recipes_place import RecipesPlace  # noqa: PLC0415

    return RecipesPlace(shell)


def _history(shell: Shell) -> Place:
    from vaultmind_ui.history.history_place import HistoryPlace  # noqa: PLC0415

    return HistoryPlace(shell)


def _models(shell: Shell) -> Place:
    from vaultmind_ui.models.models_place import ModelsPlace  # noqa: PLC0415

    return ModelsPlace(shell)


def _settings(shell: Shell) -> Place:
    from vaultmind_ui.settings.settings_place import SettingsPlace  # noqa: PLC0415

    return SettingsPlace(shell)
