"""Section I of the catalogue: leaving a message."""
