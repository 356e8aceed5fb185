"""Who is near whom: neighbourhoods, ways and groups of a small made-up vault."""

from vaultmind_ui.graph.network import Grouping, Network

from vaultmind import api

NOTES = ("Garden/Well", "Garden/Pump", "Garden/Pipe", "House/Roof", "House/Hub", "Alone")


def network() -> Network:
    notes = []
    for name in NOTES:
        tags = ("Water/cold",) if name == "Garden/Well" else ()
        notes.append(api.MapNote(api.NotePath(f"{name}.md"), name.rpartition("/")[2], "2026-01-01", tags))
    # Well - Pump - Pipe, and a hub that is linked with all of them and with the roof.
    links = ((0, 1), (1, 0), (1, 2), (4, 0), (4, 1), (4, 2), (4, 3))
    return Network.of_map(api.VaultMap(tuple(notes), links))


def test_a_link_and_its_return_are_one() -> None:
    assert network().links.tolist() == [[0, 1], [0, 4], [1, 2], [1, 4], [2, 4], [3, 4]]
    assert network().degrees().tolist() == [2, 3, 2, 1, 4, 0]


def test_a_vault_without_links_or_notes_has_a_network_all_the_same() -> None:
    note = api.MapNote(api.NotePath("Alone.md"), "Alone", "2026-01-01", ())
    for notes in ((), (note,)):
        made = Network.of_map(api.VaultMap(notes, ()))
        assert made.links.shape == (0, 2)
        assert made.degrees().tolist() == [0] * len(notes)


def test_a_neighbourhood_is_found_step_by_step() -> None:
    assert network().around([3], steps=1, at_most=10) == [3, 4]
    assert set(network().around([3], steps=2, at_most=10)) == {3, 4, 0, 1, 2}
    assert network().around([5], steps=2, at_most=10) == [5]


def test_of_too_many_neighbours_hubs_are_left_out_first() -> None:
    assert network().around([1], steps=1, at_most=3) == [1, 0, 2]


def test_the_shortest_way_between_two_notes_is_shown() -> None:
    assert network().ways([0, 3]) == [[0, 4, 3]]
    assert network().ways([0, 3], longest=1) == []
    assert network().ways([0, 5]) == []


def test_links_of_a_part_are_numbered_by_their_place_in_it() -> None:
    assert network().part([2, 1]).tolist() == [[1, 0]]


def test_groups_are_folders_or_first_tags_with_the_largest_first() -> None:
    groups, names = network().groups(Grouping.FOLDER)
    assert names == ("Garden", "House", "")
    assert groups.tolist() == [0, 0, 0, 1, 1, 2]

    groups, names = network().groups(Grouping.TAG)
    assert names == ("water", "")
    assert groups.tolist() == [0, 1, 1, 1, 1, 1]


def test_a_cluster_is_what_hangs_together() -> None:
    groups, _ = network().groups(Grouping.CLUSTER)

    assert len({groups[node] for node in (0, 1, 2)}) == 1
    assert groups[5] not in {groups[node] for node in range(5)}


def test_an_empty_vault_is_an_empty_network() -> None:
    empty = Network.of_map(api.VaultMap((), ()))

    assert empty.links.shape == (0, 2)
    assert empty.around([], steps=2, at_most=5) == []
    assert empty.groups(Grouping.CLUSTER)[1] == ()
