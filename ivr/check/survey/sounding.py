"""What verbs sound like: their words as text, how long they last, which of them no key can interrupt."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from ivr.call.digits import in_groups
from ivr.call.keys import BACK, HASH, KEYS, PERSON, Key, dtmf_of, key_of
from ivr.call.speech import Break, Slot, Speech, Words
from ivr.call.verbs import PASSING, Gather, Pause, Play, Say, Verb
from ivr.check.key_phrases import HASHES, ZEROS, key_phrases, words_of
from ivr.check.seconds import say_seconds, speech_seconds
from ivr.menu.edition import Edition
from ivr.menu.nodes.menu import Option
from ivr.menu.placeholders import NEXT_OPEN_DAY, REFERENCE
from ivr.menu.types import Prompt, found

Spoken = Say | Play | Pause


@dataclass(frozen=True)
class Sounding:
    """How one edition sounds. `samples`: values for what only a call can fill in, by name, as they are spoken.

    `recorded`: the words of each audio file.
    """

    edition: Edition
    samples: Mapping[str, str]
    recorded: Mapping[str, str]
    _said: dict[tuple[int, bool], tuple[Spoken, str]] = field(init=False, repr=False, compare=False)
    _lasting: dict[int, tuple[Spoken, float]] = field(init=False, repr=False, compare=False)
    """What was asked before, by the identity of the verb, which is held so that it keeps it: the turns of a menu have
    the verbs of its options in common."""

    def __post_init__(self) -> None:
        """Begin with nothing known."""
        object.__setattr__(self, "_said", {})
        object.__setattr__(self, "_lasting", {})

    def text(self, verbs: tuple[Verb, ...], *, filled: bool = False) -> str:
        """Return everything that is said, as it is spoken; what a call fills in stands as `{name}` or as a sample."""
        return " ".join(filter(None, (self.of(part, filled=filled) for part, _ in spoken(verbs))))

    def of(self, part: Spoken, *, filled: bool = False) -> str:
        """Return what one verb says; "" for silence, and for a caller's own recording."""
        match part:
            case Say(speech):
                known = self._said.get((id(part), filled))
                if known is None:
                    known = self._said[id(part), filled] = (part, self._joined(speech, filled=filled))
                return known[1]
            case Play(url):
                return self.recorded.get(url, "")
        return ""

    def seconds(self, verbs: tuple[Verb, ...]) -> float:
        """Return how long all of it takes to say, pauses in it counted, waits for keys not."""
        return sum(self.seconds_of(part) for part, _ in spoken(verbs))

    def seconds_of(self, part: Spoken) -> float:
        """Return how long one verb takes to say."""
        match part:
            case Say(speech, rate=rate):
                known = self._lasting.get(id(part))
                if known is None:
                    known = self._lasting[id(part)] = (part, say_seconds(speech, rate, self.samples))
                return known[1]
            case Play():
                return self.length(self.of(part, filled=True))
            case Pause(length):
                return float(length)

    def length(self, text: str) -> float:
        """Return how long a text takes to say, in seconds."""
        return speech_seconds(text)

    def keys_said(self, verbs: tuple[Verb, ...]) -> dict[Key, float]:
        """Return every key that is named, with the seconds until it has been: the first time counts."""
        said: dict[Key, float] = {}
        spent = 0.0
        for part, _ in spoken(verbs):
            text = self.of(part, filled=True)
            lasts = self.seconds_of(part)
            for key, end in self._keys(part, text):
                share = end / len(text) if text else 1.0
                said.setdefault(key, spent + lasts * share)
            spent += lasts
        return said

    def _keys(self, part: Spoken, text: str) -> Iterator[tuple[Key, int]]:
        """Yield the keys that one verb names, each with where in the text it ends."""
        words = words_of(self.edition.language)
        if isinstance(part, Say):  # the key of an option is a piece of its own, in any language
            for place, piece in enumerate(part.speech):
                if place and isinstance(piece, Words) and piece.text in KEYS:
                    yield Key(piece.text), len(self._joined(part.speech[: place + 1], filled=True))
        for phrase in key_phrases(text, words) if words else ():
            key = key_named(phrase.key, self.edition.language)
            if key:
                yield key, text.casefold().find(phrase.key, phrase.start) + len(phrase.key)

    def _joined(self, speech: Speech, *, filled: bool) -> str:
        parts: list[str] = []
        for piece in speech:
            match piece:
                case Words(text):
                    parts.append(text)
                case Slot(name):
                    parts.append(self.samples.get(name, name) if filled else f"{{{name}}}")
                case Break():
                    parts.append(" ")
        return " ".join("".join(parts).split())


def key_named(word: str, language: str) -> Key | None:
    """Return the key that a word of a language names; None where it names none.

    >>> key_named("two", "en"), key_named("*", "en"), key_named("dau", "cy")
    ('2', 'star', '2')
    """
    if word in HASHES:
        return HASH
    if word in ZEROS:
        return PERSON
    if word in KEYS or word == dtmf_of(BACK):
        return key_of(word)
    words = words_of(language)
    names = words.names.split("|") if words else []
    if word not in names:
        return None
    place = names.index(word)  # the digits come first, in order
    return Key(str(place)) if place < 10 else BACK


def spoken(verbs: tuple[Verb, ...]) -> Iterator[tuple[Spoken, bool]]:
    """Yield everything that is said, in order, and whether a key works while it is."""
    for verb in verbs:
        match verb:
            case Gather(speaks=speaks):
                for part in speaks:
                    yield part, True
            case Say() | Play() | Pause():
                yield verb, False


def wait_of(verbs: tuple[Verb, ...]) -> int:
    """Return the seconds of silence that a page waits for a key after its words; 0 where it goes on by itself."""
    waits = [verb.timeout for verb in verbs if isinstance(verb, Gather)]
    return max((wait for wait in waits if wait > PASSING), default=0)


def recordings_of(edition: Edition) -> dict[str, str]:
    """Return the words of each audio file of an edition, an option's as the sentence it stands for."""
    recorded = {
        prompt.audio: edition.spoken(prompt.words)
        for part in (edition.line, edition.own_phrases, *edition.nodes.values())
        for _, prompt in found(part, Prompt)
        if prompt.audio
    }
    for node in edition.nodes.values() if recorded else ():
        for path, option in found(node, Option):
            if option.words.audio:
                said = edition.spoken(option.words.words)
                own = edition.phrases.get(option.words.language, edition.phrases[""])
                template = (own.option_to if option.to else own.option_for).words
                sentence = template.replace("{words}", said).replace("{key}", str(path[-1]))
                recorded[option.words.audio] = sentence
    return recorded


def samples_of(answers: Mapping[str, Mapping[str, None]]) -> dict[str, str]:
    """Return what each placeholder may be filled with, as it is spoken: of stored answers the longest."""
    own = {REFERENCE: in_groups("48213765"), NEXT_OPEN_DAY: "Wednesday"}
    stored = {name: max(values, key=len) for name, values in answers.items()}
    return {name: in_groups(value) if value.isdigit() else value for name, value in stored.items()} | own
