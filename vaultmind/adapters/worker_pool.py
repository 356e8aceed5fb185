"""Processes that work beside this one: each takes a job of bytes, gives bytes back, and may die without harm."""

import importlib
import os
import queue
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import IO

from vaultmind.adapters.priority import give_way
from vaultmind.adapters.spawn import spawn

_LENGTH = struct.Struct("!q")
_FAILED = -1
_LOOK_S = 0.2
_AHEAD = 8
"""Jobs taken for each process before its results are: enough that none waits while what is done is being stored."""


def default_workers() -> int:
    """Return how many processes this one may keep busy: its processors, at most eight."""
    affinity = getattr(os, "sched_getaffinity", None)
    available = len(affinity(0)) if affinity else os.cpu_count() or 1
    return max(1, min(available, 8))


class _Worker:
    """One child process and the thread that feeds it."""

    def __init__(self, pool: "_Run") -> None:
        self._pool = pool
        self._child: subprocess.Popen[bytes] | None = None
        self._busy_since: float | None = None
        self._thread = threading.Thread(target=self._work, name="vaultmind-worker", daemon=True)
        self._thread.start()

    def kill_if_stuck(self, timeout_s: float) -> None:
        """Kill the child when its job took too long; the thread then reports the job as failed."""
        since, child = self._busy_since, self._child
        if since is not None and child is not None and time.monotonic() - since > timeout_s:
            child.kill()

    def kill(self) -> None:
        """Kill the child, busy or not."""
        child = self._child
        if child is not None:
            child.kill()

    def join(self) -> None:
        """Wait for the thread, which ends at its next job of ``None``."""
        self._thread.join(timeout=10)

    def _work(self) -> None:
        while (job := self._pool.jobs.get()) is not None:
            number, payload = job
            self._pool.results.put((number, None if self._pool.is_over else self._result(payload)))
        self._close()

    def _result(self, payload: bytes) -> bytes | None:
        if self._child is None:
            self._child = spawn(__name__, [self._pool.function], piped=True)
        if self._pool.is_over:  # whoever killed the others may not have seen this one
            self._close()
            return None
        child = self._child
        assert child.stdin is not None
        assert child.stdout is not None
        self._busy_since = time.monotonic()
        try:
            _write_frame(child.stdin, payload)
            return _read_frame(child.stdout)
        except (OSError, EOFError, ValueError):
            self._close()
            return None
        finally:
            self._busy_since = None

    def _close(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except OSError:
                    continue
        child.wait()


class _Run:
    """What the workers of one run share."""

    def __init__(self, function: str, places: int) -> None:
        self.function = function
        self.jobs: queue.Queue[tuple[int, bytes] | None] = queue.Queue(maxsize=places)
        self.results: queue.SimpleQueue[tuple[int, bytes | None]] = queue.SimpleQueue()
        self.is_over = False


class WorkerPool:
    """``Workers`` as child processes, started when there is work and gone when it is done."""

    def __init__(self, count: int = 0) -> None:
        self.count = count or default_workers()

    def run(
        self, function: Callable[[bytes], bytes], jobs: Iterable[bytes], *, timeout_s: float
    ) -> Iterator[tuple[int, bytes | None]]:
        """Yield ``(number of the job, result)`` as results come; ``None`` for one that failed, died or took too long.

        A few jobs are taken ahead of the results, so memory stays bounded. Closing the iterator kills the workers.
        """
        run = _Run(f"{function.__module__}:{function.__qualname__}", self.count * _AHEAD)
        workers: list[_Worker] = []
        waiting = enumerate(jobs)
        outstanding = 0
        is_exhausted = False
        try:
            while not is_exhausted or outstanding:
                while not is_exhausted and outstanding < self.count * _AHEAD:
                    job = next(waiting, None)
                    if job is None:
                        is_exhausted = True
                        break
                    if len(workers) < self.count and outstanding >= len(workers):
                        workers.append(_Worker(run))
                    run.jobs.put(job)
                    outstanding += 1
                if not outstanding:
                    break
                try:
                    result = run.results.get(timeout=_LOOK_S)
                except queue.Empty:
                    for worker in workers:
                        worker.kill_if_stuck(timeout_s)
                    continue
                outstanding -= 1
                yield result
        finally:
            run.is_over = True
            for worker in workers:
                worker.kill()
            for _ in workers:
                run.jobs.put(None)
            for worker in workers:
                worker.join()


def _write_frame(pipe: IO[bytes], payload: bytes) -> None:
    pipe.write(_LENGTH.pack(len(payload)))
    pipe.write(payload)
    pipe.flush()


def _read_frame(pipe: IO[bytes]) -> bytes | None:
    (length,) = _LENGTH.unpack(_read_exactly(pipe, _LENGTH.size))
    return None if length == _FAILED else _read_exactly(pipe, length)


def _read_exactly(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _serve(function: Callable[[bytes], bytes], jobs: IO[bytes], results: IO[bytes]) -> None:
    """Answer jobs until there are no more; a job that raises is answered as failed."""
    while True:
        try:
            job = _read_frame(jobs)
        except EOFError:
            return
        assert job is not None
        try:
            result = function(job)
        except Exception:  # noqa: BLE001 (whatever a job does, the next one gets its turn)
            results.write(_LENGTH.pack(_FAILED))
            results.flush()
            continue
        _write_frame(results, result)


def _main() -> None:
    give_way()
    module, _, name = sys.argv[1].partition(":")
    results = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _serve(getattr(importlib.import_module(module), name), sys.stdin.buffer, results)


if __name__ == "__main__":
    _main()
