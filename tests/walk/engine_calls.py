"""A call through a flow without a line: the engine's functions, with the time and what is known at hand."""

from datetime import UTC, datetime

from ivr.call.effects import Effect
from ivr.call.heard import Dialled, Heard, NothingRecorded, Pressed, Recorded, Silence
from ivr.call.turn import Place
from ivr.menu import Flow
from ivr.walk.engine import Move, advance, begin
from ivr.walk.since import Since

A_WEDNESDAY = datetime(2026, 6, 3, 11, tzinfo=UTC)
PERSON_NUMBER = "+441632960001"
DIALLED = {
    "completed": Dialled("completed"),
    "busy": Dialled("busy"),
    "no-answer": Dialled("no-answer"),
    "failed": Dialled("failed"),
}


def heard_of(step: str) -> Heard:
    """Return what a step of `--keys` makes the line hear: `1`, `star`, `wait`, `07700900123`, `record:12+5`."""
    if step == "wait":
        return Silence()
    if step == "nothing":
        return NothingRecorded()
    if step.startswith("dial:"):
        return DIALLED[step.removeprefix("dial:")]
    if step.startswith("record:"):
        seconds, _, ends = step.removeprefix("record:").partition("+")
        key = {"5": "5", "": "#", "hangup": None, "limit": None}[ends]
        return Recorded("RE1", "https://api.example/RE1", int(seconds), key, ends == "hangup")
    return Pressed({"star": "*", "hash": "#"}.get(step, step))


class Call:
    """A call; `go` takes steps and gives the call back. `effects` are those of the last step."""

    def __init__(
        self, flow: Flow, *, now: datetime = A_WEDNESDAY, notice: bool = False, **known: str
    ) -> None:
        self.flow, self.now = flow, now
        self.known = {
            "caller_number": "usable",
            "caller": "07700900001",
            "ready": "yes",
            "message": "none",
            "setting:person": PERSON_NUMBER,
            **{name.replace("setting_", "setting:"): value for name, value in known.items()},
        }
        self.moves: list[Move] = []
        self._take(begin(flow, began=29_000_000, now=now, known=self.known, notice=notice))

    def go(self, steps: str = "") -> "Call":
        for step in steps.split():
            self._take(advance(self.flow, self.place, heard_of(step), self.now, self.known))
        return self

    def _take(self, move: Move) -> None:
        after = Since(self.known, move.effects)
        self.known |= {name: after[name] for name in (*self.known, *_answers(move.effects))}
        self.moves.append(move)

    @property
    def place(self) -> Place:
        return self.moves[-1].place

    @property
    def at(self) -> str:
        return self.place.turn.node

    @property
    def event(self) -> str:
        return self.place.turn.event

    @property
    def attempt(self) -> int:
        return self.place.turn.attempt

    @property
    def trail(self) -> str:
        return " ".join(self.place.track.trail)

    @property
    def effects(self) -> tuple[Effect, ...]:
        return self.moves[-1].effects


def _answers(effects: tuple[Effect, ...]) -> list[str]:
    return [effect.name for effect in effects if hasattr(effect, "name")]
