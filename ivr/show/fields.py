"""The fields of a kind of node in plain words, read from the types that check them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ivr.menu.durations import Seconds
from ivr.menu.node import Node
from ivr.menu.types import AnswerName, Goto, NodeName, Prompt

_WORDS: Final[dict[Any, str]] = {
    Prompt: "spoken words",
    Goto: "a node's name, or back",
    NodeName: "a node's name",
    AnswerName: "a name for the answer",
    bool: "yes or no",
    int: "a whole number",
    str: "text",
}
_MEANING: Final = re.compile(
    r"`(\w+)`(?:,\s+`(\w+)`)*: (.*?)(?=(?:[.;]\s+`\w+`(?:,\s+`\w+`)*:)|\Z)", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Field:
    """One name that may stand in a node: what it takes, what it means ("" if that says it), its default as written
    ("" for none), whether it is needed, and the names inside it."""

    name: str
    takes: str
    means: str
    default: str
    needed: bool
    inner: tuple["Field", ...] = ()


def own_fields(kind: type[Node]) -> tuple[Field, ...]:
    """Return the fields that a kind has besides those of every node, in the order they are written in."""
    return tuple(field for field in _fields(kind) if field.name not in Node.model_fields)


def common_fields() -> tuple[Field, ...]:
    """Return the fields that every node has."""
    return tuple(field for field in _fields(Node) if field.name != "kind")


def _fields(model: type[BaseModel]) -> Iterator[Field]:
    means = meanings(model)
    for name, info in model.model_fields.items():
        written = info.alias or name
        inner = tuple(field for part in _models(info.annotation) for field in _fields(part))
        yield Field(written, _takes(info), means.get(written, ""), _default(info), info.is_required(), inner)


def meanings(model: type[BaseModel]) -> dict[str, str]:
    """Read "`name`: what it means." from a docstring."""
    found: dict[str, str] = {}
    for match in _MEANING.finditer(model.__doc__ or ""):
        head = match[0].partition(":")[0]
        for name in re.findall(r"`(\w+)`", head):
            found[name] = " ".join(match[3].split()).rstrip(".")
    return found


def _takes(info: FieldInfo) -> str:
    if is_duration(info.metadata):
        return "a length of time, such as 10 seconds"
    return _form(info.annotation)


def _form(annotation: Any) -> str:
    """Return in words what a type takes."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation in _WORDS:
        return _WORDS[annotation]
    if hasattr(annotation, "__metadata__"):
        return "a length of time" if is_duration(annotation.__metadata__) else _form(arguments[0])
    if origin is Literal:
        return " or ".join(map(str, arguments))
    if origin in (Union, UnionType):
        return " or ".join(_form(part) for part in arguments if part is not NoneType)
    if origin is tuple:
        return f"{_form(arguments[0])}, or a list of them"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"a group, each of them {_form(arguments[1])}"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        group = (
            f"a group of {', '.join(info.alias or name for name, info in annotation.model_fields.items())}"
        )
        short = any(
            v.info.mode == "before" for v in annotation.__pydantic_decorators__.model_validators.values()
        )
        return f"one value for all of it, or {group}" if short else group
    return "text"


def is_duration(metadata: Any) -> bool:
    """Whether what is known of a field's type says that it is a length of time."""
    return any(part in Seconds.__metadata__ for part in metadata)  # type: ignore[attr-defined]  # Annotated has it


def _default(info: FieldInfo) -> str:
    if info.is_required() or info.default in (None, "", (), {}):
        return ""
    if isinstance(info.default, bool):
        return "yes" if info.default else "no"
    return f"{info.default} seconds" if is_duration(info.metadata) else str(info.default)


def _models(annotation: Any) -> Iterator[type[BaseModel]]:
    """Yield the models inside a type whose names are worth listing: not those of a prompt, which is mostly text."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        if annotation is not Prompt:
            yield annotation
        return
    for part in get_args(annotation):
        yield from _models(part)
