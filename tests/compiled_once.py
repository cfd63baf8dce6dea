"""What hundreds of apps of one process have alike is compiled for the first of them only: the code of their templates, and
of what builds their addresses. Each test still has an app of its own."""

from typing import Any

from flask import Flask
from jinja2 import BytecodeCache
from jinja2.bccache import Bucket
from werkzeug.routing import Rule


class Templates(BytecodeCache):
    """Jinja's own way to keep the code of templates, by their names and all that is in them; here in memory."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Any] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        bucket.code = self._known.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._known[bucket.key, bucket.checksum] = bucket.code


_compile_builder = Rule._compile_builder
_builders: dict[Any, Any] = {}


def _known_builder(rule: Rule, append_unknown: bool = True) -> Any:
    """Return what builds the addresses of a rule. It holds nothing of the rule but what stands in its text."""
    if rule.defaults:
        return _compile_builder(rule, append_unknown)
    key = (rule.rule, tuple(rule._trace), append_unknown)
    if key not in _builders:
        _builders[key] = _compile_builder(rule, append_unknown)
    return _builders[key]


def for_all_apps() -> None:
    """Let every app of this process that is made from now on share it."""
    Flask.jinja_options = {"bytecode_cache": Templates()}
    Rule._compile_builder = _known_builder  # type: ignore[method-assign]
