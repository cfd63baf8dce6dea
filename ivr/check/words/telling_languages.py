"""Which language a text seems to be in, told by the small words that every text is full of."""

import re
from collections.abc import Mapping
from typing import Final

from ivr.check.words import words_in

SMALL_WORDS: Final[Mapping[str, frozenset[str]]] = {
    "en": words_in(
        "the to for of and you your is are this that with it if we have can not be will in on at or please press hear "
        "leave speak call what who they from an was do"
    ),
    "cy": words_in(
        "y yr yn i o a ac ar am gyda eich chi mae yw hwn hon os gallwch ni neu wrth ei bod oes dim pwyswch ffoniwch "
        "gadewch wedi fydd hyn gwelwch siarad rhif neges"
    ),
    "pl": words_in(
        "i w z na do nie się jest to aby jeśli lub oraz po od dla czy naciśnij proszę jak że o za przez będzie można "
        "przed ten ta pod zostaw zadzwoń państwa"
    ),
}
"""By language. Some words are of two; only the difference tells."""

ENGLISH_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "ar": ("Arabic",),
    "bn": ("Bengali",),
    "cy": ("Welsh",),
    "de": ("German",),
    "es": ("Spanish",),
    "fa": ("Farsi", "Persian"),
    "fr": ("French",),
    "ga": ("Irish",),
    "gd": ("Gaelic",),
    "gu": ("Gujarati",),
    "hi": ("Hindi",),
    "it": ("Italian",),
    "ku": ("Kurdish",),
    "lt": ("Lithuanian",),
    "pa": ("Punjabi", "Panjabi"),
    "pl": ("Polish",),
    "pt": ("Portuguese",),
    "ro": ("Romanian",),
    "ru": ("Russian",),
    "so": ("Somali",),
    "ta": ("Tamil",),
    "tr": ("Turkish",),
    "uk": ("Ukrainian",),
    "ur": ("Urdu",),
    "vi": ("Vietnamese",),
    "yue": ("Cantonese",),
    "zh": ("Chinese", "Mandarin"),
}
"""What other languages are called in English, which those who need them may not understand."""

_CLEARLY: Final = 4


def seems_to_be(text: str) -> str | None:
    """Return the code of the language that a text is clearly in; None where that cannot be told.

    >>> seems_to_be("If you are in danger, hang up and ring 999."), seems_to_be("Hello.")
    ('en', None)
    """
    words = re.findall(r"[^\W\d_]+", text.casefold())
    scores = sorted(
        ((sum(word in small for word in words), code) for code, small in SMALL_WORDS.items()), reverse=True
    )
    (most, code), (second, _) = scores[:2]
    return code if most >= _CLEARLY and most >= 2 * second else None
