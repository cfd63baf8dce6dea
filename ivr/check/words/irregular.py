"""English verbs whose past is another word: “keep it” is taken up by “it is kept”."""

from typing import Final

IRREGULAR: Final[dict[str, str]] = {
    form: verb
    for verb, forms in {
        "buy": "bought", "choose": "chose chosen", "feel": "felt", "find": "found", "give": "gave given",
        "hear": "heard", "keep": "kept", "leave": "left", "lose": "lost", "make": "made", "meet": "met",
        "pay": "paid", "ring": "rang rung", "say": "said", "sell": "sold", "send": "sent", "speak": "spoke spoken",
        "steal": "stole stolen", "take": "took taken", "tell": "told", "write": "wrote written",
    }.items()
    for form in forms.split()
}  # fmt: skip
"""The verb that each form is of."""
