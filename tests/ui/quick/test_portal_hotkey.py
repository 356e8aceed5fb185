"""Wayland's way to a key: a portal on a bus of its own is asked, binds, refuses, and tells when it is pressed."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

if sys.platform != "linux":
    pytest.skip("portals are a thing of Linux", allow_module_level=True)

from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from vaultmind_ui.hotkey.portal import PortalHotkey

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon here")
Until = Callable[..., None]
NO_WAY = "This desktop gives programs no key of their own"


class Portal:
    """The stand-in and its bus."""

    def __init__(self, *how: str) -> None:
        self.bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self.bus.stdout is not None
        self.address = self.bus.stdout.readline().decode().strip()
        program = str(Path(__file__).with_name("shortcuts_portal.py"))
        self.service = subprocess.Popen([sys.executable, program, self.address, *how], stdout=subprocess.PIPE)
        assert self.line() == "ready"

    def line(self) -> str:
        assert self.service.stdout is not None
        return self.service.stdout.readline().decode().strip()

    def press(self) -> None:
        where = DBusAddress("/org/freedesktop/portal/desktop", "org.freedesktop.portal.Desktop", "org.test.Lever")
        with open_dbus_connection(self.address) as connection:
            connection.send_and_get_reply(new_method_call(where, "Press", "s", ("quick-ask",)))

    def close(self) -> None:
        for one in (self.service, self.bus):
            one.kill()
            one.wait()
            one.stdout.close()  # type: ignore[union-attr]


@pytest.fixture
def portal(request: pytest.FixtureRequest) -> Iterator[Portal]:
    made = Portal(*getattr(request, "param", ()))
    yield made
    made.close()


@pytest.fixture
def asked(portal: Portal, qapp: object) -> Iterator[tuple[PortalHotkey, list[str]]]:
    """A hotkey on that bus, and what it was told."""
    made = PortalHotkey(bus=portal.address)
    told: list[str] = []
    made.settled.connect(told.append)
    yield made, told
    made.release()
    made.deleteLater()


def test_the_key_is_bound_under_our_name_and_its_press_arrives_with_the_desktops_token(
    portal: Portal, asked: tuple[PortalHotkey, list[str]], until: Until
) -> None:
    hotkey, told = asked
    pressed: list[str] = []
    hotkey.pressed.connect(pressed.append)
    hotkey.take("Ctrl+Alt+Space")
    until(lambda: bool(told))
    assert told == [""]
    said = portal.line()
    assert said.startswith("bound io.github.vaultmind.VaultMind True ")
    assert "'quick-ask'" in said
    assert "('s', 'CTRL+ALT+space')" in said
    portal.press()
    until(lambda: bool(pressed))
    assert pressed == ["token of the desktop"]


def test_another_key_is_bound_in_a_session_of_its_own(
    portal: Portal, asked: tuple[PortalHotkey, list[str]], until: Until
) -> None:
    hotkey, told = asked
    hotkey.take("Ctrl+Alt+Space")
    until(lambda: len(told) == 1)
    hotkey.take("Meta+F9")
    until(lambda: len(told) == 2)
    assert told == ["", ""]
    assert "CTRL+ALT+space" in portal.line()
    assert "LOGO+F9" in portal.line()


@pytest.mark.parametrize("portal", [("--refuses",)], indirect=True)
def test_a_desktop_without_the_portal_is_told_with_what_to_do(
    asked: tuple[PortalHotkey, list[str]], until: Until
) -> None:
    hotkey, told = asked
    hotkey.take("Ctrl+Alt+Space")
    until(lambda: bool(told))
    assert told[0].startswith(NO_WAY)
    assert "vaultmind toggle" in told[0]


@pytest.mark.parametrize("portal", [("--binds-nothing",)], indirect=True)
def test_a_person_who_gives_no_key_is_told_so(asked: tuple[PortalHotkey, list[str]], until: Until) -> None:
    hotkey, told = asked
    hotkey.take("Ctrl+Alt+Space")
    until(lambda: bool(told))
    assert told[0].startswith("The desktop bound no key")


def test_a_key_that_every_program_needs_is_never_asked_for(asked: tuple[PortalHotkey, list[str]]) -> None:
    hotkey, told = asked
    hotkey.take("Esc")
    assert told[0].startswith(("This key belongs", "Every program"))


def test_where_there_is_no_bus_it_is_said_at_once(qapp: object) -> None:
    hotkey = PortalHotkey(bus="unix:path=/nowhere/at/all")
    told: list[str] = []
    hotkey.settled.connect(told.append)
    hotkey.take("Ctrl+Alt+Space")
    assert told[0].startswith(NO_WAY)
    hotkey.deleteLater()
