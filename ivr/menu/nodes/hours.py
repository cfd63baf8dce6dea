"""Hours: a junction on opening hours. Nothing is said.

Example:

```yaml
abuse-hours:
  kind: hours
  open: {monday-friday: 09:00-17:00, saturday: [09:00-12:00, 13:00-16:00]}
  bank_holidays: england-and-wales
  when_open: abuse-open
  when_closed: abuse-closed
  when_unsure: abuse-unsure
```

Times are those of a clock on a wall in London. Opening and closing are to the second: open from 09:00:00,
closed from 17:00:00. *Unsure* is a bank holiday on a day with opening hours, and, inside opening hours, any day
past the last bank holiday that is known. `{next_open_day}` may be used in the nodes this leads to.
"""

from collections.abc import Iterable
from typing import Literal

from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Moment, Node
from ivr.menu.opening import Division, Opening, Week
from ivr.menu.placeholders import NEXT_OPEN_DAY
from ivr.menu.types import Goto


class Hours(Node):
    """A junction on opening hours."""

    kind: Literal["hours"]
    open: Week
    bank_holidays: Division | None = None
    when_open: Goto
    when_closed: Goto
    when_unsure: Goto | None = None

    @property
    def opening(self) -> Opening:
        """The hours with the bank holidays that go with them."""
        return Opening(self.open, self.bank_holidays)

    def passes(self, moment: Moment) -> Go:
        """Go where the time leads."""
        return Go(self.at(self.opening.state(moment.now)))

    def at(self, state: Literal["open", "closed", "unsure"]) -> Goto:
        """Return where a state leads; unsure counts as closed where it has no node of its own."""
        if state == "open":
            return self.when_open
        return self.when_unsure or self.when_closed if state == "unsure" else self.when_closed

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the two or three ways, each with the next opening day known."""
        yield Exit(self.when_open, "junction", "open", ("when_open",), (NEXT_OPEN_DAY,))
        yield Exit(self.when_closed, "junction", "closed", ("when_closed",), (NEXT_OPEN_DAY,))
        if self.when_unsure:
            yield Exit(self.when_unsure, "junction", "not sure", ("when_unsure",), (NEXT_OPEN_DAY,))
