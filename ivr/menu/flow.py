"""The whole of a menu file, read and checked: every `goto` exists, every placeholder has been asked for."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from ivr.call.turn import NodeId
from ivr.menu.edition import Edition
from ivr.menu.line import Line
from ivr.menu.node import Node
from ivr.menu.problems import Problem
from ivr.menu.source import Source


@dataclass(frozen=True)
class Flow:
    """A phone menu that can be rung.

    `nodes` and `line` are in the language the file is written in; `editions` has them in every language of
    the line. `version` is the first 12 hexadecimal digits of the SHA-256 of `text`, the file's bytes.
    `warnings` are the problems that did not stop it. `source` knows where in the file everything stands.
    """

    version: str
    text: bytes = field(repr=False)
    source: Source = field(repr=False)
    line: Line = field(repr=False)
    nodes: Mapping[NodeId, Node] = field(repr=False)
    editions: Mapping[str, Edition] = field(repr=False)
    warnings: tuple[Problem, ...] = ()

    @property
    def source_language(self) -> str:
        """The language the file is written in, in which every call begins."""
        return next(iter(self.line.languages))


def version_of(text: bytes) -> str:
    """Return the version of a menu file: a name for exactly these bytes."""
    return hashlib.sha256(text).hexdigest()[:12]
