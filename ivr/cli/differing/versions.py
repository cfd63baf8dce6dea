"""A version of a menu: a file, or a revision that git keeps."""

import subprocess
from pathlib import Path
from typing import Final

from ivr.cli.exits import Cannot
from ivr.menu import Flow, load
from ivr.menu.loading import load_text

_PATIENCE: Final = 30
"""Seconds that git has for an answer."""
_FILES: Final = (".yaml", ".yml")
"""How the names of files end; what ends so is never taken for a revision."""


def version(text: str, other: str, usual: str) -> Flow:
    """Return the menu that a text names: a file, `REVISION:FILE`, or a revision alone.

    In a revision alone the file is meant that the `other` version names, or else `usual`. Raises MenuError for a menu
    that cannot be used, Cannot for a text that names none.
    """
    if _is_file(text):
        return load(text)
    revision, colon, named = text.partition(":")
    if not revision or revision.startswith("-") or "\0" in text:
        raise Cannot(f"“{text[:60]}” is neither a file nor a revision of git.")
    folder, file = Path(), named
    if not colon:
        inside = "" if _is_file(other) else other.partition(":")[2]
        named = inside or (other if _is_file(other) else usual)
        # A path is looked up from the file's own folder, which need not be that of the repository.
        folder, file = (folder, inside) if inside else (Path(named).parent, f"./{Path(named).name}")
    data = _kept(f"{revision}:{file}", folder)
    if data is None:
        raise Cannot(
            f"“{text[:60]}” is neither a file nor a revision of git that has {named}. Write a file, a revision such as "
            "HEAD~1, or a revision and a file, such as main:menus.yaml."
        )
    return load_text(data, f"{revision}:{named}")


def _is_file(text: str) -> bool:
    if "\0" in text:
        return False
    return Path(text).exists() or (":" not in text and text.endswith(_FILES))


def _kept(name: str, folder: Path) -> bytes | None:
    """Return what git keeps under a name; None where it keeps nothing. Raises Cannot without git."""
    try:
        done = subprocess.run(  # noqa: S603 - a list of words, no shell
            ["git", "cat-file", "blob", name],  # noqa: S607 - the git of whoever types this
            cwd=folder,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError:
        if not folder.exists():
            return None
        raise Cannot("There is no git on this computer: name two files.") from None
    except NotADirectoryError:
        return None
    except subprocess.TimeoutExpired:
        raise Cannot("git does not answer.") from None
    return done.stdout if done.returncode == 0 else None
