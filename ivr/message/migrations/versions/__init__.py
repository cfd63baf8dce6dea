"""The versions of the tables, oldest first. None is changed once a database may stand on it."""
