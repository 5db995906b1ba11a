"""Every file a figure can become: Excel, CSV, JSON, picture, Word and PDF, each with all that belongs to the figure."""
