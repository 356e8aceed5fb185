"""How far the download of a model is, how fast it comes, and how long it still takes."""

from collections import deque
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from vaultmind_ui.time_left import TimeLeft
from vaultmind_ui.words import percent, shown_size

_LATELY_S = 20.0
"""Of so many seconds the speed is taken: a line that breaks off for a moment does not make it nothing."""
_SOONEST_S = 2.0
"""Before so many seconds were seen no speed is said: what came first came out of a buffer."""


@dataclass(slots=True)
class Fetching:
    """A download under way, by what was heard of it; sizes in bytes, 0 where unknown, times in seconds."""

    done: int = 0
    total: int = 0
    _heard: deque[tuple[float, int]] = field(default_factory=deque)

    def hear(self, done: int, total: int, at_s: float) -> None:
        """Take in how much is here at a moment."""
        self.done, self.total = done, total
        self._heard.append((at_s, done))
        while at_s - self._heard[0][0] > _LATELY_S:
            self._heard.popleft()

    @property
    def percent(self) -> int:
        """Return how many hundredths are here, 0 where it is not known of how much."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def share(self) -> str:
        """Return how much of it is here in words, in bytes where it is not known of how much."""
        return percent(self.percent / 100) if self.total or not self.done else shown_size(self.done)

    @property
    def bytes_per_s(self) -> float:
        """Return how fast it came lately, 0 where too little was seen to say."""
        if not self._heard:
            return 0.0
        (first_s, before), (last_s, now) = self._heard[0], self._heard[-1]
        return max(0, now - before) / (last_s - first_s) if last_s - first_s >= _SOONEST_S else 0.0

    def words(self) -> str:
        """Return e.g. ``"1.1 GB of 2.5 GB · 8.2 MB/s · about 3 minutes left"``, as much of it as is known."""
        words = [shown_size(self.done)]
        if self.total:
            of_all = QCoreApplication.translate("Shelf", "%1 of %2").replace("%1", words[0] or "0")
            words = [of_all.replace("%2", shown_size(self.total))]
        speed = self.bytes_per_s
        if speed:
            words.append(QCoreApplication.translate("Shelf", "%1/s").replace("%1", shown_size(round(speed))))
            if self.total:
                words.append(TimeLeft().words((self.total - self.done) / speed))
        return " · ".join(filter(None, words))
