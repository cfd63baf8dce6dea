"""Lengths of time as people write them."""

import re
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator
from pydantic_core import PydanticCustomError

from ivr.call.verbs import PASSING

_DURATION = re.compile(r"(?:(\d{1,5}) ?(?:minutes?|min))?(?: ?(\d{1,5})(?: ?(?:seconds?|s))?)?")


def _duration(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    match = _DURATION.fullmatch(value.strip())
    seconds = int(match[1] or 0) * 60 + int(match[2] or 0) if match and value.strip() else 0
    if not 1 <= seconds <= 14400:
        raise PydanticCustomError(
            "wrong-value",
            "“{text}” is not a length of time. Write it as 10 seconds, 3 minutes or 1 minute 30 seconds.",
            {"text": value[:60]},
        )
    return seconds


Seconds = Annotated[int, BeforeValidator(_duration)]
"""A length of time: `10 seconds`, `3 minutes`; 1 second to 4 hours."""

SHORTEST_WAIT = PASSING + 1
"""Seconds. A shorter wait only lets words be interrupted."""


def _long_enough(seconds: int) -> int:
    if seconds < SHORTEST_WAIT:
        raise PydanticCustomError(
            "wrong-value",
            "A wait of {seconds} second is too short for anybody to press a key. Give 10 seconds or more.",
            {"seconds": seconds},
        )
    return seconds


Wait = Annotated[Seconds, AfterValidator(_long_enough)]
"""How long a step that asks something waits for a key: 2 seconds to 4 hours."""
