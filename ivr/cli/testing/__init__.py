"""What `ivr test` tells."""
