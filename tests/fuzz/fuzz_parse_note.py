"""Coverage-guided fuzzing of ``parse_note``: ``python tests/fuzz/fuzz_parse_note.py -max_total_time=60``."""

import sys

import atheris

with atheris.instrument_imports(include=["vaultmind.parsing"]):
    from vaultmind.domain.link import NotePath
    from vaultmind.parsing.markdown import parse_note

WORDS = [
    "[[", "]]", "![[", "](", ")", "|", "\\|", "#", "^", "%%", "==", "$", "$$", "`", "```", "~~~", "<!--", "-->", "---",
    "===", "-", "1.", ">", "[!n]", "[^1]:", "::", "key::", "\t", "\r", "\n", "tags:", "&a", "*a",
]  # fmt: skip


def read_any_text(data: bytes) -> None:
    """Read a text made of syntax and of anything else; every span must lie in it, every link stand at its span."""
    provider = atheris.FuzzedDataProvider(data)
    pieces = ["---\n"] if provider.ConsumeBool() else []
    while provider.remaining_bytes() and len(pieces) < 300:
        if provider.ConsumeBool():
            pieces.append(provider.ConsumeUnicode(provider.ConsumeIntInRange(0, 8)))
        else:
            pieces.append(WORDS[provider.ConsumeIntInRange(0, len(WORDS) - 1)])
            pieces.append(("", " ", "\n")[provider.ConsumeIntInRange(0, 2)])
    text = "".join(pieces)
    note = parse_note(NotePath("note.md"), text)
    for link in note.links:
        if link.span.of(text) != link.text or not 0 <= link.span.start <= link.span.end <= len(text):
            raise AssertionError(f"{link} is not where it says in {text!r}")
    for entry in (*note.tags, *note.headings, *note.blocks, *note.sections, *note.list_items, *note.callouts):
        if not 0 <= entry.span.start <= entry.span.end <= len(text):
            raise AssertionError(f"{entry} leaves {text!r}")


if __name__ == "__main__":
    atheris.Setup(sys.argv, read_any_text)
    atheris.Fuzz()
