"""Not one sound name, and not one sound note, of the shared vaults is "repaired"."""

from collections.abc import Callable
from pathlib import Path

import pytest

from vaultmind.parsing.decoding import decode
from vaultmind.parsing.mojibake import repair_name, undo_mojibake

VAULTS = [
    "vaults",
    "oracles",
    "links-foam-docs",
    "links-mitre-attack",
    "links-pf2e-srd",
    "gold-xquad_en",
    "gold-xquad_ru",
    "gold-xquad_mixed",
    "gold-xquad_en2ru",
    "gold-xquad_ru2en",
    "gold-multihop_small",
    "gold-multihop_large",
]
LARGE = 5_000
"""Of archives with more files, every fourth note is read."""


@pytest.mark.parametrize("archive", VAULTS)
def test_sound_notes_are_read_as_they_are(archive: str, shared_data: Callable[[str], Path]) -> None:
    files = sorted(shared_data(archive).rglob("*"))
    seen = 0
    for place, file in enumerate(files):
        assert repair_name(file.name) == file.name
        is_in_sample = len(files) < LARGE or place % 4 == 0
        if is_in_sample and file.suffix.lower() in (".md", ".canvas", ".base"):
            decoded = decode(file.read_bytes())
            assert decoded.encoding == "utf-8", file
            assert undo_mojibake(decoded.text) is None, file
            seen += 1
    assert seen > 5
