"""What the line itself says, whatever the menu: every phrase can be replaced in the file and translated."""

from typing import Annotated

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from ivr.menu.types import Model, OneOrMore, Prompt


def _p(words: str) -> Prompt:
    return Prompt(words=words)


def _holds(*names: str) -> AfterValidator:
    def check(prompt: Prompt) -> Prompt:
        for name in names:
            if f"{{{name}}}" not in prompt.words:
                raise PydanticCustomError(
                    "wrong-value", "This phrase must hold {name}.", {"name": f"{{{name}}}"}
                )
        return prompt

    return AfterValidator(check)


class Phrases(Model):
    """The system's own phrases. Each has English words unless the file gives others.

    `option_to` and `option_for` make an option's sentence from its words and its key. `no_input` is said
    after silence, the second of it after the second silence, and so on. `emergency` is what key 5 says on a
    line that names no node for it.
    """

    option_to: Annotated[Prompt, _holds("words", "key")] = _p("To {words}, press {key}.")
    option_for: Annotated[Prompt, _holds("words", "key")] = _p("For {words}, press {key}.")
    no_input: OneOrMore[Prompt] = (
        _p("Take your time. I will say the choices again."),
        _p("You do not need to speak. You can use the keypad. I will say the choices again."),
    )
    no_match: Prompt = _p("Sorry, I did not catch that. Here are the choices again.")
    no_entry: OneOrMore[Prompt] = (_p("Take your time. You can use the keypad."),)
    not_accepted: Prompt = _p("Sorry, I could not use that. You can try again.")
    time_limit: Prompt = _p("You reached the time limit. What you said is saved.")
    emergency: Prompt = _p(
        "If you are in danger, hang up and ring 999. Pressing 5 on this line does not reach the emergency services."
    )
    goodbye: Prompt = _p("Thank you for calling. Goodbye.")
    error: Prompt = _p(
        "Sorry, something went wrong with this line. Your message may not be saved. "
        "Please ring 101. In danger, ring 999. Goodbye."
    )
    unavailable: Prompt = _p("Sorry, we cannot put you through just now.")
    today: Prompt = _p("today")
    tomorrow: Prompt = _p("tomorrow")
    monday: Prompt = _p("Monday")
    tuesday: Prompt = _p("Tuesday")
    wednesday: Prompt = _p("Wednesday")
    thursday: Prompt = _p("Thursday")
    friday: Prompt = _p("Friday")
    saturday: Prompt = _p("Saturday")
    sunday: Prompt = _p("Sunday")

    def day(self, weekday: int) -> Prompt:
        """Return the name of a day; 0 is Monday."""
        days = (
            self.monday,
            self.tuesday,
            self.wednesday,
            self.thursday,
            self.friday,
            self.saturday,
            self.sunday,
        )
        return days[weekday]
