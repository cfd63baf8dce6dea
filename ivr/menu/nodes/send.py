"""A send: hands the caller's message over, then goes on.

Example:

```yaml
send-it:
  kind: send
  goto: sent
```

The message is stored before the first word of the next node is spoken. There is nothing to go back to after it.
"""

from collections.abc import Iterable
from typing import Literal

from ivr.call.effects import Sent
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Moment, Node
from ivr.menu.types import Goto


class Send(Node):
    """Hands the message over."""

    kind: Literal["send"]
    goto: Goto

    def passes(self, moment: Moment) -> Go:
        """Send, and forget the way here."""
        return Go(self.goto, (Sent(),), forget=True)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the one way on."""
        yield Exit(self.goto, "junction", "sent", ("goto",), message="sends")
