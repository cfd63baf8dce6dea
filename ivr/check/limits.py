"""Every number that a rule measures against, in one table: with its unit, its source, and whose number it is.

A file may change one, with a reason, under `limits:` of a node or of the line:

```yaml
limits:
  max-options-warning: {value: 7, why: "Seven towns; tested with callers in March."}
```
"""

from dataclasses import dataclass
from typing import Final

from ivr.call.turn import NodeId
from ivr.menu.flow import Flow

_D1: Final = (
    "Ireland, Centre for Excellence in Universal Design, customer communications toolkit: "
    "http://publicservice.universaldesign.ie/digital21.html (guideline)"
)
_AVAYA: Final = (
    "Avaya, IR design guidelines: "
    "https://support.avaya.com/elmodocs2/ir/r2_0/IR_R2_0_Doc_CD/CD/html/15577.htm (vendor)"
)
_AVAYA_ERRORS: Final = _AVAYA.replace("15577", "15497")
_IBM_TIME: Final = (
    "IBM Voice Response, timing: http://docs.blueworx.com/BVR/InfoCenter/V6.1/help/topic/"
    "com.ibm.wvraix.vxmlpg.doc/sametime.html (vendor)"
)
_TWILIO: Final = "Twilio, Gather and Record: https://www.twilio.com/docs/voice/twiml/gather (platform)"
_TWILIO_SENT: Final = "Twilio, warning 13521: https://www.twilio.com/docs/api/errors/13521 (platform)"
_NHS: Final = "NHS digital service manual: https://service-manual.nhs.uk/content (public guideline)"
_WCAG_TIME: Final = (
    "WCAG 2.2, 2.2.1 Timing Adjustable: https://www.w3.org/WAI/WCAG22/Understanding/timing-adjustable "
    "(W3C standard for the web, carried over)"
)
_WCAG_NOISE: Final = (
    "WCAG 2.2, 1.4.7 Low or No Background Audio: "
    "https://www.w3.org/WAI/WCAG22/Understanding/low-or-no-background-audio "
    "(W3C standard for the web, carried over)"
)
_RELAY: Final = (
    "Relay UK, page for providers: https://www.relayuk.bt.com/communication-providers.html (operator)"
)
_ACIXD: Final = "ACIxD wiki, menu design: http://acixd.org/wiki/doku.php?id=menu_design (professional body)"
_OURS: Final = "ours"


@dataclass(frozen=True, slots=True)
class Limit:
    """A number that a rule measures against.

    `value` is in `unit`. `means` says what it bounds. `source` cites where it comes from, with address and status
    word; "ours" where no source gives a number. `rule` is the name of the rule that asks for it.
    """

    name: str
    value: float
    unit: str
    means: str
    source: str
    rule: str

    @property
    def ours(self) -> bool:
        """Whether no source gives this number."""
        return self.source == _OURS


def _limits(rule: str, *rows: tuple[str, float, str, str, str]) -> tuple[Limit, ...]:
    return tuple(
        Limit(f"{rule}-{tail}", value, unit, means, source, rule) for tail, value, unit, means, source in rows
    )


_ALL: Final = (
    # Person
    *_limits(
        "another-way-in",
        ("presses", 2, "presses", "how soon another way in is to be spoken", _OURS),
    ),
    *_limits(
        "transfer-not-redial",
        ("digits", 5, "digits", "how long a number is before nobody can be told to ring it", _OURS),
    ),
    *_limits(
        "say-what-happens-next",
        ("words", 6, "words", "the fewest words that can say what happens next", _OURS),
    ),
    # Shape
    *_limits(
        "max-options",
        ("advice", 4, "options", "the most choices of a menu that call for no advice", _D1),
        ("warning", 5, "options", "the most choices of a menu that call for no warning", _AVAYA),
    ),
    *_limits(
        "max-depth",
        ("advice", 2, "menus", "the most menus deep that call for no advice", _OURS),
        ("warning", 3, "menus", "the most menus deep that call for no warning", _D1),
    ),
    *_limits(
        "time-to-task",
        ("advice", 40, "seconds", "the longest wait for an option's key that calls for no advice", _OURS),
        ("warning", 60, "seconds", "the longest wait for an option's key that calls for no warning", _OURS),
    ),
    *_limits(
        "emergency-first",
        ("words", 30, "words", "how many first words are to hold the emergency number", _OURS),
    ),
    *_limits(
        "distinct-options",
        ("likeness", 0.6, "of 1", "the share of common words from which two options sound alike", _OURS),
    ),
    # Words
    *_limits(
        "short-opening",
        ("warning", 25, "words", "the most words before the first choice that call for no warning", _OURS),
        ("error", 75, "words", "the most words before the first choice that are no error", _OURS),
    ),
    *_limits(
        "short-sentences",
        ("words", 20, "words", "the most words of a sentence", _NHS),
        ("option-words", 12, "words", "the most words of an option", _OURS),
    ),
    *_limits(
        "plain-words",
        ("grade", 6, "school years", "the highest Flesch–Kincaid grade (a reading age of 9 to 11)", _NHS),
    ),
    *_limits(
        "one-idea",
        ("conditions", 1, "conditions", "the most conditions in a sentence", _OURS),
        ("topics", 2, "things", "the most things joined in one option", _OURS),
        ("requests", 1, "requests", "the most things asked for in one step", _OURS),
    ),
    # Time
    *_limits(
        "wait-for-first-key",
        ("error", 5, "seconds", "the shortest wait for a key that is no error", _TWILIO),
        ("warning", 10, "seconds", "the shortest wait for a key that calls for no warning", _IBM_TIME),
    ),
    *_limits(
        "relay-time",
        ("pace", 40, "words a minute", "how fast a relay service types at least", _RELAY),
        ("answer", 10, "seconds", "how long a relay caller may take to answer, once all is typed", _OURS),
    ),
    *_limits(
        "more-time-without-penalty",
        ("wait", 20, "seconds", "the wait over all tries that is enough without a repeat key", _WCAG_TIME),
    ),
    *_limits(
        "time-to-enter-digits",
        ("between", 5, "seconds", "the shortest wait between two digits", _OURS),
        ("digits", 6, "digits", "the longest entry that needs no longer wait", _OURS),
        ("wait", 20, "seconds", "the shortest wait where a longer entry has to be looked up", _OURS),
    ),
    *_limits(
        "pause-between-options",
        ("gap", 500, "milliseconds", "the shortest pause between two options", _ACIXD),
        ("key", 200, "milliseconds", "the shortest pause between what a key does and the key", _OURS),
    ),
    *_limits(
        "choice-confirmed",
        ("words", 12, "words", "how many first words are to take up the choice", _OURS),
    ),
    *_limits(
        "menu-length",
        ("advice", 20, "seconds", "the longest menu that calls for no advice", _OURS),
        ("warning", 30, "seconds", "the longest menu that calls for no warning", _OURS),
    ),
    # Mistakes
    *_limits(
        "two-or-three-tries",
        ("least", 2, "tries", "the fewest tries", _AVAYA_ERRORS),
        ("most", 3, "tries", "the most tries", _AVAYA_ERRORS),
    ),
    *_limits(
        "reprompt-differs",
        ("distance", 0.2, "of 1", "the share that is to be different in words said again", _OURS),
    ),
    *_limits(
        "read-back-once",
        ("digits", 4, "digits", "how long an entry is that has to be read back", _OURS),
        ("group-least", 2, "digits", "the shortest group of digits", _OURS),
        ("group-most", 4, "digits", "the longest group of digits", _OURS),
    ),
    # Keys
    *_limits(
        "key-any-time",
        ("seconds", 5, "seconds", "how long words may be that no key can interrupt", _OURS),
    ),
    *_limits(
        "simple-input",
        ("reserved", 3, "keys", "the most reserved keys told in one menu", _OURS),
        ("recited", 2, "keys", "the most reserved keys told in a menu after the first", _OURS),
        (
            "small-menu",
            2,
            "options",
            "the most options of a menu that may tell back, again and person",
            _OURS,
        ),
    ),
    # Sound
    *_limits(
        "speech-rate",
        ("least", 90, "per cent", "the slowest voice", _OURS),
        ("most", 105, "per cent", "the fastest voice", _OURS),
        ("words-least", 130, "words a minute", "the slowest measured speech", _OURS),
        ("words-most", 170, "words a minute", "the fastest measured speech", _OURS),
    ),
    *_limits(
        "no-background-sound",
        ("ratio", 20, "decibels", "how far a sound is to lie below the voice", _WCAG_NOISE),
    ),
    *_limits(
        "speakable-text",
        ("digits", 5, "digits", "how long a number is that needs groups", _OURS),
    ),
    # Languages
    *_limits(
        "languages-equal",
        ("sentences", 50, "per cent", "how far the number of sentences may differ between languages", _OURS),
    ),
    *_limits(
        "language-offered-in-itself",
        ("seconds", 20, "seconds", "how soon another language is to be offered", _OURS),
        ("languages", 3, "languages", "the most languages offered by voice", _OURS),
    ),
    # Messages
    *_limits(
        "message-time",
        ("error", 60, "seconds", "the shortest time for a message that is no error", _OURS),
        ("warning", 180, "seconds", "the shortest time for a message that calls for no warning", _OURS),
        ("silence-error", 5, "seconds", "the shortest silence that ends a message and is no error", _TWILIO),
        ("silence-warning", 10, "seconds", "the shortest silence that calls for no warning", _OURS),
    ),
    # House
    *_limits(
        "alike-options",
        (
            "changes",
            1,
            "changes",
            "the most changes between “To …” and “For …” that call for no warning",
            _OURS,
        ),
    ),
    *_limits(
        "voice-limit",
        (
            "share",
            80,
            "per cent",
            "the share of what a voice can speak at once that calls for no advice",
            _OURS,
        ),
        ("sent", 4500, "characters", "the longest text as it is sent", _TWILIO_SENT),
    ),
)

LIMITS: Final[dict[str, Limit]] = {each.name: each for each in _ALL}
"""Every limit by its name, which begins with that of its rule."""


def limit(flow: Flow, name: str, node_id: NodeId | str | None = None) -> float:
    """Return the limit that holds here: the node's, else the line's, else that of the table.

    A change without a reason does not count. Raises KeyError for a limit that does not exist.
    """
    default = LIMITS[name]
    node = flow.nodes.get(NodeId(node_id)) if node_id else None
    for changed in (node.limits.get(name) if node else None, flow.line.limits.get(name)):
        if changed and changed.why.strip():
            return int(changed.value) if changed.value.is_integer() else changed.value
    return default.value
