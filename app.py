"""The frame: title, menu and shared filters."""

import streamlit as st

st.set_page_config(page_title="1G1P-monitor", layout="wide")
st.title("1G1P-monitor")
