"""Keys in a keyring, for one address each; a keyring of the tests stands in for the system's."""

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from vaultmind.adapters.models.keys import (
    choose_keyring,
    read_key,
    remove_every_key,
    remove_key,
    save_key,
    why_no_keyring,
)
from vaultmind.api import endpoints
from vaultmind.config import read_settings
from vaultmind.domain.errors import ModelProblem
from vaultmind.domain.model import KeySource

keyring = pytest.importorskip("keyring", reason="no keyring is installed: an environment variable serves")
backends = pytest.importorskip("keyring.backend")
nowhere = pytest.importorskip("keyring.backends.fail")


class Drawer(backends.KeyringBackend):
    """A keyring in memory; ``is_shut`` one whose owner does not unlock it."""

    priority = 5

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.is_shut = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.is_shut:
            raise RuntimeError("locked")
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.is_shut:
            raise RuntimeError("locked")
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class PlainFile(Drawer):
    priority = 0.5


@pytest.fixture
def drawer() -> Iterator[Drawer]:
    choose_keyring()
    before, drawer = keyring.get_keyring(), Drawer()
    keyring.set_keyring(drawer)
    yield drawer
    keyring.set_keyring(before)


def test_a_key_is_kept_for_its_address_alone(drawer: Drawer) -> None:
    save_key("https://api.example.org/v1", " sk-1 ")
    assert drawer.kept == {("vaultmind", "https://api.example.org:443"): "sk-1"}
    assert read_key("https://api.example.org") == "sk-1"
    for other in ("http://api.example.org", "https://api.example.org:8443", "https://example.org"):
        assert read_key(other) is None
    remove_key("https://api.example.org/v1")
    assert drawer.kept == {}
    with pytest.raises(ModelProblem, match="No key is kept"):
        remove_key("https://api.example.org/v1")


class ListingDrawer(Drawer):
    """A keyring that says what it holds of a service, as those of Linux and Windows do."""

    def get_credential(self, service: str, username: str | None) -> object:
        names = [name for kept_for, name in self.kept if kept_for == service and username in (None, name)]
        return SimpleNamespace(username=names[0]) if names else None


@pytest.mark.parametrize("kind", [Drawer, ListingDrawer])
def test_who_leaves_takes_every_key_along_and_no_other_programs(kind: type[Drawer]) -> None:
    choose_keyring()
    before, drawer = keyring.get_keyring(), kind()
    keyring.set_keyring(drawer)
    drawer.set_password("another program", "https://api.example.org:443", "theirs")
    save_key("https://api.example.org/v1", "sk-1")
    save_key("https://other.example.org", "sk-2")

    removed = remove_every_key(["https://api.example.org/v1", "https://never.example.org"])
    keyring.set_keyring(before)

    left = set() if kind is ListingDrawer else {("vaultmind", "https://other.example.org:443")}
    assert drawer.kept.keys() == left | {("another program", "https://api.example.org:443")}
    assert removed == 2 - len(left)


@pytest.mark.parametrize("key", ["", "  ", "a\nb", "a\x00b"])
def test_what_is_no_key_is_refused(drawer: Drawer, key: str) -> None:
    with pytest.raises(ModelProblem, match="one line"):
        save_key("https://api.example.org/v1", key)
    assert drawer.kept == {}


def test_a_shut_keyring_is_one_sentence_and_no_key(drawer: Drawer) -> None:
    drawer.is_shut = True
    assert read_key("https://api.example.org") is None
    with pytest.raises(ModelProblem, match="did not take the key: RuntimeError"):
        save_key("https://api.example.org", "sk-1")


@pytest.mark.parametrize("backend", [nowhere.Keyring(), PlainFile()])
def test_without_a_keyring_that_keeps_secrets_a_sentence_names_the_variable(drawer: Drawer, backend: Drawer) -> None:
    keyring.set_keyring(backend)
    assert "answers.key_env" in why_no_keyring()
    with pytest.raises(ModelProblem, match=r"answers\.key_env"):
        save_key("https://api.example.org", "sk-1")
    assert read_key("https://api.example.org") is None


def test_further_servers_have_variables_of_their_own_each_for_its_address_alone(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTMIND_MODEL_KEY", "of-the-first")
    monkeypatch.setenv("SECOND_KEY", "of-the-second")
    monkeypatch.delenv("THIRD_KEY", raising=False)
    answers = {
        "url": "https://one.example.org/v1",
        "endpoints": {"odd": "no address", "two": "https://two.example.org/v1", "three": "https://three.example.org"},
        "endpoint_keys": {"odd": "SECOND_KEY", "two": "SECOND_KEY", "three": "THIRD_KEY", "gone": "SECOND_KEY"},
    }
    settings = read_settings({"answers": answers}, source="test")
    keys = [endpoints.key_for(settings, f"https://{name}.example.org/v1") for name in ("one", "two", "three", "four")]
    assert keys == ["of-the-first", "of-the-second", None, None]
    assert endpoints.key_for(settings, "http://two.example.org/v1") is None
    assert endpoints.key_source(settings, "https://two.example.org") is KeySource.ENVIRONMENT


def test_the_variable_serves_the_address_that_answers_and_no_other(
    drawer: Drawer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VAULTMIND_MODEL_KEY", "from-outside")
    settings = read_settings({"answers": {"url": "https://api.example.org/v1"}}, source="test")
    assert endpoints.key_for(settings, "https://api.example.org") == "from-outside"
    assert endpoints.key_source(settings, "https://api.example.org/v1") is KeySource.ENVIRONMENT
    assert endpoints.key_for(settings, "https://other.example.org") is None
    assert endpoints.key_source(settings, "https://other.example.org") is KeySource.NONE
    save_key("https://api.example.org", "sk-1")
    assert endpoints.key_for(settings, "https://api.example.org") == "sk-1"
    assert endpoints.key_source(settings, "https://api.example.org") is KeySource.KEYRING


def test_a_key_is_in_no_file(drawer: Drawer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VAULTMIND_CONFIG", str(tmp_path / "settings.toml"))
    save_key("http://127.0.0.1:8000", "sk-secret")
    endpoints.use_server(tmp_path / "settings.toml", "http://127.0.0.1:8000/v1", "tiny")
    assert all("sk-secret" not in file.read_text() for file in tmp_path.rglob("*") if file.is_file())
    assert drawer.kept
