"""Patterns by name, each compiled when it is first asked for: a line speaks one or two of the languages known here."""

import re


class Patterns:
    """Patterns of one language, capital or not. A subclass declares their names; each is an attribute.

    Raises TypeError where a declared one is not given, or one is given that is not declared.
    """

    def __init__(self, **patterns: str) -> None:
        if patterns.keys() != type(self).__annotations__.keys():
            raise TypeError(f"{type(self).__name__} takes {', '.join(type(self).__annotations__)}")
        self._written = patterns

    def __getattr__(self, name: str) -> re.Pattern[str]:
        """Return a pattern that has not been asked for yet; from then on it is an ordinary attribute."""
        written = vars(self).get("_written", {}).get(name)
        if written is None:
            raise AttributeError(f"{type(self).__name__} has no pattern {name!r}")
        compiled = re.compile(written, re.IGNORECASE)
        setattr(self, name, compiled)
        return compiled
