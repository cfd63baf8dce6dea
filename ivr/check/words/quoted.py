"""What a text only quotes: names and other people's words in quotation marks."""

import re
from typing import Final

_QUOTED: Final = re.compile(r"“[^”]*”|„[^”“]*[”“]|\"[^\"]*\"|«[^»]*»|(?<!\w)‘[^’]*’(?!\w)")


def unquoted(text: str) -> str:
    """Return a text with everything in quotation marks blanked out, so that places in it stay the same.

    >>> unquoted('Ask for “He or She” here.')
    'Ask for             here.'
    """
    return _QUOTED.sub(lambda match: " " * len(match[0]), text)
