"""How busy this machine is, and whether it runs on battery."""

import os
import sys
import time
from contextlib import suppress
from pathlib import Path

import psutil

from vaultmind.ports import MachineLoad

_TRUST_S = 2.0
_SUPPLIES = Path("/sys/class/power_supply")


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
    if sys.platform == "linux":
        return is_discharging(_SUPPLIES)
    ask = getattr(psutil, "sensors_battery", None)
    try:
        battery = ask() if ask is not None else None
    except OSError:
        return False
    return battery is not None and battery.power_plugged is False


def is_discharging(supplies: Path) -> bool:
    """Say whether a battery feeds this machine, by a folder like ``/sys/class/power_supply``.

    The battery of a mouse or a keyboard feeds none; psutil takes it for one, and a desktop would go slowly for good.
    """
    try:
        told = [_facts(folder) for folder in supplies.iterdir()]
    except OSError:  # a container may have no such folder
        return False
    if any(one["type"] in ("mains", "usb") and one["online"] == "1" for one in told):
        return False
    return any(one["type"] == "battery" and one["scope"] != "device" and one["status"] == "discharging" for one in told)


def _facts(supply: Path) -> dict[str, str]:
    """Return what a supply says of itself, in lower case; ``""`` where it does not."""
    facts = dict.fromkeys(("type", "online", "scope", "status"), "")
    for name in facts:
        with suppress(OSError, UnicodeDecodeError):
            facts[name] = (supply / name).read_text(encoding="ascii").strip().lower()
    return facts
