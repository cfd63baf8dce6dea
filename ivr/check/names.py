"""The names of the accessibility catalogue's rules: also of those that are not checked yet, so that a file may name
them under `allow:` before they are."""

from typing import Final

_NAMES: Final = """
    person-from-every-step zero-means-person person-offered-aloud another-way-in silence-reaches-person
    transfer-not-redial say-what-happens-next max-options max-depth time-to-task sound-graph emergency-first
    most-used-first distinct-options short-opening option-before-key keys-match-words keys-in-order
    standard-key-words no-filler-no-hurry short-sentences plain-words one-idea wait-for-first-key relay-time
    more-time-without-penalty time-to-enter-digits pause-between-options choice-confirmed menu-length
    two-error-prompts kind-error-words two-or-three-tries reprompt-differs confirm-irreversible
    read-back-once keys-do-everything same-key-same-meaning repeat-key back-key key-any-time simple-input
    speech-rate no-background-sound voice-matches-language speakable-text words-for-every-recording
    languages-equal language-offered-in-itself message-instructions message-time message-end-keys
    message-never-lost emergency-words-true safe-to-call-back private-aloud gender-neutral respectful-words
    identity-not-demanded
"""

CATALOGUE: Final = frozenset(_NAMES.split())
