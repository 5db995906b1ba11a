"""Documents to hand over: a run of headings, words, figures and tables, written as Word or as PDF from the same blocks."""
