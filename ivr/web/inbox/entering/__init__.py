"""Coming in: by password and code, or by the organisation's own sign-in."""
