"""Embeds are expanded when a passage is read, each once."""

from vaultmind.domain.link import NotePath
from vaultmind.parsing.embeds import expand_embeds
from vaultmind.parsing.reading import ReadNote, read_note

VAULT = {
    "A.md": "Start ![[B]] end ![[B]]",
    "B.md": "---\nx: 1\n---\nB embeds ![[A]]",
    "C.md": "# One\n\nfirst\n\n## Sub\n\nsecond\n\n# Two\n\nthird\n\nA block. ^b1\n",
    "Long.md": "слово " * 2000,
}


def resolve(target: str, source: NotePath) -> NotePath | None:
    path = NotePath(f"{target}.md")
    return path if path in VAULT else NotePath(target) if target == "photo.png" else None


def read(path: NotePath) -> ReadNote | None:
    return read_note(path, VAULT[path].encode()) if path in VAULT else None


def expand(text: str, source: str = "A.md") -> str:
    return expand_embeds(text, source=NotePath(source), resolve=resolve, read=read)


def test_a_note_is_shown_once_without_its_properties() -> None:
    assert expand(VAULT["A.md"]) == "Start B embeds ![[A]] end ![[B]]"


def test_a_heading_and_a_block_are_shown_alone() -> None:
    assert expand("![[C#One]]") == "# One\n\nfirst\n\n## Sub\n\nsecond"
    assert expand("![[C#^b1]]").startswith("A block.")
    assert expand("![[#Two]]", source="C.md").startswith("# Two")


def test_what_cannot_be_shown_stays_as_written() -> None:
    for embed in ("![[Nowhere]]", "![[photo.png]]", "![[C#Nope]]", "![[Long]]", "![[]]", "[[B]]"):
        assert expand(embed) == embed
