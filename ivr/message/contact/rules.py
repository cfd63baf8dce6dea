"""The rules for contact: sentences that an officer reads in two seconds, before anything else."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ivr.message.contact.times import time_sentences

UNFINISHED: Final = "Not sent by the caller. A supervisor has to assess it before anyone rings."
RING_BACK: Final = "Do not ring. They will ring 101 and give the reference."
NOT_CONFIRMED: Final = "Do not ring. They confirmed no safe way to be contacted."
NO_TEXT: Final = "Send no text."
NO_VOICEMAIL: Final = "Leave no voicemail."
SAY_NOTHING: Final = "Say nothing to anyone else."
HIDE: Final = "Hide your number."


@dataclass(frozen=True, slots=True)
class ContactRules:
    """What somebody asked for, or the safest reading of what they did not say.

    `sentences` are the rules in plain words, the most important first; there is always at least one. `ring`: they
    may be rung at all. `hide_number`, `voicemail` (a short one, with the officer's first name only) and `ask_for_name`
    (where somebody else answers) are only ever looser than that where they chose it. A text is never sent.
    """

    sentences: tuple[str, ...]
    ring: bool
    hide_number: bool
    voicemail: bool
    ask_for_name: bool


def rules(answers: Mapping[str, str], *, unfinished: bool = False, name_given: bool = False) -> ContactRules:
    """Return the rules for contact.

    `answers` are the newest of a message. `unfinished`: the caller did not send it and no supervisor has assessed it
    yet. `name_given`: there is a name to ask for, without which nobody can be asked for by it.
    """
    chose = (
        answers if answers.get("rules") == "changed" else {}
    )  # "keep it like that" takes back what was chosen before
    number = answers.get("safe_number", "")
    ring = answers.get("contact") == "call" and any(map(str.isdigit, number))
    hide = chose.get("caller_id") != "shown"
    voicemail = ring and chose.get("voicemail") == "first-name"
    ask = ring and name_given and chose.get("others") == "ask-for-name"
    first = (UNFINISHED,) if unfinished else ()
    if not ring:
        why = RING_BACK if answers.get("contact") == "ring-back" else NOT_CONFIRMED
        return ContactRules((*first, why, NO_TEXT, SAY_NOTHING), ring, True, voicemail, ask)
    sentences = (
        HIDE if hide else "Let your number show: their phone may block hidden ones.",
        "On voicemail, give only your first name." if voicemail else NO_VOICEMAIL,
        NO_TEXT,
        "If someone else answers, ask for them by name. Never say police." if ask else SAY_NOTHING,
        *time_sentences(answers),
    )
    return ContactRules((*first, *sentences), ring, hide, voicemail, ask)
