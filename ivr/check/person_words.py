"""Whether the words for key 0 name the person that it reaches, by the name that this line has for them."""

import re
from collections.abc import Iterator, Mapping

from ivr.call.keys import PERSON
from ivr.check.key_meanings import Named, named_keys
from ivr.check.once import once_per_flow
from ivr.check.survey import survey_of
from ivr.check.to_a_person import ways_to_a_person
from ivr.check.words.empty_words import EMPTY
from ivr.check.words.phrase_list import primary
from ivr.menu.flow import Flow
from ivr.menu.nodes.transfer import Transfer


def names_the_person(flow: Flow, named: Named, language: str) -> bool:
    """Whether what a text says of a key is what key 0 does: in words known for it, or in those of the `transfer`.

    “For the front desk, press 0” names it where the words before the ringing are “I will put you through to the front
    desk”: no list can hold what every office calls the people who answer its telephone.
    """
    if named.is_said_to_mean(PERSON):
        return True
    theirs = _persons(flow).get(language, frozenset())
    return not named.meanings and bool(theirs & frozenset(_content(named.purpose, language)))


def tells_of_a_person(flow: Flow, texts: tuple[tuple[str, str], ...]) -> bool:
    """Whether one of the texts, each with its language, offers a person by key 0."""
    return any(
        named.key == PERSON and names_the_person(flow, named, language)
        for text, language in texts
        for named in named_keys(text, language)
    )


@once_per_flow
def _persons(flow: Flow) -> Mapping[str, frozenset[str]]:
    """Return the words with which each language announces the person that key 0 reaches."""
    names = {way.to for way in ways_to_a_person(survey_of(flow)) if way.ends == "person"}
    return {
        language: frozenset(
            word
            for name in names
            if isinstance(node := edition.nodes[name], Transfer)
            for word in _content(node.prompt.words, language)
        )
        for language, edition in flow.editions.items()
    }


def _content(text: str, language: str) -> Iterator[str]:
    empty = EMPTY.get(primary(language), frozenset())
    for word in re.findall(r"[^\W\d_]+", text.casefold()):
        if len(word) > 2 and word not in empty:
            yield word.removesuffix("s")
