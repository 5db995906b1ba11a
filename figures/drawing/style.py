"""The house colours (contrast on white in brackets) and the fonts; said once for screen and paper."""

TEXT = "#333332"  # 12,65
BLUE = "#0055cc"  # 6,62
DARK_BLUE = "#003b8e"  # 10,42
RED = "#aa2729"  # break lines; darker than the 4,83 of #d2373c
BROWN = "#9f5804"  # 5,42
GREEN = "#007a37"  # 5,47
GREY = "#687483"  # 4,76
LIGHT_GREY = "#8695a8"  # 3,05: lines and bars only, never text
PALE = "#e8ebee"
YELLOW = "#ffe615"  # only as a background under TEXT (9,99)

# Chosen areas: each colour comes with a line style and a direct label, so colour is never alone.
CHOSEN = (BLUE, BROWN, GREEN, RED)
# Parts of one bar: a colour and a pattern each, so that a black-and-white print still tells them apart.
PARTS = (
    (DARK_BLUE, ""),
    ("#5990de", "/"),
    (GREY, ""),
    ("#cfd5dd", "."),
    (BROWN, "\\"),
    (GREEN, ""),
    ("#ffa10a", "x"),
    (LIGHT_GREY, "|"),
    (TEXT, "-"),
)
# Map classes, light to dark; labels on them switch from TEXT to white.
CLASSES = ("#e3edfb", "#b3cdf3", "#7ea9e6", "#3a77d2", "#003b8e")
FONT = '"Flanders Art Sans", "Source Sans", "Segoe UI", Arial, "Liberation Sans", sans-serif'
