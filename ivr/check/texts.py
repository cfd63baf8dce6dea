"""Everything that is spoken, with its language and its place in the file: what rules about words look at."""

from collections.abc import Iterator
from dataclasses import dataclass

from ivr.check.finding import Path
from ivr.check.once import once_per_flow
from ivr.menu.complaints import as_written
from ivr.menu.edition import Edition
from ivr.menu.flow import Flow
from ivr.menu.nodes.menu import Option
from ivr.menu.types import Prompt, found


@dataclass(frozen=True, slots=True)
class Text:
    """Spoken words. Those of an option are the sentence that the line makes of them and the key.

    `prompt` is what the file says; `option`: that is an option's words, or the phrase that makes its sentence.
    """

    words: str
    language: str
    path: Path
    prompt: Prompt
    option: bool = False


@once_per_flow
def texts(flow: Flow) -> tuple[Text, ...]:
    """Return every text of a flow once, in the language it is written in: the file's own, then each translation."""
    return tuple(_texts(flow))


def _texts(flow: Flow) -> Iterator[Text]:
    source = flow.editions[flow.source_language]
    own = {id(prompt) for _, prompt, _ in _prompts(source)}
    for language, edition in flow.editions.items():
        for path, prompt, said in _prompts(edition):
            option = said is not None
            words = said or prompt.words
            if edition is source:
                yield Text(words, prompt.language or language, path, prompt, option)
            elif id(prompt) not in own:  # an untranslated one is the very prompt of the source
                place = ("translations", language, *path)
                yield Text(words, prompt.language or language, place, prompt, option)


def _prompts(edition: Edition) -> Iterator[tuple[Path, Prompt, str | None]]:
    """Yield every prompt with its path and, for the words of an option, the sentence made of them."""
    phrases = edition.own_phrases
    for name, part in (("notice", edition.line.notice), ("phrases", phrases)):
        for path, prompt in found(part, Prompt):
            template = prompt in (phrases.option_to, phrases.option_for)
            yield ("line", name, *path), prompt, _sentence(prompt, "…", "1") if template else None
    for node_id, node in edition.nodes.items():
        options = dict(found(node, Option))
        for path, prompt in found(node, Prompt):
            option = options.get(path[:-1])
            said = _built(option, str(path[-2]), edition) if option else None
            yield ("nodes", node_id, *as_written(path)), prompt, said


def _built(option: Option, key: str, edition: Edition) -> str:
    own = edition.phrases.get(option.words.language, edition.phrases[""])
    return _sentence(own.option_to if option.to else own.option_for, option.words.words, key)


def _sentence(template: Prompt, words: str, key: str) -> str:
    return template.words.replace("{words}", words).replace("{key}", key)
