"""Rules that the accessibility catalogue does not have: of this house."""
