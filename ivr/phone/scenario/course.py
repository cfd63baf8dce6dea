"""A call as a scenario goes through it: what it does, and whether what it says is so."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from ivr.phone.caller import Caller
from ivr.phone.document import Document
from ivr.phone.scenario import telling
from ivr.phone.scenario.hearing import Spoken, heard_in, nearest
from ivr.phone.scenario.left import Wrong, left_otherwise
from ivr.phone.scenario.values import At, Does, DoesNotHear, Hears, Leaves, LineHangsUp, Offers, Step
from ivr.phone.steps import StepDoesNotFit, Wait

Messages = Callable[[], list[dict[str, Any]]]
"""What a call has left by now, as `ivr call --format json` shows it."""
Where = Callable[[Document], "str | None"]
"""The node that a document belongs to, or None."""

_EARLIER: Final = 4
"""Things the caller did before the last one that are looked at for words that were not heard."""


@dataclass(slots=True)
class Course:
    """One call. `presses`: how often the caller has done something."""

    caller: Caller
    where: Where
    messages: Messages
    spoken: Spoken
    presses: int = 0
    marks: list[int] = field(default_factory=lambda: [0])
    """How many documents there were before each thing that the caller did; 0 for dialling."""

    def take(self, step: Step) -> None:
        """Do one step, or see that it holds. Raises Wrong."""
        match step:
            case Does():
                self._do(step)
            case Hears(words):
                if not self._until(lambda: heard_in(words, self.since(), self.spoken)):
                    self._not_heard(words)
            case DoesNotHear(words):
                self._until(lambda: False)
                if heard_in(words, self.since(), self.spoken):
                    raise Wrong(f"“{words}” was heard, and should not have been.")
            case At(node):
                if not self._until(lambda: self.node() == node):
                    self._elsewhere(node)
            case Offers(keys):
                self._until(lambda: not self._not_offered(keys))
                if wrong := self._not_offered(keys):
                    raise Wrong(wrong, telling.offered(self.caller.keys))
            case LineHangsUp():
                self._until(lambda: False)
                self._has_hung_up()
            case Leaves():
                self._until(lambda: False)
                left_otherwise(step, self.messages())

    def _do(self, step: Does) -> None:
        if step.interrupts and not self.caller.passing:
            raise Wrong(
                f"There is nothing to interrupt here: {telling.waits(self.caller)}.",
                "Write it without interrupting: “press”, “hangs up”.",
            )
        if not step.interrupts:
            self._until(lambda: False)
        self.marks.append(len(self.caller.documents))
        try:
            self.caller.do(step.doing)
        except StepDoesNotFit as unfit:
            self.marks.pop()
            raise Wrong(*telling.unfit(step.doing, self.caller, unfit)) from None
        self.presses += 1

    def _until(self, so: Callable[[], bool]) -> bool:
        """Let words that go on by themselves pass until something is so. Say whether it is."""
        while not so():
            if not self.caller.passing:
                return False
            self.caller.do(Wait())
        return True

    def since(self) -> list[str]:
        """Return the prompts since the caller last did something."""
        documents = self.caller.documents
        new = documents[self.marks[-1] :]
        if not new and self.caller.ended != "caller-hung-up":
            new = documents[-1:]  # the same document goes on
        return [prompt for document in new for prompt in document.heard]

    def node(self) -> str | None:
        """Return where the call is."""
        return self.where(self.caller.documents[-1]) if self.caller.documents else None

    def complain_of_twiml(self, before: int) -> None:
        """Raise Wrong for what Twilio would refuse, beyond so many problems."""
        if new := self.caller.problems[before:]:
            raise Wrong(f"A telephone company would refuse this: {' '.join(new)}")

    def _not_heard(self, words: str) -> None:
        message = f"“{words}” was not heard."
        if near := nearest(words, self.since(), self.spoken):
            raise Wrong(message, f"The nearest to it is “{near}”")
        ends = [*self.marks[-1 : -_EARLIER - 1 : -1], None]
        for back, mark in enumerate(self.marks[-2 : -_EARLIER - 2 : -1], 1):
            earlier = [p for document in self.caller.documents[mark : ends[back - 1]] for p in document.heard]
            if heard_in(words, earlier, self.spoken):
                raise Wrong(message, "It was heard earlier, before the caller last did something.")
        raise Wrong(message)

    def _elsewhere(self, node: str) -> None:
        here = self.node()
        passed = [self.where(document) for document in self.caller.documents[self.marks[-1] :]]
        hint = ""
        if node in passed:
            hint = f"It has been at “{node}” just before: look for that first."
        if self.caller.ended is not None:
            ended = telling.ended(self.caller.ended)
            raise Wrong(f"The call is not at “{node}”: {ended}" + (f", at “{here}”." if here else "."), hint)
        raise Wrong(f"The call is at “{here}”, not at “{node}”.", hint)

    def _has_hung_up(self) -> None:
        if self.caller.ended not in ("hangup", "rejected"):
            raise Wrong(f"The line has not hung up: {telling.waits(self.caller)}.")

    def _not_offered(self, keys: Mapping[str, str]) -> str:
        for key, words in keys.items():
            offered = self.caller.keys.get(key)
            if offered is None or self.caller.ended is not None:
                return f"Key {key} is not offered here."
            if not heard_in(words, [offered], self.spoken):
                return f"Key {key} is offered for “{offered}”, not for “{words}”."
        return ""
