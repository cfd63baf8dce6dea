"""Let the voice speak at its normal pace, and let pauses give the time.

Why: Fast speech is lost on whoever hears little; synthetic speech that is stretched is harder to understand, not
easier.

Who is shut out: people who are hard of hearing; older people; people who speak another language

Source: Age differences in identifying words in synthetic speech, 2007 (slower synthetic speech was understood worse),
https://discovery.researcher.life (abstract); Sharit and others, Human Factors, 2003 (no effect in telephone menus),
https://miami.pure.elsevier.com/en/publications/effects-of-age-speech-rate-and-environmental-support-in-using-tel
(abstract). The band of 90 to 105 per cent, and 130 to 170 words a minute in a recording, are ours.

The line speaks at the voice's own pace, and at 92 per cent with longer pauses after key 7; a file sets no speed. So
this is about words that ask for one in markup, which is read aloud besides; about words that are drawn out in
writing; and about limits of a file's own that the line's paces do not keep. How fast a recording is, only a person
can tell, or `ivr time --audio`.

Bad:

```yaml
nodes:
  main:
    kind: end
    prompt: <prosody rate="130%">Thank you for calling.</prosody> Goodbye.
```

```yaml
nodes:
  main:
    kind: end
    prompt: Pleeease hold.
```

Good:

```yaml
nodes:
  main:
    kind: end
    prompt: Thank you for calling. For more, see www.example.org. Goodbye.
```
"""

import re
from collections.abc import Iterator
from typing import Final

from ivr.call.verbs import Say
from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.survey import survey_of
from ivr.check.survey.sounding import spoken
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import place_in_node
from ivr.menu.flow import Flow
from ivr.menu.scene import SLOW_RATE

NAME = "speech-rate"
LEVEL = "warning"
NUMBER = "V43"
CALLERS = ("hard-of-hearing", "older", "languages")

_RATE: Final = re.compile(r"<\s*prosody\b[^>]*\brate\s*=\s*[\"'“”]?\s*([^\"'“”>\s]+)", re.IGNORECASE)
_NAMED: Final = {"x-slow": 50, "slow": 75, "medium": 100, "default": 100, "fast": 125, "x-fast": 150}
_DRAWN_OUT: Final = re.compile(r"\b\w*([aeouyąęó])\1{2,}\w*", re.IGNORECASE)
"""Without i, which is a Roman numeral."""


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that asks for another speed, and every recording, whose speed only a person can tell."""
    yield from _paces(flow)
    for text in texts(flow):
        node = place_in_node(text)
        least, most = limit(flow, "speech-rate-least", node), limit(flow, "speech-rate-most", node)
        for match in _RATE.finditer(text.words):
            rate = _per_cent(match[1])
            if rate is None or not least <= rate <= most:
                yield _finding(
                    text, f"These words ask for the speed “{match[1]}”, outside {least:g} to {most:g} %."
                )
        for match in _DRAWN_OUT.finditer(text.words):
            yield _finding(text, f"“{match[0]}” is drawn out in writing, and a voice says it in its own way.")
        if text.prompt.audio:
            slow, fast = (
                limit(flow, "speech-rate-words-least", node),
                limit(flow, "speech-rate-words-most", node),
            )
            yield Finding(
                text.path,
                f"How fast does the recording {text.prompt.audio} speak?",
                f"Listen to it, or measure it with `ivr time --audio`: {slow:g} to {fast:g} words a minute.",
                text.language,
                outcome="needs-a-person",
            )


def _finding(text: Text, message: str) -> Finding:
    return Finding(
        text.path, message, "Write plain words: the line speaks at the voice's own pace.", text.language
    )


def _per_cent(written: str) -> float | None:
    if written.casefold() in _NAMED:
        return _NAMED[written.casefold()]
    match = re.fullmatch(r"([+-]?)(\d+(?:\.\d+)?)%?", written)
    if not match:
        return None
    value = float(match[2]) * (1 if written.endswith("%") else 100)
    return 100 + value if match[1] == "+" else 100 - value if match[1] == "-" else value


def _paces(flow: Flow) -> Iterator[Finding]:
    """Yield a pace of the line that the limits of a file do not allow."""
    least, most = limit(flow, "speech-rate-least"), limit(flow, "speech-rate-most")
    played = (part for visit in survey_of(flow).visits().values() for part, _ in spoken(visit.first))
    rates = {part.rate for part in played if isinstance(part, Say)}
    for rate in sorted({SLOW_RATE, *rates}):
        if not least <= rate <= most:
            yield Finding(
                ("line", "limits"),
                f"The line speaks at {rate} % after key 7 or before, outside {least:g} to {most:g} %.",
                "Let the limit have room for both paces of the line.",
            )
