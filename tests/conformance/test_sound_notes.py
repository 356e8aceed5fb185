"""Not one sound note or name of the shared vaults is "repaired"."""

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


@pytest.mark.parametrize("archive", VAULTS)
def test_sound_notes_are_read_as_they_are(archive: str, shared_data: Callable[[str], Path]) -> None:
    root = shared_data(archive)
    seen = 0
    for file in root.rglob("*"):
        assert repair_name(file.name) == file.name
        if file.suffix.lower() in (".md", ".canvas", ".base"):
            decoded = decode(file.read_bytes())
            assert decoded.encoding == "utf-8", file
            assert undo_mojibake(decoded.text) is None, file
            seen += 1
    assert seen > 5
