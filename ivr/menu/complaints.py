"""Everything that is wrong with one file, collected as it is found, with its place and in plain words."""

from collections.abc import Iterable, Mapping, Sequence
from types import UnionType
from typing import Any, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from ivr.menu.mending import without_what_is_wrong
from ivr.menu.problems import MOST_PROBLEMS, Level, Problem
from ivr.menu.source import Source
from ivr.menu.suggest import did_you_mean

Path = tuple[str | int, ...]

_WORDS = {  # what pydantic checks, in a designer's words
    "string_type": "This should be text.",
    "mapping_type": "This should be a group of names, each with a colon.",
    "dict_type": "This should be a group of names, each with a colon.",
    "model_type": "This should be a group of names, each with a colon.",
    "model_attributes_type": "This should be a group of names, each with a colon.",
    "tuple_type": "This should be a list, each part with a hyphen in front.",
    "int_parsing": "This should be a whole number.",
    "int_type": "This should be a whole number.",
    "float_parsing": "This should be a number.",
    "float_type": "This should be a number.",
    "finite_number": "This should be a number.",
    "bool_parsing": "This should be yes or no.",
    "bool_type": "This should be yes or no.",
    "greater_than_equal": "This should be at least {ge}.",
    "less_than_equal": "This should be at most {le}.",
    "too_short": "There should be at least one here.",
    "string_too_short": "This should not be empty.",
}


class Complaints:
    """The problems of one file, so far."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.problems: list[Problem] = list(source.problems)
        self.mended: set[Path] = set()
        self._told = {(problem.line, problem.column) for problem in source.problems}

    def add(
        self,
        rule: str,
        path: Path,
        message: str,
        remedy: str = "",
        *,
        language: str | None = None,
        level: Level = "error",
        at_key: bool = False,
    ) -> None:
        """Note a problem at a path of the file; `at_key` points at the name instead of its value."""
        line, column = (self.source.key_position if at_key else self.source.position)(path)
        if (line, column) in self._told or self.is_full:
            return  # said already, and more plainly; or so much is wrong that more helps nobody
        node = str(path[1]) if len(path) > 1 and path[0] == "nodes" else None
        if path[:1] == ("translations",) and len(path) > 2:
            language = language or str(path[1])
            node = str(path[3]) if len(path) > 3 and path[2] == "nodes" else None
        self.problems.append(
            Problem(
                self.source.file, line, column, rule, level, message, remedy, node=node, language=language
            )
        )

    def model(
        self, model: type[BaseModel], data: Any, path: Path, *, language: str | None = None
    ) -> Any:  # the model, or None if it has problems
        """Read plain data as a model and note every problem.

        Where something is wrong, return the model without what is wrong, so that the rest of the file can be
        checked against it, too; or None if what is left is none. `mended` names such places.
        """
        try:
            return model.model_validate(data)
        except ValidationError as refused:
            errors = refused.errors(include_url=False)
            for error in errors:
                if self.is_full:
                    return None
                self._translate(model, error, path, language)
        mended = without_what_is_wrong(model, data, errors)
        if mended is not None:
            self.mended.add(path)
        return mended

    @property
    def is_full(self) -> bool:
        """So much is wrong that looking for more helps nobody."""
        return len(self.problems) >= MOST_PROBLEMS

    def _translate(
        self, model: type[BaseModel], error: Mapping[str, Any], path: Path, language: str | None
    ) -> None:
        kind, inside = error["type"], tuple(part for part in error["loc"] if part != "[key]")
        place = (*path, *inside)
        at_key = "[key]" in error["loc"]
        if kind == "extra_forbidden":
            known = sorted(names_at(model, inside[:-1]))
            meant = did_you_mean(str(inside[-1]), known)
            hint = f"Did you mean “{meant}”?" if meant else f"There can be: {', '.join(known)}."
            self.add(
                "unknown-key",
                place,
                f"There is no “{inside[-1]}” here.",
                hint,
                language=language,
                at_key=True,
            )
        elif kind == "missing":
            self.add(
                "missing-key", place[:-1], f"“{inside[-1]}” is missing here.", language=language, at_key=True
            )
        elif kind == "literal_error":
            expected = str(error["ctx"]["expected"]).replace("'", "")
            meant = did_you_mean(str(error["input"]), expected.replace(" or ", ", ").split(", "))
            hint = f"Did you mean “{meant}”?" if meant else ""
            self.add("wrong-value", place, f"This should be {expected}.", hint, language=language)
        elif "-" in kind:  # one of ours: the type is the rule's name
            self.add(kind, place, error["msg"], language=language, at_key=at_key)
        else:
            words = _WORDS.get(kind, "").format(**error.get("ctx", {})) or f"{error['msg']}."
            self.add("wrong-value", place, words, language=language, at_key=at_key)


def as_written(path: Path) -> Path:
    """Return the path of a field inside a node as the file writes it."""
    return tuple("for" if part == "for_" else part for part in path)


def names_at(model: Any, path: Sequence[str | int]) -> Iterable[str]:
    """Return the names that may stand at a path inside a model, as they are written in the file."""
    annotation: Any = model
    for part in path:
        annotation = _inner(annotation, part)
    found = list(models_of(annotation))
    return {field.alias or name for kind in found for name, field in kind.model_fields.items()}


def models_of(annotation: Any) -> Iterable[type[BaseModel]]:
    """Yield the models that an annotation allows."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    elif get_origin(annotation) in (Union, UnionType):
        for option in get_args(annotation):
            yield from models_of(option)
    elif hasattr(annotation, "__metadata__"):
        yield from models_of(get_args(annotation)[0])


def _inner(annotation: Any, part: str | int) -> Any:
    for kind in models_of(annotation):
        for name, field in kind.model_fields.items():
            if part in (name, field.alias):
                return field.annotation
    options = get_args(annotation) if get_origin(annotation) in (Union, UnionType) else (annotation,)
    for option in options:
        arguments = get_args(option)
        if hasattr(option, "__metadata__"):
            return _inner(arguments[0], part)
        if arguments:
            return arguments[-1] if arguments[-1] is not ... else arguments[0]
    return Any
