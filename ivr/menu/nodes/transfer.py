"""A transfer: connects the caller to a person.

Example:

```yaml
person:
  kind: transfer
  number: person                    # the setting IVR_PERSON_NUMBER
  prompt: We are putting you through to a person. You may have to wait.
  ring: 30 seconds
  unavailable: To speak to a person, ring 101. It is free, day and night.
```

The number is a setting, never part of the file. Where none is set, `unavailable` is said; where nobody answers,
`unanswered`. Then the call goes back if the caller came by a key, and ends kindly if the caller came because
they pressed nothing.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from ivr.call.heard import Dialled, Heard, Pressed, Silence
from ivr.call.known import SAMPLE_NUMBER, SETTING
from ivr.call.speech import mark
from ivr.call.turn import Event
from ivr.call.verbs import PASSING, Dial, Hangup, Verb
from ivr.menu.durations import Seconds
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Moment, Node, Scene, Stay, Step, said_first
from ivr.menu.scene import NUMBER
from ivr.menu.setting_names import SettingName
from ivr.menu.types import BACK_WORD, Goto, Prompt


class Transfer(Node):
    """Connects the caller to a person.

    `number`: NAME of the setting `IVR_NAME_NUMBER`. `ring`: how long to wait for an answer. `answered`: where
    the call goes after the conversation; without it the line says goodbye. `ending`: what is said in place of
    `unavailable` and a goodbye where the call ends here.
    """

    kind: Literal["transfer"]
    prompt: Prompt
    number: SettingName
    ring: Seconds = 30
    unavailable: Prompt
    unanswered: Prompt | None = None
    ending: Prompt | None = None
    answered: Goto | None = None

    def goes_by(self) -> Mapping[str, tuple[str, ...]]:
        """Return the setting: whether there is a number to ring."""
        return {f"{SETTING}{self.number}": ("", SAMPLE_NUMBER)}

    def arrives(self, event: Event, moment: Moment) -> Event:
        """Say so at once where there is no number to ring."""
        given_up = event == "given_up"
        if moment.known.get(f"{SETTING}{self.number}"):
            return event
        return "unavailable_given_up" if given_up else "unavailable"

    def again(self, event: Event) -> Event:
        """Keep in mind that there was nobody, and how the caller came."""
        return "again" if event in ("", "notice", "at_once") else event

    def stranded(self, event: Event) -> Event:
        """Say goodbye: there is nowhere to go."""
        return "finished"

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return the words, then the ringing; or the words for when there is nobody."""
        phrases = scene.edition.own_phrases
        dial = Dial(scene.here, mark(f"{NUMBER}{self.number}"), self.ring)
        match scene.turn.event:
            case "at_once" | "at_once_given_up":
                return (dial,)
            case "finished":
                return (*scene.speak(phrases.goodbye), Hangup())
            case "unavailable":
                return (scene.gather(scene.speak(self.unavailable), wait=PASSING),)
            case "unreached":
                return (scene.gather(scene.speak(self.unanswered or self.unavailable), wait=PASSING),)
            case "unavailable_given_up" | "unreached_given_up" as event:
                words = (self.unanswered if event == "unreached_given_up" else None) or self.unavailable
                last = (self.ending,) if self.ending else (words, phrases.goodbye)
                return (scene.gather(scene.speak(*last), wait=PASSING, answer_silence=False), Hangup())
        before = said_first(scene)
        return (scene.gather(scene.speak(*before, self.prompt), wait=PASSING, answer_silence=False), dial)

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Go back, or end, when the conversation or the attempt at one is over."""
        event = moment.turn.event
        match heard:
            case Dialled("completed"):
                return Go(self.answered) if self.answered else Stay("finished")
            case Dialled():
                return Stay("unreached_given_up" if event.endswith("given_up") else "unreached")
            case Pressed() | Silence() if event in ("unavailable", "unreached"):
                return Go(BACK_WORD)
            case Pressed() if event == "given_up":
                return Stay("at_once_given_up")
            case Pressed() if event in ("", "again", "notice", "emergency"):
                return Stay("at_once")
        return Stay(event)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return where the call goes after the conversation."""
        if self.answered:
            yield Exit(self.answered, "call", "answered", ("answered",))
        yield Exit(BACK_WORD, "words", "no number, or no answer", ("unavailable",))
