"""What a kind of node is, and what a rule asks and why, in words for people who edit a menu file."""

import inspect
import re
import sys
import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from ivr.check.catalogue import Rule, all_rules
from ivr.check.limits import LIMITS
from ivr.check.upkeep import UPKEEP
from ivr.menu.kinds import kinds
from ivr.menu.node import Node
from ivr.menu.problems import STRUCTURAL, StructuralRule
from ivr.menu.suggest import did_you_mean
from ivr.show.fields import Field, common_fields, own_fields

WIDTH: Final = 100
"""Characters of a line."""
_FENCE: Final = re.compile(r"```yaml\n(.*?)```\n?", re.DOTALL)


class Unknown(LookupError):
    """Raised when there is neither a kind nor a rule of that name. The text says which one was perhaps meant."""


def explain(name: str) -> str:
    """Return the manual of a kind of node, or of a rule, by its name or by its number (V16). Raises Unknown."""
    name = _by_number().get(name.upper(), name)
    if name in kinds():
        return "\n".join(_kind(name, kinds()[name]))
    if name in all_rules():
        return "\n".join(_rule(all_rules()[name]))
    if name in STRUCTURAL:
        return "\n".join(_structural(STRUCTURAL[name], "a menu file with this cannot be used (error)"))
    if name in UPKEEP:
        rule = UPKEEP[name]
        return "\n".join(_structural(rule.manual, f"a rule about exceptions and limits ({rule.level})"))
    meant = did_you_mean(name, [*kinds(), *all_rules(), *STRUCTURAL, *UPKEEP])
    hint = f" Did you mean “{meant}”?" if meant else " `ivr explain` lists all there are."
    raise Unknown(f"There is no kind of node and no rule “{name[:60]}”.{hint}")


def everything() -> str:
    """Return a list of all kinds and rules, each with a line about it."""
    parts = (
        ("Kinds of node", [(name, _first_line(kind)) for name, kind in kinds().items()]),
        ("Rules of good menus (`ivr lint` checks them)", [(r.name, r.what) for r in all_rules().values()]),
        ("Exceptions and limits", [(name, rule.manual.what) for name, rule in UPKEEP.items()]),
        ("What cannot be built", [(rule.name, rule.what) for rule in STRUCTURAL.values()]),
    )
    lines = []
    for title, rows in parts:
        widest = max(len(name) for name, _ in rows)
        lines += [
            title,
            *(line for name, words in rows for line in _hanging(f"  {name:<{widest}}  ", words)),
            "",
        ]
    return "\n".join([*lines, "`ivr explain NAME` says more about one of them."])


def _kind(name: str, kind: type[Node]) -> Iterator[str]:
    yield f"{name}: a kind of node"
    yield ""
    yield from _prose(_manual(kind))
    fields = own_fields(kind)
    yield ""
    yield "What can be written in it (* is needed)"
    yield from _table(fields)
    for field in fields:
        if field.inner:
            yield ""
            yield f"Each of {field.name}" if field.takes.startswith("a group, each") else f"In {field.name}"
            yield from _table(field.inner)
    yield ""
    yield "In every node"
    yield from _table(common_fields())


def _rule(rule: Rule) -> Iterator[str]:
    number = f"{rule.number}, " if rule.number else ""
    asked = ", asked only on request" if rule.optional else ""
    yield f"{rule.name}: a rule ({number}{rule.level}{asked})"
    yield ""
    for head, words in (
        ("", rule.what),
        ("Why: ", rule.why),
        ("Who is shut out: ", f"{'; '.join(rule.who)}."),
        ("Source: ", rule.source),
        *(("", more) for more in rule.more),
    ):
        yield from _wrapped(head + words)
        yield ""
    limits = [each for each in LIMITS.values() if each.rule == rule.name]
    if limits:
        yield "Limits (a file may change them under `limits:`, with a reason)"
        for each in limits:
            yield from _hanging(
                f"    {each.name}  ", f"{each.value:g} {each.unit}: {each.means}. Source: {each.source}"
            )
        yield ""
    for head, examples in (("Bad", rule.bad), ("Good", rule.good)):
        for example in examples:
            yield f"{head}:"
            yield ""
            yield textwrap.indent(example.rstrip(), "    ")
            yield ""
    yield from _wrapped(
        f"To break this rule on purpose, write  allow: {{{rule.name}: the reason}}  at the node or under line:."
    )


def _by_number() -> dict[str, str]:
    return {rule.number: rule.name for rule in all_rules().values() if rule.number}


def _structural(rule: StructuralRule, kind: str) -> Iterator[str]:
    yield f"{rule.name}: {kind}"
    for words in (rule.what, f"Why: {rule.why}", f"What to do: {rule.remedy}"):
        yield ""
        yield from _wrapped(words)


def _table(fields: Iterable[Field]) -> Iterator[str]:
    rows = list(fields)
    widest = max(len(field.name) for field in rows)
    for field in rows:
        about = [field.means, field.takes] if field.means else [field.takes]
        default = [f"without it: {field.default}"] if field.default else []
        mark = "*" if field.needed else " "
        yield from _hanging(f"  {mark} {field.name:<{widest}}  ", "; ".join(about + default))


def _manual(kind: type[Node]) -> str:
    return inspect.cleandoc(sys.modules[kind.__module__].__doc__ or kind.__doc__ or "")


def _first_line(kind: type[Node]) -> str:
    first = _manual(kind).partition("\n")[0]
    words = first.partition(": ")[2] or first
    return words[:1].upper() + words[1:]


def _prose(text: str) -> Iterator[str]:
    """Yield a manual as it is read in a terminal: paragraphs wrapped, examples set in without their fences."""
    blocks: list[list[str]] = []
    for number, part in enumerate(_FENCE.split(text)):
        if number % 2:
            blocks.append([textwrap.indent(part.rstrip(), "    ")])
        else:
            blocks += (
                _wrapped(paragraph.strip()) for paragraph in re.split(r"\n\s*\n", part) if paragraph.strip()
            )
    for number, block in enumerate(blocks):
        if number:
            yield ""
        yield from block


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, break_on_hyphens=False, break_long_words=False)


def _hanging(head: str, words: str) -> list[str]:
    return textwrap.wrap(
        head + words, WIDTH, subsequent_indent=" " * len(head), break_on_hyphens=False, drop_whitespace=True
    )
