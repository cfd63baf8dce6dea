"""What a document says, spoken: the voice of the browser phone and of `ivr phone`.

`parts_of(document)` gives the prompts a caller heard, with how each is to be spoken. `speaker("auto")` gives the voice
that is installed, or None; `Cached` remembers what it has said; `render(part, speaker)` is one prompt as a sound. No
network, no account, nothing on disk. Nothing heavy is loaded until a voice is asked for.
"""

from ivr.phone.speaking.caching import Cached
from ivr.phone.speaking.choosing import CHOICES, NoSuchSpeaker, speaker
from ivr.phone.speaking.parts import Part, parts_of
from ivr.phone.speaking.rendering import render
from ivr.phone.speaking.values import Pace, Speaker, SpeechFailed

__all__ = [
    "CHOICES",
    "Cached",
    "NoSuchSpeaker",
    "Pace",
    "Part",
    "Speaker",
    "SpeechFailed",
    "parts_of",
    "render",
    "speaker",
]
