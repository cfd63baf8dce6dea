"""How much of a menu was tried, told to people."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ivr.check.coverage import Coverage, Item

LINE = "the whole line"
"""What is said in place of a node's name."""


def lines(covered: "Coverage") -> Iterator[str]:
    """Yield what nobody has tried, node by node in the order of the file, and then how much was."""
    untried = _by_node(covered.untried)
    if untried:
        yield "Nobody has tried:"
        for name, items in untried.items():
            yield f"  {name}"
            yield from (f"    {item.words}" for item in items)
        yield ""
    yield summary(covered)


def markdown(covered: "Coverage") -> str:
    """Return the same as a part of a Markdown page, for a pull request."""
    told = [f"**{summary(covered)}**"]
    if untried := _by_node(covered.untried):
        told += ["", "| where | what nobody has tried |", "|---|---|"]
        told += [f"| {name} | {_cell(items)} |" for name, items in untried.items()]
    return "\n".join(told) + "\n"


def summary(covered: "Coverage") -> str:
    """Return how much was tried, in one sentence."""
    calls = "1 call has" if covered.calls == 1 else f"{covered.calls:,} calls have"
    return (
        f"{calls} tried {covered.tried:,} of {len(covered.items):,} things that callers can do: "
        f"{covered.percent:g} %."
    )


def _by_node(items: "tuple[Item, ...]") -> "dict[str, list[Item]]":
    nodes: dict[str, list[Item]] = {}
    for item in items:
        nodes.setdefault(item.node or LINE, []).append(item)
    return nodes


def _cell(items: "list[Item]") -> str:
    return "; ".join(item.words for item in items).replace("\\", "\\\\").replace("|", "\\|")
