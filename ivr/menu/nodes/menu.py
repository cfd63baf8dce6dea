"""A menu: says choices and takes one key.

Example:

```yaml
main:
  kind: menu
  prompt: You can ask an LGBT+ Liaison Officer to contact you. They will treat you with respect.
  options:
    1: {to: ask for that, goto: how-it-works}        # "To ask for that, press 1."
    2: {for: domestic abuse help, goto: abuse-hours} # "For domestic abuse help, press 2."
  also: To hear this again, press 9.
  otherwise: person
```

The sentence a caller hears is built from the option's words and its key, so the key always comes last. After
silence or a key without meaning the choices are said again, with `reprompt` in place of the prompt; after the
last attempt the call goes to `otherwise`, or to the line's person.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from ivr.call.effects import Answered, Confirmed, Consented, Effect
from ivr.call.heard import Heard, Pressed, Silence
from ivr.call.keys import Key, key_of
from ivr.call.verbs import Verb
from ivr.menu.durations import Wait
from ivr.menu.fault import Around, Fault, unknown_language
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Missed, Missing, Moment, Node, Scene, Stay, Step, given_up, said_first
from ivr.menu.option_keys import OptionKey
from ivr.menu.otherwise import Otherwise
from ivr.menu.suggest import did_you_mean
from ivr.menu.types import AnswerName, Goto, Model, OneOrMore, Prompt

AREA = "area"
"""The answer whose values are areas of the line: messages are sorted by it."""


class Option(Model):
    """One choice: its words (after *To* or *For*), and where it leads.

    `value` is stored under the menu's `answer`. `consent`: choosing it agrees that a message is kept.
    `confirms`: it confirms a safe way to be contacted. `language`: it changes the language of the call.
    `weight`: how often it is chosen, for the checks.
    """

    to: Prompt | None = None
    for_: Annotated[Prompt | None, Field(alias="for")] = None
    goto: Goto
    value: str | None = None
    consent: bool = False
    confirms: bool = False
    language: str | None = None
    weight: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _one_way_to_say_it(self) -> "Option":
        if (self.to is None) == (self.for_ is None):
            raise PydanticCustomError(
                "missing-key" if self.to is None else "wrong-value",
                "An option needs its words once: `to:` (“To leave a message, press 1.”) or `for:` "
                "(“For hate crime, press 1.”).",
            )
        return self

    @property
    def words(self) -> Prompt:
        """The option's words, without *To* or *For* and without the key."""
        return self.to or self.for_  # type: ignore[return-value]  # one of them is there


class Menu(Node):
    """Says choices and takes one key.

    `reprompt`: shorter words from the second attempt on. `also`: words after the options. `no_input`,
    `no_match`: what is said first after silence and after another key. `answer`: the name under which an
    option's `value` is kept; `default` is what silence keeps. `attempts`, `wait`: how often it is asked and how long
    it waits each time, if not as the line says.
    """

    kind: Literal["menu"]
    prompt: Prompt
    options: Annotated[Mapping[OptionKey, Option], Field(min_length=1)]
    reprompt: Prompt | None = None
    also: Prompt | None = None
    no_input: OneOrMore[Prompt] | None = None
    no_match: Prompt | None = None
    otherwise: Otherwise | None = None
    attempts: Annotated[int, Field(ge=1, le=9)] | None = None
    wait: OneOrMore[Wait] | None = None
    answer: AnswerName | None = None
    default: str | None = None

    @model_validator(mode="after")
    def _answers_fit(self) -> "Menu":
        if self.answer is None and (
            self.default is not None or any(o.value is not None for o in self.options.values())
        ):
            raise PydanticCustomError(
                "missing-key", "`value` and `default` need `answer:`, the name they are kept under."
            )
        return self

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return one Gather with everything in it, so that a key works at any moment."""
        phrases = scene.edition.phrases
        again = scene.turn.event in ("no_input", "no_match")
        before = said_first(
            scene, no_input=self.no_input or scene.edition.own_phrases.no_input, no_match=self.no_match
        )
        speaks = list(scene.speak(*before, self.reprompt if again else self.prompt))
        for key, option in self.options.items():
            own = phrases.get(option.words.language, phrases[""])
            speaks.append(scene.option(option.words, own.option_to if option.to else own.option_for, key))
        wait = self.wait or scene.line.wait
        speaks += scene.speak(self.also)
        return (scene.gather(speaks, wait=wait[min(scene.turn.attempt, len(wait)) - 1]),)

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Go where the key leads."""
        match heard:
            case Pressed(digits):
                key = key_of(digits[0])
                option = self.options.get(key)
                return self._chosen(key, option, moment) if option else Missed("no_match")
            case Silence():
                return Missed("no_input")
        return Stay("again")

    def _chosen(self, key: Key, option: Option, moment: Moment) -> Go:
        effects: list[Effect] = []
        turn = moment.turn
        if option.consent:
            effects.append(Consented(turn.version, turn.language, turn.node, key))
        if self.answer and option.value is not None:
            effects.append(Answered(self.answer, option.value))
        if option.confirms:
            effects.append(Confirmed())
        return Go(option.goto, tuple(effects), language=option.language)

    def tries(self, line: Line) -> int:
        """Return the menu's own number of attempts, or the line's."""
        return self.attempts or line.attempts

    def gives_up(self, how: Missing, line: Line) -> Go:
        """Go to `otherwise`; silence keeps the default answer."""
        silent = how == "no_input"
        effects = (
            (Answered(self.answer, self.default),)
            if silent and self.answer and self.default is not None
            else ()
        )
        return given_up(self.otherwise, how, line, effects)

    def faults(self, around: Around) -> Iterable[Fault]:
        """Refuse languages and areas that the line does not have."""
        areas = around.line.areas
        for key, option in self.options.items():
            if option.language is not None and option.language not in around.line.languages:
                yield unknown_language(option.language, around.line, ("options", key, "language"))
            if self.answer == AREA and areas and option.value is not None and option.value not in areas:
                meant = did_you_mean(option.value, areas)
                hint = f"Did you mean “{meant}”?" if meant else "Add it under line: areas:."
                message = f"There is no area “{option.value[:60]}”."
                yield Fault("unknown-area", ("options", key, "value"), message, hint)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the options, and the two ways of giving up."""
        for key, option in self.options.items():
            gains = (self.answer,) if self.answer and option.value is not None else ()
            opens: Literal["", "opens"] = "opens" if option.consent else ""
            yield Exit(option.goto, "key", key, ("options", key, "goto"), gains, option.words.words, opens)
        kept = (self.answer,) if self.answer and self.default is not None else ()
        silent, wrong = self.gives_up("no_input", line).to, self.gives_up("no_match", line).to
        yield Exit(silent, "silence", "silence", ("otherwise", "no_input"), kept)
        yield Exit(wrong, "wrong-keys", "keys without meaning", ("otherwise", "no_match"))
