"""Colons, brackets and indentation that do not fit together: what to do about each.

Each function knows one kind of slip; it returns the diagnosis, or None if the fault is another.
"""

from __future__ import annotations

import re

from ivr.menu.text.fault import Diagnosis, Fault, say


def leftover(fault: Fault) -> Diagnosis | None:
    """The lines a version control system leaves where two changes meet."""
    for number in (fault.began[0], fault.at[0]):
        if re.match(r"<<<<<<<|=======|>>>>>>>", fault.line(number)):
            return say(
                (number, 0),
                "This line is left over from merging two versions of the file.",
                "Decide which of the two versions is right and remove the other, with the marker lines.",
            )
    return None


def blanks(fault: Fault) -> Diagnosis | None:
    """Tabs, and blanks of other kinds, where the indentation is."""
    for number in (fault.at[0], fault.at[0] - 1, fault.began[0]):
        indent = re.match(r"[ \t\xa0\u2000-\u200a\u202f\u3000]*", fault.line(number))
        blanks = indent.group() if indent else ""
        if "\t" in blanks:
            return say(
                (number, blanks.index("\t")),
                "This line is indented with a tab.",
                "Use spaces instead, two for each level.",
            )
        if odd := blanks.strip(" "):
            return say(
                (number, blanks.index(odd[0])),
                "This line is indented with blanks that are not ordinary spaces.",
                "Delete them and type spaces, two for each level; they often come from a copied web page.",
            )
    return None


def colon_without_blank(fault: Fault) -> Diagnosis | None:
    """A colon without the blank after it, or none at all."""
    if "could not find expected ':'" not in fault.what and "unexpected ':'" not in fault.what:
        return None
    text = fault.line(fault.began[0])
    if found := re.compile(r"[^\s:#'\"{},]+:(?=[^\s:])").match(text, fault.began[1]):
        return say(
            (fault.began[0], found.end() - 1), "A blank is missing after this colon.", "Put a space after it."
        )
    return say(
        fault.began,
        "This line is neither a name with a colon nor part of the text above.",
        "If it belongs to the text above, indent it further; otherwise put a colon and a space after it.",
    )


def colon_in_text(fault: Fault) -> Diagnosis | None:
    """A second colon in a line, or a line that is indented too far."""
    inside = fault.character(fault.at) == ":" and fault.character(fault.began) in "{["
    if "mapping values are not allowed" not in fault.what and not inside:
        return None
    line = fault.line(fault.at[0])
    before = line[: fault.at[1]]
    if inside and fault.at[0] != fault.began[0] and ":" not in before:
        return None
    if re.search(r":\s", before) or inside:
        return say(
            fault.at,
            "There is a second colon here, so it is not clear what is a name and what is text.",
            'Put the text in quotes, like this: prompt: "Please note: …".',
        )
    return say(
        (fault.at[0], len(before) - len(before.lstrip())),
        "This line is indented further than the one above, which already has its text.",
        "Indent it like its neighbours. If it belongs to the text above, put the whole text in quotes.",
    )


def placeholder(fault: Fault) -> Diagnosis | None:
    """Text that begins with a placeholder, and so is taken for a group."""
    line = fault.line(fault.at[0])
    opened = re.match(r"\s*(?:- +)?[^\s:#'\"]+:\s+(\{[^{}]*\}|\[[^\[\]]*\]|\*\w+)", line)
    if opened and opened.end() <= fault.at[1] and "expected key" in fault.what:
        return say(
            (fault.at[0], opened.start(1)),
            f"Text cannot begin with {opened.group(1)[0]} unless it is in quotes.",
            'Put the whole text in quotes, like this: "{reference} is your reference."',
        )
    return None


def unclosed_bracket(fault: Fault) -> Diagnosis | None:
    """A bracket or brace that is never closed."""
    if fault.bracket is None or "did not find expected" not in fault.what:
        return None
    opening = fault.character(fault.bracket)
    name, closing = ("brace", "}") if opening == "{" else ("bracket", "]")
    if fault.at[0] == fault.bracket[0]:
        return say(
            fault.at,
            f"Here a comma or the closing {name} {closing} was expected.",
            f"Put commas between parts and {closing} at the end; put text that holds , : {{ or }} in quotes.",
        )
    message = f"The {name} {opening} that opens here is never closed."
    return say(fault.bracket, message, f"Close it with {closing}.")


def indentation(fault: Fault) -> Diagnosis | None:
    """A line that fits none above it."""
    at_start = not fault.line(fault.at[0])[: fault.at[1]].strip()
    if "expected '-' indicator" in fault.what:
        return say(
            fault.at,
            "Here another part of the list was expected, beginning with a dash and a blank.",
            "Begin it with - or check the indentation.",
        )
    if "expected key" in fault.what and fault.line(fault.at[0])[fault.at[1] :].startswith("- "):
        return say(
            fault.at,
            "A dash begins a part of a list, but here a name with a colon was expected.",
            "Remove the dash, or indent the list under the name it belongs to.",
        )
    if at_start and ("expected key" in fault.what or "document start" in fault.what):
        return say(
            fault.at,
            "The indentation of this line fits none of the lines above.",
            "Indent it exactly like the lines it belongs with.",
        )
    return None
