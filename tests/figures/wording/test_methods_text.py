"""The page with the methods cannot rot: every number of an example comes out of the code, every error rate is the measured one."""

from __future__ import annotations

import re

import numpy as np
import polars as pl
import pytest

from figures import text
from figures.disclosure import THRESHOLD, Rule, hide_small_numbers
from figures.methods import completeness, funnel, intervals, peers, spc, standardise, survival
from figures.topics.quality import LIMIT, RULE, with_standing
from figures.wording.methods_text import METHODS, PARTS, Method, anchor_of, introduction, methods

NUMBER = re.compile(r"−?\d[\d.]*(?:,\d+)?")
ALL = {one.anchor: one for one in methods()}


def said(value: float, decimals: int = 2) -> str:
    return text.number(abs(float(value)), decimals).join(("−" if value < 0 else "", ""))


def numbers(words: str) -> list[str]:
    return [found.rstrip(".") for found in NUMBER.findall(words)]


def example(anchor: str) -> list[str]:
    return numbers(ALL[anchor].parts["Voorbeeld"])


# ------------------------------------------------------------------ the document


def test_every_method_has_every_part_in_order() -> None:
    assert len(ALL) == len(methods()) == 12
    assert all(list(one.parts) == list(PARTS) for one in methods())
    assert all(words.endswith(".") for one in methods() for words in one.parts.values())
    assert introduction().startswith("Hoe de monitor")


def test_every_word_of_the_document_is_on_the_page() -> None:
    bare = re.sub(r"(?m)^#+ .*$|\*\*", "", METHODS.read_text(encoding="utf-8"))
    shown = [introduction(), *(f"{name}. {words}" for one in methods() for name, words in one.parts.items())]
    assert " ".join(bare.split()) == " ".join(shown)


def test_an_anchor_holds_letters_digits_and_dashes() -> None:
    assert anchor_of("Meer dan toeval in de tijd (regelkaart, XmR)") == "meer-dan-toeval-in-de-tijd"
    assert all(re.fullmatch(r"[a-z0-9-]+", anchor) for anchor in ALL)
    assert isinstance(next(iter(ALL.values())), Method)


# ------------------------------------------------------------------ the examples


def test_byar_and_exact() -> None:
    many, few = intervals.rate(24, 162, per=100), intervals.rate(6, 120, per=100)
    assert intervals.EXACT_BELOW == 10
    assert example("interval-rond-een-aantal-of-een-cijfer-per-1-000") == [
        "24", "162", said(many[0]), "100", said(many[1]), said(many[2]),
        "6", "120", said(few[0]), "100", said(few[1]), said(few[2]),
    ]  # fmt: skip


def test_wilson() -> None:
    found = [said(100 * part, 1) for part in intervals.wilson(24, 162)]
    assert example("interval-rond-een-aandeel") == ["24", "162", *found]


def test_kaplan_and_meier() -> None:
    with_open = survival.kaplan_meier([2, 4, 6, 5], [True, True, True, False]).quantile(0.5)
    without = survival.kaplan_meier([2, 4, 6], [True] * 3).quantile(0.5)
    assert example("wachttijden-en-duur") == ["2", "4", "6", "5", said(with_open, 0), said(without, 0)]


def test_the_funnel() -> None:
    found = funnel.funnel([20, 30], [100, 100])
    low, high = (100 * float(edge[0]) for edge in found.limits(np.array([100]), 0.95))
    assert set(found.position) == {"vergelijkbaar"}
    assert example("gebieden-naast-elkaar") == [
        "20", "100", "30", "100", said(100 * found.centre, 0), *map(said, found.z), "95", "100", said(low, 1), said(high, 1),
    ]  # fmt: skip


def test_the_control_chart() -> None:
    stated = example("meer-dan-toeval-in-de-tijd")
    values = [float(one.replace(",", ".")) for one in stated[:10]]
    chart = spc.xmr(values)
    assert stated[10:] == [said(edge[0]) for edge in (chart.centre, chart.lower, chart.upper)]
    assert not chart.signals[spc.BUITEN].any()
    formula = ALL["meer-dan-toeval-in-de-tijd"].parts["Formule"]
    assert said(spc.THREE_SIGMA) in formula
    assert f"Onder {spc.PROVISIONAL_UNDER} maanden" in formula
    purpose = ALL["meer-dan-toeval-in-de-tijd"].parts["Waarvoor"]
    assert all(rule in purpose for rule in spc.RULES)


def test_another_level() -> None:
    stated = example("een-ander-niveau")
    values = np.array([float(one) for one in stated[:12]])
    chart = spc.xmr(values)
    within = sum(((half - half.mean()) ** 2).sum() for half in (values[:6], values[6:])) / 10
    t = abs(chart.level[11] - chart.level[0]) / (within * (1 / 6 + 1 / 6)) ** 0.5
    assert np.flatnonzero(chart.signals[spc.NIVEAU]).tolist() == [6]
    assert stated[12:] == [said(chart.level[0], 0), said(chart.level[11], 0), said(within, 1), said(t)]
    formula = ALL["een-ander-niveau"].parts["Formule"]
    assert f"meer dan {said(spc.NEW_LEVEL, 1)}" in formula
    assert f"minstens {spc.PROVISIONAL_UNDER} maanden" in formula


def test_a_share_over_time() -> None:
    chart = spc.shares(np.array([32, 48] * 6), np.array([40, 60] * 6))
    edges = [said(edge[at]) for at in (0, 1) for edge in (chart.lower, chart.upper)]
    assert example("een-aandeel-in-de-tijd") == ["80", "40", "60", *edges[:2], "40", *edges[2:], "60"]
    assert f"minder dan {spc.FEWEST}" in ALL["een-aandeel-in-de-tijd"].parts["Formule"]


def test_the_chain_ladder() -> None:
    triangle = np.full((10, 2), 10.0)
    triangle[9, 1] = np.nan
    found = completeness.estimate(triangle, 0.8)
    assert example("onvolledige-maanden") == [
        "10", "10", "10", said(found.expected[-1], 0), said(100 * found.share[-1], 0), "80",
        said(found.low[-1], 0), said(found.high[-1], 0),
    ]  # fmt: skip


def test_standardisation() -> None:
    found = standardise.directly_standardised([[10, 30]], [[1000, 1000]], [3, 1])
    assert standardise.FEWEST_EVENTS == 10
    assert example("leeftijd-gelijk-maken") == [
        "10", "1.000", "30", "1.000", "3", "1", said(intervals.rate(40, 2000)[0], 0), "1.000",
        said(found.value[0], 0), "1.000", said(found.low[0]), said(found.high[0]),
    ]  # fmt: skip


def test_areas_alike() -> None:
    nearest = peers.peers([[0], [1], [2], [3], [4]], ["kenmerk"], 0)[0]
    assert nearest.index == 1
    assert example("vergelijkbare-gebieden") == ["0", "1", "2", "3", "4", "1", said(nearest.distance), "0"]


def test_small_numbers() -> None:
    """The smallest other area goes along: with the total shown, one hidden area could be worked out."""
    rows = pl.DataFrame(
        {"gebied": ["a", "b", "c", "vlaanderen-brussel"], "periode": 2024, "waarde": [3, 12, 40, 55], "toestand": "bekend"}
    )  # fmt: skip
    found = hide_small_numbers(rows, Rule(("waarde",)))
    assert found["waarde"].to_list() == [None, None, 40, 55]
    assert example("kleine-aantallen") == ["3", "12", "40", "55", "3", "12", "3", "55"]
    assert f"onder {THRESHOLD} wordt verborgen" in ALL["kleine-aantallen"].parts["Formule"]
    assert f"van 1 tot en met {THRESHOLD - 1} " in ALL["kleine-aantallen"].parts["Waarvoor"]


@pytest.mark.parametrize(("last", "word"), [(50, "hoger"), (30, "vergelijkbaar")])
def test_lower_similar_and_higher(last: int, word: str) -> None:
    rows = pl.DataFrame({"gebied": [f"g{i}" for i in range(16)], "teller": [20] * 15 + [last], "noemer": 200})
    shares = rows.with_columns(
        (100 * pl.col("teller") / pl.col("noemer")).alias("waarde"), pl.lit("bekend").alias("toestand"), pl.lit(1).alias("periode")
    )  # fmt: skip
    found = with_standing(shares, ("periode",))["ligging"].to_list()
    assert (found[-1], set(found[:-1])) == (word, {"vergelijkbaar"})
    assert example("lager-vergelijkbaar-en-hoger") == ["20", "200", "50", "200", "30", "200"]
    assert f"Boven {said(LIMIT, 1)} " in ALL["lager-vergelijkbaar-en-hoger"].parts["Formule"]


# ------------------------------------------------------------------ the error rates


def errors(anchor: str) -> list[str]:
    return numbers(ALL[anchor].parts["Fouten"])


def test_the_errors_of_the_control_chart_are_the_measured_ones() -> None:
    counts = [round(16 * spc.ALARMS_PER_CHART[points, "Poisson 41"][-1]) for points in (36, 60)]
    assert errors("meer-dan-toeval-in-de-tijd") == ["16", "36", str(counts[0]), "60", str(counts[1]), "10.000"]


def test_the_errors_of_another_level_are_the_measured_ones() -> None:
    def found(*key: float) -> str:
        return said(100 * spc.FOUND[key], 0)

    quiet, growing = (said(100 * spc.LEVEL_PER_CHART[growth], 0) for growth in (1.0, 1.035))
    assert errors("een-ander-niveau") == [
        "23", "31", quiet, "100", "3,5", growing, "100", "12", "41",
        found(1.5, 12, 3), "100", "3", found(1.5, 12, 6), "6", found(1.5, 12, 12), "12",
        "5", found(1.5, 5, 8), "100", "8", found(1.5, 5, 24), "24",
        "12", found(1.2, 12, 12), "100", "10.000",
    ]  # fmt: skip


def test_the_errors_of_a_share_over_time_are_the_measured_ones() -> None:
    counts = [said(100 * spc.ALARMS_PER_CHART[36, kind][-1], 0) for kind in (spc.SHARE, spc.SHARE_HIDDEN)]
    assert errors("een-aandeel-in-de-tijd") == ["100", "36", "45", counts[0], counts[1], "10.000"]


def test_the_errors_of_the_funnel_are_the_measured_ones() -> None:
    shares = [
        said(100 * measured[level].share, 1)
        for measured in (funnel.MEASURED_WITHOUT_DIFFERENCES, funnel.MEASURED_WITH_SPREAD)
        for level in (0.95, 0.998)
    ]
    plain, far, spread, far_spread = shares
    assert errors("gebieden-naast-elkaar") == [plain, "95", far, "99,8", spread, far_spread, "10.000"]


def test_the_errors_of_the_chain_ladder_are_the_measured_ones() -> None:
    youngest = [rates[0] for (_, level), rates in completeness.MEASURED_COVERAGE.items() if level == 0.8]
    together = completeness.MEASURED_COVERAGE[completeness.SIXTEEN, 0.8]
    edges = [said(100 * edge(rates), 0) for rates in (youngest, together) for edge in (min, max)]
    assert errors("onvolledige-maanden") == ["10.000", "80", *edges]


def test_the_errors_of_waiting_times_are_those_the_method_was_measured_to_have() -> None:
    """No constant: the measurement stands in the words of the module, and in the test of the method."""
    assert errors("wachttijden-en-duur") == ["10.000", "120", "95", "95,2"]
    measured = " ".join(survival.__doc__.split())
    assert "10.000 draws of 120 cases, a third still open" in measured
    assert "holds the true median in 95,2 %" in measured


def test_the_errors_of_the_words_are_those_said_on_the_page_itself() -> None:
    assert errors("lager-vergelijkbaar-en-hoger") == ["1", "2.000", "1", "200"]
    assert "1 op de 2.000 vergelijkingen" in RULE
    assert "1 op de 200" in RULE
