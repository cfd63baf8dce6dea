"""Liaison Line."""
