"""Notes that cite the same source outside the vault are related, over a real index of the notes."""

from collections.abc import Callable, Mapping, Sequence

import pytest

from tests.end_to_end.indexed import indexed
from vaultmind.adapters.index.sqlite_catalog import SqliteCatalog
from vaultmind.domain.link import NotePath
from vaultmind.domain.query import LexicalQuery, Term
from vaultmind.domain.related import Reason, ReasonKind
from vaultmind.ports import Scored
from vaultmind.retrieval.related import related_notes
from vaultmind.session.knowledge import Knowledge

VAULT = {
    "Soil.md": "Clay holds water [@smith2020, p. 3]. See https://a.org/clay/?utm_source=mail and https://all.org.",
    "Garden.md": "Beds with clay dry late [see @smith2020; @doe].",
    "@smith2020.md": "A paper on clay.",
    "Глина.md": "Глина держит воду (https://www.a.org/clay).",
    "Карточка.md": "---\ncitekey: Smith2020\n---\nОб одной статье.",
    "Loess.md": "# Loess [@kukla1987]\n\nDust of the ice age.",
    "Dust.md": "Winds brought it [@kukla1987, p. 12].",
    "Лёсс.md": "# Лёсс\n\nПыль.\n\n## Заметки [@kukla1987]\n\nПо двум причинам.\n\n## Ещё\n\nНет.",
    "Letter.md": "Smith wrote to the council in 2020.",
    "Transformers.md": "---\nurl: https://arxiv.org/abs/1706.03762\n---\nAttention.",
    "Attention.md": "They attend, arXiv:1706.03762v5 says.",
    "Proof.md": "A proof is in doi:10.1145/3292500.3330701.",
    "Доказательство.md": "---\nDOI: 10.1145/3292500.3330701\n---\nДоказано давно.",
    **{f"Day {number}.md": f"Day {number}, read https://all.org." for number in range(60)},
}

Related = Callable[[str], Mapping[str, Reason]]


@pytest.fixture(scope="module")
def sharing(tmp_path_factory: pytest.TempPathFactory) -> Related:
    catalog = indexed(tmp_path_factory.mktemp("sources"), VAULT, SqliteCatalog)
    graph = Knowledge(catalog).graph

    def sharing_of(note: str) -> Mapping[str, Reason]:
        found = related_notes(
            NotePath(note), catalog=catalog, graph=graph, vectors=None, lexical=catalog, limit=len(VAULT)
        )
        reasons = ((one.note, reason) for one in found for reason in one.reasons)
        return {note: reason for note, reason in reasons if reason.kind is ReasonKind.SHARED_SOURCES}

    return sharing_of


def test_who_cites_the_same_key_or_address_is_related_and_the_reason_names_it(sharing: Related) -> None:
    assert {note: reason.detail for note, reason in sharing("Soil.md").items()} == {
        "Garden.md": "@smith2020",
        "@smith2020.md": "@smith2020",
        "Карточка.md": "@smith2020",
        "Глина.md": "a.org/clay",
    }


@pytest.mark.parametrize(
    ("one", "other", "source"),
    [
        ("Transformers.md", "Attention.md", "arXiv:1706.03762"),
        ("Proof.md", "Доказательство.md", "doi:10.1145/3292500.3330701"),
    ],
)
def test_a_source_in_the_properties_is_known_in_another_text(
    sharing: Related, one: str, other: str, source: str
) -> None:
    assert {note: reason.detail for note, reason in sharing(one).items()} == {other: source}
    assert {note: reason.detail for note, reason in sharing(other).items()} == {one: source}


@pytest.mark.parametrize("note", ["Loess.md", "Dust.md", "Лёсс.md"])
def test_a_heading_cites_as_a_text_does(sharing: Related, note: str) -> None:
    others = {"Loess.md", "Dust.md", "Лёсс.md"} - {note}
    assert {other: reason.detail for other, reason in sharing(note).items()} == dict.fromkeys(others, "@kukla1987")


def test_what_few_notes_cite_counts_more_and_what_all_cite_nothing(sharing: Related) -> None:
    shared = sharing("Soil.md")
    assert shared["Глина.md"].score > shared["Garden.md"].score
    assert not sharing("Day 3.md")


class Asked(SqliteCatalog):
    """A catalog that keeps what it was asked for."""

    terms: list[Term]

    def search(self, query: str | LexicalQuery, *, limit: int) -> Sequence[Scored]:
        assert isinstance(query, LexicalQuery)
        self.terms.extend(query.any)
        return super().search(query, limit=limit)


def test_a_key_that_is_a_word_of_very_many_passages_is_not_looked_for_nor_what_its_beginning_starts(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"Day {number}.md": f"The soil of day {number}." for number in range(30)}
    files |= {"Own.md": "Said [@soil; @rare; @da], arXiv:1706.03762.", "Other.md": "Said too [@rare]; 1706.03762v5."}
    catalog = indexed(tmp_path_factory.mktemp("common"), files, Asked)
    catalog.terms = []
    monkeypatch.setattr("vaultmind.retrieval.related._MOST_PASSAGES", 20)
    graph = Knowledge(catalog).graph
    found = related_notes(NotePath("Own.md"), catalog=catalog, graph=graph, vectors=None, lexical=catalog)
    assert [one.note for one in found] == ["Other.md"]
    assert {(term.text, term.is_prefix) for term in catalog.terms} == {
        ("da", False), ("rare", False), ("1706.03762", True)
    }  # fmt: skip
