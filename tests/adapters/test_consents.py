"""Which machines a vault may be sent to, seen from the network's side too."""

import json
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind.adapters.models.consents import Consents
from vaultmind.adapters.models.local_servers import try_endpoint
from vaultmind.domain.errors import ModelProblem, NotAllowed


def test_a_consent_is_remembered_shown_and_taken_back(tmp_path: Path) -> None:
    assert Consents(tmp_path).all() == ()
    allowed = Consents(tmp_path).allow("https://API.example.org:8443/v1")
    assert allowed.host == "api.example.org"
    again = Consents(tmp_path)
    assert again.all() == (allowed,)
    assert again.allows("https://api.example.org/v1")
    assert not again.allows("https://example.org/v1")
    assert not again.allows("https://api.example.org.evil.net/v1")
    again.take_back("api.example.org")
    assert not Consents(tmp_path).allows("https://api.example.org/v1")


def test_it_is_asked_once(tmp_path: Path) -> None:
    first = Consents(tmp_path).allow("api.example.org")
    assert Consents(tmp_path).allow("api.example.org") == first
    assert len(Consents(tmp_path).all()) == 1


def test_this_machine_needs_none(tmp_path: Path) -> None:
    assert Consents(tmp_path).allows("http://127.0.0.1:11434/v1")
    for named in ("localhost", "http://127.0.0.1:11434", "::1", "0.0.0.0:8080"):
        with pytest.raises(ModelProblem, match="this machine"):
            Consents(tmp_path).allow(named)


NO_MACHINE = [
    "", "*", "*.example.org", "foo bar", " ", "a..b", ".", "-x", "x-.org", "1.2.3", "256.1.1.1", "a\nb", "a@b", "a\\b",
    "https://", "https://me:word@example.org", "https://[::", "ftp://example.org", "api.example.org:99999",
    "[example.org]", "example.org:port", "a%20b", "x" * 64, "http://api.example.org\\@evil.net",
]  # fmt: skip


@pytest.mark.parametrize("named", NO_MACHINE)
def test_what_names_no_machine_is_refused(tmp_path: Path, named: str) -> None:
    with pytest.raises(ModelProblem, match="cannot be the name of a machine; one looks like"):
        Consents(tmp_path).allow(named)
    with pytest.raises(ModelProblem, match="cannot be the name of a machine"):
        Consents(tmp_path).take_back(named)
    assert Consents(tmp_path).all() == ()


@pytest.mark.parametrize(
    ("named", "host"),
    [
        ("nas", "nas"),
        ("API.Example.org.", "api.example.org"),
        ("api.example.org:8443", "api.example.org"),
        ("https://api.example.org/v1", "api.example.org"),
        ("модели.пример.рф", "модели.пример.рф"),
        ("gpu_1.lan", "gpu_1.lan"),
        ("192.168.1.5", "192.168.1.5"),
        ("192.168.1.5:8080", "192.168.1.5"),
        ("2001:db8::1", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"),
        ("[2001:db8::1]:8080", "2001:db8::1"),
    ],
)
def test_a_machine_is_allowed_by_its_name_or_an_address_on_it(tmp_path: Path, named: str, host: str) -> None:
    assert Consents(tmp_path).allow(named).host == host
    assert Consents(tmp_path).take_back(named) == host
    assert Consents(tmp_path).all() == ()


@pytest.mark.parametrize("name", ["*", "", "foo bar"])
def test_what_can_be_no_machine_allows_nothing_though_it_was_written_down(tmp_path: Path, name: str) -> None:
    (tmp_path / "allowed_hosts.json").write_text(json.dumps({"hosts": {name: "2026-11-01", "a.org": "2026-11-02"}}))
    assert [one.host for one in Consents(tmp_path).all()] == ["a.org"]
    assert not Consents(tmp_path).allows(f"https://{name}/v1")
    assert Consents(tmp_path).allows("https://a.org/v1")


def test_what_was_not_allowed_cannot_be_taken_back(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="was not allowed"):
        Consents(tmp_path).take_back("api.example.org")


@pytest.mark.parametrize("written", ["", "[]", '{"hosts": []}', '{"hosts": null}', "\x00"])
def test_a_damaged_file_allows_nobody(tmp_path: Path, written: str) -> None:
    Consents(tmp_path).allow("api.example.org")
    (tmp_path / "allowed_hosts.json").write_text(written)
    assert not Consents(tmp_path).allows("https://api.example.org")


class Listener:
    """Counts who knocks at an address of this machine that is not loopback."""

    def __init__(self, host: str) -> None:
        self.knocks = 0
        self._socket = socket.create_server((host, 0))
        self.url = f"https://{host}:{self._socket.getsockname()[1]}/v1"
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            connection.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def elsewhere() -> Iterator[Listener]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # nothing is sent: the system only chooses an address of ours
            host = str(probe.getsockname()[0])
        except OSError:
            host = "127.0.0.1"
    if host.startswith("127.") or host == "0.0.0.0":
        pytest.skip("this machine has no address but loopback")
    listener = Listener(host)
    yield listener
    listener.close()


def test_without_consent_nothing_is_sent(tmp_path: Path, elsewhere: Listener) -> None:
    consents = Consents(tmp_path)
    with pytest.raises(NotAllowed, match="`vaultmind models allow "):
        try_endpoint(elsewhere.url, key="sk-secret", may_leave_machine=consents.allows(elsewhere.url))
    assert elsewhere.knocks == 0

    consents.allow(elsewhere.url)
    with pytest.raises(ModelProblem):
        try_endpoint(elsewhere.url, key="sk-secret", may_leave_machine=consents.allows(elsewhere.url))
    assert elsewhere.knocks == 1
