"""Notices that pass: true until the whole vault was taken in, or for a while after that."""

from collections.abc import Callable
from dataclasses import dataclass

from vaultmind.ports import Clock

_TOLD_S = 600.0
"""How long what came of it is told, from when it could first be."""


@dataclass(slots=True)
class _Held:
    now: str
    after: str
    looks: int
    told_at: float | None = None


class PassingNotices:
    """Sentences of the present until another look at the whole vault is done, then of the past for ten minutes."""

    def __init__(self, clock: Clock, looks: Callable[[], int]) -> None:
        self._clock = clock
        self._looks = looks
        self._held: list[_Held] = []

    def hold(self, now: str, after: str = "") -> None:
        """Tell ``now`` until the next look at the whole vault is done, and then ``after``; once, though held again."""
        self._held = [one for one in self._held if one.now != now]
        self._held.append(_Held(now, after, self._looks()))

    def current(self) -> tuple[str, ...]:
        """Return what is true now."""
        self._held = [one for one in self._held if self._said(one)]
        return tuple(self._said(one) for one in self._held)

    def _said(self, one: _Held) -> str:
        if self._looks() == one.looks:
            return one.now
        if one.told_at is None:
            one.told_at = self._clock.monotonic()
        return one.after if self._clock.monotonic() - one.told_at < _TOLD_S else ""
