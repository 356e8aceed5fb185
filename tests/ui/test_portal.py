"""Light and dark on bare X11: the settings portal, as a service on a bus of its own, is asked and followed."""

import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtDBus import QDBusConnection, QDBusMessage
from vaultmind_ui.appearance import Appearance
from vaultmind_ui.portal import Portal, follow_portal

pytestmark = pytest.mark.skipif(shutil.which("dbus-daemon") is None, reason="there is no dbus-daemon here")


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a bus on which a portal says: dark, text at one and a half."""
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert bus.stdout is not None
    found = bus.stdout.readline().decode().strip()
    portal = subprocess.Popen(
        [sys.executable, str(Path(__file__).with_name("portal_service.py")), found], stdout=subprocess.PIPE
    )
    assert portal.stdout is not None
    assert portal.stdout.readline() == b"ready\n"
    yield found
    for one in (portal, bus):
        one.kill()
        one.wait()
        one.stdout.close()  # type: ignore[union-attr]


@pytest.fixture
def bus(address: str) -> Iterator[QDBusConnection]:
    yield QDBusConnection.connectToBus(address, "portal-test")
    QDBusConnection.disconnectFromBus("portal-test")


def test_the_portal_decides_where_the_system_is_followed_and_its_changes_are_heeded(
    bus: QDBusConnection, appearance: Appearance, until: Callable[..., None]
) -> None:
    appearance.set_mode("system")
    before = appearance._font().pointSizeF()
    portal = follow_portal(appearance, bus)
    assert isinstance(portal, Portal)
    until(lambda: appearance.theme.is_dark)
    until(lambda: appearance._font().pointSizeF() == pytest.approx(before * 1.5))
    turn = QDBusMessage.createMethodCall("org.freedesktop.portal.Desktop", "/lever", "org.test.Portal", "TurnLight")
    bus.call(turn)
    until(lambda: not appearance.theme.is_dark)
    appearance.set_mode("dark")
    until(lambda: appearance.theme.is_dark)
    portal.deleteLater()


def test_where_there_is_no_bus_nothing_is_followed(appearance: Appearance) -> None:
    assert follow_portal(appearance, QDBusConnection("none of that name")) is None
