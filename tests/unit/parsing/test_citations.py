import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaultmind.parsing.citations import PROPERTIES, citations_in, citations_of


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Clay holds water [@smith2020; see @doe, p. 3].", ["@smith2020", "@doe"]),
        ("Как пишет @петров1999, и [-@ivanov]", ["@ivanov", "@петров1999"]),
        ("a link to [[@smith2020]]", ["@smith2020"]),
        ("write to ann@b2020.org, thank @anna, use @dataclass", []),
        ("[@anna](https://t.me/anna)", ["t.me/anna"]),
        ("https://medium.com/@john2020/soil", ["medium.com/@john2020/soil"]),
        ("doi:10.1016/0022-0000(78)90014-4.", ["doi:10.1016/0022-0000(78)90014-4"]),
        ("[a paper](https://doi.org/10.1145/3292500.33) (DOI 10.1145/3292500.33)", ["doi:10.1145/3292500.33"]),
        ("https://dx.doi.org/10.1145/ABC and https://doi.org/10.1145/abc", ["doi:10.1145/abc"]),
        ("arXiv:1706.03762v2, https://arxiv.org/pdf/1706.03762.pdf", ["arxiv:1706.03762"]),
        ("https://doi.org/10.48550/arXiv.1706.03762", ["arxiv:1706.03762"]),
        ("(see https://en.wikipedia.org/wiki/Clay_(soil)).", ["en.wikipedia.org/wiki/clay_(soil)"]),
        ("http://www.A.org/x/ <https://a.org/x#part> https://a.org/x?utm_source=mail", ["a.org/x"]),
        ("https://youtube.com/watch?v=AbC&feature=share", ["youtube.com/watch?v=abc"]),
        ("https://ru.a.org/wiki/%D0%A1%D0%B0%D0%B4, https://ru.a.org/wiki/Сад", ["ru.a.org/wiki/сад"]),
        ("http://localhost:8080/x https://[bad", []),
    ],
)  # fmt: skip
def test_one_source_has_one_name_in_all_its_spellings(text: str, cited: list[str]) -> None:
    assert sorted(citations_in(text)) == sorted(cited)


def test_properties_cite_too_and_may_be_bare() -> None:
    said = {
        "DOI": "10.1145/abc",
        "citekey": "smith2020",
        "arxiv": 1706.03762,
        "url": ["https://a.org/x", "not one"],
        "author": "https://b.org",
        "source": None,
    }
    assert sorted(citations_of(said)) == ["@smith2020", "a.org/x", "arxiv:1706.03762", "doi:10.1145/abc"]


@pytest.mark.parametrize("written", ["[@Smith2020]", "doi:10.1145/ABC", "arXiv:1706.03762", "http://www.A.org/x/"])
def test_what_a_text_cites_is_known_again_as_a_property_of_another_note(written: str) -> None:
    (citation,) = citations_in(written).values()
    for value in citation.as_property:
        name = (
            "citekey"
            if citation.name.startswith("@")
            else "arxiv"
            if value[0].isdigit() and "/" not in value
            else "doi"
        )
        assert name in PROPERTIES
        assert citation.key in citations_of({name: value}), value


@given(st.text(alphabet="@[]()10./:-ahtps doirxv\n", max_size=80))
def test_any_text_is_read(text: str) -> None:
    for key, citation in citations_in(text).items():
        assert key == citation.name.casefold()
        assert citation.in_text
