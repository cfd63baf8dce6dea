"""The call as it is made: what rules look at that look at more than one text.

`survey_of(flow)` walks a flow once, with defaults, keys that work everywhere, every language, and every outcome of
every junction, as `ivr paths` does, only that it does not tell callers with different pasts apart. It is made once
for each flow, so every rule may ask for it.

    survey = survey_of(flow)
    for language in flow.editions:
        for name, visit in survey.visits(language).items():    # every node that some caller hears, in file order
            ...

**What is heard.** `visit.first` is what is played on arriving, as TwiML verbs; `visit.pages[attempt, event]` what is
played at any other turn, and iterating over `visit.pages` gives the turns that really occur. `visit.silent` and
`visit.wrong` are the turns of a caller who presses nothing, or only keys without a meaning. For any turn (the first
if none is given): `visit.text(turn)` is what is said, as it is spoken (`say_as` applied; what only a call can fill in
stands as `{name}`, with `filled=True` as a sample), `visit.seconds(turn)` how long that takes, `visit.wait(turn)` the
silence after it, `visit.uninterrupted(turn)` the seconds in which no key works. `visit.keys_said` maps each key that
is named at first to the seconds until it has been; `visit.said_before` holds the keys named on every way to the node.
For words as they are written, with their place in the file, use `ivr.check.texts`; for one text's length
`visit.sounding.length(text)`.

**What can be done.** `visit.edges` are the ways out, each with what takes it (`means`, `key`), where it leads (`to`,
None where the call ends) and the junctions it passes (`through`); junctions themselves are never visited. Edges of
`silence` and `wrong` are those after the last attempt; the attempts in between are turns. The choices of a menu are
`visit.options`. One key may have several edges where a junction follows, or where it leads back.
`visit.to("silence")` and `visit.to("key", PERSON)` pick edges; `visit.asks`, `visit.rings` and `visit.records` tell
what happens at a node. Where silence leads in the end is in `ivr.check.survey.silence`.

**How far it is.** `visit.presses` and `visit.menus` count the keys to be pressed and the choice menus to be heard
before a node, on the shortest way. `seconds_to_keys(survey, language)` (in `ivr.check.survey.hearing`) gives, for
every option, the seconds from answering to the end of the words that name its key. `survey.unreached` are the nodes
that no call comes to.
"""

from ivr.check.once import once_per_flow
from ivr.check.survey.edge import Edge, Means
from ivr.check.survey.survey import Survey
from ivr.check.survey.visit import Visit
from ivr.menu.flow import Flow

__all__ = ["Edge", "Means", "Survey", "Visit", "survey_of"]


@once_per_flow
def survey_of(flow: Flow) -> Survey:
    """Return the survey of a flow; it is made at the first question."""
    return Survey(flow)
