"""Liaison Line: a phone menu that no caller can get lost in, and that never loses a message.

A call is a URL, a page is a value, an effect is a value.

`menus.yaml` is read once into a `Flow`: the checked whole, where every `goto` exists. A moment of a call is a
`Turn`; every turn has exactly one page, compiled once, at first use, into bytes. The provider posts what the
caller did to the turn's URL; `ivr.walk` says which turn follows and what that does to the message; `ivr.message`
does it, once; `ivr.web` answers with the page. The core (`call`, `menu`, `walk`, `check`, `show`) has no clock,
no network and no database: they come in as arguments.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ivr.menu import Flow as Flow
    from ivr.menu import MenuError as MenuError
    from ivr.menu import Problem as Problem
    from ivr.menu import Refused as Refused
    from ivr.menu import Unreadable as Unreadable
    from ivr.menu import load as load
    from ivr.web import create_app as create_app

__all__ = ["Flow", "MenuError", "Problem", "Refused", "Unreadable", "create_app", "load"]


def __getattr__(name: str) -> Any:
    """Import a public name when it is first asked for: pytest loads this package, for its plugin, in any project."""
    from importlib import import_module

    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module("ivr.web" if name == "create_app" else "ivr.menu"), name)
