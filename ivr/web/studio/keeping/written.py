"""A call as a scenario: what was done, and of what was heard enough to notice when the menu changes."""

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, get_args

from ivr.menu.clock_words import clock_words
from ivr.menu.flow import Flow
from ivr.menu.problems import MenuError
from ivr.phone.scenario.reading import read
from ivr.phone.scenario.values import At, Does, Hears, Leaves, LineHangsUp, State, Step
from ivr.phone.scenario.writing import write
from ivr.web.practice.place import place_of
from ivr.web.practice.scenarios import Rehearsal
from ivr.web.practice.spelling import written_in
from ivr.web.settings import Settings
from ivr.web.studio.ringing.call import StudioCall
from ivr.web.studio.sorry import Sorry

_LONGEST: Final = 60
"""Characters of the words that have to be heard at each turn: enough to know them again."""
_SENTENCE: Final = re.compile(r"(?<=[.?!:])\s")
_STATES: Final = get_args(State)


def as_scenario(call: StudioCall, title: str, flow: Flow, settings: Settings) -> str:
    """Return the text of a scenario in which the same happens, on the menu that the call was on.

    It says no more of its surroundings than it needs: of several ways to write it, the shortest that runs as written.
    The clock of a call at the real time is only said where another time would lead elsewhere. Raises Sorry for a
    call that is longer than a scenario may be.
    """
    texts = [_text(call, title, flow, settings, *how) for how in _hows(call, settings)]
    _check(texts[0])
    with Rehearsal(flow, settings) as rehearsal:
        for text in texts:
            if rehearsal.run(read(text.encode(), "scenario")).passed:
                return text
    return texts[-1]


def usual_title(call: StudioCall) -> str:
    """Return a title for a call that nobody has named: where it began and where it was last."""
    nodes = [node for document in call.documents if (node := _node(document))]
    ends = {"hangup": ", and the line hangs up", "caller-hung-up": ", and hangs up"}.get(call.ended or "", "")
    return f"Goes from {nodes[0]} to {nodes[-1]}{ends}" if nodes else "A call"


def _check(text: str) -> None:
    try:
        read(text.encode(), "scenario")
    except MenuError as error:
        problem = error.problems[0]
        raise Sorry(409, f"This call cannot be a scenario. {problem.message}") from None


def _hows(call: StudioCall, settings: Settings) -> Iterator[tuple[bool, bool, bool]]:
    """Yield ways to write it: with the clock, with whom the line can ring, with what was answered."""
    clocks = (True,) if call.wish.at else (False, True)
    everybody = (False, True) if settings.numbers else (False,)
    for answers in (True, False):
        for numbers in everybody:
            for clock in clocks:
                yield clock, numbers, answers


def _text(
    call: StudioCall, title: str, flow: Flow, settings: Settings, clock: bool, numbers: bool, answers: bool
) -> str:
    with call.lock:
        steps = tuple(_steps(call, flow, answers=answers))
    return write(
        title,
        clock=clock_words(call.wish.at or call.began) if clock else "",
        language=call.wish.language,
        number="" if call.wish.number == "+447700900001" else call.wish.number,
        numbers=settings.numbers if numbers else None,
        steps=steps,
    )


def _steps(call: StudioCall, flow: Flow, *, answers: bool) -> Iterator[Step]:
    marks = [done for done in call.done if done.step is not None]
    begins = [0, *(done.documents for done in marks)]
    ends = [*begins[1:], len(call.documents)]
    written = written_in(flow)
    for number, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        if number:
            done = marks[number - 1]
            assert done.step is not None  # noqa: S101 - those that are were left out above
            yield Does(done.step, interrupts=done.interrupts)
        # Words that are cut short by the next step were not all heard: their first ones are enough.
        yield from _heard(call, written, begin, end)
    if call.ended == "hangup":
        yield LineHangsUp()
    if call.ended:
        yield _left(call.messages(), answers=answers)


def _heard(call: StudioCall, written: Callable[[str], str], begin: int, end: int) -> Iterator[Step]:
    documents = call.documents[begin:end]
    first = next((prompt for document in documents for prompt in document.heard), "")
    if words := _first_words(first, written):
        yield Hears(words)
    last = _node(documents[-1]) if documents else None
    if last:
        yield At(last)


def _first_words(prompt: str, written: Callable[[str], str] = str) -> str:
    """Return the first sentence of a prompt as it is `written`, or as many of its words as fit; "" for a sound that
    was played.

    >>> _first_words("If you are in danger, hang up and ring nine nine nine. This is the line.")
    'If you are in danger, hang up and ring nine nine nine'
    """
    if prompt.startswith("[plays "):
        return ""
    sentence = written(_SENTENCE.split(prompt.strip())[0]).rstrip(".?!: ")
    if len(sentence) <= _LONGEST:
        return sentence
    return sentence[: _LONGEST + 1].rpartition(" ")[0].rstrip(",;")


def _left(messages: list[dict[str, Any]], *, answers: bool) -> Leaves:
    if len(messages) != 1:
        return Leaves(len(messages))
    message = messages[0]
    state = message["state"]
    return Leaves(
        1,
        state if state in _STATES else None,
        dict(message["answers"]) if answers else {},
        len(message["recordings"]),
    )


def _node(document: Any) -> str | None:
    place = place_of(document)
    return str(place.turn.node) if place else None
