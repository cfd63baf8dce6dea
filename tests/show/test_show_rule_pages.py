"""docs/rules: made from the docstrings, and fresh."""

import re
from pathlib import Path

from ivr.check.callers import CALLERS
from ivr.check.catalogue import all_rules
from ivr.check.limits import LIMITS
from ivr.show.rule_pages import pages

FOLDER = Path(__file__).parents[2] / "docs" / "rules"
PAGES = pages()


def test_the_pages_are_fresh():
    written = {file.name: file.read_text(encoding="utf-8") for file in FOLDER.glob("*.md")}
    stale = sorted(name for name in {*written, *PAGES} if written.get(name) != PAGES.get(name))
    assert stale == [], "run: .venv/bin/python scripts/manual"


def test_every_rule_has_its_chapter():
    for rule in all_rules().values():
        chapter = PAGES[f"{rule.section}.md"].partition(f"\n## `{rule.name}`\n")[2].partition("\n## ")[0]
        assert rule.what in chapter
        assert rule.why in chapter
        assert all(who in chapter for who in rule.who)
        assert all(example.rstrip() in chapter for example in (*rule.bad, *rule.good))


def test_the_index_leads_to_every_rule_by_section_caller_and_source():
    index = PAGES["index.md"]
    by_section, _, rest = index.partition("\n## By callers\n")
    by_caller, _, rest = rest.partition("\n## By source\n")
    by_source, _, limits = rest.partition("\n## Limits\n")
    for rule in all_rules().values():
        link = f"[`{rule.name}`]({rule.section}.md#{rule.name})"
        assert link in by_section
        assert link in by_source
        for group in rule.callers:
            (line,) = [line for line in by_caller.splitlines() if f"({group}):" in line]
            assert link in line
    assert all(f"({group}):" in by_caller for group in CALLERS)
    assert all(f"| `{name}` |" in limits for name in LIMITS)


def test_links_lead_somewhere():
    for name, text in PAGES.items():
        for file, anchor in re.findall(r"\]\(([\w.-]+\.md)(?:#([\w-]+))?\)", text):
            assert file in PAGES, f"{name} leads to {file}"
            assert not anchor or f"\n## `{anchor}`\n" in PAGES[file], f"{name} leads to {file}#{anchor}"
