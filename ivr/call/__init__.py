"""A moment of a call, as values: the keys, where the call is, what was heard, what to do about it, the verbs.

Nothing here knows the clock, the network, Flask or a database.
"""
