"""The keys that options may be on."""

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from ivr.call.keys import KEYS, OPTION_KEYS, RESERVED, key_of


def _option_key(text: Any) -> Any:
    text = key_of(text)  # `*` is star
    if text in RESERVED:
        raise PydanticCustomError(
            "reserved-key",
            "Key {key} means {meaning} at every step, so it cannot be an option. Use one of {keys}.",
            {"key": text, "meaning": RESERVED[text], "keys": ", ".join(OPTION_KEYS)},
        )
    if text not in KEYS:
        raise PydanticCustomError(
            "wrong-value",
            "“{key}” is not a key of a telephone that an option can be on. Use one of {keys}.",
            {"key": str(text)[:60], "keys": ", ".join(OPTION_KEYS)},
        )
    return text


OptionKey = Annotated[str, BeforeValidator(_option_key)]
"""A key that an option may be on: 1, 2, 3, 4, 6 or 8."""
