"""Makes a menu file of any size, for measuring and for tests: `python -m scripts.bench.big_menu 1000 > big.yaml`.

Every node can be reached by keys from the start, and every path ends. Menus stand in a tree, five options each, under
500 bytes of YAML (so that 10,000 of them are under the 5 MB that are read); the options of the last ones lead to
goodbye, and whoever presses nothing gets to the person.
"""

import sys

KEYS = (1, 2, 3, 4, 6)
"""The keys a menu may use first: 0, 5, 7 and 9 mean the same everywhere."""
FIXED = 3
"""Nodes that every file has: person, emergency, goodbye."""
WORDS = (
    "leave a message", "hear who is there", "hear when we are open", "speak to us in person", "report something",
    "ask about a visit", "find help near you", "hear this in full", "ask for a letter", "change an answer",
)  # fmt: skip

HEAD = """\
line:
  name: A line of {nodes} nodes
  start: menu-0
  person: person
  emergency: emergency
  controller: This test
  notice: This is a test.
  languages:
    en: {{name: English, voice: Polly.Amy-Neural, locale: en-GB}}
nodes:
  person:
    kind: transfer
    prompt: I will put you through to a person.
    number: person
    ring: 20 seconds
    unavailable: There is nobody here at the moment.
  emergency:
    kind: menu
    prompt: If you are in danger, hang up and dial 999.
    options:
      1: {{to: go back, goto: back}}
  goodbye:
    kind: end
    prompt: Thank you for ringing. Goodbye.
"""
MENU = """\
  menu-{number}:
    kind: menu
    prompt: This is menu {number}. Please choose.
    options:
{options}    reprompt: Menu {number} again.
    no_input: No key came.
    no_match: No such key.
    otherwise: person
"""
OPTION = "      {key}: {{to: {words} {part}, goto: {goto}}}\n"


def big_menu(nodes: int) -> str:
    """Give a menu file of that many nodes (4 at least) as YAML."""
    menus = nodes - FIXED
    if menus < 1:
        raise ValueError(f"a line has at least {FIXED + 1} nodes")
    parts = [HEAD.format(nodes=nodes)]
    for number in range(menus):
        options = []
        for place, key in enumerate(KEYS):
            child = number * len(KEYS) + place + 1
            goto = f"menu-{child}" if child < menus else "goodbye"
            words = WORDS[(number + place * 3) % len(WORDS)]
            options.append(OPTION.format(key=key, words=words, part=child, goto=goto))
        parts.append(MENU.format(number=number, options="".join(options)))
    return "".join(parts)


if __name__ == "__main__":
    sys.stdout.write(big_menu(int(sys.argv[1]) if len(sys.argv) > 1 else 100))
