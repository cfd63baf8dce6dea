"""One file for each command of `ivr`: its name is the file's, and `command` in it is what runs."""
