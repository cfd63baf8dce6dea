"""The groups of callers that the manual of the rules is indexed by: whom a fault shuts out.

A rule names them in its `CALLERS`, by the names here. They are doors into the manual, not boxes for people: many
callers belong to several, and what helps one group helps most others.
"""

from typing import Final

CALLERS: Final[dict[str, str]] = {
    "deaf": "deaf and deafblind people, and people who use sign language or a relay service",
    "hard-of-hearing": "people who are hard of hearing",
    "blind": "blind people and people with low vision",
    "motor": "people who cannot press keys quickly or surely, or have no keypad",
    "speech": "people who stammer, have aphasia, use a communication aid, or do not speak",
    "memory": "people with little working memory, dementia, a brain injury or a learning disability",
    "anxiety": "people with ADHD, autism or anxiety, and people in distress",
    "older": "older people",
    "languages": "people who speak another language",
    "danger": "people in danger, watched, or not out",
    "lgbt": "trans, lesbian, gay and bisexual callers",
}
"""What each group is called, by its name; after the catalogue's table of who is shut out by what."""
