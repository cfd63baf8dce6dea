"""Words for pressing keys, and for keys, that not everybody knows; with the word to use instead."""

from ivr.check.words.phrase_list import PhraseList

_KEY = (
    r"(?:the |key |button |number )*"
    r"(?:[0-9](?!\d)|star|hash|pound|asterisk|zero|one|two|three|four|five|six|seven|eight|nine)"
)
_ENTRY = r"(?:your|the|an?|its) (?:\w+ )?(?:number|code|digits|pin|extension|reference|postcode|date)"
_CYFRA = (
    r"(?:klawisz |przycisk |cyfrę |numer )*(?:[0-9*#](?!\d)|gwiazdkę|krzyżyk|zero|jeden|dwa|trzy|cztery|pięć)"
)
_RHIF = r"(?:y |botwm |rhif )*(?:[0-9](?!\d)|seren|stwnsh|dim|un|dau|tri|pedwar|pump)"

KEY_WORDS = PhraseList(
    {
        "en": {
            r"(?<!the )(?<!this )(?<!that )(?<!a )(?<!each )key(?:ing)? in": "enter",
            rf"dial(?=,? {_KEY})": "press",
            rf"dial(?: in)?(?= {_ENTRY})": "enter",
            rf"(?:push|hit|touch|tap|punch|click|type)(?= {_KEY})": "press",
            r"(?:push|hit|touch|punch)(?= (?:the |any |a )?(?:\w+ )?(?:key|keypad|button|digit)s?)": "press",
            r"(?:punch|type|tap) in": "enter",
            r"enter(?= [0-9](?=[.,;]| (?:for|to|if)\b|$))": "press",
            r"(?<!\d and )(?<!\d then )(?:select|choose|pick)"
            r"(?= (?:option |number )?[0-9](?=[.,;]| (?:for|to|if)\b|$))": "press",
            r"(?:press|press the) pound|pound (?:key|sign|button)|(?:then|and) pound": "hash",
            r"number sign|gate key|square key": "hash",
            r"asterisk": "star",
            r"(?:press|enter|press the letter) (?:oh?)(?! \w+ (?:of|for))": "zero",
            r"oh(?= (?:one|two|three|four|five|six|seven|eight|nine))": "zero",
            r"(?<=one )oh|(?<=two )oh|(?<=three )oh|(?<=four )oh|(?<=five )oh": "zero",
            r"(?<=six )oh|(?<=seven )oh|(?<=eight )oh|(?<=nine )oh": "zero",
            r"nought|naught": "zero",
        },
        "cy": {
            rf"(?:gwthiwch|tarwch|deialwch|cliciwch|cyffyrddwch â)(?= {_RHIF})": "pwyswch",
        },
        "pl": {
            rf"(?:kliknij|wykręć|uderz|wystukaj|puknij)(?= {_CYFRA})": "naciśnij",
            r"(?:hasz|hash|płotek|kratk[aęi])": "krzyżyk",
            r"asterysk": "gwiazdka",
        },
    }
)
"""By language: patterns, and the plain word. “Dial 999” and other numbers are how people speak of ringing somebody."""

SIGNS = {
    "*": {"en": "star", "cy": "seren", "pl": "gwiazdkę"},
    "#": {"en": "hash", "cy": "stwnsh", "pl": "krzyżyk"},
}
"""Keys that have a sign, and the words for them; voices read the signs in many ways."""
