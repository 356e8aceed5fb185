"""The layout of a graph: what is linked lies together, what was known stays, orphans lie around."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from vaultmind_ui.bridge import Stop
from vaultmind_ui.graph.graph_place import settle
from vaultmind_ui.graph.layout import Layout

GRAPHS = st.integers(1, 30).flatmap(
    lambda nodes: st.tuples(st.just(nodes), arrays(np.int64, (12, 2), elements=st.integers(0, nodes - 1)))
)


def two_groups(size: int = 40) -> np.ndarray:
    random = np.random.default_rng(3)
    inside = [
        (base + random.integers(size), base + random.integers(size)) for base in (0, size) for _ in range(size * 4)
    ]
    return np.array([pair for pair in inside if pair[0] != pair[1]], dtype=np.int64)


def test_notes_of_a_group_lie_nearer_to_each_other_than_to_the_other_group() -> None:
    settled = Layout(80, two_groups()).settle(200)

    first, second = settled.positions[:40], settled.positions[40:]
    inside = np.linalg.norm(first - first.mean(axis=0), axis=1).mean()
    assert np.linalg.norm(first.mean(axis=0) - second.mean(axis=0)) > 2 * inside


def test_it_comes_to_rest() -> None:
    layout = Layout(80, two_groups())

    early = layout.settle(10).moved
    late = layout.settle(400).moved

    assert late < early / 5


def test_the_same_graph_is_laid_out_alike_twice() -> None:
    one, two = (Layout(80, two_groups()).settle(30).positions for _ in range(2))

    np.testing.assert_array_equal(one, two)


def test_notes_without_links_lie_outside_and_apart() -> None:
    links = two_groups()

    positions = Layout(100, links).settle(100).positions

    linked = np.linalg.norm(positions[:80], axis=1)
    orphans = positions[80:]
    assert np.linalg.norm(orphans, axis=1).min() > np.percentile(linked, 97)
    apart = np.linalg.norm(orphans[:, None] - orphans[None, :], axis=2)[~np.eye(20, dtype=bool)]
    assert apart.min() > 5


def test_a_new_note_begins_beside_one_it_is_linked_with() -> None:
    known = Layout(80, two_groups()).settle(150).positions
    links = np.concatenate([two_groups(), [[80, 3]]])
    start = np.concatenate([known, [[np.nan, np.nan]]]).astype(np.float32)

    positions = Layout(81, links, start=start).positions()

    width = np.ptp(known, axis=0).max()
    assert np.linalg.norm(positions[80] - positions[3]) < width / 10


@settings(max_examples=40, deadline=None)
@given(
    st.integers(1, 30).flatmap(
        lambda n: st.tuples(st.just(n), arrays(np.int64, (12, 2), elements=st.integers(0, n - 1)))
    )
)
def test_any_graph_has_a_finite_place_for_every_note(graph: tuple[int, np.ndarray]) -> None:
    nodes, links = graph

    positions = Layout(nodes, links).settle(15).positions

    assert positions.shape == (nodes, 2)
    assert np.isfinite(positions).all()


@pytest.mark.parametrize("links", [np.zeros((0, 2), dtype=np.int64)])
def test_a_graph_without_links_is_a_ring(links: np.ndarray) -> None:
    positions = Layout(5, links).settle(3).positions

    assert len(np.unique(positions.round(1), axis=0)) == 5


def test_a_step_is_followed_by_a_pause_as_long_and_none_is_taken_while_nobody_looks() -> None:
    waited: list[float] = []

    class Watched(Stop):
        def wait(self, timeout_s: float) -> bool:
            waited.append(timeout_s)
            return super().wait(0)

    seen = iter([False, False])
    began = time.perf_counter()
    looks = settle(Layout(80, two_groups()), Watched(), is_kept=False, is_seen=lambda: next(seen, True))
    assert len(next(looks).positions) == 80
    took = time.perf_counter() - began
    unseen, pauses = waited[:2], waited[2:]
    assert unseen == [0.3, 0.3]
    assert len(pauses) == 6
    assert 0 < sum(pauses) <= took
