"""Properties whose values are links in this vault (``up``, ``related`` …), as places for a link."""

from collections import Counter
from collections.abc import Iterator, Sequence

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, LinkKind, NotePath
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
            linking = list(_property_links(note))
            self._notes.update({name for name, _, _ in linking})
            self._is_list.update(name for name, is_item, _ in linking if is_item)
            for name, _, link in linking:
                target = graph.resolve(link.target, source=note.path)
                if target is not None:
                    self._targets.setdefault(name, Counter())[target] += 1
                    self._folders.setdefault(name, Counter())[_folder(target)] += 1

    def place(self, note: NoteWords, target: NotePath) -> str:
        """Return the property of ``note`` that a link to ``target`` would go into, ``""`` for none.

        One that the note has, that several notes have links in, and that leads to such notes: to the target itself or
        to its folder. One that takes a single link must be empty.
        """
        taken = {name for name, _, _ in _property_links(note)}
        best, likeliest = 0.0, ""
        for name in note.properties:
            if self._notes[name] < _FEWEST_NOTES or (name in taken and name not in self._is_list):
                continue
            every = sum(self._folders.get(name, Counter()).values())
            share = (self._targets[name][target] + self._folders[name][_folder(target)]) / every if every else 0.0
            if share > best:
                best, likeliest = share, name
        return likeliest


def _property_links(note: NoteWords) -> Iterator[tuple[str, bool, Link]]:
    """Yield the links in the properties of a note: the property's name, whether it is an item of a list, the link."""
    for link in note.links:
        if link.kind is LinkKind.PROPERTY and link.property:
            name, _, number = link.property.rpartition(".")
            is_item = bool(name) and number.isdecimal() and link.property not in note.properties
            yield name if is_item else link.property, is_item, link


def _folder(path: NotePath) -> str:
    return path.rpartition("/")[0]
