"""Where in the file the words stand that somebody hears in a language."""

from ivr.call.turn import NodeId
from ivr.check.finding import Path
from ivr.menu.flow import Flow


def spoken_at(flow: Flow, language: str, name: NodeId, field: str = "prompt") -> Path:
    """Return the path of a text of a node: of its translation, where there is one."""
    own: Path = ("nodes", name, field)
    translated: Path = ("translations", language, *own)
    return translated if flow.source.plain(translated) is not None else own
