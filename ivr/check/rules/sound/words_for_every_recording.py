"""Let the file have the exact words of every recording.

Why: Relay services, translations, the voice that stands in, and every check here have only the words.

Who is shut out: deaf people who hear a menu typed through a relay service; people who speak another language; anybody
who reads the menu instead of ringing it

Source: W3C WAI Protocols and Formats, comments on VoiceXML 2.0, 2002 (“Text equivalents for all recorded-speech
prompts should be required”), https://lists.w3.org/Archives/Public/www-voice/2002AprJun/0084.html (W3C comment, an
excerpt read); WCAG 2.2, 1.2.1 Audio-only,
https://www.w3.org/WAI/WCAG22/Understanding/audio-only-and-video-only-prerecorded (W3C standard for the web, carried
over); EN 301 549, 6.4, https://www.etsi.org/deliver/etsi_en/301500_301599/301549/03.02.01_60/en_301549v030201p.pdf
(standard, read in a copy).

A recording without words cannot be written. What can go wrong: the words are none (“see the recording”); one
recording stands for two texts, or for two languages; the words hold what only a call can fill in; or the words have
been changed since. For that, `made_for` holds the mark of the words that the recording was made for. Of an option the
whole sentence is recorded, with its key. Where there is no mark, a person has to listen.

Bad:

```yaml
nodes:
  main:
    kind: say
    prompt: {words: The office is closed on Friday., audio: closed.wav, made_for: 0a1b2c3d}
    goto: bye
  bye:
    kind: end
    prompt: {words: "[recording]", audio: bye.wav}
```

Good:

```yaml
nodes:
  main:
    kind: say
    prompt: {words: Good morning., audio: morning.wav, made_for: e3522ead}
    goto: bye
  bye:
    kind: end
    prompt: Goodbye.
```
"""

import re
from collections.abc import Iterator
from typing import Final

from ivr.check.finding import Finding, Outcome
from ivr.check.texts import Text, texts
from ivr.menu.flow import Flow
from ivr.menu.placeholders import names
from ivr.menu.types import mark_of

NAME = "words-for-every-recording"
LEVEL = "error"
NUMBER = "V47"
CALLERS = ("deaf", "languages")

_NO_WORDS: Final = re.compile(
    r"[\[(<]?(?:(?:see|hear|play|listen to|insert)?\s*(?:the )?(?:recording|recorded message|audio|audio file|sound|"
    r"prompt|message|file|transcript|text|words)(?: here)?|todo|tbc|tbd|tba|xxx+|placeholder|n/?a|none|nagranie|tekst)"
    r"[\])>]?[.!]?|\W+|\S+\.(?:wav|mp3|ogg|m4a|flac|au)",
    re.IGNORECASE,
)


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every recording without its words, or with others."""
    first: dict[str, Text] = {}
    for text in texts(flow):
        audio = text.prompt.audio
        if not audio or (text.option and text.path[-2:-1] == ("phrases",)):
            continue  # of the phrase that makes options, only the words are used
        known = first.setdefault(audio, text)
        mark = mark_of(text.words)
        placeholders = list(names(text.words))
        if _NO_WORDS.fullmatch(text.prompt.words.strip()):
            yield _finding(
                text, f"“{text.prompt.words}” are not the words that {audio} says.", "Write them down."
            )
        elif mark_of(known.words) != mark:
            yield _finding(
                text,
                f"The recording {audio} stands for other words, too: “{_short(known.words)}”.",
                "Make a recording for each, or correct the words.",
            )
        elif placeholders:
            yield _finding(
                text,
                f"The words hold {{{placeholders[0]}}}, which differs by call, and {audio} always says the same.",
                "Leave the recording out here, so that the voice says it.",
            )
        elif text.prompt.made_for is None:
            yield _finding(
                text,
                f"Does {audio} say exactly “{_short(text.words)}”?",
                f"Listen to it, and if it does, add `made_for: {mark}` behind it.",
                person=True,
            )
        elif text.prompt.made_for != mark:
            yield _finding(
                text,
                f"The words have been changed since {audio} was recorded: it was made for words with another mark.",
                f"Record “{_short(text.words)}” again, listen to it, and write `made_for: {mark}`.",
            )


def _finding(text: Text, message: str, remedy: str, *, person: bool = False) -> Finding:
    outcome: Outcome = "needs-a-person" if person else "problem"
    return Finding(text.path, message, remedy, text.language, outcome=outcome)


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= 60 else f"{plain[:58].rsplit(' ', 1)[0]} …"
