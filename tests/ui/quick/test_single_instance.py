"""The door of the window: who knocks is heard, nonsense is not, and the door a dead window left is replaced."""

import socket
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from vaultmind_ui.single_instance import Door, message_of

from vaultmind import api
from vaultmind.cli import window as commands

Until = Callable[..., None]


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path / "run"))
    monkeypatch.delenv("VAULTMIND_DATA", raising=False)
    return api.door_of()


@pytest.fixture
def heard(address: str, qapp: object) -> Iterator[list[dict[str, str]]]:
    door = Door(address)
    assert door.open()
    said: list[dict[str, str]] = []
    door.knocked.connect(said.append)
    yield said
    door.close()
    door.deleteLater()


def in_background(work: Callable[[], object], until: Until) -> object:
    """Do something in a thread while Qt works, and return what came of it."""
    found: list[object] = []
    thread = threading.Thread(target=lambda: found.append(work()))
    thread.start()
    until(lambda: not thread.is_alive())
    return found[0]


def test_a_second_start_is_heard_with_the_desktops_token(
    heard: list[dict[str, str]], until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "come forward")
    assert in_background(lambda: commands.told_window(["toggle"]), until) is True
    assert heard == [{"do": "toggle", "link": "", "vault": "", "token": "come forward"}]
    link = "vaultmind://ask?question=x"
    assert in_background(lambda: commands.told_window([link]), until) is True
    assert heard[1]["do"] == "link"
    assert heard[1]["link"] == link


def test_the_door_is_for_this_person_alone(address: str, heard: list[dict[str, str]]) -> None:
    assert stat.S_IMODE(Path(address).stat().st_mode) == 0o700
    assert stat.S_IMODE(Path(address).parent.stat().st_mode) == 0o700


def test_each_data_folder_has_a_door_of_its_own(address: str, tmp_path: Path) -> None:
    assert len({address, api.door_of(tmp_path / "one"), api.door_of(tmp_path / "two")}) == 3
    assert commands.told_window(["--data", str(tmp_path / "one"), "toggle"]) is False
    assert commands._data_named(["--data=/a", "toggle"]) == Path("/a")


def test_where_nobody_is_a_command_goes_on_by_itself(address: str) -> None:
    assert commands.told_window(["toggle"]) is False
    assert commands.told_window(["search", "toggle"]) is False


def test_a_door_that_a_killed_window_left_is_replaced(address: str, qapp: object, until: Until) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(address)
    left.close()
    assert Path(address).is_socket()
    door = Door(address)
    assert door.open()
    assert in_background(lambda: api.knock(address, {"do": "show"}), until) is True
    door.close()
    door.deleteLater()


def test_what_is_no_message_is_not_done() -> None:
    lines = (
        b"",
        b"\n",
        b"toggle\n",
        b"[]\n",
        b'{"do": "write"}\n',
        b'{"do": ["toggle"]}\n',
        b'{"do": "show", "vault": 1}\n',
        b"\xff\n",
    )
    assert [line for line in lines if message_of(line) is not None] == []


def test_a_message_without_end_is_cut_off(address: str, heard: list[dict[str, str]], until: Until) -> None:
    def flood() -> bytes:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(60)
            connection.connect(address)
            try:
                for _ in range(64):
                    connection.sendall(b"x" * 1024)
                return connection.recv(16)
            except TimeoutError:
                return b"was listened to on and on"
            except OSError:
                return b""

    assert in_background(flood, until) == b""
    assert in_background(lambda: api.knock(address, {"do": "show"}), until) is True
    assert [one["do"] for one in heard] == ["show"]


def test_a_message_is_written_on_one_line(address: str, heard: list[dict[str, str]], until: Until) -> None:
    assert in_background(lambda: api.knock(address, {"do": "show", "vault": "a\nb"}), until) is True
    assert heard[0]["vault"] == "a\nb"


def test_a_link_too_long_to_hand_over_starts_no_second_window(heard: list[dict[str, str]], until: Until) -> None:
    for link in ("vaultmind://ask?question=" + "x" * 20_000, "vaultmind://ask?question=" + "я" * 4_000):
        assert in_background(lambda link=link: commands.told_window([link]), until) is True
    assert [(one["do"], one["link"]) for one in heard] == [("link", ""), ("link", "")]
