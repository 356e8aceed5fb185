"""Properties whose values are links in this vault (``up``, ``related`` …), as places for a link."""

from collections import Counter
from collections.abc import Sequence

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import LinkKind, NotePath
from vaultmind.suggesting.words import NoteWords

_FEWEST_NOTES = 2


class LinkProperties:
    """What each property of a vault links to: a folder it mostly leads to, one note or several."""

    def __init__(self, notes: Sequence[NoteWords], graph: LinkGraph) -> None:
        self._targets: dict[str, Counter[NotePath]] = {}
        self._folders: dict[str, Counter[str]] = {}
        self._notes: Counter[str] = Counter()
        self._is_list: set[str] = set()
        for note in notes:
            linked = Counter(link.property for link in note.links if link.kind is LinkKind.PROPERTY and link.property)
            for name, times in linked.items():
                self._notes[name] += 1
                if times > 1:
                    self._is_list.add(name)
            for link in note.links:
                if link.kind is LinkKind.PROPERTY and link.property:
                    target = graph.resolve(link.target, source=note.path)
                    if target is not None:
                        self._targets.setdefault(link.property, Counter())[target] += 1
                        self._folders.setdefault(link.property, Counter())[_folder(target)] += 1

    def place(self, note: NoteWords, target: NotePath) -> str:
        """Return the property of ``note`` that a link to ``target`` would go into, ``""`` for none.

        One that the note has, that several notes have links in, and that leads to such notes: to the target itself or
        to its folder. One that takes a single link must be empty.
        """
        taken = {link.property for link in note.links if link.kind is LinkKind.PROPERTY}
        best, likeliest = 0.0, ""
        for name in note.properties:
            if self._notes[name] < _FEWEST_NOTES or (name in taken and name not in self._is_list):
                continue
            every = sum(self._folders.get(name, Counter()).values())
            share = (self._targets[name][target] + self._folders[name][_folder(target)]) / every if every else 0.0
            if share > best:
                best, likeliest = share, name
        return likeliest


def _folder(path: NotePath) -> str:
    return path.rpartition("/")[0]
