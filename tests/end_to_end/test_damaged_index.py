"""An index that is damaged is made anew by itself, the person is told so, and the notes are as they were."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from vaultmind import api
from vaultmind.adapters.clock import SystemClock
from vaultmind.api import IndexReport, IndexRequest, SearchRequest
from vaultmind.session.vault import VaultSession

PAGE = 4_096
WAS = "The index was damaged and has been made anew; your notes are as they were."


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    settings = tmp_path / "settings.toml"
    settings.write_text('[embedding]\nmodel = "off"\n[index]\nworkers = 1\n')
    monkeypatch.setenv("VAULTMIND_CONFIG", str(settings))
    (tmp_path / "vault").mkdir()
    for number in range(100):
        (tmp_path / "vault" / f"{number}.md").write_text(f"A caterpillar {number} of the garden. [[{number + 1}]]\n")
    return tmp_path


def opened(place: Path, *, catch_up: bool = True) -> VaultSession:
    session = api.open_vault(vault=place / "vault", data=place / "data", catch_up=catch_up)
    assert isinstance(session, VaultSession)
    return session


def catalog_of(place: Path) -> Path:
    return next((place / "data").glob("vaults/*/index/catalog-*.sqlite"))


def spoil(file: Path, *, first: int) -> None:
    chance = random.Random(1)
    with file.open("r+b") as raw:
        for number in range(first, file.stat().st_size // PAGE):
            raw.seek(number * PAGE)
            raw.write(chance.randbytes(PAGE))


def tell_damage(session: VaultSession) -> Iterator[str]:
    return (one for one in session.status().notices if "damaged" in one)


@pytest.mark.parametrize("first", [0, 2, 12])
def test_a_file_that_was_spoilt_while_it_was_closed_is_made_anew_by_opening_it(place: Path, first: int) -> None:
    opened(place).close()
    notes = {path: path.read_bytes() for path in (place / "vault").iterdir()}
    spoil(catalog_of(place), first=first)
    session = opened(place)
    found = session.search(SearchRequest("caterpillar 77"))
    assert found.passages[0].chunk.note == "77.md"
    assert WAS in found.notices
    assert session.status().notes == 100
    session.close()
    assert {path: path.read_bytes() for path in (place / "vault").iterdir()} == notes
    assert not [path for path in catalog_of(place).parent.iterdir() if "damage" in path.name]
    again = opened(place)
    assert not list(tell_damage(again))
    again.close()


def test_what_is_told_goes_from_being_made_to_made_and_then_for_good(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened(place).close()
    spoil(catalog_of(place), first=0)
    session = opened(place, catch_up=False)
    assert [one.partition("). ")[2] for one in tell_damage(session)] == [
        "It is being made anew; your notes are as they were."
    ]
    report = next(one for one in session.index(IndexRequest()) if isinstance(one, IndexReport))
    assert WAS in report.notices
    assert list(tell_damage(session)) == [WAS]
    now = SystemClock().monotonic()
    monkeypatch.setattr(SystemClock, "monotonic", lambda _: now + 601.0)
    assert not list(tell_damage(session))
    session.close()


def test_damage_that_is_met_while_it_is_used_is_a_sentence_and_ends_with_the_next_opening(place: Path) -> None:
    opened(place).close()
    session = opened(place)
    session.close()
    session = opened(place, catch_up=False)
    spoil(catalog_of(place), first=2)
    with pytest.raises(api.VaultMindError, match=r"is damaged .* is made anew when the vault is opened next\.$"):
        session.status()
    assert session.is_outlived()
    session.close()
    again = opened(place)
    assert again.search(SearchRequest("caterpillar 77")).passages[0].chunk.note == "77.md"
    assert list(tell_damage(again)) == [WAS]
    assert not again.is_outlived()
    again.close()
