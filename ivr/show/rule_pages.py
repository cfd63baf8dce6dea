"""The manual of the rules as pages for docs/rules: an index by callers, sources and limits; a page a section."""

import re
from collections.abc import Iterable, Iterator, Mapping
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
_ADDRESS: Final = re.compile(r"\s*[,:(]?\s*<?https?://\S+")
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
    """Yield each source that is cited, in alphabetical order, with the rules that cite it."""
    cited: dict[str, tuple[str, dict[str, Rule]]] = {}
    for rule in _in_order(rules):
        for source in _sources(rule.source):
            name = _ADDRESS.sub("", source).strip(" ,.:;")
            cited.setdefault(name.casefold(), (source, {}))[1][rule.name] = rule
    for key in sorted(cited):
        source, own = cited[key]
        yield f"- {_linked(source)}: {', '.join(map(_link, own.values()))}"


def _sources(text: str) -> Iterator[str]:
    """Yield the single sources of a citation: they stand between semicolons that no bracket or quotation holds."""
    deep, start = 0, 0
    for place, sign in enumerate(text):
        deep += (sign in "(“") - (sign in ")”")
        if sign == ";" and deep <= 0:
            yield text[start:place].strip()
            start = place + 1
    last = text[start:].strip().removesuffix(".")
    if last:
        yield last


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
