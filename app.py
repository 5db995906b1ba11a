"""The frame: title, menu, shared filters, and what to do when there is no warehouse."""

import streamlit as st

from figures import WarehouseMissing, show

MENU = {
    "Cijfers": [
        st.Page("pages/cijfers/overzicht.py", title="Overzicht", default=True),
        st.Page("pages/cijfers/kaart.py", title="Kaart", url_path="kaart"),
        st.Page("pages/cijfers/trends.py", title="Trends", url_path="trends"),
        st.Page("pages/cijfers/binnen_de_maand.py", title="Binnen de maand", url_path="binnen-de-maand"),
        st.Page("pages/cijfers/trajecten.py", title="Trajecten", url_path="trajecten"),
        st.Page("pages/cijfers/vergelijken.py", title="Gebieden vergelijken", url_path="vergelijken"),
        st.Page("pages/cijfers/instroom.py", title="Instroom", url_path="instroom"),
        st.Page("pages/cijfers/personeel.py", title="Personeel (VTE)", url_path="personeel"),
        st.Page("pages/cijfers/middelen.py", title="Middelen", url_path="middelen"),
    ],
    "Dialoog": [
        st.Page("pages/dialoog/regiodialoog.py", title="Regiodialoog", url_path="regiodialoog"),
    ],
    "Publicatie": [
        st.Page("pages/publicatie/figurenboek.py", title="Figurenboek", url_path="figurenboek"),
    ],
    "Beheer": [
        st.Page("pages/beheer/leveringen.py", title="Leveringen", url_path="leveringen"),
        st.Page("pages/beheer/registratiekwaliteit.py", title="Registratiekwaliteit", url_path="registratiekwaliteit"),
    ],
    "Toelichting": [
        st.Page("pages/toelichting/kanttekeningen.py", title="Kanttekeningen", url_path="kanttekeningen"),
        st.Page("pages/toelichting/methoden.py", title="Methoden", url_path="methoden"),
        st.Page("pages/toelichting/definities.py", title="Definities en bronnen", url_path="definities"),
        st.Page("pages/toelichting/terugvinden.py", title="Figuur terugvinden", url_path="terugvinden"),
    ],
}


def main() -> None:
    """Draw the frame and the page in it."""
    st.set_page_config(page_title="1G1P-monitor", page_icon=show.ICON, layout="wide")
    st.html(show.CSS)
    page = st.navigation(MENU, expanded=True)
    body = st.empty()
    try:
        with st.sidebar:
            show.filter_widgets()
        with body.container():
            page.run()
    except WarehouseMissing as missing:
        # Also halfway a page, when the warehouse turns out older than the code: what was drawn makes way.
        body.empty()
        with body.container():
            st.title("Er zijn nog geen gegevens", anchor=False)
            st.info(str(missing))


main()
