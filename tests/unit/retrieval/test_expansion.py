from collections.abc import Mapping

from vaultmind.domain.link import NotePath
from vaultmind.retrieval.expansion import Neighbour, Neighbourhood, neighbours_of
from vaultmind.retrieval.weights import SHIPPED

A, B, C, HUB = NotePath("A.md"), NotePath("B.md"), NotePath("C.md"), NotePath("Hub.md")


def neighbours(
    around: Mapping[NotePath, Neighbourhood], *seeds: NotePath, counts: Mapping[NotePath, int] | None = None
) -> list[Neighbour]:
    return neighbours_of(
        seeds,
        around=lambda note: around.get(note, Neighbourhood()),
        backlink_count=lambda note: (counts or {}).get(note, 1),
        weights=SHIPPED,
    )


def test_links_out_weigh_more_than_links_in_and_those_more_than_mentions() -> None:
    found = neighbours({A: Neighbourhood((B,), (C,), (HUB,))}, A)
    assert [one.note for one in found] == [B, C, HUB]
    assert found[0].weight > found[1].weight > found[2].weight > 0


def test_a_note_linked_and_mentioned_counts_once_by_the_stronger_way() -> None:
    (both,) = neighbours({A: Neighbourhood((B,), (), (B,))}, A)
    (linked,) = neighbours({A: Neighbourhood((B,))}, A)
    assert both == linked


def test_what_two_seeds_lead_to_comes_before_what_one_does_and_names_both() -> None:
    found = neighbours({A: Neighbourhood((B, C)), B: Neighbourhood((C,))}, A, B)
    assert found[0].note == C
    assert found[0].via == (A, B)


def test_a_hub_is_damped_as_target_and_as_seed() -> None:
    rare, common = neighbours({A: Neighbourhood((HUB, B))}, A, counts={HUB: 900, B: 1})
    assert (rare.note, common.note) == (B, HUB)
    assert common.weight < rare.weight / 2
    many = tuple(NotePath(f"{number}.md") for number in range(200))
    (lonely,) = neighbours({A: Neighbourhood((B,))}, A)
    of_hub = neighbours({HUB: Neighbourhood((B, *many))}, HUB)
    assert max(one.weight for one in of_hub) < 0.6 * lonely.weight


def test_a_later_seed_gives_less() -> None:
    (first,) = neighbours({A: Neighbourhood((C,))}, A, B)
    (second,) = neighbours({B: Neighbourhood((C,))}, A, B)
    assert second.weight == SHIPPED.seed_decay * first.weight
