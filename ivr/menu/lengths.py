"""How long a text may be for its voice, and how large the page it becomes may be."""

from collections.abc import Iterator, Mapping

from ivr.call.speech import LONGEST_SLOT, spoken_length
from ivr.call.turn import EVENTS, NodeId, Turn
from ivr.call.verbs import Verb
from ivr.menu.complaints import Complaints, Path, as_written
from ivr.menu.edition import Edition
from ivr.menu.line import Language
from ivr.menu.node import Node
from ivr.menu.scene import Scene
from ivr.menu.types import Prompt, found

LARGEST_PAGE = 64_000
"""Bytes of a TwiML document: Twilio refuses more than 64 kB (error 11750)."""

_SHORTEST_LIMIT = 3000
"""Characters that every voice can speak at once."""

_MOST_BYTES = 18
"""Bytes that a character takes at most, escaped and with a pause after every other one."""

_VERB = 400
"""Bytes a verb may need around its words."""


def own_words(told: Mapping[str, Edition]) -> Iterator[tuple[str, NodeId, Path, Prompt]]:
    """Yield every prompt of the nodes once: its language, its node, its place in the file."""
    source = next(iter(told), "")
    for language, edition in told.items():
        for name, node in edition.nodes.items():
            plain = told[source].nodes[name]
            if language == source:
                for path, prompt in found(node, Prompt):
                    yield language, name, ("nodes", name, *as_written(path)), prompt
            elif node is not plain:
                untold = {id(prompt) for _, prompt in found(plain, Prompt)}
                place = ("translations", language, "nodes", name)
                for path, prompt in found(node, Prompt):
                    if id(prompt) not in untold:
                        yield language, name, (*place, *as_written(path)), prompt


def words_of_the_line(told: Mapping[str, Edition]) -> Iterator[tuple[str, Path, Prompt]]:
    """Yield every prompt of the line itself once: its language, its place in the file."""
    source = next(iter(told), "")
    untold: set[int] = set()
    for language, edition in told.items():
        head: Path = ("line",) if language == source else ("translations", language, "line")
        prompts = [
            ((*head, "phrases", path[0]), prompt) for path, prompt in found(edition.own_phrases, Prompt)
        ]
        if edition.line.notice:
            prompts.append(((*head, "notice"), edition.line.notice))
        for place, prompt in prompts:
            if id(prompt) not in untold:
                yield language, place, prompt
        if language == source:
            untold = {id(prompt) for _, prompt in prompts}


def lengths(told: Mapping[str, Edition], complaints: Complaints) -> None:
    """Note every text that its voice cannot speak at once, and every page that Twilio would not take."""
    at_most = {language: _Bound(edition) for language, edition in told.items()}
    pages: dict[tuple[str, NodeId], int] = {}
    for language, name, path, prompt in own_words(told):
        longest = at_most[language](prompt.words)
        if longest > _SHORTEST_LIMIT:
            _too_long(told[language], path, prompt, complaints)
        pages[language, name] = pages.get((language, name), 0) + _VERB + longest * _MOST_BYTES
    for language, path, prompt in words_of_the_line(told):
        if at_most[language](prompt.words) > _SHORTEST_LIMIT:
            _too_long(told[language], path, prompt, complaints)
    for (language, name), longest in pages.items():
        if longest > LARGEST_PAGE:
            _too_large(told[language], name, complaints)


class _Bound:
    """Says how long a text can be at most when it is spoken, without speaking it."""

    def __init__(self, edition: Edition) -> None:
        line = edition.line
        self.growth = max(
            (len(spoken) / len(written) for written, spoken in line.say_as.items()), default=1.0
        )
        own = (line.controller, *(text for s in line.services.values() for text in (s.name, s.number * 3)))
        self.slot = max(LONGEST_SLOT, *map(len, own))

    def __call__(self, words: str) -> int:
        return int((len(words) + words.count("{") * self.slot) * max(1.0, self.growth))


def _too_long(edition: Edition, path: Path, prompt: Prompt, complaints: Complaints) -> None:
    voice = _voice(edition, prompt)
    scene = Scene(Turn("", edition.language, "normal", NodeId("")), edition, "/voice")
    spoken = spoken_length(scene.pieces(prompt.words))
    if voice and not prompt.audio and spoken > voice.longest_text:
        complaints.add(
            "prompt-too-long",
            path,
            f"This is {spoken:,} characters when spoken; {voice.voice} speaks at most "
            f"{voice.longest_text:,} at once.",
            "Say less, or divide it between two nodes.",
            language=edition.language,
        )


def _too_large(edition: Edition, name: NodeId, complaints: Complaints) -> None:
    # A file that says so much is rare, and Twilio's classes take long to load.
    from ivr.call.twiml import document

    node = edition.nodes[name]
    if all(_voice(edition, prompt) for _, prompt in found(node, Prompt)):
        size = max((len(document(page)) for page in _pages(edition, name, node)), default=0)
        if size > LARGEST_PAGE:
            complaints.add(
                "page-too-large",
                ("nodes", name),
                f"What is said here makes a page of {size // 1000} kB; Twilio takes 64 kB.",
                "Say less here, or divide it between two nodes.",
                language=edition.language,
                at_key=True,
            )


def _pages(edition: Edition, name: NodeId, node: Node) -> set[tuple[Verb, ...]]:
    """Return the pages of a node, each once, at the pace with the most pauses."""
    turns = [Turn("", edition.language, "slow", name, 2, event) for event in EVENTS]
    turns += [Turn("", edition.language, "slow", name, attempt, "no_input") for attempt in range(3, 10)]
    return {node.plays(Scene(turn, edition, "/voice")) for turn in turns}


def _voice(edition: Edition, prompt: Prompt) -> Language | None:
    languages = edition.line.languages
    return languages.get(prompt.language or next(iter(languages)))
