"""Calls that the browser phone makes: the line that is rung, what is done, and how it stands as JSON."""
