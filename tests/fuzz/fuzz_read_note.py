"""Coverage-guided fuzzing from bytes to chunks: ``python tests/fuzz/fuzz_read_note.py -max_total_time=60``."""

import sys

import atheris

with atheris.instrument_imports(include=["vaultmind.parsing"]):
    from vaultmind.domain.link import NotePath
    from vaultmind.parsing.chunking import split_into_chunks
    from vaultmind.parsing.reading import read_note

PATHS = [NotePath(name) for name in ("Note.md", "Board.canvas", "Table.base", "Sketch.excalidraw.md")]
SEEDS = [
    "слово –µ—Å–ª–∏ [[Note|имя]] #тег ^id\n".encode(),
    "Если заметка".encode("utf-16"),
    "Если заметка".encode("cp1251"),
    b">[!nexus_user] **User** - 16.06.2025 at 21:34\n> text\n<!-- UID: a -->\n",
    b'{"nodes":[{"id":"1","type":"text","text":"see [[Target]]\\n\\u0432","x":0}],"edges":[{"label":"l"}]}',
    b"---\nexcalidraw-plugin: parsed\n---\n%%\n## Drawing\n```compressed-json\nx\n```\n%%",
    b"# H\n\n- a\n  - b ^x\n\n%%c%%\n\n| a |\n|---|\n| b |\n",
]


def test_one_input(data: bytes) -> None:
    """Read a file and check what every index relies on."""
    path = PATHS[data[0] % len(PATHS)] if data else PATHS[0]
    read = read_note(path, data[1:])
    chunks = split_into_chunks(read)
    assert chunks
    for chunk in chunks:
        assert 0 <= chunk.span.start <= chunk.span.end <= len(read.text)
        chunk.text.encode()
    for link in read.note.links:
        assert link.span.of(read.text) == link.text


def main() -> None:
    """Run libFuzzer over the seeds and what it makes of them."""
    import pathlib
    import tempfile

    with tempfile.TemporaryDirectory() as corpus:
        for number, seed in enumerate(SEEDS):
            for kind in range(len(PATHS)):
                (pathlib.Path(corpus) / f"{number}-{kind}").write_bytes(bytes([kind]) + seed)
        atheris.Setup([*sys.argv, corpus], test_one_input)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
