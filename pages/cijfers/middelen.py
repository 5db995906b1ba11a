"""Middelen: budgets of 2021, the key of the calls, per under-25, and what does not add up."""

from figures import bar_chart, figure, long_table, show, wide_table

budget, per_head = figure("budget"), figure("budget_per_onder25")
show.opening(
    "Middelen",
    "Welk budget kreeg elk samenwerkingsverband op 1 januari 2021, en hoe werd het verdeeld? Een reeks over de jaren is niet gepubliceerd.",
    period_matters=False,
)
show.chart(bar_chart(budget, show.chosen()), table=wide_table(budget), chosen_areas=show.chosen())
show.chart(bar_chart(per_head, show.chosen()), table=wide_table(per_head), chosen_areas=show.chosen())
show.table(
    figure("oproepen"),
    long_table(
        figure("oproepen"),
        {
            "periode": "Datum",
            "titel": "Oproep",
            "waarde": "Bedrag in euro",
            "bedrag_soort": "Soort bedrag",
            "aantal_samenwerkingsverbanden": "Samenwerkingsverbanden",
            "verdeelsleutel": "Verdeelsleutel",
        },
    ),
)
show.table(
    figure("budget_2017"),
    long_table(
        figure("budget_2017"),
        {
            "naam": "Samenwerkingsverband van toen",
            "waarde": "Bedrag in euro",
            "precisie": "Zekerheid",
            "toelichting": "Toelichting",
        },
    ),
)
show.notes("middelen")
