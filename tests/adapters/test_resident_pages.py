"""Pages of mapped files are counted, and let go without harm to what is read from them."""

import sys
from pathlib import Path

import numpy as np
import pytest

from vaultmind.adapters.vectors.qdrant_vectors.resident import held_bytes, let_go

MEGABYTES = 32

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells and takes back what a process maps")


def test_pages_that_are_let_go_are_held_no_more_and_read_the_same_again(tmp_path: Path) -> None:
    numbers = np.arange(MEGABYTES * 2**17, dtype=np.int64)
    (tmp_path / "kept").mkdir()
    for place in (tmp_path / "numbers", tmp_path / "kept" / "numbers"):
        numbers.tofile(place)
    mapped = np.memmap(tmp_path / "numbers", dtype=np.int64, mode="r")
    below = np.memmap(tmp_path / "kept" / "numbers", dtype=np.int64, mode="r")
    before = held_bytes()
    assert int(mapped.sum()) == int(below.sum()) == int(numbers.sum())
    both = held_bytes()
    assert both - before > 1.8 * MEGABYTES * 2**20
    let_go(tmp_path / "kept")
    one = held_bytes()
    assert 0.8 * MEGABYTES * 2**20 < both - one < 1.2 * MEGABYTES * 2**20
    assert int(below.sum()) == int(numbers.sum())


def test_what_is_mapped_to_be_written_is_left_alone(tmp_path: Path) -> None:
    mapped = np.memmap(tmp_path / "numbers", dtype=np.uint8, mode="w+", shape=(MEGABYTES * 2**20,))
    mapped[:] = 7
    held = held_bytes()
    let_go(tmp_path)
    assert held - held_bytes() < 2**20
    assert int(mapped.min()) == 7
