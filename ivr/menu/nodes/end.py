"""An end: the last words, then the line hangs up.

Example:

```yaml
goodbye:
  kind: end
  prompt: Thank you for calling. You can ring again at any time. Goodbye.
```
"""

from typing import Literal

from ivr.call.heard import Heard
from ivr.call.verbs import PASSING, Hangup, Verb
from ivr.menu.node import Moment, Node, Scene, Stay, Step, said_first
from ivr.menu.types import Prompt


class End(Node):
    """Says the last words and hangs up."""

    kind: Literal["end"]
    prompt: Prompt

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return the words inside a Gather, so that they can be heard again, then the end of the call."""
        speaks = scene.speak(*said_first(scene), self.prompt)
        return (scene.gather(speaks, wait=PASSING, answer_silence=False), Hangup())

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Say it again: there is nothing else to choose."""
        return Stay("again")
