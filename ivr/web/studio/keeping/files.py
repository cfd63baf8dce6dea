"""A scenario as a file of its own beside the menu file. What is there already stays as it is."""

import os
import re
import unicodedata
from pathlib import Path
from typing import Final

from ivr.web.studio.sorry import Sorry

_LONGEST: Final = 60
"""Characters of a file's name."""
_MOST: Final = 999
"""Files of one name."""


def name_of(title: str) -> str:
    """Return what a scenario's file is called.

    >>> name_of("Somebody hangs up — während es spricht!"), name_of("???"), name_of("../x")
    ('somebody-hangs-up-wahrend-es-spricht', 'call', 'x')
    """
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    name = ""
    for word in words:
        if len(name) + 1 + len(word) > _LONGEST:
            break
        name += f"-{word}" if name else word
    return name or (words[0][:_LONGEST] if words else "call")


def save(folder: Path, title: str, text: str) -> Path:
    """Write a scenario into a file that was not there, and return which. Raises Sorry where it cannot be written."""
    name = name_of(title)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for number in range(1, _MOST):
            file = folder / f"{name}{'' if number == 1 else f'-{number}'}.yaml"
            try:
                handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o644)
            except FileExistsError:
                continue
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            return file
    except OSError as error:
        raise Sorry(503, f"The scenario could not be written ({error.strerror}).") from None
    raise Sorry(409, "There are too many scenarios of this name. Give it another title.")
