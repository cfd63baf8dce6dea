"""Section F of the catalogue: keys."""
