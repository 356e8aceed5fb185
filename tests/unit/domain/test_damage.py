"""Links of a damaged note lead where they mean, else to a file damaged alike."""

import pytest

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import NotePath
from vaultmind.parsing.reading import read_note

TEXT = "Сегодня я снова думал о том, что если сад не поливать, то он засохнет. Смотри [[Если]] и [x](%D0%95.md).\n"


def damaged(text: str, *codecs: str) -> str:
    for codec in codecs:
        text = "".join(
            char if char != "\ufffd" else chr(byte)
            for byte in text.encode()
            for char in bytes([byte]).decode(codec, "replace")
        )
    return text


@pytest.mark.parametrize("codecs", [("mac_roman",), ("cp1252",), ("cp1251",), ("mac_roman", "mac_roman")])
def test_a_link_leads_to_a_file_damaged_alike_where_there_is_no_sound_one(codecs: tuple[str, ...]) -> None:
    source, sound, alike = NotePath("n.md"), NotePath("Если.md"), NotePath(f"{damaged('Если', *codecs)}.md")
    read = read_note(source, damaged(TEXT, *codecs).encode())
    assert read.note.repaired_from is not None
    assert [link.target for link in read.note.links] == ["Если", "Е.md"]
    graph = LinkGraph({source: read.note.links, alike: ()})
    assert [found.target for found in graph.outgoing(source)] == [alike, None]
    assert [found.source for found in graph.backlinks(alike)] == [source]
    assert [found.link.target for found in graph.unresolved()] == ["Е.md"]
    graph.replace(sound, ())
    assert graph.outgoing(source)[0].target == sound
    assert (graph.backlink_count(sound), graph.backlink_count(alike)) == (1, 0)
    graph.remove(source)
    assert graph.backlinks(sound) == []


def test_a_link_of_a_sound_note_leads_to_no_damaged_name() -> None:
    read = read_note(NotePath("n.md"), TEXT.encode())
    graph = LinkGraph({NotePath("n.md"): read.note.links, NotePath(f"{damaged('Если', 'mac_roman')}.md"): ()})
    assert [found.target for found in graph.outgoing(NotePath("n.md"))] == [None, None]
