"""Whether a battery feeds this machine, by what Linux tells of its supplies, and what follows from it."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from vaultmind.adapters import machine
from vaultmind.adapters.machine import Machine, is_discharging
from vaultmind.indexing.live import pace_for

BATTERY = {"type": "Battery", "status": "Discharging", "capacity": "81"}


def supply(folder: Path, name: str, facts: dict[str, str]) -> None:
    (folder / name).mkdir(parents=True)
    for fact, value in facts.items():
        (folder / name / fact).write_text(f"{value}\n")


def test_a_laptop_is_on_battery_until_it_is_plugged_in(tmp_path: Path) -> None:
    supply(tmp_path, "BAT0", BATTERY)
    supply(tmp_path, "ADP1", {"type": "Mains", "online": "0"})
    assert is_discharging(tmp_path)
    (tmp_path / "ADP1/online").write_text("1\n")
    assert not is_discharging(tmp_path)


@pytest.mark.parametrize("status", ["Charging", "Full", "Not charging", "Unknown", ""])
def test_a_battery_that_does_not_discharge_feeds_nothing(tmp_path: Path, status: str) -> None:
    supply(tmp_path, "BAT0", {**BATTERY, "status": status})
    assert not is_discharging(tmp_path)


def test_the_battery_of_a_mouse_feeds_no_desktop(tmp_path: Path) -> None:
    supply(tmp_path, "hidpp_battery_0", {**BATTERY, "scope": "Device"})
    assert not is_discharging(tmp_path)
    supply(tmp_path, "CMB0", {**BATTERY, "scope": "System"})
    assert is_discharging(tmp_path)


def test_a_machine_without_supplies_or_with_an_unreadable_one_is_not_on_battery(tmp_path: Path) -> None:
    assert not is_discharging(tmp_path / "none")
    supply(tmp_path, "BAT0", {"status": "Discharging"})
    (tmp_path / "BAT0/type").write_bytes(b"\xff\xfe")
    assert not is_discharging(tmp_path)


def test_on_battery_vectors_are_made_slowly_and_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    supply(tmp_path, "BAT0", BATTERY)
    monkeypatch.setattr(machine.sys, "platform", "linux")
    monkeypatch.setattr(machine, "_SUPPLIES", tmp_path)
    pace = pace_for(Machine().load())
    assert (pace.duty, pace.reason) == (0.15, "Vectors are made slowly, because the machine runs on battery.")
    (tmp_path / "BAT0/status").write_text("Charging\n")
    assert "battery" not in pace_for(Machine().load()).reason


@pytest.mark.parametrize(
    ("others_s", "own_s", "busy", "said"),
    [
        (0.0, 0.0, 0.0, ""),
        (0.0, 40.0, 0.0, ""),
        (20.0, 20.0, 0.5, "Vectors are made with rests, because the machine has other work."),
        (36.0, 4.0, 0.9, "Vectors are made slowly, because the machine is busy."),
        (90.0, 0.0, 1.0, "Vectors are made slowly, because the machine is busy."),
    ],
)
def test_busy_is_what_others_take_of_all_processors_since_the_last_look(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, others_s: float, own_s: float, busy: float, said: str
) -> None:
    """Two processors, twenty seconds."""
    now = {"wall": 100.0, "own": 7.0, "all": 50.0}
    monkeypatch.setattr(machine, "_SUPPLIES", tmp_path)
    monkeypatch.setattr(machine.sys, "platform", "linux")
    monkeypatch.setattr(machine.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(machine.time, "monotonic", lambda: now["wall"])
    monkeypatch.setattr(machine.time, "process_time", lambda: now["own"])
    monkeypatch.setattr(machine.psutil, "cpu_times", lambda: SimpleNamespace(user=now["all"], system=0.0))
    here = Machine()
    now["wall"] += 20.0
    now["own"] += own_s
    now["all"] += own_s + others_s
    assert here.load().busy == pytest.approx(busy)
    assert pace_for(here.load()).reason == said
