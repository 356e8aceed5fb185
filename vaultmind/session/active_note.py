"""Following the note that a person has in front of them in Obsidian."""

from collections.abc import Callable, Iterator
from threading import Event

from vaultmind.domain.errors import Cancelled
from vaultmind.domain.link import NotePath
from vaultmind.domain.views import ActiveNote
from vaultmind.ports import CancelToken

_LOOK_EVERY_S = 0.2
"""Obsidian replaces its file as it pleases and network drives tell nobody: looking is what always works."""


def follow_active(
    look: Callable[[], NotePath | None], closing: CancelToken, cancel: CancelToken | None
) -> Iterator[ActiveNote]:
    """Yield what ``look`` sees now, and again when it sees something else, until ``closing``; raise ``Cancelled``."""
    seen = ActiveNote(look())
    yield seen
    pause = Event()
    while not closing.cancelled():
        pause.wait(_LOOK_EVERY_S)
        if cancel is not None and cancel.cancelled():
            raise Cancelled("Following was stopped.")
        found = ActiveNote(look())
        if found != seen:
            seen = found
            yield found
