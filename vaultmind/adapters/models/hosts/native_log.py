"""What native code writes while it loads a model."""

import os
import tempfile

_MOST_BYTES = 4_000_000


class NativeLog:
    """What native code writes to standard error while it loads; afterwards nothing is kept, since prompts are in it.

    It goes to a file without a name: who reads a pipe needs Python's global lock, which native code may hold meanwhile.
    """

    def __init__(self) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by close)
        os.dup2(self._file.fileno(), 2)

    def close(self) -> str:
        """Stop listening and return what was written."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        with self._file as file:
            file.seek(0)
            return file.read(_MOST_BYTES).decode("utf-8", "replace")
