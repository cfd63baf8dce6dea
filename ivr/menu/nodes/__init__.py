"""One file for each kind of node: its example, its keys, what it plays, what follows."""
