"""The examples in a rule's manual as whole menu files."""

import re

from ivr.menu import load_text

LINE = """\
line:
  name: An example
  start: {start}
  languages:
    en: {{name: English, voice: Polly.Amy-Neural, locale: en-GB}}
"""


def whole(example):
    """A menu file: one that begins with `nodes:` gets a line that starts at its first node."""
    if "line:" in example.splitlines():
        return example
    (start,) = re.findall(r"\Anodes:\n  ([a-z0-9-]+):", example)
    return LINE.format(start=start) + example


def flow_of(example):
    return load_text(whole(example).encode())
