"""How far a download is: what of it is known is said, and nothing that is not."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from vaultmind_ui.models.fetching import Fetching
from vaultmind_ui.translation import Translation

MB, GB = 1_000_000, 1_000_000_000


@pytest.fixture
def english(english: Translation) -> Iterator[Translation]:
    yield english
    QLocale.setDefault(QLocale("en_US"))


def heard(*told: tuple[float, int], total: int = 0) -> Fetching:
    coming = Fetching()
    for at_s, done in told:
        coming.hear(done, total, at_s)
    return coming


def test_all_that_is_known_is_said(english: Translation) -> None:
    coming = heard((0, 1000 * MB), (10, 1082 * MB), total=int(2.5 * GB))
    assert coming.words() == "1.1 GB of 2.5 GB · 8.2 MB/s · about 3 minutes left"
    english.use("ru")
    assert coming.words().endswith("осталось примерно 3 минуты")


def test_no_speed_is_said_before_it_was_seen_for_a_while(english: Translation) -> None:
    assert heard((0, 0), (1, 90 * MB), total=GB).words() == "90.0 MB of 1.0 GB"
    assert heard(total=GB).words() == ""


def test_where_nobody_says_of_how_much_there_is_no_share_and_no_end(english: Translation) -> None:
    coming = heard((0, 0), (10, 50 * MB))
    assert (coming.percent, coming.share) == (0, "50.0 MB")
    assert coming.words() == "50.0 MB · 5.0 MB/s"


def test_a_line_that_became_slow_is_said_to_be_slow(english: Translation) -> None:
    coming = heard((0, 0), (10, 500 * MB), (31, 510 * MB), (40, 520 * MB), total=GB)
    assert round(coming.bytes_per_s) == round(10 * MB / 9)


@given(st.lists(st.tuples(st.floats(0, 60), st.integers(0, 10**11)), max_size=12), st.integers(0, 10**11))
def test_whatever_is_heard_a_share_is_one_and_a_speed_is_no_less_than_nothing(
    steps: list[tuple[float, int]], total: int
) -> None:
    coming, at_s = Fetching(), 0.0
    for waited_s, done in steps:
        at_s += waited_s
        coming.hear(done, total, at_s)
        assert 0 <= coming.percent <= 100
        assert coming.bytes_per_s >= 0
        coming.words()
