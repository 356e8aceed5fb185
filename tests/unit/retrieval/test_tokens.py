import pytest

from vaultmind.retrieval.tokens import tokens_of


@pytest.mark.parametrize(
    ("written", "is_regex"),
    [
        ("/a[/]b/", True),
        ("/a[b/", True),
        (f"/{'a' * 1000}/", True),
        (f"/{'a' * 1001}/", False),
        (f"/[{'a' * 198}/b]/", True),
        (f"/[{'a' * 200}/b]/", False),
        ("/" + "[" * 8000, False),
        ("/" + "[" * 8000 + "/", False),
    ],
)
def test_an_expression_has_a_bounded_length_so_that_no_text_is_read_again_and_again(
    written: str, is_regex: bool
) -> None:
    found = tokens_of(written)
    assert found[0].is_regex is is_regex
    assert is_regex or found[0].value == written
