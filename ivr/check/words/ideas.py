"""Words that join ideas: conditions, and things that are asked for."""

from ivr.check.words.phrase_list import PhraseList

CONDITIONS = PhraseList(
    {
        "en": {
            r"if|unless|otherwise|except(?: (?:if|when|where|for))?|provided that|in case": "one sentence for each",
            r"(?<=, )which|(?<=, )whichever|whether or not|depending on": "one sentence for each",
        },
        "cy": {r"os|oni bai|fel arall|heblaw": "one sentence for each"},
        "pl": {r"jeśli|jeżeli|chyba że|w przeciwnym razie|o ile|z wyjątkiem|oprócz": "one sentence for each"},
    }
)
"""Each makes a listener hold one thing while hearing another."""

_ASKED = (
    r"(?:(?:first |last |full |middle |given |family )*names?|address|post ?code|(?:e-?mail|email)(?: address)?|"
    r"date of birth|birthday|(?:(?:tele)?phone|mobile|contact|home|reference|account|policy|crime|case|customer|"
    r"membership|card|nhs|national insurance|house) numbers?|"
    r"(?<=your )(?:\w+ ){1,2}(?:numbers?|grades?|readings?|results?|details)|"
    r"(?:(?<=your )|(?<=and )|(?<=& ))number|pin|password|"
    r"sort code|expiry date|age|gender|title)"
)
THINGS_ASKED_FOR = PhraseList(
    {
        "en": {_ASKED: "one step for each"},
        "cy": {r"enw(?: llawn)?|cyfeiriad|cod post|dyddiad geni|rhif(?: ffôn)?": "one step for each"},
        "pl": {
            r"imię(?: i nazwisko)?|nazwisko|adres|kod pocztowy|datę urodzenia|numer(?: telefonu)?": "one step "
            "for each"
        },
    }
)
"""What somebody is asked to give."""

REQUESTS = PhraseList(
    {
        "en": {
            r"(?:please )?(?:enter|give|leave|say|state|tell us|provide|type|key in|input|speak|confirm|spell)": (
                "one step for each"
            )
        },
        "cy": {r"(?:rhowch|dywedwch|gadewch|nodwch)": "one step for each"},
        "pl": {r"(?:prosimy? )?(?:wpisz|podaj|podać|zostaw|powiedz|wprowadź)": "one step for each"},
    }
)
"""Words that ask for it."""

JOINED = {
    "en": r",|\band\b|\bor\b|&|/",
    "cy": r",|\bac?\b|\bneu\b",
    "pl": r",|\boraz\b|\blub\b|\balbo\b|\bi\b",
}
"""What stands between the things that an option joins."""
