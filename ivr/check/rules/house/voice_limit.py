"""Keep every text well under what its voice can speak at once.

Why: Twilio ends the call, or speaks nothing, where a text is longer than its voice takes. A text that is near the limit
goes over it with the next small change, with a translation, or when something long is filled in.

Who is shut out: people who ring when the text has become too long, all of them; people who speak a language that needs
more characters

Source: Twilio, Say, https://www.twilio.com/docs/voice/twiml/say (platform: 3,000 characters for Amazon Polly's voices,
5,000 for Google's); Twilio, warning 13521, https://www.twilio.com/docs/api/errors/13521 (platform: 4,500 characters as
they are sent). The share is ours.

A text over the limit cannot be built at all (`prompt-too-long`). This tells of one that comes near it, counted as it is
spoken: `say_as` applied, each place to be filled in as long as it can be, the sentence of an option whole. Letters with
signs on them, such as ł and ŵ, count more than once where texts are sent. A recorded text is looked at, too: where the
recording is taken out, a voice has to speak its words.

Bad:

```yaml
line:
  name: An example
  start: bye
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
  say_as: {HA: the housing association, TPR: the tenant participation register}
nodes:
  bye:
    kind: end
    prompt: >-
      HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA HA
      TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR
      TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR TPR
```

Good:

```yaml
nodes:
  bye:
    kind: end
    prompt: We are open from 9 to 5. Goodbye.
```
"""

from collections.abc import Iterator
from typing import Final
from urllib.parse import quote_plus

from ivr.call.speech import LONGEST_SLOT, Piece, Words, spoken_length
from ivr.call.turn import NodeId, Turn
from ivr.check.finding import Finding
from ivr.check.limits import limit
from ivr.check.texts import Text, texts
from ivr.check.words.left_to_people import place_in_node
from ivr.menu.flow import Flow
from ivr.menu.line import Language
from ivr.menu.scene import Scene

NAME = "voice-limit"
LEVEL = "advice"
NUMBER = None
CALLERS = ("languages",)

_WORTH_COUNTING: Final = 300
"""Characters of a text that no table `say_as` makes too long."""


def check(flow: Flow) -> Iterator[Finding]:
    """Yield every text that is near what its voice can speak at once, or over it and recorded."""
    for text in texts(flow):
        yield from _near(flow, text)


def _near(flow: Flow, text: Text) -> Iterator[Finding]:
    language = text.language if text.language in flow.editions else flow.source_language
    voice = flow.line.languages[language]
    edition = flow.editions[language]
    written = text.words
    growth = max((len(spoken) / len(own) for own, spoken in edition.line.say_as.items()), default=1.0)
    if (len(written) + written.count("{") * LONGEST_SLOT) * max(growth, 1.0) < _WORTH_COUNTING:
        return
    scene = Scene(Turn("", language, "normal", NodeId("")), edition, "/voice")
    pieces = scene.pieces(written)
    share = limit(flow, "voice-limit-share", place_in_node(text)) / 100
    spoken, sent = spoken_length(pieces), sum(map(_sent, pieces))
    most_sent = int(limit(flow, "voice-limit-sent"))
    recorded = " if the recording is ever taken out" if text.prompt.audio else ""
    if spoken > voice.longest_text:
        words = f"This is {spoken:,} characters when spoken, over the {voice.longest_text:,} of {voice.voice}"
        yield _finding(f"{words}: no voice can speak it{recorded}.", text)
    elif spoken > share * voice.longest_text:
        yield _finding(f"This is {spoken:,} characters when spoken, and {_most(voice)}.", text)
    elif sent > most_sent:
        words = f"This is {sent:,} characters as it is sent, where letters with signs count more than once"
        yield _finding(f"{words}; Twilio warns from {most_sent:,}.", text)


def _most(voice: Language) -> str:
    return f"{voice.voice} speaks at most {voice.longest_text:,} at once"


def _sent(piece: Piece) -> int:
    return len(quote_plus(piece.text)) if isinstance(piece, Words) else LONGEST_SLOT


def _finding(message: str, text: Text) -> Finding:
    remedy = "Say less, or let a second node say the rest: callers do not keep that much in mind either."
    return Finding(text.path, message, remedy, text.language)
