"""Which notes the notes of one folder or with one tag link to: what a kind of note usually links."""

from collections.abc import Iterator, Sequence

import numpy as np

from vaultmind.suggesting.structure import LinkMatrix, Numbers, Weights
from vaultmind.suggesting.words import NoteWords

_FEWEST = 3
_TAGS_OF_A_NOTE = 12


class Groups:
    """Folders and tags with, for every target, the share of their notes that link to it."""

    def __init__(self, notes: Sequence[NoteWords], links: LinkMatrix) -> None:
        self._links = links
        self._folder_of: list[str] = []
        self._folder_number = np.zeros(0, dtype=np.int32)
        self._folder_numbers: dict[str, int] = {}
        self._tags_of: list[tuple[str, ...]] = []
        self._members: dict[tuple[str, str], set[int]] = {}
        self._rates: dict[tuple[str, str], tuple[Numbers, Weights]] = {}
        for number, note in enumerate(notes):
            self._put(number, note)
        self._number_folders()

    def replace(self, number: int, note: NoteWords) -> None:
        """Take a note, or the next one, as it is now, with the links it has now."""
        if number < len(self._folder_of):
            for key in self._keys(number):
                self._members[key].discard(number)
                self._rates.pop(key, None)
        self._put(number, note)
        for key in self._keys(number):
            self._rates.pop(key, None)
        self._number_folders()

    def _put(self, number: int, note: NoteWords) -> None:
        folder = note.path.rpartition("/")[0]
        tags = tuple(dict.fromkeys(tag.casefold() for tag in note.tags[:_TAGS_OF_A_NOTE]))
        if number == len(self._folder_of):
            self._folder_of.append(folder)
            self._tags_of.append(tags)
        self._folder_of[number], self._tags_of[number] = folder, tags
        for key in self._keys(number) if note.path else ():
            self._members.setdefault(key, set()).add(number)

    def _keys(self, number: int) -> Iterator[tuple[str, str]]:
        yield "folder", self._folder_of[number]
        for tag in self._tags_of[number]:
            yield "tag", tag

    def _number_folders(self) -> None:
        numbers = self._folder_numbers
        self._folder_number = np.array([numbers.setdefault(one, len(numbers)) for one in self._folder_of], np.int32)

    def rates(self, note: int) -> tuple[Weights, Weights]:
        """Return for every target the share of the note's folder, and the greatest share of a tag of it, linking it."""
        folder, tag = np.zeros(len(self._folder_of)), np.zeros(len(self._folder_of))
        numbers, shares = self._rate(("folder", self._folder_of[note]))
        folder[numbers] = shares
        for name in self._tags_of[note]:
            numbers, shares = self._rate(("tag", name))
            tag[numbers] = np.maximum(tag[numbers], shares)
        return folder, tag

    def same_folder(self, note: int, targets: Numbers) -> Weights:
        """Return 1 for each target in the note's folder, else 0."""
        same: Weights = (self._folder_number[targets] == self._folder_number[note]).astype(np.float64)
        return same

    def nearness(self, note: int, targets: Numbers) -> tuple[Weights, Weights]:
        """Return for each target how many folders from the root, and how many tags, it shares with a note."""
        own, tags = self._folder_of[note], set(self._tags_of[note])
        folders = [_shared_folders(own, self._folder_of[to]) for to in targets.tolist()]
        shared = [len(tags.intersection(self._tags_of[to])) for to in targets.tolist()]
        return np.array(folders, dtype=np.float64), np.array(shared, dtype=np.float64)

    def _rate(self, key: tuple[str, str]) -> tuple[Numbers, Weights]:
        known = self._rates.get(key)
        if known is None:
            members = self._members.get(key, set())
            if len(members) < _FEWEST:
                members = set()
            linked = [self._links.out[one] for one in members if len(self._links.out[one])]
            if linked:
                numbers, counts = np.unique(np.concatenate(linked), return_counts=True)
                known = numbers.astype(np.int32), counts / (len(members) + 1.0)
            else:
                known = np.zeros(0, dtype=np.int32), np.zeros(0)
            self._rates[key] = known
        return known


def _shared_folders(one: str, other: str) -> int:
    shared = 0
    for left, right in zip(one.split("/"), other.split("/"), strict=False):
        if left != right or not left:
            break
        shared += 1
    return shared
