"""Which notes the notes of one folder or with one tag link to: what a kind of note usually links."""

from collections.abc import Sequence

import numpy as np

from vaultmind.suggesting.structure import LinkMatrix, Numbers, Weights
from vaultmind.suggesting.words import NoteWords

_FEWEST = 3
_TAGS_OF_A_NOTE = 12


class Groups:
    """Folders and tags with, for every target, the share of their notes that link to it."""

    def __init__(self, notes: Sequence[NoteWords], links: LinkMatrix) -> None:
        self._links = links
        self._count = len(notes)
        self._folder_of = [note.path.rpartition("/")[0] for note in notes]
        self._tags_of = [tuple(tag.casefold() for tag in note.tags[:_TAGS_OF_A_NOTE]) for note in notes]
        members: dict[tuple[str, str], list[int]] = {}
        for number, folder in enumerate(self._folder_of):
            members.setdefault(("folder", folder), []).append(number)
            for tag in self._tags_of[number]:
                members.setdefault(("tag", tag), []).append(number)
        self._members = {key: found for key, found in members.items() if len(found) >= _FEWEST}
        self._rates: dict[tuple[str, str], tuple[Numbers, Weights]] = {}

    def rates(self, note: int) -> tuple[Weights, Weights]:
        """Return for every target the share of the note's folder, and the greatest share of a tag of it, linking it."""
        folder, tag = np.zeros(self._count), np.zeros(self._count)
        numbers, shares = self._rate(("folder", self._folder_of[note]))
        folder[numbers] = shares
        for name in self._tags_of[note]:
            numbers, shares = self._rate(("tag", name))
            tag[numbers] = np.maximum(tag[numbers], shares)
        return folder, tag

    def same_folder(self, note: int, targets: Numbers) -> Weights:
        """Return 1 for each target in the note's folder, else 0."""
        own = self._folder_of[note]
        return np.array([float(self._folder_of[to] == own) for to in targets.tolist()])

    def _rate(self, key: tuple[str, str]) -> tuple[Numbers, Weights]:
        known = self._rates.get(key)
        if known is None:
            members = self._members.get(key, [])
            linked = [self._links.out[one] for one in members if len(self._links.out[one])]
            if linked:
                numbers, counts = np.unique(np.concatenate(linked), return_counts=True)
                known = numbers.astype(np.int32), counts / (len(members) + 1.0)
            else:
                known = np.zeros(0, dtype=np.int32), np.zeros(0)
            self._rates[key] = known
        return known
