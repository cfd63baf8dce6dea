"""Ringing a menu without a telephone: a whole line of its own in this process, whose clock can be set."""
