"""What stays of a call in the studio: a scenario, or a link that does the same again. Nobody's number is in either."""
