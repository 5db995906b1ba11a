"""Resembling areas, counted by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.methods.peers import peers

# Median 2, distances to the median 2, 1, 0, 1, 2: median distance 1, so the spread is 1,4826.
LINE = [[0.0], [1.0], [2.0], [3.0], [4.0]]
# Size has spread 1,4826; the model is a word.
MIXED = [[0.0, "team"], [1.0, "netwerk"], [2.0, "team"], [3.0, "team"], [4.0, "netwerk"]]
NAMES = ["grootte", "model"]

numbers = st.floats(-1e6, 1e6, allow_nan=False, width=32) | st.just(float("nan"))
tables = st.integers(1, 4).flatmap(
    lambda p: st.lists(st.lists(numbers, min_size=p, max_size=p), min_size=2, max_size=16)
)


def test_the_nearest_come_first_with_the_distance_of_the_worked_example() -> None:
    found = peers(LINE, ["grootte"], own=0, count=2)
    assert [peer.index for peer in found] == [1, 2]
    assert [peer.distance for peer in found] == pytest.approx([1 / 1.4826, 2 / 1.4826], rel=1e-4)


def test_equal_distances_come_in_order_of_row() -> None:
    assert [peer.index for peer in peers(LINE, ["grootte"], own=2)] == [1, 3, 0, 4]


def test_a_word_is_equal_or_not() -> None:
    """From area 0: area 2 is two steps away with the same model, area 1 one step with another model."""
    found = {peer.index: peer for peer in peers(MIXED, NAMES, own=0)}
    assert found[2].distance == pytest.approx(2 / 1.4826, rel=1e-4)
    assert found[1].distance == pytest.approx(np.sqrt((1 / 1.4826) ** 2 + 1), rel=1e-4)
    assert [peer.index for peer in peers(MIXED, NAMES, own=0)] == [1, 2, 3, 4]


def test_the_reasons_go_from_most_alike_to_most_different() -> None:
    second = peers(MIXED, NAMES, own=0)[1]
    assert second.index == 2
    assert [(r.feature, r.own, r.other) for r in second.reasons] == [("model", "team", "team"), ("grootte", 0.0, 2.0)]
    assert [r.gap for r in second.reasons] == pytest.approx([0, 1.349], abs=0.001)
    assert [r.feature for r in second.alike] == ["model"]
    assert [r.feature for r in second.different] == ["grootte"]


def test_the_differences_start_with_the_largest() -> None:
    """From area 0 to area 4: four steps in size, 2,70 spreads, and another model, 1."""
    last = peers(MIXED, NAMES, own=0)[-1]
    assert [(r.feature, round(r.gap, 2)) for r in last.different] == [("grootte", 2.7), ("model", 1.0)]
    assert last.alike == ()


def test_one_exceptional_area_does_not_stretch_the_spread() -> None:
    """With 400 instead of 4 the median and the median distance stay the same, and so do the gaps of the others."""
    stretched = [*LINE[:4], [400.0]]
    assert [peer.distance for peer in peers(stretched, ["grootte"], own=0, count=3)] == [
        peer.distance for peer in peers(LINE, ["grootte"], own=0, count=3)
    ]


def test_when_most_areas_are_equal_the_standard_deviation_is_the_spread() -> None:
    """0, 0, 0, 3: mean 0,75, standard deviation sqrt((3 x 0,5625 + 5,0625) / 4) = 1,299."""
    found = peers([[0], [0], [0], [3]], ["grootte"], own=0)
    assert [peer.index for peer in found] == [1, 2, 3]
    assert found[2].distance == pytest.approx(3 / 1.299038, rel=1e-5)


def test_a_feature_that_is_equal_everywhere_says_nothing() -> None:
    found = peers([[5, 0], [5, 1], [5, 2]], NAMES, own=0)
    assert [peer.index for peer in found] == [1, 2]
    assert found[0].reasons[0].gap == 0


def test_an_unknown_feature_is_skipped_and_the_distance_rescaled() -> None:
    """Area 1: only the first of two features is known, with gap 1 / 1,4826, so the distance is sqrt(2) times that."""
    table = [[0, 7], [1, np.nan], [2, 7], [3, 8], [4, 9]]
    found = {peer.index: peer for peer in peers(table, NAMES, own=0)}
    assert found[1].distance == pytest.approx(np.sqrt(2) / 1.4826, rel=1e-4)
    assert found[1].unknown == ("model",)
    assert [reason.feature for reason in found[1].reasons] == ["grootte"]
    assert found[2].unknown == ()


def test_an_area_with_fewer_than_half_of_the_features_is_no_peer() -> None:
    table = [[0, 7, "team"], [0, np.nan, None], [2, 8, ""], [3, 9, "netwerk"]]
    assert [peer.index for peer in peers(table, [*NAMES, "aanpak"], own=0)] == [2, 3]


def test_an_area_of_which_nothing_is_known_has_no_peers() -> None:
    assert peers([[np.nan], [1.0], [2.0]], ["grootte"], own=0) == []
    assert peers([[1.0], [np.nan], [np.nan]], ["grootte"], own=0) == []


@given(tables, st.integers(0, 15))
def test_peers_are_others_in_order_of_distance_with_every_feature_accounted_for(table, own: int) -> None:
    own %= len(table)
    names = [f"kenmerk {j}" for j in range(len(table[0]))]
    found = peers(np.array(table), names, own)
    assert len(found) <= 4
    assert own not in [peer.index for peer in found]
    assert all(round(a.distance, 9) <= round(b.distance, 9) for a, b in pairwise(found))
    for peer in found:
        assert sorted([*(reason.feature for reason in peer.reasons), *peer.unknown]) == names
        assert all(a.gap <= b.gap for a, b in pairwise(peer.reasons))


@given(tables)
def test_the_unit_of_a_feature_does_not_matter(table) -> None:
    names = [f"kenmerk {j}" for j in range(len(table[0]))]
    scaled = (np.array(table) * 1024).tolist()
    assert [peer.index for peer in peers(table, names, 0)] == [peer.index for peer in peers(scaled, names, 0)]


@pytest.mark.parametrize(
    ("names", "own", "sentence"),
    [
        (["grootte", "model"], 0, "elk kenmerk één naam"),
        (["grootte"], 5, "niet in de kenmerken"),
        (["grootte"], -1, "niet in de kenmerken"),
    ],
)
def test_what_does_not_fit_is_refused(names: list[str], own: int, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        peers(LINE, names, own)
