"""Where in the file words of a language are written."""

from ivr.check.finding import Path
from ivr.menu.flow import Flow


def written_at(flow: Flow, language: str, path: Path) -> Path | None:
    """Return where the words that belong at a path are written in a language; None where they are not.

    In the language of the file that is the path itself, also where the file leaves it to the system's own words.
    """
    if language == flow.source_language:
        return path
    translated: Path = ("translations", language, *path)
    return translated if flow.source.plain(translated) is not None else None
