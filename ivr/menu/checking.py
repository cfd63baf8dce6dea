"""What has to hold across a whole flow before a call can go through it."""

from collections.abc import Iterable, Mapping
from html import escape

from ivr.call.turn import NodeId
from ivr.menu.complaints import Complaints, Path
from ivr.menu.edition import Edition
from ivr.menu.graph import Nodes, loop_without_caller, surely_known
from ivr.menu.line import Line
from ivr.menu.nodes.branch import KNOWN, Branch
from ivr.menu.placeholders import OF_THE_LINE, names
from ivr.menu.suggest import did_you_mean
from ivr.menu.types import BACK_WORD, AnswerName, Goto, Prompt, found

LARGEST_PAGE = 64_000
"""Bytes of a TwiML document: Twilio refuses more than 64 kB (error 11750)."""

_VERB = 400
"""Bytes a verb may need around its words, its pauses included."""


def check(
    line: Line, nodes: Nodes, told: Mapping[str, Edition], complaints: Complaints, *, everything_read: bool
) -> None:
    """Note everything that cannot be built. Where nodes are missing because they could not be read, what
    follows from that is not complained of as well."""
    written = complaints.source.data.get("nodes")
    names_written = list(written) if isinstance(written, dict) else list(nodes)
    _gotos(line, nodes, names_written, complaints)
    _languages(line, told, complaints)
    _branches(nodes, complaints)
    _areas(line, nodes, complaints)
    _lengths(line, told, complaints)
    if everything_read and not complaints.problems:
        _placeholders(line, nodes, told, complaints)
        _loops(line, nodes, complaints)


def _gotos(line: Line, nodes: Nodes, written: list[str], complaints: Complaints) -> None:
    known = set(written)
    places: list[tuple[Path, Goto]] = [(("line", *path), goto) for path, goto in found(line, Goto)]
    for name, node in nodes.items():
        places += ((("nodes", name, *_written(path)), goto) for path, goto in found(node, Goto))
    for path, goto in places:
        if goto in known or (goto == BACK_WORD and path[0] == "nodes"):
            continue
        meant = did_you_mean(goto, written)
        hint = f"Did you mean “{meant}”?" if meant else "Write the node, or the name of another one."
        complaints.add("unknown-node", path, f"There is no node “{goto[:60]}”.", hint)


def _written(path: Path) -> Path:
    return tuple("for" if part == "for_" else part for part in path)


def _languages(line: Line, told: Mapping[str, Edition], complaints: Complaints) -> None:
    for language, edition in told.items():
        for name, node in edition.nodes.items():
            for path, prompt in found(node, Prompt):
                if prompt.language and prompt.language not in line.languages:
                    _unknown_language(
                        line, prompt.language, ("nodes", name, *_written(path), "language"), complaints
                    )
            if language == next(iter(told)):
                for key, option in getattr(node, "options", {}).items():
                    if option.language is not None and option.language not in line.languages:
                        _unknown_language(
                            line, option.language, ("nodes", name, "options", key, "language"), complaints
                        )


def _unknown_language(line: Line, code: str, path: Path, complaints: Complaints) -> None:
    meant = did_you_mean(code, line.languages)
    hint = f"Did you mean “{meant}”?" if meant else "Add it under line: languages: with its name and voice."
    complaints.add("unknown-language", path, f"The line has no language “{code[:60]}”.", hint)


def _branches(nodes: Nodes, complaints: Complaints) -> None:
    answers = {answer for node in nodes.values() for _, answer in found(node, AnswerName)}
    for name, node in nodes.items():
        if not isinstance(node, Branch):
            continue
        if node.on not in KNOWN and node.on not in answers and not node.on.startswith("setting:"):
            meant = did_you_mean(node.on, [*KNOWN, *answers])
            hint = (
                f"Did you mean “{meant}”?"
                if meant
                else f"It is an answer's name, or one of {', '.join(KNOWN)}."
            )
            complaints.add(
                "unknown-answer", ("nodes", name, "on"), f"Nothing is known of “{node.on[:60]}”.", hint
            )
        for value in node.when:
            if node.on in KNOWN and value not in KNOWN[node.on]:
                allowed = " or ".join(KNOWN[node.on])
                complaints.add(
                    "wrong-value",
                    ("nodes", name, "when", value),
                    f"“{node.on}” is {allowed}, never “{value}”.",
                    at_key=True,
                )


def _areas(line: Line, nodes: Nodes, complaints: Complaints) -> None:
    if not line.areas:
        return
    for name, node in nodes.items():
        if getattr(node, "answer", None) != "area":
            continue
        for key, option in getattr(node, "options", {}).items():
            if option.value is not None and option.value not in line.areas:
                meant = did_you_mean(option.value, line.areas)
                hint = f"Did you mean “{meant}”?" if meant else "Add it under line: areas:."
                complaints.add(
                    "unknown-area",
                    ("nodes", name, "options", key, "value"),
                    f"There is no area “{option.value[:60]}”.",
                    hint,
                )


def _lengths(line: Line, told: Mapping[str, Edition], complaints: Complaints) -> None:
    for language, edition in told.items():
        for name, node in edition.nodes.items():
            page = 0
            for path, prompt in found(node, Prompt):
                if language != next(iter(told)) and prompt.language != language:
                    continue
                spoken = edition.spoken(prompt.words) if len(prompt.words) > 200 else prompt.words
                voice = line.languages.get(prompt.language or next(iter(told)))
                if voice and len(spoken) > voice.longest_text:
                    complaints.add(
                        "prompt-too-long",
                        ("nodes", name, *_written(path)),
                        f"This is {len(spoken):,} characters when spoken; {voice.voice} speaks at most "
                        f"{voice.longest_text:,} at once.",
                        "Say less, or divide it between two nodes.",
                        language=language,
                    )
                page += _VERB + (len(escape(spoken).encode()) if len(spoken) > 200 else 6 * len(spoken))
            if page > LARGEST_PAGE:
                complaints.add(
                    "page-too-large",
                    ("nodes", name),
                    f"All that is said here makes a page of about {page // 1000} kB; Twilio takes 64 kB.",
                    "Say less here, or divide it between two nodes.",
                    at_key=True,
                )


def _placeholders(line: Line, nodes: Nodes, told: Mapping[str, Edition], complaints: Complaints) -> None:
    known = surely_known(line, nodes)
    answers = {str(answer) for node in nodes.values() for _, answer in found(node, AnswerName)}
    for language, edition in told.items():
        for name, node in edition.nodes.items():
            for path, prompt in found(node, Prompt):
                if "{" not in prompt.words or (language != next(iter(told)) and prompt.language != language):
                    continue
                own = language != next(iter(told))
                place: Path = (
                    ("translations", language, "nodes", name, *_written(path))
                    if own
                    else ("nodes", name, *_written(path))
                )
                _names_in(prompt, place, line, known.get(name), answers, complaints, language)
    words: list[tuple[Path, Prompt]] = [(("line", "notice"), line.notice)] if line.notice else []
    words += [(("line", "phrases", name), prompt) for (name, *_), prompt in found(line.phrases, Prompt)]
    for path, prompt in words:
        allowed = {"words", "key"} if path[-1] in ("option_to", "option_for") else set()
        _names_in(prompt, path, line, allowed, answers, complaints, None)


def _names_in(
    prompt: Prompt,
    path: Path,
    line: Line,
    known: Iterable[str] | None,
    answers: set[str],
    complaints: Complaints,
    language: str | None,
) -> None:
    for name in names(prompt.words):
        service, _, part = name.partition(".")
        if (service in line.services and part in ("", "number")) or name == "controller":
            continue
        if known is None or name in known:  # None: the node cannot be reached, which is another problem
            continue
        if name in answers or name in OF_THE_LINE:
            complaints.add(
                "unasked-placeholder", path, _UNASKED.get(name, _NOT_ASKED).format(name), language=language
            )
        else:
            candidates = [*answers, *OF_THE_LINE, *line.services, *(f"{s}.number" for s in line.services)]
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
    "reference": "There is a way to come here without a message, so there would be no {{reference}} to say.",
    "next_open_day": "{{next_open_day}} can only be said in a node that opening hours lead to, and nothing else.",
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
