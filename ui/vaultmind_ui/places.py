"""Every place of the window, in the order of the sidebar and of the keys Ctrl+1, Ctrl+2 and so on."""

from PySide6.QtCore import QCoreApplication

from vaultmind_ui.place import Place, PlaceEntry


def all_places() -> tuple[PlaceEntry, ...]:
    """Return the entries; what a place needs is imported when it is loaded."""
    return (
        PlaceEntry("ask", "ask", lambda: QCoreApplication.translate("Places", "Ask"), _ask, "opening"),
        PlaceEntry("note", "note", lambda: QCoreApplication.translate("Places", "Note"), _note, "vault"),
        PlaceEntry("links", "links", lambda: QCoreApplication.translate("Places", "Links"), _links, "vault"),
        PlaceEntry("graph", "graph", lambda: QCoreApplication.translate("Places", "Graph"), _graph, "vault"),
        PlaceEntry("library", "library", lambda: QCoreApplication.translate("Places", "Library"), _library, "vault"),
        PlaceEntry("recipes", "list", lambda: QCoreApplication.translate("Places", "Recipes"), _recipes, "vault"),
        PlaceEntry("history", "history", lambda: QCoreApplication.translate("Places", "History"), _history, "vault"),
        PlaceEntry("models", "models", lambda: QCoreApplication.translate("Places", "Models"), _models),
        PlaceEntry("settings", "settings", lambda: QCoreApplication.translate("Places", "Settings"), _settings),
    )


def _ask() -> type[Place]:
    from vaultmind_ui.ask.ask_place import AskPlace  # noqa: PLC0415

    return AskPlace


def _note() -> type[Place]:
    from vaultmind_ui.note.note_place import NotePlace  # noqa: PLC0415

    return NotePlace


def _links() -> type[Place]:
    from vaultmind_ui.links.links_place import LinksPlace  # noqa: PLC0415

    return LinksPlace


def _graph() -> type[Place]:
    from vaultmind_ui.graph.graph_place import GraphPlace  # noqa: PLC0415

    return GraphPlace


def _library() -> type[Place]:
    from vaultmind_ui.library.library_place import LibraryPlace  # noqa: PLC0415

    return LibraryPlace


def _recipes() -> type[Place]:
    from vaultmind_ui.recipes.recipes_place import RecipesPlace  # noqa: PLC0415

    return RecipesPlace


def _history() -> type[Place]:
    from vaultmind_ui.history.history_place import HistoryPlace  # noqa: PLC0415

    return HistoryPlace


def _models() -> type[Place]:
    from vaultmind_ui.models.models_place import ModelsPlace  # noqa: PLC0415

    return ModelsPlace


def _settings() -> type[Place]:
    from vaultmind_ui.settings.settings_place import SettingsPlace  # noqa: PLC0415

    return SettingsPlace
