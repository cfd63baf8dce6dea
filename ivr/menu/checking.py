"""What has to hold across a whole flow before a call can go through it."""

from collections.abc import Iterable, Mapping

from ivr.call.turn import NodeId
from ivr.menu.complaints import Complaints, Path, as_written
from ivr.menu.edition import Edition
from ivr.menu.fault import Around, unknown_language
from ivr.menu.graph import Nodes, hours_before, loop_without_caller, surely_known
from ivr.menu.kinds import kinds
from ivr.menu.lengths import lengths, own_words, words_of_the_line
from ivr.menu.line import Line
from ivr.menu.placeholders import CONTROLLER, NEXT_OPEN_DAY, OF_THE_LINE, REFERENCE, names
from ivr.menu.suggest import did_you_mean
from ivr.menu.types import BACK_WORD, AnswerName, Goto, Prompt, found
from ivr.menu.written import written


def check(line: Line | None, nodes: Nodes, told: Mapping[str, Edition], complaints: Complaints) -> None:
    """Note everything that cannot be built, also where the line or some nodes could not be read as they are."""
    plain = complaints.source.data.get("nodes")
    unread = {
        name: node
        for name, node in (plain.items() if isinstance(plain, dict) else ())
        if name not in nodes or ("nodes", name) in complaints.mended
    }
    _gotos(line, nodes, unread, complaints)
    if line is None:
        return
    _nowhere_to_go_back(line, nodes, complaints)
    answers = {str(answer) for node in nodes.values() for _, answer in found(node, AnswerName)}
    meant = list(_written_in(unread, AnswerName))
    unsure = {answer for path, answer in meant if path[0] not in nodes or answer not in answers}
    answers |= unsure
    around = Around(line, answers, _recorders(line, nodes), frozenset(unread))
    for name, node in nodes.items():
        for fault in node.faults(around):
            complaints.add(
                fault.rule, ("nodes", name, *fault.path), fault.message, fault.remedy, at_key=fault.at_key
            )
    _languages(line, told, complaints)
    lengths(told, complaints)
    _placeholders(line, nodes, told, answers, unsure, complaints)
    _loops(line, nodes, complaints)


def _recorders(line: Line, nodes: Nodes) -> frozenset[str]:
    """Return the nodes that record."""
    return frozenset(
        name for name, node in nodes.items() if any(way.means == "recording" for way in node.exits(line))
    )


def _gotos(line: Line | None, nodes: Nodes, unread: Mapping[str, object], complaints: Complaints) -> None:
    known = list(dict.fromkeys([*nodes, *unread]))
    places: list[tuple[Path, str]] = [(("nodes", *path), goto) for path, goto in _written_in(unread, Goto)]
    if line is None or ("line",) in complaints.mended:
        places += (
            (("line", *path), g) for path, g in written(Line, complaints.source.data.get("line"), Goto)
        )
    else:
        places += ((("line", *path), goto) for path, goto in found(line, Goto))
    for name, node in nodes.items():
        places += ((("nodes", name, *as_written(path)), goto) for path, goto in found(node, Goto))
    known_set = set(known)
    for path, goto in dict.fromkeys(places):
        if not goto or goto in known_set or (goto == BACK_WORD and path[0] == "nodes"):
            continue  # an empty one is told by its type
        meant = did_you_mean(goto, known)
        hint = f"Did you mean “{meant}”?" if meant else "Write the node, or the name of another one."
        complaints.add("unknown-node", path, f"There is no node “{goto[:60]}”.", hint)


def _nowhere_to_go_back(line: Line, nodes: Nodes, complaints: Complaints) -> None:
    for name, node in nodes.items():
        for way in node.exits(line):
            if way.to == BACK_WORD and way.means == "junction":
                complaints.add(
                    "wrong-value",
                    ("nodes", name, *way.path),
                    "Nothing is said here, so going back from here would leave the caller without a word.",
                    "Name the node that follows.",
                )


def _written_in(unread: Mapping[str, object], wanted: type[str]) -> Iterable[tuple[Path, str]]:
    for name, plain in unread.items():
        kind = kinds().get(str(plain.get("kind"))) if isinstance(plain, dict) else None
        if kind:
            yield from written(kind, plain, wanted, (name,))


def _languages(line: Line, told: Mapping[str, Edition], complaints: Complaints) -> None:
    for edition in told.values():
        for name, node in edition.nodes.items():
            for path, prompt in found(node, Prompt):
                if prompt.language and prompt.language not in line.languages:
                    fault = unknown_language(
                        prompt.language, line, ("nodes", name, *as_written(path), "language")
                    )
                    complaints.add(fault.rule, fault.path, fault.message, fault.remedy)


def _placeholders(
    line: Line,
    nodes: Nodes,
    told: Mapping[str, Edition],
    answers: set[str],
    unsure: set[str],
    complaints: Complaints,
) -> None:
    hours = hours_before(line, nodes)
    known = {
        name: (words - {NEXT_OPEN_DAY}) | ({NEXT_OPEN_DAY} if name in hours else set()) | unsure
        for name, words in surely_known(line, nodes).items()
    }
    for language, name, path, prompt in own_words(told):
        if "{" in prompt.words:
            _names_in(prompt, path, line, known.get(name), answers, complaints, language)
    for language, path, prompt in words_of_the_line(told):
        allowed = {"words", "key"} if path[-1] in ("option_to", "option_for") else set()
        _names_in(prompt, path, line, allowed, answers, complaints, language)


def _names_in(
    prompt: Prompt,
    path: Path,
    line: Line,
    known: Iterable[str] | None,
    answers: set[str],
    complaints: Complaints,
    language: str | None,
) -> None:
    numbered = [name for name, service in line.services.items() if any(map(str.isdigit, service.number))]
    for name in names(prompt.words):
        service, _, part = name.partition(".")
        if name == CONTROLLER or (service in line.services and part == ""):
            continue
        if part == "number" and service in numbered:
            continue
        if known is not None and name in known:
            continue
        if name in answers or name in OF_THE_LINE:
            if known is None:  # the node cannot be reached, which is another problem
                continue
            complaints.add(
                "unasked-placeholder", path, _UNASKED.get(name, _NOT_ASKED).format(name), language=language
            )
        else:
            candidates = [*answers, *OF_THE_LINE, *line.services, *(f"{s}.number" for s in numbered)]
            meant = did_you_mean(name, candidates)
            hint = (
                f"Did you mean {{{meant}}}?" if meant else f"There can be: {', '.join(sorted(candidates))}."
            )
            complaints.add(
                "unknown-placeholder", path, f"Nothing is called {{{name[:60]}}}.", hint, language=language
            )


_NOT_ASKED = (
    "There is a way to come here on which {{{0}}} has not been asked, so there would be nothing to say."
)
_UNASKED = {
    REFERENCE: "There is a way to come here without a message, so there would be no {{reference}} to say.",
    NEXT_OPEN_DAY: "There is a way to come here that passes no opening hours, or others, so there would be no "
    "{{next_open_day}} to say.",
}


def _loops(line: Line, nodes: Nodes, complaints: Complaints) -> None:
    loop = loop_without_caller(line, nodes)
    if loop:
        way = " to ".join([*loop, loop[0]])
        first: NodeId = min(loop, key=lambda name: complaints.source.position(("nodes", name)))
        complaints.add(
            "endless-loop",
            ("nodes", first),
            f"The call would go round for ever without the caller: {way}.",
            "Let one of these wait for the caller, or lead on to another node.",
            at_key=True,
        )
