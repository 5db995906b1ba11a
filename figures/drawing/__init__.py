"""What a chart or a map shows, said once, and drawn from there for the screen and for paper."""
