"""Graph: the whole vault, what is around a note, found notes, an empty vault, 10,000 notes."""

from vaultmind_ui.graph.graph_place import GraphPlace

from scenes.stage import Scene, Stage


def scenes() -> tuple[Scene, ...]:
    """Return the pictures of the place."""
    return (
        Scene("graph-whole", _whole),
        Scene("graph-around", _around),
        Scene("graph-found", _found),
        Scene("graph-empty", _whole, vault="empty"),
        Scene("graph-large", _whole, vault="large"),
    )


def _whole(stage: Stage) -> None:
    _shown(stage)


def _around(stage: Stage) -> None:
    place = _shown(stage)
    assert place.network is not None
    place.suggestions.setChecked(True)
    place.show_around([place.network.numbers["Деревья/Антоновка.md"]])
    stage.settle(1.5)
    place.choose(1)
    stage.settle()


def _found(stage: Stage) -> None:
    place = _shown(stage)
    place.search.setText("cider" if stage.language == "en" else "анто")
    stage.settle()


def _shown(stage: Stage) -> GraphPlace:
    place = stage.show("graph")
    assert isinstance(place, GraphPlace)
    stage.until(lambda: place.network is not None)
    stage.settle(2.5 if len(place.nodes) < 1000 else 8)
    return place
