from vaultmind.domain.chunk import Chunk
from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, LinkKind, NotePath
from vaultmind.domain.note import Role
from vaultmind.domain.span import Span
from vaultmind.retrieval.own_questions import draw_questions

A, B, C = NotePath("A.md"), NotePath("B.md"), NotePath("C.md")


def test_a_vault_asks_questions_of_itself() -> None:
    graph = LinkGraph({A: (), B: (Link(LinkKind.WIKILINK, "A"),), C: ()})

    def chunk(note: NotePath, text: str, heading: str = "", role: Role = Role.NOTE) -> Chunk:
        return Chunk(note, 0, Span(0, len(text)), (1, 1), (heading,) if heading else (), "", text, role=role)

    chunks = [
        chunk(A, "Clay.", heading="Soil behind the house"),
        chunk(B, "The pump was repaired by [[A|Anna]] before winter came.", heading="Tasks"),
        chunk(B, "See [[A]]. Nothing leads to [[Nowhere]] although it was promised long ago."),
        chunk(C, "Which pump lifts water from nine metres? Thanks.", role=Role.USER),
        chunk(C, "Which pump do you mean exactly today?", role=Role.ASSISTANT),
        chunk(B, "x", heading="Common heading here"),
        chunk(C, "x", heading="Common heading here"),
    ]
    drawn = draw_questions(chunks, graph)
    assert [(one.question, one.gold_notes, one.groups) for one in drawn] == [
        ("Soil behind the house", (A,), ("set=heading",)),
        ("The pump was repaired by … before winter came.", (A,), ("set=link",)),
        ("Which pump lifts water from nine metres?", (C,), ("set=chat",)),
    ]
    assert [one.drawn_from for one in drawn] == [None, B, None]
    assert draw_questions(reversed(chunks), graph) == drawn
    assert len(draw_questions(chunks, graph, limit=0)) == 0
