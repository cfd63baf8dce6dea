"""What to do and say when ringing somebody back, step by step, with their own choices filled in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from ivr.message.contact.rules import ContactRules, rules
from ivr.message.contact.times import time_sentences

TRIES: Final = 3
"""How often it is tried to ring somebody before that is given up."""

_NAME: Final = "(the name they gave)"
_NEXT_TIME: Final = "Before you end, ask again what is safe next time, and write it in a note."


@dataclass(frozen=True, slots=True)
class ScriptStep:
    """One step: what to `do`, and what to `say` aloud, word for word; "" where nothing is said."""

    do: str
    say: str = ""


def script(answers: Mapping[str, str], *, name_given: bool) -> tuple[ScriptStep, ...]:
    """Return the steps of a call back, in order.

    `name_given`: they left a name, which is a recording to hear, not text. Where nobody is to ring, the steps are those
    for when they ring themselves.
    """
    chosen = rules(answers, name_given=name_given)
    return _ringing(chosen, answers, name_given=name_given) if chosen.ring else _being_rung()


def _ringing(chosen: ContactRules, answers: Mapping[str, str], *, name_given: bool) -> tuple[ScriptStep, ...]:
    when = " ".join(time_sentences(answers))
    hide = "Hide your number before you ring." if chosen.hide_number else "Let your number show."
    hello = f"Hello. Is that {_NAME}?" if name_given else "Hello, I'm returning a call."
    return (
        ScriptStep(
            "Read the rules at the top. Listen to the recordings: they may say more about what is safe."
        ),
        ScriptStep(f"{when} {hide} Try at most {TRIES} times, then close it as no contact."),
        ScriptStep("When somebody answers, say this. Then wait.", hello),
        _others(chosen),
        _voicemail(chosen),
        ScriptStep("It is them:", "Is now a good time to talk?"),
        ScriptStep("If it is not, say this and end the call.", "No problem. Sorry to bother you."),
        ScriptStep(
            "If it is, offer the reference. Then give your name and role, and use the words that they use.",
            "I can read you your reference so that you know it is me.",
        ),
        ScriptStep(_NEXT_TIME),
    )


def _others(chosen: ContactRules) -> ScriptStep:
    never = "Never say police, and never give the reference."
    if chosen.ask_for_name:
        say = f"Could I speak to {_NAME}? I'll try another time, thanks."
        return ScriptStep(f"If it is somebody else, or you are not sure, ask for them. {never}", say)
    return ScriptStep(
        f"If it is somebody else, or you are not sure, end the call. {never}", "Sorry, wrong number."
    )


def _voicemail(chosen: ContactRules) -> ScriptStep:
    if not chosen.voicemail:
        return ScriptStep("If it goes to voicemail, end the call and say nothing.")
    say = "Hi, it's (your first name), returning your call. I'll try again."
    return ScriptStep("If it goes to voicemail, say this and nothing else.", say)


def _being_rung() -> tuple[ScriptStep, ...]:
    return (
        ScriptStep("Do not ring. Listen to the recordings, so that you are ready when they ring."),
        ScriptStep(
            "When they ring 101, ask for their reference and compare it with this one. Do not say it first."
        ),
        ScriptStep("The reference is right:", "Is now a good time to talk?"),
        ScriptStep("Then give your name and role, and use the words that they use."),
        ScriptStep(_NEXT_TIME),
    )
