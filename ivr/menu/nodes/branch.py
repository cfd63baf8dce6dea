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

from ivr.call.known import MESSAGE, SAMPLE_NUMBER, SETTING, VALUES
from ivr.menu.fault import Around, Fault
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Moment, Node
from ivr.menu.suggest import did_you_mean
from ivr.menu.types import Goto


class Branch(Node):
    """A junction on one known thing."""

    kind: Literal["branch"]
    on: Annotated[str, Field(min_length=1)]
    when: Annotated[Mapping[str, Goto], Field(min_length=1)]
    otherwise: Goto

    def passes(self, moment: Moment) -> Go:
        """Go where the known value leads."""
        return Go(self.when.get(moment.known.get(self.on, ""), self.otherwise))

    def goes_by(self) -> Mapping[str, tuple[str, ...]]:
        """Return the one thing it is on."""
        if self.on.startswith(SETTING):
            return {self.on: ("", SAMPLE_NUMBER, *self.when)}
        return {self.on: () if self.on == MESSAGE else VALUES.get(self.on, ())}

    def faults(self, around: Around) -> Iterable[Fault]:
        """Refuse a thing that nothing is ever known of, and values it never has."""
        if self.on not in VALUES and self.on not in around.answers and not self.on.startswith(SETTING):
            meant = did_you_mean(self.on, [*VALUES, *around.answers])
            hint = (
                f"Did you mean “{meant}”?"
                if meant
                else f"It is an answer's name, or one of {', '.join(VALUES)}."
            )
            yield Fault("unknown-answer", ("on",), f"Nothing is known of “{self.on[:60]}”.", hint)
        for value in self.when:
            if value not in VALUES.get(self.on, self.when):
                allowed = " or ".join(VALUES[self.on])
                yield Fault(
                    "wrong-value", ("when", value), f"“{self.on}” is {allowed}, never “{value}”.", at_key=True
                )

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return a way for each value, and the other one."""
        for value, goto in self.when.items():
            yield Exit(goto, "junction", f"{self.on} is {value}", ("when", value))
        yield Exit(self.otherwise, "junction", f"{self.on} is anything else", ("otherwise",))
