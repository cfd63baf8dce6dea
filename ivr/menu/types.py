"""The types of the fields of a menu file. A field's type says what it means, and checks the text.

A value that cannot be is refused with `PydanticCustomError(RULE, WORDS)`: the rule is one of
`problems.STRUCTURAL`, the words say what would be right.
"""

import hashlib
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from types import NoneType
from typing import Annotated, Any, Final, Literal, TypeVar, get_args, get_origin

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetCoreSchemaHandler,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from ivr.call.known import CALLER, VALUES
from ivr.call.speech import SLOT_CLOSE, SLOT_OPEN
from ivr.call.turn import LONGEST_NODE_ID, is_language_code, is_node_id
from ivr.menu.placeholders import OF_THE_LINE

BACK_WORD = "back"
"""The word that stands for "one step back" where a node is named."""

KNOWN_OTHERWISE = frozenset({CALLER, *VALUES, *OF_THE_LINE})
"""Names of what the line knows by itself."""


class Model(BaseModel):
    """Part of a menu file: frozen, and no names but those it declares."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class _Named(str):
    """Text with a meaning of its own, so that code can ask for the type."""

    __slots__ = ()

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_after_validator_function(cls.checked, core_schema.str_schema())

    @classmethod
    def checked(cls, text: str) -> "_Named":
        """Return the text as this type. Raises PydanticCustomError if it cannot be one."""
        return cls(text)


class Goto(_Named):
    """The node that follows, or the word `back`."""

    __slots__ = ()

    @classmethod
    def checked(cls, text: str) -> "Goto":
        """Return the text as a node's name."""
        if not text:
            raise PydanticCustomError("missing-key", "This needs the name of the node that follows.")
        return cls(text)


class NodeName(_Named):
    """A node that is spoken of, without the call going there."""

    __slots__ = ()


class AnswerName(_Named):
    """The name under which an answer is kept; `{name}` in a prompt reads it back."""

    __slots__ = ()

    @classmethod
    def checked(cls, text: str) -> "AnswerName":
        """Return the text as an answer's name."""
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,39}", text):
            raise PydanticCustomError(
                "wrong-value",
                "“{text}” cannot name an answer. Use small letters, digits and the underscore, such as safe_number.",
                {"text": text[:60]},
            )
        if text in KNOWN_OTHERWISE:
            raise PydanticCustomError(
                "wrong-value",
                "“{text}” is something the line knows without asking, so no answer can have that name.",
                {"text": text},
            )
        return cls(text)


def _speakable(text: str) -> str:
    if SLOT_OPEN in text or SLOT_CLOSE in text:
        raise PydanticCustomError("wrong-value", "There is a character here that no voice can speak.")
    return text


Spoken = Annotated[str, AfterValidator(_speakable)]
"""Text that becomes part of a page."""


def _language_code(text: str) -> str:
    if not is_language_code(text):
        raise PydanticCustomError(
            "wrong-value",
            "“{text}” is not the code of a language. Write it as en, pl or zh-Hans.",
            {"text": text[:60]},
        )
    return text


LanguageCode = Annotated[str, AfterValidator(_language_code)]
"""The code of a language, such as `en` or `zh-Hans`; it is part of every URL of a call in that language."""


def mark_of(words: str) -> str:
    """Return the mark of words: the first 8 hexadecimal digits of the SHA-256 of their UTF-8, blanks evened out.

    >>> mark_of("Good  morning.") == mark_of("Good morning.")
    True
    """
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:8]


def _mark(text: str) -> str:
    if not re.fullmatch(r"[0-9a-f]{8}", text):
        raise PydanticCustomError(
            "wrong-value",
            "“{text}” is not the mark of words. `ivr lint --manual` tells the right one: 8 digits and letters.",
            {"text": text[:60]},
        )
    return text


class Prompt(Model):
    """Spoken words, with a recorded audio file if there is one.

    `words`: the text, as people write it; it stays the source for every check. `audio`: a file name or an
    https address of the same words, recorded. `language`: the code of the words' language, where it is not
    the one the file is written in. `made_for`: the mark (`mark_of`) of the words that the recording was made
    for, so that a recording whose words have changed since is found.
    """

    words: str
    audio: str | None = None
    made_for: Annotated[str, AfterValidator(_mark)] | None = None
    language: str = ""

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        words = value if isinstance(value, str) else value.get("words") if isinstance(value, dict) else None
        if isinstance(words, str) and not words.strip():
            raise PydanticCustomError(
                "missing-key", "There are no words here. Write what the caller should hear."
            )
        if isinstance(words, str):
            _speakable(words)
        return {"words": value} if isinstance(value, str) else value


def _several(value: Any) -> Any:
    return value if isinstance(value, list | tuple) else [value]


T = TypeVar("T")
OneOrMore = Annotated[tuple[T, ...], BeforeValidator(_several), Field(min_length=1)]
"""One value, or a list of them."""

Several = Annotated[tuple[T, ...], BeforeValidator(_several)]
"""One value, a list of them, or an empty list."""


def check_node_id(text: str) -> str | None:
    """Return what is wrong with a node's name, or None."""
    if text == BACK_WORD:
        return "“back” means one step back, so it cannot name a node."
    if is_node_id(text):
        return None
    return (
        f"“{text[:60]}” cannot name a node. Use small letters, digits and hyphens, such as safe-number, "
        f"at most {LONGEST_NODE_ID} of them."
    )


F = TypeVar("F")

_WANTED: Final = object()
_Inside = tuple[str, ...] | Callable[[Any], Iterable[tuple[Any, Any]]]
_insides: Final[dict[type, dict[type, object]]] = {}
"""For each type that was looked for: how to look into values of a type, `_WANTED` for one itself, None for nothing.

Into a model that is by the names of its fields.
"""


def found(
    value: Any, wanted: type[F], path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], F]]:
    """Yield every value of a type inside a model, with its path, in the order the fields are declared.

    >>> [path for path, _ in found(Prompt(words="Hello."), Prompt)]
    [()]
    """
    into: list[tuple[tuple[str | int, ...], F]] = []
    _collect(value, wanted, path, into, _insides.setdefault(wanted, {}))
    return iter(into)


def _collect(
    value: Any,
    wanted: type[F],
    path: tuple[str | int, ...],
    into: list[tuple[tuple[str | int, ...], F]],
    insides: dict[type, Any],
) -> None:
    """Gather what `found` yields. A list is filled, as a chain of generators takes three times as long."""
    kind = type(value)
    if kind not in insides:
        insides[kind] = _inside(kind, wanted)
    inside = insides[kind]
    if inside is _WANTED:
        into.append((path, value))
    elif inside:
        if isinstance(inside, tuple):
            held = vars(value)
            parts = [(name, held[name]) for name in inside]
        else:
            parts = inside(value)
        for name, part in parts:
            if insides.get(type(part), inside):  # most have nothing inside, and many are looked at
                _collect(part, wanted, (*path, name), into, insides)


def _inside(kind: type, wanted: type) -> _Inside | object:
    """Return how to look into values of a type. Pydantic takes long to tell whether something is a model."""
    if issubclass(kind, wanted):
        return _WANTED
    if issubclass(kind, BaseModel):
        names = [name for name, info in kind.model_fields.items() if _can_hold(info.annotation, wanted)]
        return tuple(names) or None
    if issubclass(kind, dict):
        return dict.items
    return enumerate if issubclass(kind, tuple) else None


def _can_hold(annotation: Any, wanted: type, within: tuple[type, ...] = ()) -> bool:
    """Say whether a value of a field may be one of a type, or have one inside. In doubt it may.

    Most fields of a node are numbers and switches: to look into those again and again takes longer than all else.
    """
    if annotation in (None, NoneType, Ellipsis) or get_origin(annotation) is Literal:
        return False
    if parts := get_args(annotation):
        # What stands beside the type of an Annotated are no types.
        parts = parts[:1] if hasattr(annotation, "__metadata__") else parts
        return any(_can_hold(part, wanted, within) for part in parts)
    if not isinstance(annotation, type) or annotation in (Any, object):
        return True
    if issubclass(annotation, Collection) and not issubclass(annotation, str):  # of whatever it may be
        return True
    if issubclass(annotation, wanted) or issubclass(wanted, annotation):
        return True
    if not issubclass(annotation, BaseModel) or annotation in within:
        return False
    return any(
        _can_hold(info.annotation, wanted, (*within, annotation))
        for model in (annotation, *annotation.__subclasses__())
        for info in model.model_fields.values()
    )
