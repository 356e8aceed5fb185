"""Reading the words of many notes in other processes: notes as bytes, words as bytes."""

import sys
from array import array
from collections.abc import Sequence

import msgspec

from vaultmind.domain.link import Link, NotePath
from vaultmind.parsing.reading import read_note
from vaultmind.suggesting.words import LinkedWords, NoteWords, words_of_note


class _Packed(msgspec.Struct, frozen=True, array_like=True):
    path: str
    title: str
    aliases: tuple[str, ...]
    tags: tuple[str, ...]
    properties: tuple[str, ...]
    headline: str
    stems: str
    """Line by line; a border is an empty line."""
    places: tuple[bytes, bytes, bytes]
    headings: bytes
    capitals: bytes
    linked: tuple[tuple[int, int, int], ...]
    """Number in the text, first word, last word."""
    links: tuple[Link, ...]
    in_text: tuple[int, ...]
    """Numbers among ``links``."""
    body: bytes
    is_template: bool


def pack_notes(notes: Sequence[tuple[NotePath, bytes]]) -> bytes | None:
    """Return a job for ``words_packed``; ``None`` where a path is no Unicode."""
    try:
        return msgspec.msgpack.encode(notes)
    except UnicodeEncodeError:
        return None


def words_packed(job: bytes) -> bytes:
    """Return the words of every note of a job; raise ``UnicodeEncodeError`` where one has half a character."""
    notes = msgspec.msgpack.decode(job, type=list[tuple[str, bytes]])
    return msgspec.msgpack.encode([_packed(words_of_note(read_note(NotePath(path), data))) for path, data in notes])


def unpack_words(result: bytes) -> list[NoteWords]:
    """Return the words that ``words_packed`` packed; equal stems are one object."""
    return [_unpacked(one) for one in msgspec.msgpack.decode(result, type=list[_Packed])]


def _packed(note: NoteWords) -> _Packed:
    numbers = {id(link): number for number, link in enumerate(note.links)}
    in_text = {id(link): number for number, link in enumerate(note.in_text)}
    return _Packed(
        note.path,
        note.title,
        note.aliases,
        note.tags,
        note.properties,
        note.headline,
        "\n".join(note.stems),
        (note.starts.tobytes(), note.ends.tobytes(), note.link_of.tobytes()),
        array("I", sorted(note.headings)).tobytes(),
        array("I", sorted(note.capitals)).tobytes(),
        tuple((in_text[id(one.link)], one.first, one.last) for one in note.linked),
        note.links,
        tuple(numbers[id(link)] for link in note.in_text),
        note.body,
        note.is_template,
    )


def _unpacked(packed: _Packed) -> NoteWords:
    starts, ends, link_of = packed.places
    in_text = tuple(packed.links[number] for number in packed.in_text)
    stems = tuple(map(sys.intern, packed.stems.split("\n"))) if starts else ()
    return NoteWords(
        path=NotePath(packed.path),
        title=packed.title,
        aliases=packed.aliases,
        tags=packed.tags,
        properties=packed.properties,
        headline=packed.headline,
        stems=stems,
        starts=array("I", starts),
        ends=array("I", ends),
        link_of=array("i", link_of),
        headings=frozenset(array("I", packed.headings)),
        capitals=frozenset(array("I", packed.capitals)),
        linked=tuple(LinkedWords(in_text[number], first, last) for number, first, last in packed.linked),
        links=packed.links,
        in_text=in_text,
        body=packed.body,
        is_template=packed.is_template,
    )
