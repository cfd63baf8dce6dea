"""The keys of a telephone, by the names people write in `menus.yaml`."""

from typing import NewType

Key = NewType("Key", str)
"""One key: a digit, or the word `star` or `hash`."""

PERSON, EMERGENCY, PACE, AGAIN, BACK = Key("0"), Key("5"), Key("7"), Key("9"), Key("star")
HASH = Key("hash")

KEYS: tuple[Key, ...] = (*(Key(digit) for digit in "0123456789"), BACK, HASH)

EVERYWHERE: dict[Key, str] = {
    PERSON: "a person",
    EMERGENCY: "emergency help",
    PACE: "the pace",
    AGAIN: "hear again",
    BACK: "go back",
}
"""Keys that mean the same at every step of every line, and what they mean."""

RESERVED: dict[Key, str] = {**EVERYWHERE, HASH: "“I have finished”"}
"""Keys that can never be an option of a menu, and what they mean."""

OPTION_KEYS: tuple[Key, ...] = tuple(key for key in KEYS if key not in RESERVED)

_OF_DTMF = {"*": BACK, "#": HASH}


def key_of(dtmf: str) -> Key:
    """Return the key for one DTMF character, as Twilio sends it: `0` to `9`, `*` or `#`."""
    return _OF_DTMF.get(dtmf) or Key(dtmf)


def dtmf_of(key: Key) -> str:
    """Return the DTMF character of a key."""
    return {BACK: "*", HASH: "#"}.get(key, key)
