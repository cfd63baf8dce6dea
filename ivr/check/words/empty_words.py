"""Words that tell nothing of what is spoken about, so that two texts are not alike for having them."""

from collections.abc import Mapping
from typing import Final

from ivr.check.words import words_in

EMPTY: Final[Mapping[str, frozenset[str]]] = {
    "en": words_in(
        "a an the this that these those it its to of for in on at by from with about as and or but if so then there "
        "is are was were be been being am do does did done have has had can could will would may might must should "
        "i me my we us our you your yours he him his she her they them their what which who whom how when where why "
        "not no yes please now here just only also too very more other another any some all each every both one go "
        "get got give make take let use want need like on off up down out into over again back press key option "
        "choice anything something else someone somebody first next say hear"
    ),
    "cy": words_in(
        "y yr r a ac i o am ar at yn mewn gan gyda heb neu ond os mae yw ydy oes bod eich ei fy ein nhw hwn hon hyn "
        "hwnnw honno hynny chi ni fe hi ef beth pwy sut pryd ble pam ddim nid na ie os gwelwch dda nawr yma hefyd "
        "arall eraill unrhyw rhyw pob un mynd cael gwneud cymryd pwyswch rhif"
    ),
    "pl": words_in(
        "a i o u w z na do od po za ze we przy pod nad dla bez się to ten ta te tego tej tych jest są był była być "
        "jak co kto gdzie kiedy czy że żeby aby by lub albo ale nie tak proszę teraz tutaj tu też także inny inna "
        "inne inną mój moja twój pan pani państwa nas nam was wam mnie go ją ich jego jej jeden każdy coś naciśnij"
    ),
}
"""By the first part of a language's code. Another language is one entry more."""
