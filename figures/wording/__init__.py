"""Numbers, dates, tables and sentences as a Belgian reader expects them, made from the same data as the picture."""
