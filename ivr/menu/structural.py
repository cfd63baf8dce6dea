"""The rules whose breach stops a menu from being built at all, as data: `ivr explain RULE` reads them."""

from __future__ import annotations

from typing import Final

from ivr.menu.text.rules import TEXT_RULES, StructuralRule

MENU_RULES: Final = (
    # The shape: names and values.
    StructuralRule(
        "unknown-key",
        "A name is used that does not exist in this place.",
        "It would have no effect, and nobody would notice until a caller did.",
        "Check the spelling; `ivr explain KIND` lists the names each kind of node knows.",
    ),
    StructuralRule(
        "missing-key",
        "Something that is needed here is not given.",
        "The line could not know what to say or where to go, and a caller would be left there.",
        "Add it; `ivr explain KIND` shows an example.",
    ),
    StructuralRule(
        "wrong-value",
        "A value is not of the form that its name needs.",
        "The line could not do what you meant, such as wait for a number of seconds.",
        "Write it in the form that the message shows.",
    ),
    StructuralRule(
        "unknown-kind",
        "A node has a kind that does not exist.",
        "The line would not know what to do there.",
        "Check the spelling; `ivr explain` lists the kinds there are.",
    ),
    StructuralRule(
        "unknown-language",
        "A language is used that `line.languages` does not list.",
        "There is no voice to speak it with.",
        "Add the language, with a name, a voice and a locale, under `line.languages`, or correct its code.",
    ),
    StructuralRule(
        "unknown-rule",
        "`allow:` names a rule that does not exist.",
        "The rule you meant to allow would still be reported.",
        "Check the spelling; the rule's name is in brackets at the end of each message.",
    ),
    # The call: nodes, keys, words.
    StructuralRule(
        "unknown-node",
        "The call is sent to a node that is not in the file.",
        "A caller who came this way would have nowhere to go.",
        "Check the spelling of the node's name, or add the node under `nodes:`.",
    ),
    StructuralRule(
        "key-used-twice",
        "Two options of a menu are on the same key.",
        "A telephone key can lead to only one place, so one of the options could never be chosen.",
        "Give one of them another key: 1, 2, 3, 4, 6 or 8.",
    ),
    StructuralRule(
        "reserved-key",
        "An option is on a key that means the same everywhere on the line: 0, 5, 7, 9, star or hash.",
        "Callers learn once that 0 is a person, 5 emergency help, 7 the pace, 9 again and star back;"
        " somebody in danger must be able to rely on it.",
        "Use 1, 2, 3, 4, 6 or 8, and divide a menu that needs more.",
    ),
    StructuralRule(
        "unknown-placeholder",
        "A text has a placeholder in braces that nothing in the file gives a value.",
        "A caller would hear a gap, or the braces.",
        "Check its spelling against the `answer:` names and the `services:`; or remove the braces.",
    ),
    StructuralRule(
        "unasked-placeholder",
        "A text reads back an answer that on some way there nobody has asked for.",
        "A caller who came that way would hear a gap where the answer should be.",
        "Ask for it first on every way, or use different words on that way.",
    ),
    StructuralRule(
        "unknown-answer",
        "A branch depends on something that nothing in the file asks for or knows.",
        "The call would always go the way of `otherwise`.",
        "Correct its name after `on:`, or ask for it before the branch.",
    ),
    StructuralRule(
        "unknown-area",
        "An area is named that `line.areas` does not list.",
        "A message for it would reach no officer.",
        "Check its spelling, or add the area under `line.areas`.",
    ),
    StructuralRule(
        "prompt-too-long",
        "A prompt is longer than the voice can speak in one go.",
        "The telephone company would refuse the page and end the call; and nobody can keep so many words in"
        " mind.",
        "Divide it over several nodes, or use fewer words.",
    ),
    StructuralRule(
        "page-too-large",
        "Everything that is said at once in one place is over 64 kB.",
        "The telephone company would refuse the page and end the call.",
        "Divide it over several nodes, or use fewer words.",
    ),
    StructuralRule(
        "endless-loop",
        "Nodes lead round to each other and never wait for the caller.",
        "A caller would hear the same words for ever and could do nothing but hang up.",
        "Lead one of them to a menu, to the person, or to an end.",
    ),
)

STRUCTURAL: Final[dict[str, StructuralRule]] = {rule.name: rule for rule in (*TEXT_RULES, *MENU_RULES)}
"""Every rule that makes a file unusable, by name: what reports such a problem takes the rule from here."""
