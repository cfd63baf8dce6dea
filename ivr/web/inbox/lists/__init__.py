"""What there is: messages, requests, what was erased, numbers, and the log."""
