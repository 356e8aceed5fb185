import threading

import pytest

from vaultmind.retrieval.meanwhile import Meanwhile


def test_a_value_is_made_while_the_caller_goes_on() -> None:
    went_on = threading.Event()
    value = Meanwhile(lambda: went_on.wait(30))
    went_on.set()
    assert value.get() is True
    assert value.get() is True


def test_what_went_wrong_is_raised_where_the_value_is_asked_for() -> None:
    def fail() -> int:
        raise LookupError("no model")

    value = Meanwhile(fail)
    with pytest.raises(LookupError, match="no model"):
        value.get()
