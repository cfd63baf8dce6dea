"""Section H of the catalogue: languages."""
