"""What native code writes while it loads a model."""

import os
import threading
from collections import deque


class NativeLog:
    """What native code writes to standard error while it loads; afterwards nothing is kept, since prompts are in it."""

    def __init__(self) -> None:
        self._lines: deque[str] = deque(maxlen=4000)
        reading, writing = os.pipe()
        os.dup2(writing, 2)
        os.close(writing)
        self._reader = threading.Thread(target=self._read, args=(reading,), daemon=True)
        self._reader.start()

    def close(self) -> str:
        """Stop listening and return what was written."""
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 2)
        os.close(nowhere)
        self._reader.join(2.0)
        return "".join(self._lines)

    def _read(self, reading: int) -> None:
        with os.fdopen(reading, "r", encoding="utf-8", errors="replace") as lines:
            self._lines.extend(lines)
