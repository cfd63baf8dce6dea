"""A part of a file without what is wrong in it, so that the rest can be checked: all problems at once."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_ROUNDS: Final = 4
"""How often what is left may be wrong in its turn: a part goes, then what needs that part, then what needs that."""

_Path = tuple[str | int, ...]


def without_what_is_wrong(model: type[BaseModel], data: Any, errors: Sequence[ErrorDetails]) -> Any:
    """Return plain data as a model without the parts that pydantic finds wrong; None if nothing is left of it.

    The result is for further checks only: the file it comes from is refused.

    >>> class Bell(BaseModel, extra="forbid"):
    ...     rings: int
    ...     colour: str = ""
    >>> try:
    ...     Bell.model_validate({"rings": 3, "sice": 5})
    ... except ValidationError as refused:
    ...     without_what_is_wrong(Bell, {"rings": 3, "sice": 5}, refused.errors())
    Bell(rings=3, colour='')
    """
    for _ in range(_ROUNDS):
        wrong = [_part_of(data, error["loc"]) for error in errors]
        if not all(wrong):
            return None
        data = _without(data, wrong)
        try:
            return model.model_validate(data)
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
    return None


def _part_of(data: Any, place: _Path) -> _Path:
    """Return the path of what has to go: the innermost part there is at a place, or () if that is everything."""
    path: list[str | int] = []
    for step in place:
        parts = data if isinstance(data, dict) else dict(enumerate(data)) if isinstance(data, list) else {}
        if step in parts:  # and not one of pydantic's own words, or the name of what is missing
            path.append(step)
            data = parts[step]
    return tuple(path)


def _without(data: Any, paths: Iterable[_Path]) -> Any:
    inside: dict[str | int, list[_Path]] = {}
    for step, *rest in paths:
        inside.setdefault(step, []).append(tuple(rest))
    left = {
        name: _without(part, inside[name]) if name in inside else part
        for name, part in (data.items() if isinstance(data, dict) else enumerate(data))
        if () not in inside.get(name, [])
    }
    return left if isinstance(data, dict) else list(left.values())
