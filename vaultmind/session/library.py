"""The list of every file: what is on the disk now beside what the index has."""

from collections.abc import Callable, Iterator, Mapping

from vaultmind.domain.change import Stamp
from vaultmind.domain.library import FileState, Library, LibraryFile
from vaultmind.domain.link import NotePath
from vaultmind.ports import Catalog, Listing, VectorState


def library_of(
    catalog: Catalog, listing: Listing, *, is_excluded: Callable[[NotePath], bool], has_vectors: bool
) -> Library:
    """Return every file of a listing and of the catalog once, skipped ones with their reasons."""
    files = {file.path: file for file in _notes(catalog, listing, is_excluded, has_vectors=has_vectors)}
    files.update((path, LibraryFile(path, "attachment")) for path in listing.attachments)
    for skipped in (*catalog.skipped(), *listing.skipped):
        is_gone = skipped.path not in listing.notes and skipped not in listing.skipped
        if not is_gone:
            files[skipped.path] = LibraryFile(skipped.path, "skipped", reason=skipped.reason)
    return Library(tuple(files[path] for path in sorted(files)), has_vectors)


def _notes(
    catalog: Catalog, listing: Listing, is_excluded: Callable[[NotePath], bool], *, has_vectors: bool
) -> Iterator[LibraryFile]:
    stamps, vectors = catalog.stamps(), catalog.vector_states()
    for path in stamps.keys() | listing.notes.keys():
        state = _state(path, stamps, listing)
        if state == "indexed" and is_excluded(path):
            state = "excluded"
        of_vectors = vectors.get(path, VectorState(0, 0, 0))
        if has_vectors:
            yield LibraryFile(
                path, state, of_vectors.chunks, of_vectors.waiting, of_vectors.failed, reason=of_vectors.reason
            )
        else:
            yield LibraryFile(path, state, of_vectors.chunks)


def _state(path: NotePath, stamps: Mapping[NotePath, Stamp], listing: Listing) -> FileState:
    if path not in listing.notes:
        return "gone"
    if path not in stamps:
        return "new"
    return "indexed" if stamps[path] == listing.notes[path] else "changed"
