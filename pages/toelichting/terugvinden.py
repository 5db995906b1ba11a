"""Figuur terugvinden: from a stamp or an address to the figure, and to what changed since it was shown."""

import streamlit as st

from figures import show
from figures.finding_back.identity import trace

top = st.container()
sought = show.sought()
found = trace(sought) if sought else None
with top:
    show.opening(
        "Figuur terugvinden",
        "Is een figuur die u ergens zag nog dezelfde? Zo niet: wat veranderde er, en waardoor?",
        [found.now.figure] if found and found.now else [],
        period_matters=False,
    )
if found:
    show.found_back(found)
else:
    show.words(
        "Onder elke figuur en in elke download staan een stempel en een adres. Plak er één in het veld hierboven.",
        "Een stempel is genoeg voor een figuur die op deze computer getoond werd. Een adres werkt op elke computer met de monitor.",
    )
