"""Section C of the catalogue: words."""
