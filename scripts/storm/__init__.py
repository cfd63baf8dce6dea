"""A storm over the line: calls, kills, faults and doubled callbacks at once, and a judge who looks at what is left.

`scripts/chaos` runs it.
"""
