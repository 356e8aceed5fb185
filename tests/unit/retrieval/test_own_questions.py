from collections import Counter

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
    drawn = [one for one in draw_questions(chunks, graph) if one.groups != ("set=word",)]
    assert [(one.question, one.gold_notes, one.groups) for one in drawn] == [
        ("Soil behind the house", (A,), ("set=heading",)),
        ("The pump was repaired by … before winter came.", (A,), ("set=link",)),
        ("Which pump lifts water from nine metres?", (C,), ("set=chat",)),
    ]
    assert [one.drawn_from for one in drawn] == [None, B, None]
    assert draw_questions(reversed(chunks), graph) == draw_questions(chunks, graph)
    assert len(draw_questions(chunks, graph, limit=0)) == 0


def test_markdown_links_and_small_sections_ask_too() -> None:
    graph = LinkGraph({A: (), B: (), NotePath("My note.md"): ()})
    text = (
        "The [pump](<My note.md>) of the mill was repaired before winter came. "
        "It came [from there](https://a.b/A.md) in a late autumn."
    )
    more = "Repairs of the second [mill](A.md#top) took seven months."
    chunks = [
        Chunk(B, 0, Span(0, 1), (1, 1), ("Day",), "", text, sections=("Old water mills", "Rain")),
        Chunk(B, 1, Span(0, 1), (1, 1), ("Repairs of [[A]] again",), "", more),
    ]
    drawn = [one for one in draw_questions(chunks, graph) if one.groups[0] in ("set=link", "set=heading")]
    assert {one.question: one.gold_notes for one in drawn} == {
        "Old water mills": (B,),
        "The … of the mill was repaired before winter came.": (NotePath("My note.md"),),
        "Repairs of the second … took seven months.": (A,),
    }


def test_what_one_kind_lacks_the_others_give() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = " ".join(f"{one}{other}zq" + one * 3 for one in letters for other in letters)
    chunks = [
        Chunk(A, 0, Span(0, 1), (1, 1), (), "", words),
        Chunk(B, 0, Span(0, 1), (1, 1), ("Two telling words",), "", "Built by Anna Berg in spring."),
    ]
    drawn = draw_questions(chunks, LinkGraph({A: (), B: ()}), limit=40)
    of_kind = Counter(one.groups[0] for one in drawn)
    assert of_kind == {"set=heading": 1, "set=name": 1, "set=word": 38}


def test_words_and_names_are_drawn_that_one_note_alone_holds() -> None:
    def chunk(note: NotePath, text: str) -> Chunk:
        return Chunk(note, 0, Span(0, len(text)), (1, 1), (), "", text)

    letters = "abcdefghijklmnopqrstuvwxyz"
    words = [f"{one}{other}zq" + one * 3 for one in letters for other in letters]
    chunks = [
        chunk(A, f"Built by Anna Berg in spring. {' '.join(words)}"),
        chunk(B, f"Repaired by Boris Orlov. {' '.join(words[::2])} short"),
        chunk(C, f"Painted by Boris Orlov and by Lea from Tartu. {' '.join(words[::3])}"),
    ]
    drawn = draw_questions(chunks, LinkGraph({A: (), B: (), C: ()}))
    of_kind = {kind: [one for one in drawn if one.groups == (f"set={kind}",)] for kind in ("word", "name")}
    assert [(one.question, one.gold_notes) for one in of_kind["name"]] == [("Anna Berg", (A,))]
    assert 0 < len(of_kind["word"]) < 149
    assert {one.question for one in of_kind["word"]} <= set(words) - set(words[::2]) - set(words[::3])
    assert {one.gold_notes for one in of_kind["word"]} == {(A,)}
