"""How long something still takes, in the words of the window."""

from PySide6.QtCore import QObject

_MINUTE_S, _HOUR_S = 60, 3600


class TimeLeft(QObject):
    """The words for it; plurals are those of the language of the window."""

    def words(self, seconds: float) -> str:
        """Return how long it still takes, as roughly as it is known: less than a minute, so many minutes or hours."""
        if seconds < _MINUTE_S:
            return self.tr("less than a minute left")
        if seconds < _HOUR_S:
            return self.tr("about %Ln minute(s) left", "", round(seconds / _MINUTE_S))
        return self.tr("about %Ln hour(s) left", "", round(seconds / _HOUR_S))
