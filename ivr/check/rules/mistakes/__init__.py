"""Section E of the catalogue: mistakes, and how the line answers them."""
