"""Words that guess somebody's gender, or ask for a title, by language."""

from typing import Final

from ivr.check.words.phrase_list import PhraseList

_NEUTRAL: Final = "Leave it out: “Thank you for ringing.”"
_THEY: Final = "Say “they”, “them” or “their”, or say it again: “the officer”, “the person”."
_PARTNER: Final = "Say “partner”, “spouse” or “a member of your family”."
_NAME: Final = "Leave the title out and use the whole name, or “the team”."
_EVERYONE: Final = "Say “everyone”, or “hello”."

ADDRESSES: Final = PhraseList(
    {
        "en": {r"sir|madam|ma['’]am": _NEUTRAL, r"ladies and gentlemen|gentlemen and ladies": _EVERYONE},
        "cy": {r"syr|madam": _NEUTRAL, r"foneddigion a boneddigesau": _EVERYONE},
        "pl": {
            r"proszę (?:pana|pani|panią)": _NEUTRAL,
            r"szanown(?:y|a) pani?e?": _NEUTRAL,
            r"panie i panowie": _EVERYONE,
        },
    }
)
"""Words that address somebody as a man or a woman."""

GUESSES: Final = PhraseList(
    {
        "en": {
            r"he or she|she or he|s?he/s?he|s/he|\(s\)he|him or her|her or him": _THEY,
            r"his or hers?|her or his|his/hers?|he/him|she/her": _THEY,
            r"he|she|him|himself|herself|hers": _THEY,
            r"his|her": _THEY,
            r"(?:your |a |the )?(?:husband|wife|boyfriend|girlfriend)s?": _PARTNER,
            r"(?-i:Mrs?|Ms|Mx)\.?(?= )|(?-i:Miss)(?= [A-Z“{])": _NAME,
            r"(?:police|fire|work|sales|spokes|chair|trades|repair|delivery|ambulance)(?:man|men|woman|women|lady)": (
                "Say what they do: “officer”, “crew”, “the person who comes”."
            ),
            r"one of (?:our|the) (?:girls|ladies|lads|guys|gentlemen)": "Say “one of us”, or “a colleague”.",
            r"your title": "Do not ask for a title: a name is enough.",
        },
        "cy": {
            r"ef neu hi|fe neu hi|hi neu ef|ef/hi|hi/ef": "Dywedwch “nhw”, neu enwch y person eto: “y swyddog”.",
            r"(?:eich )?(?:gŵr|gwr|gwraig|cariad)(?! hysbys)": "Dywedwch “partner”.",
            r"(?-i:Mr|Mrs|Miss|Ms|Mx|Bnr|Bns)\.?(?= )": "Gadewch y teitl allan.",
            r"eich teitl": "Peidiwch â gofyn am deitl.",
        },
        "pl": {
            r"on/ona|on lub ona|jego lub jej|jego/jej|jemu lub jej": "Nazwij osobę jeszcze raz: “osoba”.",
            r"pan/pani|pani/pan|pana/panią|pana/pani|pan lub pani": "Mów bezosobowo: “proszę nacisnąć”.",
            r"\w+(?:łeś|łaś|łbyś|łabyś)(?:/\w+)?": "Mów bezosobowo lub w czasie teraźniejszym.",
            r"mąż|męża|mężem|żona|żony|żoną": "Powiedz “partner lub partnerka”, “osoba bliska”.",
        },
    }
)
"""Words that guess somebody's gender, or give them a title."""
