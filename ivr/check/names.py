"""The names and numbers of the accessibility catalogue's rules, by its sections: what the rules are held against."""

from typing import Final

SECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "person": (
        "person-from-every-step", "zero-means-person", "person-offered-aloud", "another-way-in",
        "silence-reaches-person", "transfer-not-redial", "say-what-happens-next",
    ),
    "shape": (
        "max-options", "max-depth", "time-to-task", "sound-graph", "emergency-first", "most-used-first",
        "distinct-options", "short-opening",
    ),
    "words": (
        "option-before-key", "keys-match-words", "keys-in-order", "standard-key-words", "no-filler-no-hurry",
        "short-sentences", "plain-words", "one-idea",
    ),
    "time": (
        "wait-for-first-key", "relay-time", "more-time-without-penalty", "time-to-enter-digits",
        "pause-between-options", "choice-confirmed", "menu-length",
    ),
    "mistakes": (
        "two-error-prompts", "kind-error-words", "two-or-three-tries", "reprompt-differs",
        "confirm-irreversible", "read-back-once",
    ),
    "keys": (
        "keys-do-everything", "same-key-same-meaning", "repeat-key", "back-key", "key-any-time", "simple-input",
    ),
    "sound": (
        "speech-rate", "no-background-sound", "voice-matches-language", "speakable-text",
        "words-for-every-recording",
    ),
    "languages": ("languages-equal", "language-offered-in-itself"),
    "messages": ("message-instructions", "message-time", "message-end-keys", "message-never-lost"),
    "safety": (
        "emergency-words-true", "safe-to-call-back", "private-aloud", "gender-neutral", "respectful-words",
        "identity-not-demanded",
    ),
}  # fmt: skip
"""The names of the rules, by the folder of `ivr.check.rules` they lie in, in the catalogue's order."""

HOUSE: Final = "house"
"""The folder of rules that the catalogue does not have."""

NUMBERS: Final[dict[str, str]] = {
    name: f"V{number:02}" for number, name in enumerate((n for names in SECTIONS.values() for n in names), 1)
}
"""The number of each rule: `option-before-key` is V16."""

CATALOGUE: Final = frozenset(NUMBERS)
