from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from vaultmind.domain.graph import LinkGraph
from vaultmind.domain.link import Link, LinkKind, NotePath

PATHS = st.sampled_from(
    [NotePath(path) for path in ("A.md", "x/A.md", "y/A.md", "x/B.md", "B.md.md", "C.md", "x/y/A.md")]
)
TARGETS = st.lists(st.sampled_from(["A", "a", "x/A", "B", "B.md", "../A", "C", "", "nobody", "pic.png"]), max_size=5)


def links(*targets: str) -> list[Link]:
    return [Link(LinkKind.WIKILINK, target, line=number) for number, target in enumerate(targets, 1)]


def test_a_new_note_takes_over_links_that_led_elsewhere() -> None:
    graph = LinkGraph({NotePath("a/n.md"): links("Soil"), NotePath("z/Soil.md"): []})
    assert graph.outgoing(NotePath("a/n.md"))[0].target == "z/Soil.md"
    graph.replace(NotePath("a/Soil.md"), [])
    assert graph.outgoing(NotePath("a/n.md"))[0].target == "a/Soil.md"
    assert graph.backlink_count(NotePath("z/Soil.md")) == 0
    graph.remove(NotePath("a/Soil.md"))
    assert [found.source for found in graph.backlinks(NotePath("z/Soil.md"))] == ["a/n.md"]


def test_a_link_into_the_note_itself_is_a_backlink() -> None:
    graph = LinkGraph({NotePath("n.md"): links("")})
    assert [found.source for found in graph.backlinks(NotePath("n.md"))] == ["n.md"]


def test_attachments_are_targets_by_name_and_have_no_links() -> None:
    graph = LinkGraph({NotePath("n.md"): links("pic.png", "pic")}, [NotePath("att/pic.png")])
    assert [found.target for found in graph.outgoing(NotePath("n.md"))] == ["att/pic.png", None]
    assert [found.link.target for found in graph.unresolved()] == ["pic"]
    assert list(graph.notes()) == ["n.md"]
    graph.remove_attachment(NotePath("att/pic.png"))
    assert len(list(graph.unresolved())) == 2


def test_a_relative_link_may_lead_somewhere_from_one_note_alone() -> None:
    graph = LinkGraph({NotePath("x/n.md"): links("../A"), NotePath("A.md"): links("../A"), NotePath("y/m.md"): []})
    assert [found.source for found in graph.unresolved()] == ["A.md"]


@settings(max_examples=150)
@given(st.lists(st.tuples(PATHS, st.none() | TARGETS), max_size=20))
def test_any_history_of_changes_equals_a_rebuild(history: list[tuple[NotePath, list[str] | None]]) -> None:
    lived = LinkGraph()
    present: dict[NotePath, list[Link]] = {}
    for path, targets in history:
        if targets is None:
            lived.remove(path)
            present.pop(path, None)
        else:
            present[path] = links(*targets)
            lived.replace(path, present[path])
        assert {found.source for found in lived.unresolved()} <= present.keys()
    fresh = LinkGraph(present)
    leading: Counter[NotePath] = Counter()
    for path in present:
        assert lived.outgoing(path) == fresh.outgoing(path)
        leading.update(found.target for found in lived.outgoing(path) if found.target is not None)
    for path in present:
        assert lived.backlinks(path) == fresh.backlinks(path)
        assert lived.backlink_count(path) == len(lived.backlinks(path)) == leading[path]
    nowhere = (found for path in present for found in fresh.outgoing(path) if found.target is None)
    assert Counter(map(str, lived.unresolved())) == Counter(map(str, nowhere))
