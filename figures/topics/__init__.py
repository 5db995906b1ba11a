"""What the monitor shows: one module per subject, each making figures and their tables from the core and the methods."""
