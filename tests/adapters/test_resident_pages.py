"""Pages of mapped files are counted, and let go without harm to what is read from them."""

import os
import sys
from pathlib import Path

import numpy as np
import pytest

from vaultmind.adapters.vectors.qdrant_vectors.resident import held_bytes, let_go, read_anew

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


def is_cached(file: Path) -> bool:
    """Say whether the middle of a file can be read without the disk."""
    with file.open("rb") as raw:
        try:
            return os.preadv(raw.fileno(), [bytearray(8)], file.stat().st_size // 2, os.RWF_NOWAIT) == 8
        except BlockingIOError:
            return False
        except OSError:
            pytest.skip("this file system does not tell what is cached")


def test_what_was_cached_is_forgotten_and_read_again(tmp_path: Path) -> None:
    numbers = np.arange(MEGABYTES * 2**17, dtype=np.int64)
    for place in (tmp_path / "numbers", tmp_path / "control"):
        with place.open("wb") as file:
            numbers.tofile(file)
            os.fsync(file.fileno())
    with (tmp_path / "control").open("rb") as file:
        os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    if is_cached(tmp_path / "control"):
        pytest.skip("this file system forgets nothing")
    mapped = np.memmap(tmp_path / "numbers", dtype=np.int64, mode="r")
    assert is_cached(tmp_path / "numbers")
    read_anew(tmp_path)
    assert not is_cached(tmp_path / "numbers")
    assert int(mapped.sum()) == int(numbers.sum())
