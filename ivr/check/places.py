"""Where in the file the words stand that somebody hears in a language."""

from collections.abc import Iterable, Iterator

from ivr.call.turn import NodeId
from ivr.check.finding import Finding, Path
from ivr.menu.flow import Flow


def spoken_at(flow: Flow, language: str, name: NodeId, field: str = "prompt") -> Path:
    """Return the path of a text of a node: of its translation, where there is one."""
    own: Path = ("nodes", name, field)
    translated: Path = ("translations", language, *own)
    return translated if flow.source.plain(translated) is not None else own


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield findings, those about the same words only once: what is not translated is heard in several languages."""
    told: set[tuple[Path, str]] = set()
    for finding in findings:
        if (finding.path, finding.message) not in told:
            told.add((finding.path, finding.message))
            yield finding
