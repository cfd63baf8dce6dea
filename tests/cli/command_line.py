"""Running `ivr` as somebody would type it: in this process, or as one of its own."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from ivr.cli import main

SHIPPED = Path(__file__).parents[2] / "menus.yaml"
IVR = Path(sys.executable).with_name("ivr")

LINE = """\
line:
  name: Small line
  start: main
  person: person
  languages:
    en: {name: English, voice: Polly.Amy-Neural, locale: en-GB}
    pl: {name: Polski, voice: Polly.Ola-Neural, locale: pl-PL}
"""
SMALL = f"""{LINE}nodes:
  main:
    kind: menu
    prompt: Hello.
    options:
      1: {{to: leave a message, goto: agree}}
      2: {{to: enter a number, goto: number}}
      3: {{for: opening hours, goto: when}}
    otherwise: {{no_input: bye, no_match: person}}
  agree:
    kind: menu
    prompt: May we keep it?
    options:
      1: {{to: agree, goto: message, consent: true}}
    otherwise: bye
  message: {{kind: record, prompt: Please speak., longest: 1 minute, silence: 5 seconds, recorded: review, empty: bye}}
  review: {{kind: menu, prompt: It is kept., options: {{1: {{to: send it, goto: send}}}}, otherwise: bye}}
  send: {{kind: send, goto: sent}}
  sent: {{kind: end, prompt: "Thank you. Your reference is {{reference}}. Goodbye."}}
  number: {{kind: ask, prompt: Enter it., answer: it, accept: digits, entered: heard-it, otherwise: bye}}
  heard-it: {{kind: end, prompt: "I heard {{it}}."}}
  when: {{kind: hours, open: {{friday: 09:00-17:00}}, when_open: open, when_closed: closed}}
  open: {{kind: end, prompt: We are open.}}
  closed: {{kind: end, prompt: We are closed.}}
  bye: {{kind: end, prompt: Goodbye.}}
  person: {{kind: transfer, prompt: Please hold., number: person, unavailable: Nobody is here.}}
translations:
  pl: {{nodes: {{main: {{prompt: Witamy.}}}}}}
"""


def ivr(*words, **more):
    """Run a command in this process."""
    return CliRunner().invoke(main, [str(word) for word in words], catch_exceptions=False, **more)


def surroundings(**changes):
    """The environment of a process: this one's without the line's settings, and changes."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("IVR_")}
    return kept | {"PYTHONUTF8": "1"} | changes


def process(*words, folder=None, env=None, **more):
    """Run a command as a process of its own; `input`, `stdout` and so on are those of subprocess.run."""
    usual = {"capture_output": True, "timeout": 300, "check": False, "stdin": subprocess.DEVNULL}
    usual |= {"stdin": None} if "input" in more else {}
    return subprocess.run(
        [str(IVR), *map(str, words)], cwd=folder, env=surroundings(**(env or {})), **usual | more
    )
