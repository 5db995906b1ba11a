"""Direct age standardisation: the rate an area would have if its young people were as old as those of the standard.

Per age i: O events, n young people, w of the standard population.
    rate      = sum(w O / n) / sum(w)
    variance  = sum(w² O / n²) / sum(w)²
    low, high = rate + sqrt(variance / total) (limit of total - total), with total = sum(O) and its limits by Byar

Sources: Dobson, Kuulasmaa, Eberle & Scherer, Stat Med 10 (1991) 457-462; limits of the total by Breslow & Day (1987), as in
`calculate_dsr` of the R package PHEindicatormethods. That rule also says: no standardised rate under 10 events.

Worked example: 10 events among 1.000 young people of 0-11 years and 30 among 1.000 of 12-24 years; the standard has three
of the first for one of the second. Crude: 20 per 1.000. Standardised: (3 x 10 + 1 x 30) / 4 = 15 per 1.000, with variance
(9 x 10 + 1 x 30) / 16 = 7,5 and so the interval 10,05 to 21,27.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from figures.methods.intervals import Interval, byar, not_negative

FEWEST_EVENTS = 10


def directly_standardised(
    counts: ArrayLike, populations: ArrayLike, standard: ArrayLike, per: float = 1000, level: float = 0.95
) -> Interval:
    """Standardised rate per `per` and its limits, each of shape (areas,).

    `counts` and `populations` have shape (areas, ages), `standard` (ages,) with people or weights. An area has nan with
    fewer than 10 events, with an unknown part, or without young people of an age that counts in the standard.
    Raises ValueError when shapes differ, for numbers below zero, for events in an age without people, and for an empty standard.
    """
    counts, populations = not_negative(counts), not_negative(populations)
    weights = _weights(standard, counts, populations)
    per_person = _divided(weights, populations)
    total = counts.sum(axis=-1)
    value, variance = (counts * per_person).sum(axis=-1), (counts * per_person**2).sum(axis=-1)
    step = np.sqrt(variance / np.where(total >= FEWEST_EVENTS, total, np.nan))
    low, high = (value + step * (limit - total) for limit in byar(total, level))
    return Interval(*(np.where(np.isnan(step), np.nan, part) * per for part in (value, low, high)))


def _weights(standard: ArrayLike, counts: np.ndarray, populations: np.ndarray) -> np.ndarray:
    """The standard as parts of one."""
    standard = not_negative(standard)
    if counts.ndim != 2 or counts.shape != populations.shape or standard.shape != counts.shape[1:]:
        raise ValueError(
            "Aantallen, jongeren en standaard hebben niet dezelfde gebieden en leeftijden. Vul de ontbrekende groepen aan."
        )
    if ((populations == 0) & (counts > 0)).any():
        raise ValueError(
            "Er zijn aanmeldingen in een leeftijdsgroep zonder jongeren. Kijk de bevolking en de leeftijdsgroepen na."
        )
    if not standard.sum() > 0:
        raise ValueError("De standaardbevolking is leeg of onbekend. Geef per leeftijdsgroep een aantal jongeren.")
    return standard / standard.sum()


def _divided(weights: np.ndarray, populations: np.ndarray) -> np.ndarray:
    """Weight per person; 0 for an age that does not count in the standard, nan for one without people that does."""
    per_person = weights / np.where(populations > 0, populations, np.nan)
    return np.where(weights == 0, 0.0, per_person)
