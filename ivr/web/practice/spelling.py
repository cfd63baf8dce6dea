"""Words as a menu's voices say them, and as whoever writes menus spells them: `L G B T plus` and `LGBT+`."""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from ivr.menu.flow import Flow
from ivr.phone.scenario.hearing import Spoken, heard_in, plain

_KEPT: Final = 4096
"""Texts remembered, for each menu."""


def spoken_in(flow: Flow) -> Spoken:
    """Return what knows how a menu's voices say words: `L G B T plus` for `LGBT+`, by its `say_as` tables."""

    @lru_cache(maxsize=_KEPT)
    def spoken(words: str) -> tuple[str, ...]:
        return tuple({edition.spoken(words) for edition in flow.editions.values()} - {words})

    return spoken


def written_in(flow: Flow) -> Callable[[str], str]:
    """Return what gives words that were heard as the menu file has them: `LGBT+` for `L G B T plus`.

    Words that stand in the file just as they were heard stay, and so do those that would not be heard any more.
    """
    tables = [edition.line.say_as for edition in flow.editions.values()]
    written = {spoken: form for table in (*tables, flow.line.say_as) for form, spoken in table.items()}
    longest = sorted(written, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)") if longest else None
    file = plain(flow.text.decode("utf-8", "replace"))
    spoken = spoken_in(flow)

    @lru_cache(maxsize=_KEPT)
    def spelled(words: str) -> str:
        if pattern is None or plain(words) in file:
            return words
        form = pattern.sub(lambda found: written[found[0]], words)
        return form if heard_in(form, [words], spoken) else words

    return spelled
