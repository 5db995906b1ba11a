"""What is measured, against what: `python -m bench`. The figures stand in docs/; no test holds a time."""
