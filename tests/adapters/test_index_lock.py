import os
import subprocess
import sys
from pathlib import Path

import pytest

from vaultmind.adapters.index.index_lock import IndexLock, engine_of, holder_of, wait_until_free
from vaultmind.domain.errors import IndexBusy, IndexProblem

HOLDER = """
import pathlib, sys
from vaultmind.adapters.index.index_lock import IndexLock
lock = IndexLock(pathlib.Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_owner_is_told_who_holds_it(tmp_path: Path) -> None:
    with IndexLock(tmp_path / "index.lock"):
        assert holder_of(tmp_path / "index.lock") == os.getpid()
        with pytest.raises(IndexBusy, match=f"process {os.getpid()}"):
            IndexLock(tmp_path / "index.lock")
    IndexLock(tmp_path / "index.lock").release()


def test_an_engine_is_told_from_others_that_hold_the_index(tmp_path: Path) -> None:
    path = tmp_path / "index.lock"
    with IndexLock(path, is_engine=True):
        assert (holder_of(path), engine_of(path)) == (os.getpid(), os.getpid())
    with IndexLock(path):
        assert (holder_of(path), engine_of(path)) == (os.getpid(), None)
    assert engine_of(path) is None


def test_a_released_lock_names_nobody_and_may_be_released_twice(tmp_path: Path) -> None:
    lock = IndexLock(tmp_path / "deep" / "index.lock")
    lock.release()
    lock.release()
    assert holder_of(lock.path) is None


def test_a_lock_goes_with_the_process_that_held_it(tmp_path: Path) -> None:
    place = tmp_path / "index.lock"
    child = subprocess.Popen(
        [sys.executable, "-c", HOLDER, place], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    with pytest.raises(IndexBusy, match=f"process {child.pid}"):
        IndexLock(place)
    child.kill()
    child.wait()
    IndexLock(place).release()


def test_a_lock_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "index.lock").mkdir()
    with pytest.raises(IndexProblem, match="cannot be locked"):
        IndexLock(tmp_path / "index.lock")


@pytest.mark.skipif(sys.platform == "win32", reason="only POSIX limits how much a process may write")
def test_on_a_full_disk_the_lock_is_held_without_a_name(tmp_path: Path) -> None:
    script = f"""
import resource
from pathlib import Path
from vaultmind.adapters.index.index_lock import IndexLock, holder_of
from vaultmind.domain.errors import IndexBusy
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
place = Path({str(tmp_path)!r}) / "index.lock"
with IndexLock(place):
    try:
        IndexLock(place)
    except IndexBusy as error:
        print(error)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "in use by another process" in done.stdout, done.stderr


def test_whoever_waits_for_a_process_to_leave_does_not_wait_for_the_one_after_it(tmp_path: Path) -> None:
    with IndexLock(tmp_path / "index.lock") as lock:
        assert wait_until_free(lock.path, patience_s=0, of=os.getpid() + 1)
        assert not wait_until_free(lock.path, patience_s=0, of=os.getpid())
        assert not wait_until_free(lock.path, patience_s=0)
    assert wait_until_free(lock.path, patience_s=0)
