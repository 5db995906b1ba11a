"""The stamp and the address of a figure: to find it back, and to say what changed since."""
