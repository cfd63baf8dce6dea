"""The kinds of node there are: one file each in `ivr.menu.nodes`, found here and nowhere listed."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import get_args

from ivr.menu import nodes
from ivr.menu.node import Node


@cache
def kinds() -> Mapping[str, type[Node]]:
    """Return every kind of node by its name in the file, in alphabetical order."""
    found: dict[str, type[Node]] = {}
    for module in pkgutil.iter_modules(nodes.__path__):
        members = vars(importlib.import_module(f"{nodes.__name__}.{module.name}")).values()
        for kind in members:
            if (
                isinstance(kind, type)
                and issubclass(kind, Node)
                and kind.__module__.endswith(f".{module.name}")
            ):
                (name,) = get_args(kind.model_fields["kind"].annotation)
                found[name] = kind
    return MappingProxyType(dict(sorted(found.items())))
