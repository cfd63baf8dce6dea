"""Every rule there is: the modules in `ivr.check.rules`, with their manuals read."""

import importlib
import pkgutil
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType, ModuleType
from typing import Final

from ivr.check import rules
from ivr.check.finding import Finding
from ivr.menu.flow import Flow
from ivr.menu.problems import Level

_PARTS: Final = ("Why", "Who is shut out", "Source", "Bad", "Good")
_HEADING: Final = re.compile(rf"^({'|'.join(_PARTS)}):[ \n]", re.MULTILINE)
_FENCED: Final = re.compile(r"```yaml\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule and its manual.

    `what`, `why` and `source` are text, `who` the people who are shut out where it is broken, `more` what else the
    manual says, in paragraphs. `bad` and `good` are examples, as they stand there. `number` is that of the
    accessibility catalogue (`V16`), or None for a rule beyond it; `callers` are groups of `ivr.check.callers`;
    `section` is the folder it lies in. An `optional` rule is asked only on request. `check` yields what is found in a
    flow.
    """

    name: str
    level: Level
    what: str
    why: str
    who: tuple[str, ...]
    source: str
    more: tuple[str, ...]
    bad: tuple[str, ...]
    good: tuple[str, ...]
    number: str | None
    callers: tuple[str, ...]
    section: str
    optional: bool
    check: Callable[[Flow], Iterable[Finding]]


@cache
def all_rules() -> Mapping[str, Rule]:
    """Return every rule by its name, in alphabetical order.

    Raises ValueError where a manual lacks a part, or two rules have one name.
    """
    found = [_rule(module) for module in _modules() if hasattr(module, "NAME")]
    by_name = {rule.name: rule for rule in found}
    if len(by_name) < len(found):
        names = sorted(rule.name for rule in found)
        raise ValueError(f"two rules have one name, among {', '.join(names)}")
    return MappingProxyType(dict(sorted(by_name.items())))


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(rules.__path__, f"{rules.__name__}."):
        yield importlib.import_module(module.name)


def _rule(module: ModuleType) -> Rule:
    what, *rest = _HEADING.split(_evened(module.__doc__ or ""))
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    missing = [name for name in _PARTS if not parts.get(name, "").strip()]
    if missing or not what.strip():
        raise ValueError(
            f"the manual of {module.__name__} has no {' and no '.join(missing or ['first words'])}"
        )
    source, *more = (_line(part) for part in re.split(r"\n\s*\n", parts["Source"].strip()))
    return Rule(
        module.NAME,
        module.LEVEL,
        _line(what),
        _line(parts["Why"]),
        tuple(_line(who) for who in parts["Who is shut out"].rstrip().rstrip(".").split(";")),
        source,
        tuple(more),
        tuple(_FENCED.findall(parts["Bad"])),
        tuple(_FENCED.findall(parts["Good"])),
        getattr(module, "NUMBER", None),
        tuple(getattr(module, "CALLERS", ())),
        module.__name__.removeprefix(f"{rules.__name__}.").rpartition(".")[0],
        getattr(module, "OPTIONAL", False),
        module.check,
    )


def _evened(manual: str) -> str:
    """Return a manual without an indent. Python itself takes it away from 3.13 on, and most have none."""
    return manual if "\nWhy:" in manual else textwrap.dedent(f"    {manual}")


def _line(text: str) -> str:
    return " ".join(text.split())
