"""Section D of the catalogue: time."""
