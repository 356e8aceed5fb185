"""Vectors embedded in the index folder, through Qdrant Edge."""

import json
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import filelock

from vaultmind.adapters.vectors.qdrant_vectors.base import LANGUAGE, PAGE, QdrantVectors
from vaultmind.adapters.vectors.qdrant_vectors.optimizing import (
    Kind,
    configuration,
    optimize_in_child,
    room_needed_bytes,
    search_parameters,
)
from vaultmind.adapters.vectors.qdrant_vectors.resident import held_bytes, let_go, read_anew
from vaultmind.domain.errors import IndexBusy, IndexProblem, StorageFull
from vaultmind.ports import CancelToken, Vector, VectorEntry

_SPARE_BYTES = 128 * 2**20
"""Room that must be left before anything is added: the engine maps its files, and a mapped page that finds no room
on the disk ends the whole process."""
_OPENING_BYTES = 32 * 2**20
"""Room that opening a shard needs, which writes some of its marks anew."""
_HELD_BYTES = 384 * 2**20
"""So much of its files the process may hold: of a million vectors, those compared in all of their bits are read from
the disk, page by page."""
_NOTE = "current.json"
_WASTE_BYTES = 64 * 2**20
_POINT_BYTES = 128  # of id and language, beside the vector
_COMPACT_FROM = 50_000
"""So many vectors are worth a compact copy of them: below, looking through all takes 7 ms."""
_LOOSE_SHARE = 0.2


def has_room(folder: Path) -> bool:
    """Say whether the disk of a folder has room to open vectors, with some to spare."""
    return shutil.disk_usage(folder).free >= 2 * _OPENING_BYTES


class EdgeVectorStore(QdrantVectors):
    """A Qdrant Edge shard in a folder of its own, owned by one process; ``tidy`` says how it is looked through.

    A shard that cannot be read, or was made for another model, is thrown away: vectors can always be made again. Then,
    and for a new folder, ``made_anew`` is true, and every chunk is to be embedded. Calls hold Python's global lock.
    """

    def __init__(self, folder: Path, *, dimensions: int, identity: str) -> None:
        self.dimensions = dimensions
        self._folder = folder
        self._made_for = f"{identity} {dimensions}"
        self._writing = threading.RLock()  # held by whoever changes the shard, or copies its files
        self._using = threading.RLock()  # held for one call, so that no call meets a shard that is being closed
        self._changed: set[int] | None = None
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._owner = filelock.FileLock(folder / "owner.lock", timeout=0)
        try:
            self._owner.acquire()
        except filelock.Timeout as error:
            raise IndexBusy(f"The vectors in {folder} are in use by another process.") from error
        try:
            self._generation, self._kind, self._shard = self._opened()
        except BaseException:
            self._owner.release()
            raise

    def count(self) -> int:
        """Return how many vectors are stored."""
        return int(self._call(lambda edge: self._shard.count(edge.CountRequest())))

    def flush(self) -> None:
        """Bring what was written to the disk, so that it survives a loss of power."""
        self._call(lambda _: self._shard.flush())

    def close(self) -> None:
        """Flush and let go of the folder; a second call does nothing."""
        with self._writing, self._using:
            if self._owner.is_locked:
                self._shard.close()
                self._owner.release()

    def tidy(self, *, approximate: bool = False, cancel: CancelToken | None = None) -> bool:
        """Give back the room of removed vectors, and keep many compactly so that they are looked through faster.

        With ``approximate`` a graph over them is built instead (HNSW), and kept up from then on. The long part runs in
        a child process on a copy, while this store answers and takes changes; then they swap. Return whether it was
        worth doing and done. Raises ``StorageFull``, and ``IndexProblem`` where memory is short.
        """
        kind = self._wanted(approximate=approximate)
        if kind is self._kind and not self._is_wasteful() and not self._is_loose():
            return False
        made = self._folder / f"shard-{secrets.token_hex(4)}"
        try:
            with self._writing, self._errors():
                self._changed = set()
                self._require_room(made=room_needed_bytes(self._path()))
                self._shard.flush()
                shutil.copytree(self._path(), made)
            if not optimize_in_child(made, self.dimensions, kind, cancel=cancel):
                return False
            self._swap(made, kind)
        finally:
            self._changed = None
            if made.name != self._generation:
                shutil.rmtree(made, ignore_errors=True)
        return True

    def _wanted(self, *, approximate: bool) -> Kind:
        if approximate or self._kind is Kind.APPROXIMATE:
            return Kind.APPROXIMATE
        return Kind.COMPACT if self.count() >= _COMPACT_FROM else Kind.EXACT

    def _is_loose(self) -> bool:
        """Say whether so many vectors came since the last tidying that looking through them is slow again."""
        if self._kind is not Kind.COMPACT:
            return False
        told = self._call(lambda _: self._shard.info())
        return bool(told.points_count - told.indexed_vectors_count > _LOOSE_SHARE * told.points_count)

    def _swap(self, made: Path, kind: Kind) -> None:
        """Bring the finished copy up to date and let it take the place of the shard it was copied from."""
        import qdrant_edge as edge  # noqa: PLC0415 (loaded already)

        with self._writing, self._errors():
            ready = edge.EdgeShard.load(str(made), configuration(edge, self.dimensions, kind))
            read_anew(made)
            changed = list(self._changed or ())
            for start in range(0, len(changed), PAGE):
                some = changed[start : start + PAGE]
                now = self._shard.retrieve(some, True, True)
                there = {record.id for record in now}
                points = [edge.Point(record.id, record.vector, record.payload) for record in now]
                ready.update(edge.UpdateOperation.upsert_points(points))
                ready.update(edge.UpdateOperation.delete_points([one for one in some if one not in there]))
            ready.flush()
            old, before = self._shard, self._path()
            with self._using:
                self._generation, self._kind, self._shard = made.name, kind, ready
                self._write_note()
                old.close()
            shutil.rmtree(before, ignore_errors=True)

    def _is_wasteful(self) -> bool:
        """Say whether the files are more than twice as large as what they hold would need."""
        needed = self.count() * (4 * self.dimensions + _POINT_BYTES)
        return _size_bytes(self._path() / "segments") > 2 * needed + _WASTE_BYTES

    def _path(self) -> Path:
        return self._folder / self._generation

    def _opened(self) -> tuple[str, Kind, Any]:
        import qdrant_edge as edge  # noqa: PLC0415 (36 MB of native code, for the engine alone)

        self.made_anew = False
        generation, kind = self._read_note()
        for other in self._folder.glob("shard*"):
            if other.name != generation:
                shutil.rmtree(other, ignore_errors=True)
        if generation:
            settings = configuration(edge, self.dimensions, kind)
            self._require_room(spare=_OPENING_BYTES)
            try:
                shard = edge.EdgeShard.load(str(self._folder / generation), settings)
                read_anew(self._folder / generation)
                return generation, kind, shard
            except Exception:  # noqa: BLE001 (the engine raises nothing narrower, whatever is damaged)
                shutil.rmtree(self._folder / generation, ignore_errors=True)
        self.made_anew = True
        self._generation, self._kind = f"shard-{secrets.token_hex(4)}", Kind.EXACT
        (self._folder / _NOTE).unlink(missing_ok=True)
        with self._errors():
            self._require_room()
            shard = edge.EdgeShard.create(str(self._path()), configuration(edge, self.dimensions, Kind.EXACT))
            shard.update(edge.UpdateOperation.create_field_index(LANGUAGE, edge.PayloadSchemaType.Keyword))
            shard.flush()
            self._write_note()
        return self._generation, Kind.EXACT, shard

    def _read_note(self) -> tuple[str, Kind]:
        """Return the folder of the shard in use and its kind; no folder where it is for another model."""
        try:
            note = json.loads((self._folder / _NOTE).read_text(encoding="utf-8"))
            before = Kind.APPROXIMATE if note.get("is_indexed") else Kind.EXACT  # before there were three
            kind = Kind(note.get("kind", before))
            return (Path(str(note["shard"])).name, kind) if note["made_for"] == self._made_for else ("", Kind.EXACT)
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return "", Kind.EXACT

    def _write_note(self) -> None:
        note = {"made_for": self._made_for, "shard": self._generation, "kind": self._kind.value}
        fresh = self._folder / f"{_NOTE}.new"
        fresh.write_text(json.dumps(note), encoding="utf-8")
        fresh.replace(self._folder / _NOTE)

    def _upsert(self, entries: Sequence[VectorEntry]) -> None:
        self._require_room()

        def update(edge: Any) -> None:
            points = [edge.Point(one.chunk_id, one.vector, {LANGUAGE: one.language}) for one in entries]
            self._shard.update(edge.UpdateOperation.upsert_points(points))

        self._change([one.chunk_id for one in entries], update)

    def _remove(self, chunk_ids: Sequence[int]) -> None:
        gone = list(chunk_ids)
        self._change(gone, lambda edge: self._shard.update(edge.UpdateOperation.delete_points(gone)))

    def _change(self, chunk_ids: Sequence[int], update: Callable[[Any], None]) -> None:
        """Change the shard, and remember what was changed while a copy of it is being made."""
        with self._writing:
            if self._changed is not None:
                self._changed.update(chunk_ids)
            self._call(update)

    def _search(self, vector: Vector, limit: int, language: str | None) -> Iterable[Any]:
        def query(edge: Any) -> Any:
            among = None
            if language is not None:
                condition = edge.FieldCondition(key=LANGUAGE, match=edge.MatchValue(language))
                among = edge.Filter(must=[condition])
            near, how = edge.Query.Nearest(vector), search_parameters(edge, self._kind)
            found = self._shard.query(edge.QueryRequest(limit=limit, query=near, filter=among, params=how))
            if self._kind is not Kind.EXACT and held_bytes() > _HELD_BYTES:
                let_go(self._path())  # nobody closes the shard during a call
            return found

        return list(self._call(query))

    def _compare(self, vector: Vector, chunk_ids: Sequence[int]) -> Iterable[Any]:
        def query(edge: Any) -> Any:
            among = edge.Filter(must=[edge.HasIdCondition(set(chunk_ids))])
            near, how = edge.Query.Nearest(vector), edge.SearchParams(exact=True)
            return self._shard.query(edge.QueryRequest(limit=len(chunk_ids), query=near, filter=among, params=how))

        return list(self._call(query))

    def _retrieve(self, chunk_ids: Sequence[int]) -> Iterable[Any]:
        return list(self._call(lambda _: self._shard.retrieve(list(chunk_ids), False, True)))

    def _scroll(self, offset: Any) -> tuple[Sequence[Any], Any]:
        def scroll(edge: Any) -> Any:
            return self._shard.scroll(edge.ScrollRequest(offset=offset, limit=PAGE, with_payload=False))

        records, following = self._call(scroll)
        return records, following

    def _call(self, use: Callable[[Any], Any]) -> Any:
        import qdrant_edge  # noqa: PLC0415 (loaded already)

        with self._using, self._errors():
            return use(qdrant_edge)

    def _require_room(self, *, made: int = 0, spare: int = _SPARE_BYTES) -> None:
        needed = made + spare
        if shutil.disk_usage(self._folder).free < needed:
            raise StorageFull(
                f"The disk of {self._folder} is full: vectors need {needed // 2**20} MB free; what is stored is whole."
            )

    @contextmanager
    def _errors(self) -> Iterator[None]:
        """Turn the engine's one kind of exception into ours; its words are shown, never decided on."""
        try:
            yield
        except (StorageFull, IndexProblem):
            raise
        except Exception as error:
            if shutil.disk_usage(self._folder).free < _SPARE_BYTES // 2:
                raise StorageFull(f"The disk of {self._folder} is full.") from error
            first = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
            raise IndexProblem(f"The vector store in {self._folder} failed: {first}.") from error


def _size_bytes(folder: Path) -> int:
    """Return the room that the files below a folder take on the disk."""
    sizes = 0
    for path in folder.rglob("*"):
        try:
            status = path.stat()
        except OSError:
            continue
        sizes += getattr(status, "st_blocks", status.st_size // 512) * 512
    return sizes
