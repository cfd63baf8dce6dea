"""One message: the page of it, its recordings, and what is done with it."""
