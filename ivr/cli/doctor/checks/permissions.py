"""Files that only their owner should read."""

from collections.abc import Iterator
from pathlib import Path

from ivr.cli.doctor.case import Case
from ivr.cli.doctor.finding import Finding, advice, problem, well
from ivr.web.every_setting import SETTINGS

TITLE = "Permissions"
PLACE = 100
_OTHERS = 0o077
_ANYBODY = 0o007


def check(case: Case) -> Iterator[Finding]:
    """Look at the rights of the database, the token, the secret and the keys, and of files that settings name."""
    own = sorted(path for path in _own(case) if _rights(path) & _OTHERS)
    for path in own:
        folder = path.is_dir()
        yield problem(
            f"Others than its owner may read {path}, or change it.",
            f"chmod {'700' if folder else '600'} {path}",
        )
    named = [Path(case.environ[name]) for name in _file_variables(case) if case.environ[name].strip()]
    exposed = sorted(path for path in named if _rights(path) & _ANYBODY)
    for path in exposed:
        yield advice(
            f"Everybody on this machine may read {path}, which holds a secret.", f"chmod o-rwx {path}"
        )
    if not own and not exposed:
        yield well("Nobody but their owner may read the database, the secrets and the keys.")


def _own(case: Case) -> Iterator[Path]:
    """Yield what the line itself makes: with others' rights it was changed, or made by hand."""
    from ivr.message.private_keys import PrivateKeys
    from ivr.web.making import SECRET_FILE, database_file, folder_of, keys_folder

    folder = folder_of(case.settings)
    if folder is None:
        return
    if case.settings.database_url == type(case.settings)().database_url:
        yield folder
    file = database_file(case.settings)
    if file is not None:
        yield from (file.with_name(file.name + end) for end in ("", "-wal", "-shm"))
    from ivr.cli.telephone import BESIDE_DATABASE

    yield folder / BESIDE_DATABASE
    yield folder / SECRET_FILE
    yield from PrivateKeys(keys_folder(case.settings)).exposed()


def _file_variables(case: Case) -> list[str]:
    return [
        name for setting in SETTINGS if setting.secret and (name := f"{setting.name}_FILE") in case.environ
    ]


def _rights(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except OSError:  # what is not there nobody reads
        return 0
