"""Accounts: one's own, and those of others for who keeps them."""
