"""The manual of the rules as pages for docs/rules: an index by callers, sources and limits; a page a section."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import takewhile
from typing import Final

from ivr.check.callers import CALLERS
from ivr.check.catalogue import Rule, all_rules
from ivr.check.limits import LIMITS
from ivr.check.names import HOUSE, SECTIONS
from ivr.check.upkeep import UPKEEP

_TITLES: Final[Mapping[str, str]] = {
    "person": "A person, and another way in",
    "shape": "The shape of the menu",
    "words": "Words",
    "time": "Time and rhythm",
    "mistakes": "Mistakes",
    "keys": "Keys",
    "sound": "Voice and sound",
    "languages": "Languages",
    "messages": "Leaving a message",
    "safety": "Safety and respect",
    HOUSE: "Beyond the catalogue",
}
_SHORTEST_NAME: Final = 10
"""Characters that the name of a work has at least."""
_MARK: Final = "<!-- Made from the docstrings in ivr/check/rules by scripts/manual: change them there. -->"


def pages() -> dict[str, str]:
    """Return every page by its file name, as Markdown."""
    rules = list(all_rules().values())
    made = {"index.md": "\n".join(_index(rules))}
    for section in _sections(rules):
        own = [rule for rule in _in_order(rules) if rule.section == section]
        made[f"{section}.md"] = "\n".join(_page(section, own))
    return made


def _sections(rules: Iterable[Rule]) -> list[str]:
    """Return the sections that hold rules, in the catalogue's order, those of nobody's last."""
    known = {rule.section: None for rule in rules}
    return [name for name in (*SECTIONS, HOUSE) if name in known] + [
        name for name in known if name not in (*SECTIONS, HOUSE)
    ]


def _in_order(rules: Iterable[Rule]) -> list[Rule]:
    return sorted(rules, key=lambda rule: (rule.number or "W", rule.name))


def _title(section: str) -> str:
    return _TITLES.get(section, section.capitalize())


def _index(rules: list[Rule]) -> Iterator[str]:
    yield "# The rules of `ivr lint`"
    yield ""
    yield _MARK
    yield ""
    yield (
        f"{len(rules)} rules. Each names the people who are shut out where it is broken, and where it comes from. "
        "[Checking a menu](../linting.md) says how to use them."
    )
    for section in _sections(rules):
        own = [rule for rule in _in_order(rules) if rule.section == section]
        yield f"\n## [{_title(section)}]({section}.md)\n"
        yield "| | rule | level | |\n|---|---|---|---|"
        for rule in own:
            yield f"| {rule.number or ''} | {_link(rule)} | {rule.level} | {_cell(rule.what)} |"
    yield "\n## By callers\n"
    for group, words in CALLERS.items():
        own = [rule for rule in _in_order(rules) if group in rule.callers]
        yield f"- **{words[:1].upper()}{words[1:]}** ({group}): {', '.join(map(_link, own)) or 'no rule of their own'}"
    yield "\n## By source\n"
    yield from _by_source(rules)
    yield "\n## Limits\n"
    yield "A file may change each of them, with a reason. “Ours” marks a number that no source gives.\n"
    yield "| limit | | what it is | source |\n|---|---|---|---|"
    for each in LIMITS.values():
        source = "ours" if each.ours else _linked(each.source)
        yield f"| `{each.name}` | {each.value:g} {each.unit} | {_cell(each.means)} | {_cell(source)} |"
    yield "\n## Exceptions and limits\n"
    yield "| rule | level | |\n|---|---|---|"
    for name, kept in UPKEEP.items():
        yield f"| `{name}` | {kept.level} | {_cell(kept.manual.what)} |"
    yield ""


def _by_source(rules: Iterable[Rule]) -> Iterator[str]:
    """Yield each work that is cited, in alphabetical order, with the rules that cite any part of it.

    A work is known by its address, or by its name where none is given.
    """
    citations = [(source, rule) for rule in _in_order(rules) for source in _sources(rule.source)]
    at = {_name(source): address for source, _ in citations if (address := _address(source))}
    works: dict[str, tuple[dict[str, None], dict[str, Rule]]] = {}
    for source, rule in citations:
        name = _name(source)
        names, own = works.setdefault(_address(source) or at.get(name, name), ({}, {}))
        names[name], own[rule.name] = None, rule
    for name, work in sorted(((_common(names), work) for work, (names, _) in works.items()), key=_folded):
        where = f", <{work}>" if work.startswith("http") else ""
        yield f"- {name}{where}: {', '.join(map(_link, works[work][1].values()))}"


def _name(source: str) -> str:
    """Return the name of a work: what stands before its address, a bracket, a quotation, or the next sentence."""
    name = re.split(r",?\s*<?https?://|,?\s+[(“]|\.\s", source)[0].strip(" ,.:;")
    return f"{name[:1].upper()}{name[1:]}"


def _address(source: str) -> str:
    found = re.search(r"https?://[^\s,;)>]*[^\s,;.:)>]", source)
    return found[0] if found else ""


def _common(names: Iterable[str]) -> str:
    """Return the words that the names of one work begin with; where those are few, the shortest of the names."""
    every = [name.split() for name in names if not name.casefold().endswith("ours")] or [["Ours"]]
    same = takewhile(lambda words: len(set(words)) == 1, zip(*map(_bare, every), strict=False))
    common = " ".join(words[0] for words in same)
    if len(every) > 1 and len(common) >= _SHORTEST_NAME:
        return common
    return min(map(" ".join, every), key=len)


def _bare(words: Iterable[str]) -> list[str]:
    """Return words without the signs at their ends."""
    return [word.rstrip(",.:;") for word in words]


def _folded(named: tuple[str, str]) -> str:
    return named[0].casefold()


def _sources(text: str) -> Iterator[str]:
    """Yield the single sources of a citation: they stand between semicolons that no bracket or quotation holds."""
    deep, start = 0, 0
    for place, sign in enumerate(text):
        deep += (sign in "(“") - (sign in ")”")
        if sign == ";" and deep <= 0:
            yield text[start:place].strip()
            start = place + 1
    yield text[start:].strip()


def _page(section: str, rules: list[Rule]) -> Iterator[str]:
    yield f"# {_title(section)}"
    yield ""
    yield _MARK
    yield ""
    yield "[All rules](index.md)"
    for rule in rules:
        yield f"\n## `{rule.name}`\n"
        asked = ", asked only on request" if rule.optional else ""
        yield f"*{f'{rule.number}, ' if rule.number else ''}{rule.level}{asked}.* **{rule.what}**\n"
        yield f"Why: {rule.why}\n"
        yield f"Who is shut out: {'; '.join(rule.who)}.\n"
        yield f"Source: {_linked(rule.source)}\n"
        for more in rule.more:
            yield f"{more}\n"
        limits = [each for each in LIMITS.values() if each.rule == rule.name]
        for each in limits:
            source = "ours" if each.ours else _linked(each.source)
            yield f"- `{each.name}`: {each.value:g} {each.unit}, {each.means} ({source})"
        if limits:
            yield ""
        for head, examples in (("Bad", rule.bad), ("Good", rule.good)):
            for example in examples:
                yield f"{head}:\n\n```yaml\n{example.rstrip()}\n```\n"


def _link(rule: Rule) -> str:
    return f"[`{rule.name}`]({rule.section}.md#{rule.name})"


def _linked(text: str) -> str:
    """Return a text whose addresses can be followed."""
    return re.sub(r"(?<![<(])(https?://[^\s,;)]*[^\s,;.:)])", r"<\1>", text)


def _cell(text: str) -> str:
    """Return a text that may stand in a table."""
    return text.replace("|", "\\|")
