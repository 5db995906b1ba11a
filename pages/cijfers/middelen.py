"""Middelen: budgets of 2021, the key of the calls, per under-25, and what does not add up."""

from figures import show

show.opening(
    "Middelen",
    "Welk budget kreeg elk samenwerkingsverband op 1 januari 2021, en hoe werd het verdeeld? Een reeks over de jaren is niet gepubliceerd.",
    period_matters=False,
)
for name in ("budget", "budget_per_onder25", "oproepen", "budget_2017"):
    show.place(show.exhibit(name))
show.notes("middelen")
