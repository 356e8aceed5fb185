"""What the tests of Ask share."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from tests.slow_writer import SlowWriter


@pytest.fixture
def write_slowly() -> Iterator[Callable[..., SlowWriter]]:
    """Make a model that writes the words it is given."""
    made: list[SlowWriter] = []

    def make(words: Sequence[str], **settings: float) -> SlowWriter:
        made.append(SlowWriter(words, **settings))
        return made[-1]

    yield make
    for one in made:
        one.close()
