"""Ringing a line from the command line: a throw-away one in this process, or one that runs."""
