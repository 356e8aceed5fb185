"""Every child process starts here: from a Python environment, and from a frozen bundle that has no ``python``."""

import os
import queue
import runpy
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path

CHILD_FLAG = "--vaultmind-child"
"""First argument of a frozen program that is to run one of our modules instead of itself."""


def child_command(module: str, arguments: Sequence[str] = ()) -> list[str]:
    """Return the command line that runs ``module`` of this package; the current folder is never imported from."""
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG, module, *arguments]
    return [sys.executable, "-P", "-m", module, *arguments]


def run_child(arguments: Sequence[str]) -> bool:
    """Run the module that ``child_command`` asked for, if it did; a frozen program calls this before all else."""
    if len(arguments) < 2 or arguments[0] != CHILD_FLAG or arguments[1].split(".")[0] != "vaultmind":
        return False
    sys.argv = [arguments[1], *arguments[2:]]
    runpy.run_module(arguments[1], run_name="__main__", alter_sys=True)
    return True


def spawn(
    module: str,
    arguments: Sequence[str] = (),
    *,
    environment: Mapping[str, str] | None = None,
    piped: bool = False,
    detached: bool = False,
) -> subprocess.Popen[bytes]:
    """Start ``module`` as a process of its own, standing in no folder that a person may want to remove.

    ``piped`` gives pipes to its standard input and output; ``detached`` lets it outlive this process and its terminal.
    """
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NO_WINDOW
        if detached:
            flags |= subprocess.CREATE_NEW_PROCESS_GROUP
    return subprocess.Popen(  # noqa: S603 (our own modules only)
        child_command(module, arguments),
        stdin=subprocess.PIPE if piped else subprocess.DEVNULL,
        stdout=subprocess.PIPE if piped else subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env={**os.environ, **(environment or {})},
        cwd=Path(sys.executable).anchor,
        start_new_session=detached,
        creationflags=flags,
    )


def start_detached(module: str, arguments: Sequence[str] = (), *, patience_s: float) -> bytes:
    """Start ``module`` to outlive this process; return the first line it writes, ``b""`` if it ends without one.

    Raises ``TimeoutError`` where neither came in ``patience_s`` seconds; the process goes on.
    """
    _detached[:] = [process for process in _detached if process.poll() is None]
    process = spawn(module, arguments, piped=True, detached=True)
    _detached.append(process)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    output = process.stdout
    said: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=lambda: said.put(output.readline()), daemon=True).start()
    try:
        line = said.get(timeout=patience_s)
    except queue.Empty as error:
        raise TimeoutError from error
    output.close()
    return line


_detached: list[subprocess.Popen[bytes]] = []
"""Processes that were started to stay; the ones that have ended are collected when the next is started."""
