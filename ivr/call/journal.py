"""What happened at one step of a call, without anything that the caller said or keyed in.

A journal is for finding out how a call went, not what was said: it has names of nodes and kinds of keys.
"""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from ivr.call.turn import NodeId, Turn

Did = Literal[
    "begins",  # the call came in
    "option",  # a key that is an option of the menu
    "wrong-key",  # a key, or keys, without a meaning here
    "person",  # 0, where the line has a person
    "emergency",  # 5
    "pace",  # 7
    "again",  # 9
    "back",  # star
    "entry",  # digits that the question took
    "not-accepted",  # digits that the question could not take
    "silence",
    "recording",  # spoke, and ended it with a key or silence
    "recording-hung-up",  # spoke, and hung up while speaking
    "no-recording",  # was asked to speak, and said nothing
    "dial:completed",
    "dial:busy",
    "dial:no-answer",
    "dial:failed",
    "dial:canceled",
    "over",  # the call has ended, whoever hung up
]
"""What the caller did. Who hangs up elsewhere than in a recording is seen by `over` after a page that waits."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of a call.

    `at` is an aware time. `step` is that of the URL that was posted to: 0 when the call begins, and None for its
    end. `before` is where the call was and `after` where it is now: None before its beginning and after its end.
    `through` are the junctions that were passed on the way, in their order; each led to the next, the last one to
    `after`. `key` is the key of an option or a wrong key, "" for everything else; it is for tests in one process and
    is written nowhere, for what a key means can be what nobody may read.
    """

    at: datetime
    step: int | None
    before: Turn | None
    did: Did
    through: tuple[NodeId, ...] = ()
    after: Turn | None = None
    key: str = field(default="", repr=False)
