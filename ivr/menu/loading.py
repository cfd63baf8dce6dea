"""A menu file, or its bytes, to a flow."""

from os import PathLike

from ivr.menu.flow import Flow
from ivr.menu.reading import flow_of
from ivr.menu.source import read, read_file


def load(path: str | PathLike[str]) -> Flow:
    """Read a menu file.

    Raises `Unreadable` if the file cannot be read at all, and `Refused` with every problem, in file order, if
    it says something that cannot be built.
    """
    return flow_of(read_file(path, strict=False))


def load_text(text: bytes, file: str = "menus.yaml") -> Flow:
    """Read a menu file's bytes; `file` is the name that problems are reported under. Raises as `load` does."""
    return flow_of(read(text, file, strict=False))
