"""What holds for the whole line: its name, voices, services, areas and defaults."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from ivr.menu.changed_limit import ChangedLimit
from ivr.menu.durations import Seconds, Wait
from ivr.menu.otherwise import Otherwise
from ivr.menu.phrases import Phrases
from ivr.menu.types import Goto, LanguageCode, Model, OneOrMore, Prompt, Spoken

VOICE = re.compile(
    r"(?:Polly\.[A-Z][A-Za-z]+(?:-Neural|-Generative)?|Google\.[a-z]{2,3}-[A-Z]{2}-[A-Za-z0-9-]+)"
)


def _voice(text: str) -> str:
    if not VOICE.fullmatch(text):
        raise PydanticCustomError(
            "wrong-value",
            "“{text}” is not a voice. Use one such as Polly.Amy-Neural or Google.en-GB-Neural2-A.",
            {"text": text[:60]},
        )
    return text


def _locale(text: str) -> str:
    if not re.fullmatch(r"[a-z]{2,3}-[A-Z]{2}", text):
        raise PydanticCustomError(
            "wrong-value",
            "“{text}” is not a locale. Write language and country, such as en-GB.",
            {"text": text[:60]},
        )
    return text


class Language(Model):
    """A language of the line: its own name, the voice that speaks it, and where that voice is from."""

    name: str
    voice: Annotated[str, AfterValidator(_voice)]
    locale: Annotated[str, AfterValidator(_locale)]

    @property
    def longest_text(self) -> int:
        """The characters one Say may hold with this voice (Twilio: Polly 3,000, Google 5,000)."""
        return 3000 if self.voice.startswith("Polly.") else 5000


class Area(Model):
    """A part of the country that messages are sorted by. People know their town, not their district."""

    name: str
    towns: tuple[str, ...] = ()


class Service(Model):
    """A service that is read out: `{id}` in a prompt is its name, `{id.number}` its number."""

    name: Spoken
    number: str = ""
    note: str = ""


class Alternative(Model):
    """Another way to do what the line does, for people who cannot hear or speak on the telephone."""

    kind: Literal["relay", "web", "chat", "sms", "email", "bsl", "letter", "in-person"]
    address: str
    covers: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    spoken: str = ""


def _number_digits(text: str) -> str:
    return re.sub(r"[ ()-]", "", text)


def _plain_mapping(value: Any) -> Any:
    if isinstance(value, dict) and not all(
        written and isinstance(spoken, str) and spoken for written, spoken in value.items()
    ):
        raise PydanticCustomError(
            "wrong-value", "Write each as WRITTEN: SPOKEN, such as LGBT+: L G B T plus."
        )
    return value


SayAs = Annotated[Mapping[str, Spoken], BeforeValidator(_plain_mapping)]
"""How what is written is spoken: `LGBT+: L G B T plus`."""


class Line(Model):
    """The settings of the whole line, under `line:`.

    `start`, `person`, `emergency`: the nodes for the first words, key 0 and key 5. `first_menu`: the menu whose
    options count as the first choice (words in `not_before_choice` are not said before it). `notice`: what a
    demonstration says first. `otherwise`: where steps without one of their own lead after the last attempt; without
    it, the line's person. `wait`: silence before a menu speaks again, one value for each attempt. `longest_call`:
    after how long a call is taken to be over, if Twilio never says so; nobody is cut off. `allow`: rules that are
    broken on purpose anywhere on the line, each with a reason. `limits`: limits of the checks that are others here,
    each with a value and a reason.
    """

    name: str
    start: Goto
    person: Goto | None = None
    emergency: Goto | None = None
    kind: Literal["police", "health", "fire", "domestic-abuse", "other"] = "other"
    emergency_relevant: bool | None = None
    controller: Spoken = ""
    notice: Prompt | None = None
    languages: Annotated[Mapping[LanguageCode, Language], Field(min_length=1)]
    wait: OneOrMore[Wait] = (10, 15, 20)
    entry_wait: Wait = 20
    otherwise: Otherwise | None = None
    attempts: Annotated[int, Field(ge=1, le=9)] = 3
    longest_call: Seconds = 1200
    first_menu: Goto | None = None
    not_before_choice: tuple[str, ...] = ()
    areas: Mapping[str, Area] = {}
    services: Mapping[str, Service] = {}
    say_as: SayAs = Field(default_factory=dict)
    phrases: Phrases = Phrases()
    alternatives: tuple[Alternative, ...] = ()
    switchboards: tuple[Annotated[str, AfterValidator(_number_digits)], ...] = ()
    allow: Mapping[str, str] = {}
    limits: Mapping[str, ChangedLimit] = {}
    note: str = ""
