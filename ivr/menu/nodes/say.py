"""A say: speaks and goes on.

Example:

```yaml
thanks:
  kind: say
  prompt: Thank you. An officer will see your request.
  goto: main
```

The keys that work everywhere work here too; any other key skips the rest of the words.
"""

from collections.abc import Iterable
from typing import Literal

from ivr.call.heard import Heard
from ivr.call.verbs import PASSING, Verb
from ivr.menu.line import Line
from ivr.menu.node import Exit, Moment, Node, Scene, Step, said_first, spoken_then_on
from ivr.menu.types import Goto, Prompt


class Say(Node):
    """Speaks and goes on."""

    waits = False

    kind: Literal["say"]
    prompt: Prompt
    goto: Goto

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return the words inside a Gather, so that the keys that work everywhere work here."""
        return (scene.gather(scene.speak(*said_first(scene), self.prompt), wait=PASSING),)

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Go on."""
        return spoken_then_on(heard, self.goto)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the one way on."""
        yield Exit(self.goto, "words", "then", ("goto",))
