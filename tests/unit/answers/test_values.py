import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.answers.values import as_written, in_smallest_units, values_in


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("At 02:00 and at 14.30, not 14.30 euros.", [("clocktime", "7200"), ("clocktime", "52200")]),
        ("Version 14.30, 25:10 and 9.05.2024", []),
        ("Once a day, every hour, in 2024 год.", []),
        ("Twice in 3 days", [("duration", "259200")]),
        ("−18 °C", [("temperature", "98200")]),
    ],
)
def test_values_are_what_can_be_compared(text: str, kinds: list[tuple[str, str]]) -> None:
    assert [(value.kind, value.number) for value in values_in(text)] == kinds


@pytest.mark.parametrize(
    ("text", "detail", "written"),
    [
        ("Call 555-12-34 today.", "12", "555-12-34"),
        ("It costs $ 1,200 a year.", "1,200", "$ 1,200"),
        ("Write to the Old Anna of Graz.", "Anna", "Old Anna"),
        ("Nothing of it.", "7", "7"),
    ],
)
def test_a_value_is_said_whole(text: str, detail: str, written: str) -> None:
    assert as_written(detail, text, values_in(text)) == written


@given(st.text(alphabet="0129 .:,-–−°CFapm кгhдней2вat", max_size=50))
def test_no_text_is_too_odd(text: str) -> None:
    values = values_in(text)
    assert all(0 <= one.start < one.end <= len(text) for one in values)
    assert all(as_written(one.number, text, values) in text for one in values)
    assert all(value.number in in_smallest_units(text, values) for value in values)
