"""A JSON Schema of the menu file, read out of the models, for editors and for checks that know YAML and not us.

It says what may stand where, in words of the docstrings. What a schema cannot say (that a node exists, that an answer
has been asked for) only `ivr lint` finds. Every scalar of the file is text to us, so numbers and yes or no are taken
wherever text is: `999` needs no quotes.
"""

import inspect
import re
from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Final, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from ivr.call.keys import OPTION_KEYS
from ivr.menu.kinds import kinds
from ivr.menu.line import Line
from ivr.menu.node import Node
from ivr.menu.opening import Week
from ivr.menu.option_keys import OptionKey
from ivr.menu.types import AnswerName, Goto, LanguageCode, NodeName, Several
from ivr.show.fields import is_duration, meanings

Schema = dict[str, Any]

DRAFT: Final = "http://json-schema.org/draft-07/schema#"
"""The newest draft that the usual YAML language server knows well."""

_TEXT: Final[Schema] = {"type": ["string", "number", "boolean", "null"]}
_FULL_TEXT: Final[Schema] = {"type": ["string", "number", "boolean"]}
_NODE_ID: Final = "^[a-z0-9]+(-[a-z0-9]+)*$"
_LANGUAGE: Final = "^[a-z]{2,3}(-[A-Za-z0-9]+)*$"
_NAMES: Final[dict[Any, Schema]] = {
    Goto: _FULL_TEXT | {"description": "The name of the node that follows, or back."},
    NodeName: _FULL_TEXT | {"description": "The name of a node."},
    AnswerName: {"type": "string", "pattern": "^[a-z][a-z0-9_]{0,39}$"},
    bool: {"enum": [True, False, "yes", "no", "true", "false", "on", "off"]},
    str: _TEXT,
}
_HOURS: Final = (
    "^\\s*(closed|([01][0-9]|2[0-4]):[0-5][0-9]\\s*(-|–|to)\\s*([01][0-9]|2[0-4]):[0-5][0-9])\\s*$"
)


def schema() -> Schema:
    """Return the JSON Schema of a menu file."""
    definitions: dict[str, Schema] = {}
    line = _model(Line, definitions)
    nodes = {name: _model(kind, definitions) for name, kind in kinds().items()}
    definitions["Node"] = {
        "type": "object",
        "description": _prose(Node),
        "properties": {"kind": {"enum": list(nodes), "description": "What this node is."}},
        "required": ["kind"],
        "allOf": [
            {"if": {"properties": {"kind": {"const": name}}, "required": ["kind"]}, "then": node}
            for name, node in nodes.items()
        ],
    }
    return {
        "$schema": DRAFT,
        "title": "menus.yaml: a phone menu",
        "description": "What ivr lint, call and serve read. ivr explain KIND says more about each kind of node.",
        "type": "object",
        "properties": {
            "line": line,
            "nodes": {
                "type": "object",
                "description": "The places a call can be in, by name.",
                "minProperties": 1,
                "propertyNames": {"pattern": _NODE_ID, "not": {"const": "back"}},
                "additionalProperties": {"$ref": "#/definitions/Node"},
            },
            "translations": {
                "type": ["object", "null"],
                "description": "The words in other languages, by language, node and field.",
                "propertyNames": {"pattern": _LANGUAGE},
                "additionalProperties": {"type": ["object", "null"]},
            },
        },
        "required": ["line", "nodes"],
        "additionalProperties": False,
        "definitions": dict(sorted(definitions.items())),
    }


def _model(model: type[BaseModel], definitions: dict[str, Schema]) -> Schema:
    """Return a reference to a model's schema, which is put among the definitions."""
    name = model.__name__.strip("_")
    if name not in definitions:
        definitions[name] = {}  # a place for it, should it hold itself
        definitions[name] = _object(model, definitions)
    return {"$ref": f"#/definitions/{name}"}


def _object(model: type[BaseModel], definitions: dict[str, Schema]) -> Schema:
    means = {name: words for base in reversed(model.__mro__[:-2]) for name, words in meanings(base).items()}
    properties, required = {}, []
    for name, info in model.model_fields.items():
        written = info.alias or name
        described = _field(info, definitions)
        if written in means:
            # Beside a reference draft 7 looks at nothing else.
            described = {"allOf": [described]} if "$ref" in described else dict(described)
            described["description"] = f"{means[written][:1].upper()}{means[written][1:]}."
        properties[written] = described
        if info.is_required():
            required.append(written)
    group: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    group |= {"required": required} if required else {}
    if _has_short_form(model):
        return {"description": _prose(model), "anyOf": [_FULL_TEXT, group]}
    return {"description": _prose(model), **group}


def _has_short_form(model: type[BaseModel]) -> bool:
    """Whether one value may stand for all of it, as plain words for a prompt."""
    return any(v.info.mode == "before" for v in model.__pydantic_decorators__.model_validators.values())


def _field(info: FieldInfo, definitions: dict[str, Schema]) -> Schema:
    return _form(info.annotation, tuple(info.metadata), definitions)


def _form(annotation: Any, metadata: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    """Return the schema of what a type takes as it is written in the file."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if hasattr(annotation, "__metadata__"):
        return _form(arguments[0], (*annotation.__metadata__, *metadata), definitions)
    if is_duration(metadata):
        return {
            "type": ["string", "integer"],
            "pattern": "^\\s*[0-9]+( ?(minutes?|min|seconds?|s))?( ?[0-9]+( ?(seconds?|s))?)?\\s*$",
            "minimum": 1,
            "maximum": 14400,
        }
    if _among(metadata, Week):
        hours: Schema = {"type": "string", "pattern": _HOURS}
        return {
            "type": "object",
            "minProperties": 1,
            "additionalProperties": {"anyOf": [hours, {"type": "array", "items": hours}]},
        }
    if annotation in _NAMES:
        return _NAMES[annotation]
    if annotation in (int, float):
        return _number(annotation, metadata)
    if origin is Literal:
        return {"enum": list(arguments)}
    if origin in (Union, UnionType):
        forms = [_form(part, metadata, definitions) for part in arguments if part is not NoneType]
        return forms[0] if len(forms) == 1 else {"anyOf": forms}
    if origin is tuple:
        return _list(_form(arguments[0], (), definitions), metadata)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _mapping(arguments, metadata, definitions)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _model(annotation, definitions)
    return _FULL_TEXT if isinstance(annotation, type) and issubclass(annotation, str) else {}


def _number(annotation: Any, metadata: tuple[Any, ...]) -> Schema:
    bounds = {
        word: getattr(part, sign)
        for part in metadata
        for sign, word in (("ge", "minimum"), ("le", "maximum"))
        if getattr(part, sign, None) is not None
    }
    kind, pattern = ("integer", "^[0-9]+$") if annotation is int else ("number", "^[0-9.]+$")
    return {"type": [kind, "string"], "pattern": pattern, **bounds}


def _list(item: Schema, metadata: tuple[Any, ...]) -> Schema:
    """Return the schema of a list, and of one value where that may stand for a list of one."""
    least = {"minItems": 1} if any(getattr(part, "min_length", 0) for part in metadata) else {}
    several: Schema = {"type": "array", "items": item, **least}
    return {"anyOf": [item, several]} if _among(metadata, Several) else several


def _mapping(arguments: tuple[Any, ...], metadata: tuple[Any, ...], definitions: dict[str, Schema]) -> Schema:
    key, value = arguments
    inner = _form(value, (), definitions)
    least: Schema = {"minProperties": 1} if any(getattr(part, "min_length", 0) for part in metadata) else {}
    if _same(key, OptionKey):
        keys = f"^[{''.join(OPTION_KEYS)}]$"
        return {"type": "object", "patternProperties": {keys: inner}, "additionalProperties": False, **least}
    names: Schema = {"propertyNames": {"pattern": _LANGUAGE}} if _same(key, LanguageCode) else {}
    return {"type": "object", **names, "additionalProperties": inner, **least}


def _among(metadata: tuple[Any, ...], kind: Any) -> bool:
    """Whether what makes a type is among the metadata of a field. The readers of a list are the same for any item."""
    return any(part in kind.__metadata__ for part in metadata)


def _same(annotation: Any, kind: Any) -> bool:
    return bool(getattr(annotation, "__metadata__", None) == kind.__metadata__)


def _prose(model: type[BaseModel]) -> str:
    """Return the first paragraph of a docstring, in one line."""
    return re.sub(r"\s+", " ", inspect.cleandoc(model.__doc__ or "").partition("\n\n")[0]).replace("`", "")
