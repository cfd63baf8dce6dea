"""Small menus around a text, and what one rule finds in them."""

from rule_examples import flow_of

from ivr.check.catalogue import all_rules
from ivr.menu import load_text


def found(rule, flow, outcome="problem"):
    """The findings of one rule that came out so, exceptions not looked at."""
    return [finding for finding in all_rules()[rule].check(flow) if finding.outcome == outcome]


def end(words):
    """A line that says words and ends."""
    return flow_of(f"nodes:\n  bye:\n    kind: end\n    prompt: {words!r}\n")


def menu(prompt="Hello.", options="1: {for: bins, goto: bye}", also="", line=""):
    """A line with one menu, and a person."""
    more = f"    also: {also!r}\n" if also else ""
    return load_text(
        (
            "line:\n  name: A\n  start: main\n  person: person\n"
            "  languages: {en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}}\n"
            f"{line}nodes:\n  main:\n    kind: menu\n    prompt: {prompt!r}\n    options:\n      {options}\n{more}"
            "  bye: {kind: end, prompt: Goodbye.}\n"
            "  person: {kind: transfer, number: person, prompt: Wait., unavailable: Ring 101.}\n"
        ).encode()
    )


LANGUAGES = {
    "en": "{name: English, voice: Polly.Amy-Neural, locale: en-GB}",
    "cy": "{name: Cymraeg, voice: Polly.Gwyneth, locale: cy-GB}",
    "pl": "{name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}",
    "sv": "{name: Svenska, voice: Polly.Elin-Neural, locale: sv-SE}",
    "fr": "{name: Français, voice: Polly.Lea-Neural, locale: fr-FR}",
}


def whole(nodes, languages=("en",), line="", translations=""):
    """A line in several languages, that starts at `main`."""
    heads = "".join(f"    {code}: {LANGUAGES[code]}\n" for code in languages)
    text = f"line:\n  name: A\n  start: main\n  languages:\n{heads}{line}nodes:\n{nodes}"
    return load_text((text + (f"translations:\n{translations}" if translations else "")).encode())


def end_in(language, words):
    """A line whose own language is another, that says words and ends."""
    return whole(f"  main:\n    kind: end\n    prompt: {words!r}\n", (language,))
