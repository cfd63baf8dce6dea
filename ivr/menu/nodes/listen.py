"""A listen: plays the caller what they have recorded, then goes on.

Example:

```yaml
hear-it:
  kind: listen
  prompt: You will hear your message now. People near you may hear it, too. To stop it, press hash.
  of: [message, add-to-it]
  goto: review
  unavailable: cannot-play
```

Lead here only from an option: nobody may hear what somebody said before the caller has asked for it. The prompt comes
first, and should warn that people near the caller may hear it, too. The keys that work everywhere work during
all of it; any other key stops it and leads to `goto`, as its end does. *Back* never leads here, so that nothing is
played unasked.

`of` names the record nodes whose recordings are played, oldest first; without it, all of the message are. Where
there are none, or the telephone company cannot give them now, nothing is said here and the call goes to `unavailable`.
"""

from collections.abc import Iterable, Mapping
from typing import Literal

from ivr.call.heard import Heard
from ivr.call.known import LISTEN
from ivr.call.turn import Event
from ivr.call.verbs import PASSING, Verb
from ivr.menu.fault import Around, Fault
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Moment, Node, Scene, Step, said_first, spoken_then_on
from ivr.menu.suggest import did_you_mean
from ivr.menu.types import Goto, NodeName, Prompt, Several


class Listen(Node):
    """Plays the caller what they have recorded.

    `of`: the record nodes whose recordings are played. `unavailable`: where the call goes when nothing can be played.
    """

    waits = False
    returns = False

    kind: Literal["listen"]
    prompt: Prompt
    of: Several[NodeName] = ()
    goto: Goto
    unavailable: Goto

    @property
    def recordings(self) -> str:
        """What is played, as its name in `Moment.known`."""
        return f"{LISTEN}{','.join(self.of)}"

    def goes_by(self) -> Mapping[str, tuple[str, ...]]:
        """Return whether it can be played."""
        return {self.recordings: ("yes", "no")}

    def again(self, event: Event) -> Event:
        """Say the emergency words again, where those were heard and nothing was played."""
        return event if event == "emergency" else "again"

    def passes(self, moment: Moment) -> Go | None:
        """Go on at once where nothing can be played."""
        return None if moment.known.get(self.recordings) == "yes" else Go(self.unavailable)

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return the words and the recordings inside a Gather, so that a key works at any moment."""
        if scene.turn.event == "emergency":
            # Whoever pressed 5 may not be alone: no recording after those words.
            return (scene.gather(scene.speak(*said_first(scene)), wait=PASSING),)
        played = (*scene.speak(*said_first(scene), self.prompt), scene.own(self.recordings))
        return (scene.gather(played, wait=PASSING),)

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Go on."""
        return spoken_then_on(heard, self.goto)

    def faults(self, around: Around) -> Iterable[Fault]:
        """Refuse nodes that record nothing."""
        for number, name in enumerate(self.of):
            if name not in around.recorders and name not in around.unsure:
                meant = did_you_mean(name, around.recorders)
                hint = f"Did you mean “{meant}”?" if meant else "Name nodes of the kind record."
                yield Fault("unknown-node", ("of", number), f"“{name[:60]}” is no node that records.", hint)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the way on, and the way for when nothing can be played."""
        yield Exit(self.goto, "words", "then", ("goto",))
        yield Exit(self.unavailable, "junction", "it cannot be played now", ("unavailable",))
