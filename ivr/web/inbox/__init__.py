"""The inbox: where officers find, hear and finish messages. One module for each page, or for some that belong together."""
