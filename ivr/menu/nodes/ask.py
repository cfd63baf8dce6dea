"""An ask: takes several digits.

Example:

```yaml
safe-number:
  kind: ask
  prompt: Please enter a number that is safe to ring. Then press hash.
  answer: safe_number
  accept: uk-phone-number
  entered: confirm-number
  otherwise: ring-back
```

`accept` says what counts: `uk-phone-number`, `reference` or `digits` (with `at_least` and `at_most`). An entry
of exactly 0, 5, 55, 7 or 9 means that key, and a star anywhere in it means *back*. Where a telephone number is
wanted and 999 or 112 is keyed in, the call goes to `emergency_number`, or to the line's emergency help.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ivr.call.effects import Answered, Effect, Requested
from ivr.call.heard import Heard, Pressed, Silence
from ivr.call.keys import AGAIN, BACK, EMERGENCY, PACE, PERSON, Key
from ivr.call.verbs import Verb
from ivr.menu.accepting import ACCEPTED, accept, sample
from ivr.menu.durations import Wait
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Missed, Missing, Moment, Node, Scene, Stay, Step, given_up, said_first
from ivr.menu.otherwise import Otherwise
from ivr.menu.types import AnswerName, Goto, OneOrMore, Prompt

_KEYS = {"0": PERSON, "5": EMERGENCY, "55": EMERGENCY, "7": PACE, "9": AGAIN}


class Ask(Node):
    """Takes several digits.

    `reprompt`: shorter words from the second attempt on. `no_input`, `not_accepted`: what is said first after
    silence, and when the digits cannot be used. `wait`: seconds of silence that end the entry. `attempts`: how often
    it is asked, if not as the line says.
    `request`: the digits are the reference of an earlier message that is to be cancelled or changed.
    """

    kind: Literal["ask"]
    prompt: Prompt
    answer: AnswerName | None = None
    accept: Literal[ACCEPTED]  # type: ignore[valid-type]  # the names of the acceptors
    entered: Goto
    at_least: Annotated[int, Field(ge=1, le=30)] = 1
    at_most: Annotated[int, Field(ge=1, le=30)] = 30
    reprompt: Prompt | None = None
    not_accepted: Prompt | None = None
    no_input: OneOrMore[Prompt] | None = None
    emergency_number: Goto | None = None
    request: Literal["cancel", "change"] | None = None
    otherwise: Otherwise | None = None
    attempts: Annotated[int, Field(ge=1, le=9)] | None = None
    wait: Wait | None = None

    @model_validator(mode="after")
    def _kept_somewhere(self) -> "Ask":
        if self.answer is None and self.request is None:
            raise PydanticCustomError(
                "missing-key", "“answer” is missing here: the name under which it is kept."
            )
        if self.at_least > self.at_most:
            raise PydanticCustomError(
                "wrong-value", "Nothing can be entered here: `at_least` is more than `at_most`."
            )
        return self

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return one Gather that hash ends."""
        phrases = scene.edition.own_phrases
        again = scene.turn.event in ("no_input", "not_accepted")
        before = said_first(
            scene,
            no_input=self.no_input or phrases.no_entry,
            no_match=self.not_accepted or phrases.not_accepted,
        )
        words = self.reprompt or self.prompt if again else self.prompt
        wait = self.wait or scene.line.entry_wait
        return (scene.gather(scene.speak(*before, words), wait=wait, digits=None, finish_on_key="#"),)

    def key(self, heard: Heard) -> Key | None:
        """Return the key that an entry stands for."""
        if not isinstance(heard, Pressed):
            return None
        entry = heard.digits.removesuffix("#")
        return BACK if "*" in entry else _KEYS.get(entry)

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Go on with what was entered, if it can be used."""
        match heard:
            case Pressed(digits) if digits.strip("#"):
                return self._entered(digits.strip("#"), moment.line)
            case Pressed() | Silence():
                return Missed("no_input")
        return Stay("again")

    def _entered(self, digits: str, line: Line) -> Step:
        value = accept(self.accept, digits, self.at_least, self.at_most)
        if value is None:
            return Missed("not_accepted")
        if value in ("999", "112") and self.accept == "uk-phone-number":
            help_ = self.emergency_number or line.emergency
            return Go(help_) if help_ else Missed("not_accepted")
        effects: list[Effect] = [Requested(self.request, value)] if self.request else []
        if self.answer:
            effects.append(Answered(self.answer, value))
        return Go(self.entered, tuple(effects))

    def entries(self) -> tuple[str, ...]:
        """Return one entry that is taken, and the emergency number where a telephone number is wanted."""
        taken = sample(self.accept, self.at_least, self.at_most)
        return (taken, "999") if self.accept == "uk-phone-number" else (taken,)

    def tries(self, line: Line) -> int:
        """Return the question's own number of attempts, or the line's."""
        return self.attempts or line.attempts

    def gives_up(self, how: Missing, line: Line) -> Go:
        """Go to `otherwise`, or to the line's person."""
        return given_up(self.otherwise, how, line)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the way on, the way for an emergency number, and the ways of giving up."""
        yield Exit(self.entered, "entry", "entered", ("entered",), (self.answer,) if self.answer else ())
        if self.emergency_number:
            yield Exit(self.emergency_number, "entry", "999 or 112 entered", ("emergency_number",))
        yield Exit(self.gives_up("no_input", line).to, "silence", "silence", ("otherwise", "no_input"))
        yield Exit(
            self.gives_up("not_accepted", line).to, "wrong-keys", "not accepted", ("otherwise", "no_match")
        )
