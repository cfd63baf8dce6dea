"""How a value that only the call knows is spoken: its own reference, a number just keyed in."""

from ivr.call.digits import in_groups


def spoken(value: str) -> str:
    """Return a value as it is spoken: digits one by one in groups, anything else as it is.

    >>> spoken("48213765")
    '4 8 2 1, 3 7 6 5'
    """
    return in_groups(value) if value.isascii() and value.isdigit() else value
