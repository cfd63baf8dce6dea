"""Files that are written again and again, in a folder where people write theirs."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ivr.cli.exits import Cannot


@dataclass(frozen=True, slots=True)
class Kept:
    """What came of writing: the files written, those deleted, and those that stay as somebody has written them."""

    written: tuple[Path, ...]
    deleted: tuple[Path, ...]
    kept: tuple[Path, ...]


def write_set(folder: Path, files: Mapping[str, str], mark: str) -> Kept:
    """Write files into a folder, and delete those of an earlier set that are in this one no more.

    What does not begin with the line `mark` was written by somebody: it is neither overwritten nor deleted. Raises
    Cannot where the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        ours = {file.name for file in folder.glob("*.yaml") if _is_marked(file, mark)}
        # A link that leads nowhere does not exist, and writing to it would make a file elsewhere.
        theirs = {name for name in files if os.path.lexists(folder / name) and name not in ours}
        written = [name for name in files if name not in theirs]
        for name in written:
            (folder / name).write_text(files[name], encoding="utf-8")
        deleted = sorted(ours - set(files))
        for name in deleted:
            (folder / name).unlink()
    except OSError as error:
        raise Cannot(f"The scenarios cannot be written to {folder} ({error.strerror}).") from None
    return Kept(
        tuple(folder / name for name in written),
        tuple(folder / name for name in deleted),
        tuple(folder / name for name in sorted(theirs)),
    )


def _is_marked(file: Path, mark: str) -> bool:
    if file.is_symlink() or not file.is_file():
        return False
    with file.open("rb") as opened:
        return opened.readline(500).rstrip(b"\r\n") == mark.encode()
