"""The story of one samenwerkingsverband, on the page Regiodialoog and in the dialoogfiche."""
