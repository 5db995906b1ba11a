"""Methoden: each statistical method with what it is for, its formula, an example, its errors and its source."""

from figures import show
from figures.wording.methods_text import introduction, methods

show.opening("Methoden", introduction(), period_matters=False)
show.methods(methods())
