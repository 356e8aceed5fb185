"""Which of two versions is the newer."""

import pytest

from vaultmind.domain.release import Release, is_version, place_of


def test_versions_are_ordered_by_their_numbers_and_a_preview_comes_before_its_release() -> None:
    ordered = ["0.0.9", "0.1.0rc1", "0.1", "0.1.1", "0.2.0", "0.10.0", "1.0.0b2", "1.0.0", "2"]

    assert sorted(set(ordered), key=place_of) == ordered


@pytest.mark.parametrize("newest", [None, "0.1.0", "0.1", "0.0.9", "0.1.0rc1"])
def test_what_is_not_newer_makes_nothing_old(newest: str | None) -> None:
    assert not Release("0.1.0", newest).is_old


def test_a_higher_number_makes_it_old() -> None:
    assert Release("0.9.0", "0.10.0").is_old


@pytest.mark.parametrize("text", ["", "latest", "1.0 <b>now</b>", "1.0\n2.0", "../1.0", "1." + "9" * 40, "٣.1"])
def test_what_is_no_version_is_not_taken_for_one(text: str) -> None:
    assert not is_version(text)
