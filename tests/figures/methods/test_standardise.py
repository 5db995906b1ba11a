"""Direct standardisation against published examples, against a count by hand, and by simulation."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.methods.intervals import byar, rate
from figures.methods.standardise import directly_standardised

# Births with Down's syndrome, Michigan 1950-1964, by age of the mother, fifth child or later: Fay & Feuer, Stat Med 16
# (1997) 791-801, table II; the vignette of the R package dsrTest prints the standardised rate per 100.000 as 75.52901.
MICHIGAN_CASES = [0, 8, 63, 112, 262, 295]
MICHIGAN_BIRTHS = [327, 30666, 123419, 149919, 104088, 34392]
MICHIGAN_STANDARD = [319933, 931318, 786511, 488235, 237863, 61313]

# Oak Ridge National Laboratory, "Directly adjusted rates" (E. Frome), US 1970 weights in five ages: events, person-years
# in thousands, and the printed rate with its standard error.
US_1970 = [0.28111788, 0.21226284, 0.22695215, 0.19851136, 0.08115578]
PERSON_YEARS = [0.0830, 0.5232, 0.4477, 0.3489, 0.0947]
OAK_RIDGE = [([3, 9, 7, 2, 1], 19.3490, 6.2478), ([0, 0, 0, 10, 2], 7.4032, 2.1692)]


def test_the_rate_of_the_michigan_births_is_the_published_one() -> None:
    value, low, high = directly_standardised([MICHIGAN_CASES], [MICHIGAN_BIRTHS], MICHIGAN_STANDARD, per=100_000)
    assert value[0] == pytest.approx(75.52901, abs=5e-6)
    assert low[0] < value[0] < high[0]


@pytest.mark.parametrize(("events", "published", "error"), OAK_RIDGE)
def test_rate_and_variance_are_those_of_oak_ridge(events: list[int], published: float, error: float) -> None:
    """Dobson's limit lies as far as Byar's does, in standard errors: from it the published standard error comes back."""
    value, low, high = directly_standardised([events], [PERSON_YEARS], US_1970, per=1)
    total = sum(events)
    # The person-years are printed in four decimals: a thousandth is their rounding.
    assert value[0] == pytest.approx(published, rel=1e-3)
    for limit, of_total in zip((low[0], high[0]), byar(total), strict=True):
        assert (limit - value[0]) / (of_total - total) * np.sqrt(total) == pytest.approx(error, rel=1e-3)


def test_the_worked_example_of_the_module() -> None:
    found = directly_standardised([[10, 30]], [[1000, 1000]], [3, 1])
    assert np.round(found, 2).ravel().tolist() == [15.0, 10.05, 21.27]


def test_with_one_age_it_is_the_crude_rate_with_byars_limits() -> None:
    """So the published intervals of phe_rate hold for it: 24 of 162 is 9489.334 to 22044.21 per 100.000."""
    found = directly_standardised([[24]], [[162]], [500], per=100_000)
    assert np.ravel(found) == pytest.approx([14814.81, 9489.334, 22044.21], rel=5e-7)


@given(st.lists(st.tuples(st.integers(5, 200), st.integers(300, 5000)), min_size=2, max_size=6))
def test_in_a_population_that_is_the_standard_it_is_the_crude_rate(ages: list[tuple[int, int]]) -> None:
    counts, people = (np.array(part) for part in zip(*ages, strict=True))
    found = directly_standardised([counts], [people], people)
    crude = rate(counts.sum(), people.sum())
    np.testing.assert_allclose(np.ravel(found), np.ravel(crude), rtol=1e-9)


def test_equal_rates_per_age_stay_equal_whatever_the_age_mix() -> None:
    people = np.array([[9000, 1000], [1000, 9000]])
    found = directly_standardised(people * [0.01, 0.03], people, [1, 1])
    assert found.value.tolist() == pytest.approx([20, 20])


def test_the_interval_covers_as_often_as_it_says() -> None:
    people, standard = np.array([4000, 3000, 2000, 500]), np.array([3, 3, 2, 2])
    rates = np.array([0.004, 0.01, 0.02, 0.03])
    counts = np.random.default_rng(11).poisson(rates * people, (10_000, 4))
    _, low, high = directly_standardised(counts, np.broadcast_to(people, counts.shape), standard, per=1)
    truth = (rates * standard).sum() / standard.sum()
    # The total has exact-like limits, which cover a little more than 95 %.
    assert 0.945 < np.mean((low <= truth) & (truth <= high)) < 0.965


# ------------------------------------------------------------------ nothing to say, or nonsense


def test_under_ten_events_there_is_no_standardised_rate() -> None:
    found = directly_standardised([[4, 5], [5, 5]], [[1000, 1000], [1000, 1000]], [1, 1])
    assert np.isnan(found.value).tolist() == [True, False]
    assert np.isnan(found.low).tolist() == np.isnan(found.high).tolist() == [True, False]


def test_an_age_without_young_people_is_unknown_unless_it_does_not_count() -> None:
    assert np.isnan(directly_standardised([[20, 0]], [[1000, 0]], [1, 1])).all()
    assert directly_standardised([[20, 0]], [[1000, 0]], [1, 0]).value[0] == pytest.approx(20)


def test_an_unknown_count_makes_the_area_unknown() -> None:
    found = directly_standardised([[20, np.nan], [20, 20]], [[1000, 1000], [1000, 1000]], [1, 1])
    assert np.isnan(found.value).tolist() == [True, False]


@pytest.mark.parametrize(
    ("counts", "people", "standard", "sentence"),
    [
        ([[20, 3]], [[1000, 0]], [1, 1], "leeftijdsgroep zonder jongeren"),
        ([[20, -3]], [[1000, 10]], [1, 1], "lager dan nul"),
        ([[20, 3]], [[1000, 10]], [0, 0], "standaardbevolking is leeg"),
        ([[20, 3]], [[1000, 10, 5]], [1, 1], "niet dezelfde gebieden en leeftijden"),
        ([[20, 3]], [[1000, 10]], [1, 1, 1], "niet dezelfde gebieden en leeftijden"),
        ([20, 3], [1000, 10], [1, 1], "niet dezelfde gebieden en leeftijden"),
    ],
)
def test_what_cannot_be_standardised_says_so_in_one_sentence(counts, people, standard, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        directly_standardised(counts, people, standard)
