"""Written forms that voices say wrong, each with what to write instead."""

import re
from collections.abc import Mapping
from typing import Final

from ivr.check.words import words_in
from ivr.check.words.phrase_list import PhraseList

KNOWN_NUMBERS: Final = words_in("101 999 112 111 105 18000 18001 116123 55")
"""Numbers that people know by their digits; the table `say_as` says how they are spoken."""

_DAY: Final = r"(?:mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun)"
SIGNS: Final[Mapping[str, tuple[re.Pattern[str], str]]] = {
    "an address for e-mail": (
        re.compile(r"\S+@\S+\.\w+"),
        "Say how it is spoken under `say_as`, such as “help@a.org: help at A dot org”",
    ),
    "a web address": (
        re.compile(
            r"https?:\S+|\bwww\.\S*\w|\b[\w-]+(?:\.[\w-]+)*\.(?:uk|com|org|net|cymru|wales|scot|eu|info|pl)\b(?:/\w+)*",
            re.IGNORECASE,
        ),
        "Say how it is spoken under `say_as`, such as “www.police.uk: police dot U K”",
    ),
    "the sign @": (re.compile(r"@"), "Write “at”"),
    "the sign &": (re.compile(r"\S*\s?&\s?\S*"), "Write “and”"),
    "short for all day, every day": (re.compile(r"\b24\s?/\s?7\b"), "Write “day and night”"),
    "a slash": (re.compile(r"(?<![\w/])\w+(?:\s?/\s?\w+)+"), "Write “or”, “and”, or each by itself"),
    "a range with a hyphen": (
        re.compile(
            rf"\b\d+(?:[:.]\d+)?\s?(?:[ap]m)?\s?[-–—]\s?\d+(?:[:.]\d+)?(?:[ap]m)?|\b{_DAY}\s?[-–—]\s?{_DAY}\b",
            re.IGNORECASE,
        ),
        "Write “to”: “from 9 to 5”, “Monday to Friday”",
    ),
    "a sign that voices skip or spell": (
        re.compile(r"<[^<>]+>|\[[^\[\]]+\]|[<>\\|_~^=\[\]{}→←•✓✔✗©®™♪♫\U0001F300-\U0001FAFF☎☏✆★☆]+"),
        "Write what it means in words",
    ),
}
"""What it is, where it stands, and what to write instead; in the order they are looked for."""

SHORT_FORMS: Final = PhraseList(
    {
        "en": {
            r"e\.? ?g\.?": "for example",
            r"i\.e\.?": "that is",
            r"etc\.?": "and so on",
            r"approx\.?": "about",
            r"n/?a": "not for you",
            r"asap": "as soon as we can",
            r"(?:tel|telephone no|ph)\.(?!\w)": "telephone number",
            r"ext\.?(?= ?\d)": "extension",
            r"nos?\.(?= ?\d)": "number",
            r"(?<=\d )hrs?|(?<=\d)hrs?": "hours",
            r"(?<=\d )mins?|(?<=\d)mins?|(?<=\d )secs?|(?<=\d)secs?": "minutes, or seconds",
            r"(?:mon|tues?|weds|thurs?|fri)\.?(?= |$|[,;:?!])": "the whole name of the day",
            r"(?:feb|sept|oct|nov|dec|aug)\.?(?= \d|,|$)": "the whole name of the month",
            r"dept\.?|govt\.?|incl\.?|excl\.?|w/c|c/o|p\.?t\.?o\.?": "the whole word",
            r"vs\.?": "against",
        },
        "cy": {r"h\.y\.": "hynny yw", r"e\.e\.": "er enghraifft", r"ayyb\.?|ayb\.?": "ac yn y blaen"},
        "pl": {
            r"np\.": "na przykład",
            r"itd\.|itp\.": "i tak dalej",
            r"tj\.|tzn\.": "to znaczy",
            r"m\.in\.": "między innymi",
            r"tel\.|nr\.?(?= )": "telefon, or numer",
            r"ul\.": "ulica",
            r"godz\.": "godzina",
            r"pon\.|wt\.|śr\.|czw\.|pt\.": "the whole name of the day",
        },
    }
)
"""Short forms by language, and the words for them."""
