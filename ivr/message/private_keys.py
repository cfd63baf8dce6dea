"""The private keys that a host holds: files that only their owner may read, or nothing but memory.

>>> keys = PrivateKeys(None)
>>> key = sealing.new_key()
>>> keys.add(key)
>>> keys[key.key_id] == key
True
"""

import os
import secrets
from collections.abc import Iterator, Mapping
from pathlib import Path
from threading import Lock
from typing import Final

from ivr.message import sealing
from ivr.message.sealing import NotAKey, PrivateKey

_OTHERS: Final = 0o077
"""What others than the owner may do with a file or a folder."""

_Stamp = tuple[int, int, int]


class PrivateKeys(Mapping[str, PrivateKey]):
    """Private keys by their names: those of a folder's `*.pem` files, or with None a few in memory.

    The folder is looked at each time, so a key that another process added or destroyed is there, or gone, at
    once. A file that cannot be read, or holds no key, counts as not there: `unusable` names it. A key may lie
    under any name that ends in `.pem`, so a recovery key is at work as soon as its file is put there.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        self._memory: dict[str, PrivateKey] = {}
        self._read: dict[Path, tuple[_Stamp, PrivateKey | None]] = {}
        self._lock = Lock()

    def __getitem__(self, key_id: str) -> PrivateKey:
        return self._all()[key_id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())

    def __repr__(self) -> str:
        return f"PrivateKeys({', '.join(sorted(self))})"

    def unusable(self) -> tuple[Path, ...]:
        """Return the `*.pem` files of the folder that hold no key which can be used."""
        return tuple(path for path, key in sorted(self._files().items()) if key is None)

    def files(self) -> tuple[Path, ...]:
        """Return the `*.pem` files of the folder, whatever is in them."""
        return tuple(sorted(self._files()))

    def exposed(self) -> tuple[Path, ...]:
        """Return the folder and the files in it which others than their owner may read, change or enter."""
        if self.folder is None:
            return ()
        found = []
        for path in (self.folder, *sorted(self._files())):
            try:
                if path.stat().st_mode & _OTHERS:
                    found.append(path)
            except OSError:  # gone since, or never there: nobody reads it
                continue
        return tuple(found)

    def add(self, key: PrivateKey) -> None:
        """Keep a key: in a file of its own, there whole or not at all even if the power fails.

        Raises OSError where the file cannot be written.
        """
        if self.folder is None:
            self._memory[key.key_id] = key
        elif key.key_id not in self:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_private(self.folder / f"{key.key_id}.pem", key.pem())

    def destroy(self, key_id: str) -> tuple[Path, ...]:
        """Overwrite and delete every file that holds a key, and return their names. Raises OSError.

        Overwriting reaches the disk's present copy of it. Older ones, in backups, snapshots and the spare blocks of a
        solid-state disk, it cannot reach.
        """
        self._memory.pop(key_id, None)
        holding = [path for path, key in self._files().items() if key is not None and key.key_id == key_id]
        for path in holding:
            _overwrite(path)
            path.unlink()
            _sync(path.parent)
        return tuple(holding)

    def _all(self) -> dict[str, PrivateKey]:
        if self.folder is None:
            return dict(self._memory)
        return {key.key_id: key for key in self._files().values() if key is not None}

    def _files(self) -> dict[Path, PrivateKey | None]:
        """Read what is new in the folder, and forget what is gone."""
        if self.folder is None:
            return {}
        with self._lock:
            now: dict[Path, tuple[_Stamp, PrivateKey | None]] = {}
            for path in _pem_files(self.folder):
                try:
                    status = path.stat()
                    stamp = (status.st_mtime_ns, status.st_size, status.st_ino)
                    known = self._read.get(path)
                    now[path] = known if known and known[0] == stamp else (stamp, _key_in(path))
                except OSError:  # destroyed at this very moment
                    continue
            self._read = now
            return {path: key for path, (_, key) in now.items()}


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read, and never over another: there whole or not at all.

    On a memory stick whose file system knows no links it can be there in part if the power fails meanwhile.
    Raises FileExistsError, and OSError where it cannot be written.
    """
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        _write_new(draft, content)
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:
        _write_new(path, content)
    finally:
        draft.unlink(missing_ok=True)
    _sync(path.parent)


def _write_new(path: Path, content: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())


def _pem_files(folder: Path) -> list[Path]:
    try:
        return [path for path in folder.iterdir() if path.suffix == ".pem" and not path.name.startswith(".")]
    except OSError:
        return []


def _key_in(path: Path) -> PrivateKey | None:
    try:
        return sealing.read_key(path.read_bytes())
    except (OSError, NotAKey):
        return None


def _overwrite(path: Path) -> None:
    with path.open("r+b") as stream:
        length = os.fstat(stream.fileno()).st_size
        for content in (secrets.token_bytes(length), bytes(length)):
            stream.seek(0)
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())


def _sync(folder: Path) -> None:
    """Let what was done in a folder outlive a loss of power."""
    handle = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
