"""The inbox: where officers find, hear and finish messages."""
