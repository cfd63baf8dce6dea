"""The desk: what officers see of messages and requests, and what they do with them."""
