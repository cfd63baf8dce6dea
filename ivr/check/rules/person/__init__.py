"""Section A of the catalogue: a person, and another way in."""
