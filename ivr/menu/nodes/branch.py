"""A branch: a junction on one known thing. Nothing is said.

Example:

```yaml
which-number:
  kind: branch
  on: caller_number
  when: {usable: how-to-contact}
  otherwise: how-to-contact-withheld
```

`on` is `caller_number` (`usable` or `withheld`), `ready` (`yes` or `no`: whether a message can be kept),
`message` (`none`, `draft`, `kept` or `sent`), `setting:NAME` (the number set for transfers to NAME, or empty),
or the name of an answer.
"""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import Field

from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Moment, Node
from ivr.menu.types import Goto

KNOWN: Mapping[str, tuple[str, ...]] = {
    "caller_number": ("usable", "withheld"),
    "ready": ("yes", "no"),
    "message": ("none", "draft", "kept", "sent"),
}
"""What a branch can be on without asking anybody, and the values it has."""


class Branch(Node):
    """A junction on one known thing."""

    kind: Literal["branch"]
    on: Annotated[str, Field(min_length=1)]
    when: Annotated[Mapping[str, Goto], Field(min_length=1)]
    otherwise: Goto

    def passes(self, moment: Moment) -> Go:
        """Go where the known value leads."""
        return Go(self.when.get(moment.known.get(self.on, ""), self.otherwise))

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return a way for each value, and the other one."""
        for value, goto in self.when.items():
            yield Exit(goto, "junction", f"{self.on} is {value}", ("when", value))
        yield Exit(self.otherwise, "junction", f"{self.on} is anything else", ("otherwise",))
