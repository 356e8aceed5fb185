"""Bytes of a file to what the index keeps of it: the heavy, pure part of indexing, done here or in a worker process."""

import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import blake2b

import msgspec

from vaultmind import parsing
from vaultmind.domain.change import Stamp
from vaultmind.domain.link import NotePath
from vaultmind.parsing.chunking import split_into_chunks
from vaultmind.parsing.morphology import searched_stems
from vaultmind.parsing.reading import read_note
from vaultmind.parsing.surrogates import without_lone_surrogates
from vaultmind.ports import IndexedNote

MADE_WITH = f"{parsing.VERSION}"


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """One file to prepare, with what is known of it besides its bytes."""

    path: str
    data: bytes
    stamp: Stamp
    is_template: bool = False
    is_excluded: bool = False


class _Prepared(msgspec.Struct, frozen=True, array_like=True):
    note: IndexedNote | None
    properties: str = "{}"
    """JSON, whose numbers may be of any size."""
    reason: str = ""


def content_hash(data: bytes) -> str:
    """Return the identity of a file's content."""
    return blake2b(data, digest_size=16).hexdigest()


def prepare(reading: Reading) -> IndexedNote | str:
    """Return what the index keeps of a file, or in a sentence why it keeps nothing."""
    read = read_note(NotePath(reading.path), reading.data)
    if read.skipped_reason is not None:
        return read.skipped_reason
    note = read.note
    chunks = tuple(split_into_chunks(read, is_template=reading.is_template))
    return IndexedNote(
        path=note.path,
        stamp=reading.stamp,
        content_hash=content_hash(reading.data),
        title=note.title,
        aliases=note.aliases,
        tags=note.all_tags(),
        headings=tuple(heading.text for heading in note.headings),
        links=note.links,
        chunks=chunks,
        properties=note.properties,
        warnings=note.warnings,
        repaired_from=note.repaired_from,
        is_excluded=reading.is_excluded,
        made_with=MADE_WITH,
        words=tuple(searched_stems(chunk.text) for chunk in chunks),
    )


def pack_readings(readings: Sequence[Reading]) -> bytes:
    """Return a job for ``prepare_packed``."""
    return msgspec.msgpack.encode(readings)


def prepare_packed(job: bytes) -> bytes:
    """Do ``prepare`` for each reading where only bytes arrive and leave: in a worker process."""
    return msgspec.msgpack.encode([_packed(prepare(one)) for one in msgspec.msgpack.decode(job, type=list[Reading])])


def unpack_prepared(result: bytes) -> list[IndexedNote | str]:
    """Return the outcomes that ``prepare_packed`` packed, in the order of its readings."""
    return [_unpacked(one) for one in msgspec.msgpack.decode(result, type=list[_Prepared])]


def _packed(outcome: IndexedNote | str) -> msgspec.Raw:
    if isinstance(outcome, str):
        return msgspec.Raw(msgspec.msgpack.encode(_Prepared(None, reason=outcome)))
    properties = "{}"
    if outcome.properties:
        properties = json.dumps(outcome.properties, default=str)
        outcome = replace(outcome, properties={})
    try:
        return msgspec.Raw(msgspec.msgpack.encode(_Prepared(outcome, properties)))
    except UnicodeEncodeError:
        return msgspec.Raw(msgspec.msgpack.encode(_Prepared(without_lone_surrogates(outcome), properties)))


def _unpacked(prepared: _Prepared) -> IndexedNote | str:
    if prepared.note is None:
        return prepared.reason
    if prepared.properties == "{}":
        return prepared.note
    return replace(prepared.note, properties=json.loads(prepared.properties))
