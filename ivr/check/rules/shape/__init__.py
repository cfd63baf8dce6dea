"""Section B of the catalogue: the shape of the menu."""
