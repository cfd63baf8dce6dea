"""The log of who did what: entries chained by hash, that nobody can change unnoticed."""
