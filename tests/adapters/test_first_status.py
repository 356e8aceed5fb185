"""What the first status of a session says of links that lead nowhere, which nobody counts twice."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from vaultmind import api
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog

_KEY = "links that lead nowhere"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """An indexed vault in which two links lead nowhere, without an embedding model."""
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    vault = tmp_path / "vault"
    vault.mkdir()
    (vault / "One.md").write_text("[[Two]] and [[Nowhere]]\n")
    (vault / "Two.md").write_text("[[One]] and ![[gone.png]]\n")
    found = SimpleNamespace(vault=vault, where={"vault": vault, "data": tmp_path / "data"})
    with_status(found)
    return found


def with_status(place: SimpleNamespace) -> int:
    session = api.open_vault(**place.where)
    try:
        return session.status().unresolved
    finally:
        session.close()


def catalog_of(place: SimpleNamespace) -> SqliteCatalog:
    (file,) = place.where["data"].glob("vaults/*/index/catalog-*.sqlite")
    return SqliteCatalog(file)


def test_the_count_of_a_session_that_was_closed_is_given_again(place: SimpleNamespace) -> None:
    catalog = catalog_of(place)
    assert catalog.found_out(_KEY) == "2"
    catalog.keep_finding(_KEY, "77")  # what nobody counted
    catalog.close()
    assert with_status(place) == 77


@pytest.mark.parametrize(("name", "text", "wanted"), [("Nowhere.md", "Here.\n", 1), ("gone.png", "a picture", 1)])
def test_it_is_counted_anew_once_a_file_came(place: SimpleNamespace, name: str, text: str, wanted: int) -> None:
    (place.vault / name).write_text(text)
    assert with_status(place) == wanted
    assert with_status(place) == wanted
