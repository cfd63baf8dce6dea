"""A discard: deletes what is unsent, then goes on. Ask before it: it cannot be undone.

Example:

```yaml
delete-it:
  kind: discard
  goto: deleted
```
"""

from collections.abc import Iterable
from typing import Literal

from ivr.call.effects import Discarded
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Moment, Node
from ivr.menu.types import Goto


class Discard(Node):
    """Deletes what is unsent."""

    kind: Literal["discard"]
    goto: Goto

    def passes(self, moment: Moment) -> Go:
        """Delete, and forget the way here."""
        return Go(self.goto, (Discarded(),), forget=True)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the one way on."""
        yield Exit(self.goto, "junction", "deleted", ("goto",), message="deletes")
