"""A record: takes speech after a beep.

Example:

```yaml
message:
  kind: record
  prompt: Please leave your message after the beep. There is no rush. Press hash when you finish.
  longest: 3 minutes
  silence: 15 seconds
  recorded: review
  empty: nothing-heard
  review: review
```

What was said is kept from the moment the recording stops, however it stops: hash, silence, the longest time,
hanging up, or key 5, which also plays the emergency help. While the words before the beep are spoken, hash
means "nothing to say" and leads to `empty`; any key without another meaning leads straight to the beep.
`review` is where *back* to this recording leads, so that going back never records over anything.
"""

from collections.abc import Iterable
from typing import Annotated, Literal

from pydantic import Field

from ivr.call.effects import Marked, RecordingKept
from ivr.call.heard import NOTHING_RECORDED_QUERY, Heard, NothingRecorded, Pressed, Recorded, Silence
from ivr.call.keys import EMERGENCY, HASH, dtmf_of, key_of
from ivr.call.turn import Event
from ivr.call.verbs import PASSING, Redirect, Verb
from ivr.call.verbs import Record as RecordVerb
from ivr.menu.durations import Seconds
from ivr.menu.fault import Around, Fault
from ivr.menu.line import Line
from ivr.menu.node import Exit, Go, Moment, Node, Scene, Stay, Step, said_first
from ivr.menu.types import BACK_WORD, Goto, Prompt

FINISH_KEYS = dtmf_of(EMERGENCY) + dtmf_of(HASH)


class Record(Node):
    """Takes speech after a beep.

    `longest`: the most that is recorded. `silence`: how long a pause may be before the recording stops.
    """

    kind: Literal["record"]
    prompt: Prompt
    longest: Annotated[Seconds, Field(ge=2)]
    silence: Seconds
    recorded: Goto
    empty: Goto
    review: Goto | None = None
    beep: bool = True

    def plays(self, scene: Scene) -> tuple[Verb, ...]:
        """Return the words, the recording, and a way on for when nothing was recorded at all."""
        record = RecordVerb(
            action=scene.here,
            status_callback=scene.recording,
            silence=self.silence,
            longest=self.longest,
            finish_on_keys=FINISH_KEYS,
            beep=self.beep,
        )
        nothing = Redirect(f"{scene.here}?{NOTHING_RECORDED_QUERY}")
        if scene.turn.event == "at_once":
            return (record, nothing)
        words = scene.speak(*said_first(scene), self.prompt)
        return (scene.gather(words, wait=PASSING, answer_silence=False), record, nothing)

    def follows(self, heard: Heard, moment: Moment) -> Step:
        """Keep what was recorded and go on."""
        match heard:
            case Recorded():
                return self._kept(heard, moment)
            case NothingRecorded() | Silence():
                return Go(self.empty)
            case Pressed(digits) if key_of(digits[0]) == HASH:
                return Go(self.empty)
            case Pressed():
                return Stay("at_once")
        return Stay("again")

    def _kept(self, recorded: Recorded, moment: Moment) -> Go:
        kept = RecordingKept(moment.turn.node, recorded.sid, recorded.url, recorded.seconds)
        if recorded.key == dtmf_of(EMERGENCY) and moment.line.emergency:
            return Go(moment.line.emergency, (kept, Marked("emergency")), behind=self.review)
        if recorded.key == dtmf_of(EMERGENCY):
            return Go(self.recorded, (kept,), event="emergency", behind=self.review)
        reached: Event = "time_limit" if recorded.key is None and recorded.seconds >= self.longest else ""
        return Go(self.recorded, (kept,), event=reached, behind=self.review)

    def faults(self, around: Around) -> Iterable[Fault]:
        """Refuse to go back to a going back."""
        if self.review == BACK_WORD:
            message = "“review” is where going back leads, so it needs the name of a node."
            yield Fault("wrong-value", ("review",), message)

    def exits(self, line: Line) -> Iterable[Exit]:
        """Return the ways on with and without a recording."""
        yield Exit(self.recorded, "recording", "recorded", ("recorded",), message="keeps")
        if self.review and self.review != self.recorded:
            yield Exit(self.review, "recording", "back to what was recorded", ("review",), message="keeps")
        yield Exit(self.empty, "no-recording", "nothing recorded", ("empty",))
