"""Words that tell a caller that what they have left is kept, has been sent, or will be seen to."""

import re
from typing import Final

KEPT: Final = {
    "en": re.compile(
        r"\b(?:keep|keeps|kept|save|saves|saved|stored|sent|received)\b"
        r"|\b(?:is|are)\s+with\s+us\b|\bwe\s+have\s+(?:your|it|what|the)\b|\bwill\s+(?:see|look|listen|hear)\b",
        re.IGNORECASE,
    ),
    "cy": re.compile(
        r"\b(?:cadw|cadwn|chadw|gadw|gadwyd|cadwyd|anfon|anfonwyd|hanfon|derbyn|derbyniwyd)\w*", re.IGNORECASE
    ),
    "pl": re.compile(r"\b(?:zachow|zapis|przechow|wysła|otrzym)\w*", re.IGNORECASE),
}
"""By the first part of a language's code. Another language is one entry more."""
