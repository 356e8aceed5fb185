"""How busy this machine is, and whether it runs on battery."""

import os
import time

import psutil

from vaultmind.ports import MachineLoad

_TRUST_S = 2.0


class Machine:
    """Tells the load of this machine, asked for at most every two seconds."""

    def __init__(self) -> None:
        self._asked_at = -_TRUST_S
        self._load = MachineLoad()
        self._own_s, self._all_s, self._wall = self._counters()

    def load(self) -> MachineLoad:
        """Return what others leave of the processors, and whether a battery feeds them."""
        now = time.monotonic()
        if now - self._asked_at >= _TRUST_S:
            self._asked_at = now
            own_s, all_s, wall = self._counters()
            span_s = max(1e-3, (wall - self._wall) * (os.cpu_count() or 1))
            others = max(0.0, (all_s - self._all_s) - (own_s - self._own_s)) / span_s
            self._own_s, self._all_s, self._wall = own_s, all_s, wall
            self._load = MachineLoad(busy=min(1.0, others), is_on_battery=_is_on_battery())
        return self._load

    def _counters(self) -> tuple[float, float, float]:
        times = psutil.cpu_times()
        return time.process_time(), times.user + times.system, time.monotonic()


def _is_on_battery() -> bool:
    ask = getattr(psutil, "sensors_battery", None)
    try:
        battery = ask() if ask is not None else None
    except OSError:  # psutil: a container may have no /sys/class/power_supply
        return False
    return battery is not None and battery.power_plugged is False
