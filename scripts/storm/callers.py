"""The people who ring in a storm, and what each of them must find kept in the end."""

import random
import re
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ivr.phone.caller import Caller
from ivr.phone.steps import StepDoesNotFit

DELETES = "deletes"
ENDINGS = (
    "sent",
    "sent",
    "sent",
    "hangs up in the message",
    "falls silent",
    "sends two",
    "keypad only",
    DELETES,
)
"""How calls go, as often as they stand here."""
MOST_ATTEMPTS = 8
"""How often somebody rings before they give up."""


@dataclass(slots=True)
class Kept:
    """What one call must have left: its one message, or none where `state` is None."""

    call_sid: str
    state: str | None
    """`sent`, `unfinished`, None for nothing; `cut off` where the line failed and the caller rang again."""
    number: str = field(repr=False)
    recordings: int = 0
    reference: str = ""
    """As it was said to the caller; "" where the caller did not hear one."""
    problems: list[str] = field(default_factory=list)


def number_of(call: int) -> str:
    """Return the number that this call gives as the safe one: of those that Ofcom keeps for drama."""
    return f"07700900{call % 1000:03d}"


def ring(caller: Caller, call: int, ending: str, chance: random.Random) -> Kept:
    """Ring the line, go one of the ways, and say what must be kept of it."""
    number = number_of(call)
    caller.dial("/voice")
    _choose(caller, "go on", "ask for that", "agree")
    _choose(caller, "keypad only" if ending == "keypad only" else "speak a message")
    _choose(caller, "another number")
    caller.press(f"{number} hash")
    _choose(caller, "right and safe", "keep it like that", "evenings", "any day")
    kept = Kept(caller.call_sid, "sent", number)
    if ending != "keypad only":
        kept.recordings = _speak(caller, ending, chance)
    if ending in ("hangs up in the message", "falls silent"):
        kept.state = "unfinished"
    elif ending == DELETES:
        kept.state = None
        _choose(caller, "delete it", "for good")
    else:
        _choose(caller, "send it" if ending != "keypad only" else "send your request")
        kept.reference = _reference(caller)
        if not kept.reference:  # an apology, most likely: to the caller nothing is sent
            raise Astray("no reference was read out")
    if caller.ended is None:
        caller.hang_up()
    kept.problems = list(caller.problems)
    return kept


def _speak(caller: Caller, ending: str, chance: random.Random) -> int:
    """Leave a name and a message; give the number of recordings.

    None is so short that half of it would pass for the whole: lengths are told in whole seconds, not exactly.
    """
    caller.record(chance.randint(5, 9))
    seconds = chance.randint(5, 40)
    if ending == "hangs up in the message":
        caller.record(seconds, "hangup")
        return 2
    caller.record(seconds, "silence" if ending == "falls silent" else "hash")
    if ending == "falls silent":
        return 2
    if ending == "sends two":
        _choose(caller, "add to it", "add to it")
        caller.record(chance.randint(5, 20))
        return 3
    return 2


def _choose(caller: Caller, *choices: str) -> None:
    for words in choices:
        fitting = [key for key, said in caller.keys.items() if words.lower() in said.lower()]
        if len(fitting) != 1:
            raise Astray(
                f"“{words}” is not one of {sorted(caller.keys.values())} at {caller.at.split('/')[4:6]}"
            )
        caller.press(fitting[0])


def _reference(caller: Caller) -> str:
    """Return the reference that was read out: eight digits, in groups, said twice."""
    said = " ".join(caller.heard)
    digits = re.findall(r"(?:\d[ ,.]*){8}", said)
    return re.sub(r"\D", "", digits[0]) if digits else ""


class Astray(Exception):
    """Raised when the line does not offer what a caller needs."""


class Crowd:
    """So many callers at once, until all have rung.

    `telephone` makes a telephone for a call. A call that the line cut off with an apology is in `again`, and its caller
    rings again; one that goes wrong in another way is in `lost`. Both say why.
    """

    def __init__(
        self,
        calls: int,
        at_once: int,
        seed: int,
        endings: Sequence[str],
        telephone: Callable[[int], Caller],
    ) -> None:
        self.kept: list[Kept] = []
        self.lost: list[str] = []
        self.again: list[str] = []
        self._calls, self._telephone, self._seed = iter(range(calls)), telephone, seed
        self._endings = endings
        self._lock = threading.Lock()
        self._threads = [threading.Thread(target=self._ring, daemon=True) for _ in range(at_once)]

    def start(self) -> None:
        """Begin to ring."""
        for thread in self._threads:
            thread.start()

    def done(self) -> bool:
        """Say whether everybody has hung up."""
        return not any(thread.is_alive() for thread in self._threads)

    def _ring(self) -> None:
        while True:
            with self._lock:
                call = next(self._calls, None)
            if call is None:
                return
            try:
                self._until_served(call)
            except Exception as error:  # every reason counts the same: somebody was not served
                with self._lock:
                    self.lost.append(f"call {call}: {type(error).__name__}: {error}")

    def _until_served(self, call: int) -> None:
        """Ring as often as the line apologises, as a person would. What the calls before have left must be kept."""
        for attempt in range(MOST_ATTEMPTS):
            caller = self._telephone(call)
            chance = random.Random(f"{self._seed}/{call}/{attempt}")
            try:
                kept = ring(caller, call, self._endings[call % len(self._endings)], chance)
            except (Astray, StepDoesNotFit) as astray:
                if caller.ended is None or attempt == MOST_ATTEMPTS - 1:
                    raise
                self.again.append(f"call {call}: {astray}")
                kept = Kept(caller.call_sid, "cut off", number_of(call))
            with self._lock:
                self.kept.append(kept)
            if kept.state != "cut off":
                return
