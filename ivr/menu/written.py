"""What can be told of a node that could not be read: values of a type, found by where they stand."""

from collections.abc import Iterator
from typing import Any, get_args

from ivr.menu.complaints import Path, models_of
from ivr.menu.otherwise import Otherwise
from ivr.menu.types import Goto


def written(annotation: Any, plain: Any, wanted: type[str], path: Path = ()) -> Iterator[tuple[Path, str]]:
    """Yield every text of a type inside plain data that was meant to be of an annotated type, with its path."""
    if annotation is wanted or (isinstance(plain, str) and wanted in get_args(annotation)):
        if isinstance(plain, str):
            yield path, plain
        return
    for model in models_of(annotation):
        if isinstance(plain, str) and model is Otherwise and wanted is Goto:
            yield path, plain
        for name, value in plain.items() if isinstance(plain, dict) else ():
            for field_name, field in model.model_fields.items():
                if name == (field.alias or field_name):
                    yield from written(field.annotation, value, wanted, (*path, name))
        return
    parts = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for option in (annotation, *get_args(annotation)):
        inner = [argument for argument in get_args(option) if argument not in (..., type(None), str)]
        if wanted in inner or any(True for argument in inner for _ in models_of(argument)):
            for name, value in parts:
                yield from written(inner[-1], value, wanted, (*path, name))
            return
