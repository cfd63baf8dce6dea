"""Let nothing sound under speech.

Why: Whoever hears little cannot tell a voice from the music under it, least of all over a telephone.

Who is shut out: people who are hard of hearing; people with an auditory processing disorder; people in noise; people
who speak another language

Source: WCAG 2.2, 1.4.7 Low or No Background Audio (20 decibels below the voice),
https://www.w3.org/WAI/WCAG22/Understanding/low-or-no-background-audio (W3C standard for the web, carried over); ATIS
IVR Accessibility Forum, checklist on cognition, http://www.atis.org/ivr/checklist/cog.htm (industry forum); EN 301
549, 5.1.3.10, https://www.etsi.org/deliver/etsi_en/301500_301599/301549/03.02.01_60/en_301549v030201p.pdf (standard,
read in a copy).

A file cannot ask for sound under the line's own voice. So this is about recordings: a file name or words that speak of
music. What is in the others only a person can hear.

Bad:

```yaml
nodes:
  main:
    kind: end
    prompt: {words: Welcome to the council. Goodbye., audio: welcome-with-music.wav}
```

Good:

```yaml
nodes:
  main:
    kind: end
    prompt: The museum of music is closed. Goodbye.
```
"""

import re
from collections.abc import Iterator
from typing import Final

from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.texts import texts
from ivr.check.words.left_to_people import place_in_node
from ivr.menu.flow import Flow

NAME = "no-background-sound"
LEVEL = "error"
NUMBER = "V44"
CALLERS = ("hard-of-hearing", "languages", "memory")

_IN_A_NAME: Final = re.compile(
    r"(?:^|[^a-z])(music|muzak|jingle|melody|background|backing|ambient|ambience|soundtrack|moh|muzyka|cerddoriaeth|"
    r"(?:with|sound|audio|music)[-_ ]?bed|bed)(?:[^a-z]|$)",
    re.IGNORECASE,
)
_IN_WORDS: Final = re.compile(
    r"[\[(][^\])]*\b(?:music|jingle|sounds?|melody|muzyka|cerddoriaeth)\b[^\])]*[\])]|[♪♫]", re.IGNORECASE
)
_MARKUP: Final = re.compile(r"<\s*audio\b[^>]*>", re.IGNORECASE)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every recording that seems to have music in it, and every other one for a person to hear."""
    for text in texts(flow):
        for match in (*_IN_WORDS.finditer(text.words), *_MARKUP.finditer(text.words)):
            yield Finding(
                text.path,
                f"“{match[0]}” stands among the words: a voice reads it aloud, and a sound has no place there.",
                "Leave it out, and let only the voice be heard.",
                text.language,
            )
        if not text.prompt.audio:
            continue
        named = _IN_A_NAME.search(text.prompt.audio.rpartition("/")[2].rpartition(".")[0])
        ratio = limit(flow, "no-background-sound-ratio", place_in_node(text))
        remedy = f"Record the voice alone; a sound under it has to be {ratio:g} decibels quieter, or away."
        if named:
            message = f"The name of the recording {text.prompt.audio} speaks of “{named[1]}”."
            yield Finding(text.path, message, remedy, text.language)
        else:
            message = f"Is there a sound under the voice in the recording {text.prompt.audio}?"
            remedy = (
                f"Listen to it: such a sound has to be {ratio:g} decibels quieter than the voice, or away."
            )
            yield Finding(text.path, message, remedy, text.language, outcome="needs-a-person")
