"""Section J of the catalogue: safety and respect."""
