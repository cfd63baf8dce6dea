"""Words that tell whoever is near what a call is about, by language; besides those that a line names itself."""

from typing import Final

from ivr.check.words.phrase_list import PhraseList

_EN: Final = (
    r"lgb\w*(?:\+|\s+plus)?",
    r"l g b t(?: q)?",
    r"lesbian\w*",
    r"gay",
    r"bi(?:sexual\w*)",
    r"trans(?:gender\w*|sexual\w*)?",
    r"queer",
    r"non-?binary",
    r"homosexual\w*",
    r"sexual\w*",
    r"gender identity",
    r"coming out",
    r"(?:domestic|sexual|partner|child) (?:abuse|violence)",
    r"abus(?:e|er|ers|ive)",
    r"rape\w*",
    r"assault\w*",
    r"hate crimes?",
    r"stalk\w*",
    r"forced marriage",
    r"honour-based",
    r"violen\w*",
    r"hiv",
    r"abortion\w*",
    r"pregnan\w*",
    r"contracepti\w*",
    r"suicid\w*",
    r"self-?harm\w*",
    r"mental health",
    r"addict\w*",
    r"drugs?",
    r"alcohol\w*",
    r"debts?",
    r"gambling",
)
_CY: Final = (
    r"lhd\w*(?:\+|\s+plws)?",
    r"hoyw\w*",
    r"lesb\w*",
    r"deurywiol\w*",
    r"traws\w*",
    r"cwiar",
    r"rhywiol\w*",
    r"cam-?drin\w*",
    r"trais",
    r"treis\w*",
    r"troseddau? casineb",
    r"hunanladd\w*",
    r"beichiog\w*",
    r"dyled\w*",
)
_PL: Final = (
    r"lgb\w*\+?",
    r"gej\w*",
    r"lesb\w*",
    r"biseksual\w*",
    r"trans(?:płci\w*|seks\w*)?",
    r"queer",
    r"niebinarn\w*",
    r"seksualn\w*",
    r"przemoc\w*",
    r"gwał[tc]\w*",
    r"molest\w*",
    r"przestępstw\w* z nienawiści",
    r"samobój\w*",
    r"aborcj\w*",
    r"ciąż\w*",
    r"uzależnie\w*",
    r"dług\w*",
    r"zadłuż\w*",
)

PRIVATE_WORDS: Final = PhraseList(
    {language: dict.fromkeys(words, "") for language, words in {"en": _EN, "cy": _CY, "pl": _PL}.items()}
)
"""By the first part of a language's code. Another language is one entry more."""
