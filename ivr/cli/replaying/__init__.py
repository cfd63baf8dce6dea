"""Scenarios that nobody has written by hand: from a walk of every call, and from the journal of one."""
