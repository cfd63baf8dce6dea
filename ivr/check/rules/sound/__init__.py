"""Section G of the catalogue: sound."""
