"""The time of this machine."""

import time
from datetime import datetime


class SystemClock:
    """``Clock`` of the operating system."""

    def now_iso(self) -> str:
        """Return local time as ISO 8601 with seconds and offset."""
        return datetime.now().astimezone().isoformat(timespec="seconds")

    def now_ns(self) -> int:
        """Return the time of file stamps: nanoseconds since 1970."""
        return time.time_ns()

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)
