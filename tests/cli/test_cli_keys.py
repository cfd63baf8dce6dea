"""`ivr keys`, as an operator types it: the way from the first key to the destroyed one, and all that is refused."""

import re
import stat
from datetime import UTC, datetime

import pytest
from command_line import ivr, process

from ivr.message.connecting import Database
from ivr.message.private_keys import PrivateKeys
from ivr.message.sealing import new_key
from ivr.message.vault import Vault

SECRET = "a secret that is long enough for a line"
NAME = re.compile(r"\b[0-9a-f]{16}\b")
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


class Host:
    """A computer with a line on it, and a memory stick."""

    def __init__(self, folder):
        self.line, self.stick = folder / "line", folder / "stick"
        self.line.mkdir()
        self.stick.mkdir()
        self.recovery = self.stick / "recovery.pem"
        self.env = {
            "IVR_DATABASE_URL": f"sqlite:///{self.line / 'line.db'}",
            "IVR_SECRET": SECRET,
            "IVR_DEMONSTRATION": "no",
            "IVR_DEMONSTRATION_APPROVED_BY": "the tests",
        }
        self.said = ""

    def keys(self, *words, code=0):
        """Type `ivr keys …`, look at its exit code, and give all that it says."""
        done = ivr("keys", *words, env=self.env)
        said = done.stdout + done.stderr
        assert done.exit_code == code, said
        self.said += said
        return said

    @property
    def folder(self):
        return self.line / "keys"

    @property
    def vault(self):
        return Vault(self.env["IVR_SECRET"].encode(), PrivateKeys(self.folder))

    def with_database(self, work):
        database = Database(self.env["IVR_DATABASE_URL"])
        try:
            return work(database)
        finally:
            database.close()

    def put(self, *names):
        for name in names:
            self.with_database(
                lambda database, name=name: database.write(
                    lambda connection: self.vault.put(connection, name, name.encode(), NOW)
                )
            )

    def get(self, name):
        return self.with_database(
            lambda database: database.read(lambda connection: self.vault.get(connection, name))
        )

    def inbox(self):
        """The name of the inbox key in use."""
        return next(line.split()[0] for line in self.keys("list").splitlines() if " inbox " in line)


@pytest.fixture
def host(tmp_path):
    host = Host(tmp_path)
    yield host
    private = [
        path for folder in (host.folder, host.stick) if folder.is_dir() for path in folder.glob("*.pem")
    ]
    for path in private:  # whatever was typed: no private key was shown
        for line in path.read_text("utf-8", "replace").splitlines():
            assert line not in host.said
    assert "PRIVATE" not in host.said
    assert SECRET not in host.said


@pytest.fixture
def ready(host):
    host.keys("new", "--recovery", host.recovery)
    host.put("a", "b", "c")
    return host


def test_the_whole_life_of_keys(host):
    assert "ivr keys new" in host.keys("list", code=1)
    said = host.keys("new", "--recovery", host.recovery)
    inbox, recovery = dict.fromkeys(NAME.findall(said))
    assert "offline" in said
    assert "two people" in said.lower()
    assert stat.S_IMODE(host.recovery.stat().st_mode) == 0o600
    (file,) = host.folder.iterdir()
    assert file.name == f"{inbox}.pem"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600

    host.put("a", "b", "c")
    said = host.keys("list")
    assert re.search(rf"{inbox} +inbox .* 3 items +private half here", said)
    assert re.search(rf"{recovery} +recovery .* 3 items +private half not here", said)

    said = host.keys("rotate")
    assert f"ivr keys shred {inbox}" in said
    assert "Backups" in said
    assert host.inbox() != inbox
    said = host.keys("shred", inbox)
    assert "ackups" in said
    assert not file.exists()
    assert host.get("b") == b"b"

    for path in host.folder.iterdir():
        path.unlink()
    assert "ivr keys recover" in host.keys("rotate", code=1)
    said = host.keys("recover", "--from", host.recovery)
    assert "rotate --recovery" in said
    assert host.get("c") == b"c"

    said = host.keys("rotate", "--recovery", host.stick / "second.pem")
    assert recovery not in said
    assert (host.stick / "second.pem").exists()
    assert host.get("a") == b"a"
    host.keys("list")


def test_new_keys_are_refused_where_there_are_some(ready):
    before = ready.recovery.read_bytes()
    assert "ivr keys rotate" in ready.keys("new", "--recovery", ready.stick / "other.pem", code=1)
    ready.keys("new", "--recovery", ready.recovery, code=1)
    ready.keys("new", code=2)
    assert [path.name for path in ready.stick.iterdir()] == ["recovery.pem"]
    assert ready.recovery.read_bytes() == before


@pytest.mark.parametrize("where", ["line", "line/keys", "line/keys/deeper", "stick/../line", "nowhere"])
def test_the_recovery_key_does_not_go_beside_what_it_opens(host, where):
    (host.line / "keys" / "deeper").mkdir(parents=True, mode=0o700)
    (host.line / "keys").chmod(0o700)
    file = host.line.parent / where / "recovery.pem"
    said = host.keys("new", "--recovery", file, code=2)
    assert "lies beside" in said or "no folder" in said
    assert not file.exists()
    assert "no keys yet" in host.keys("list", code=1)


def test_a_recovery_file_of_something_else_is_left_alone(host):
    host.recovery.write_text("Dear Sam")
    said = host.keys("new", "--recovery", host.recovery, code=2)
    assert "not a private key" in said
    assert host.recovery.read_text() == "Dear Sam"
    host.keys("recover", "--from", host.recovery, code=2)
    assert "No such file" in host.keys("recover", "--from", host.stick / "none.pem", code=2)


def test_a_folder_that_others_can_read_is_mended_first(ready):
    inbox = ready.inbox()
    ready.folder.chmod(0o755)
    for words in (["rotate"], ["shred", inbox], ["vouch"], ["recover", "--from", ready.recovery]):
        said = ready.keys(*words, code=1)
        assert f"chmod 700 {ready.folder}" in said
    assert "chmod 700" in ready.keys("list", code=1)
    ready.folder.chmod(0o700)
    (ready.folder / f"{inbox}.pem").chmod(0o604)
    assert "chmod 600" in ready.keys("rotate", code=1)
    (ready.folder / f"{inbox}.pem").chmod(0o600)
    assert ready.inbox() == inbox


def test_a_key_in_use_is_not_destroyed_nor_one_that_is_not_here(ready):
    inbox = ready.inbox()
    assert "in use" in ready.keys("shred", inbox, code=1)
    assert "no private key" in ready.keys("shred", "0123456789abcdef", code=1)
    ready.keys("shred", code=2)
    stranger = new_key()
    PrivateKeys(ready.folder).add(stranger)
    assert "--unknown" in ready.keys("shred", stranger.key_id, code=1)
    ready.keys("shred", "--unknown", stranger.key_id)
    assert stranger.key_id not in PrivateKeys(ready.folder)
    assert ready.get("a") == b"a"


def test_nothing_is_recovered_where_nothing_is_lost(ready):
    assert "nothing is lost" in ready.keys("recover", "--from", ready.recovery, code=1)


def test_another_secret_wants_the_keys_vouched_for(ready):
    inbox = ready.inbox()
    recovery = next(name for name in NAME.findall(ready.keys("list")) if name != inbox)
    assert "Nothing was to be done" in ready.keys("vouch")
    ready.env["IVR_SECRET"] = "another secret, long enough for a line"
    said = ready.keys("list", code=1)
    assert "IVR_SECRET was changed" in said
    assert "ivr keys vouch" in ready.keys("rotate", code=1)
    assert recovery in ready.keys("vouch", code=1)
    assert "No key in use" in ready.keys("vouch", "0123456789abcdef", code=1)
    said = ready.keys("vouch", recovery)
    assert f"inbox key {inbox}" in said
    assert f"recovery key {recovery}" in said
    ready.keys("list")
    ready.put("d")
    assert ready.get("a") == b"a"


def test_a_recovery_key_that_lies_on_the_line_is_told_of(ready):
    (ready.folder / "recovery.pem").write_bytes(ready.recovery.read_bytes())
    (ready.folder / "recovery.pem").chmod(0o600)
    assert "rotate --recovery FILE" in ready.keys("list", code=1)


def test_a_file_that_holds_no_key_is_told_of(ready):
    (ready.folder / "broken.pem").write_text("Dear Sam")
    (ready.folder / "broken.pem").chmod(0o600)
    assert "broken.pem holds no key" in ready.keys("list", code=1)


def test_an_item_that_was_changed_is_told_of(ready):
    from sqlalchemy import text

    old = ready.inbox()
    broken = text("update ivr_item_key set sealed_key = zeroblob(80) where item_id = 'b'")
    ready.with_database(lambda database: database.write(lambda connection: connection.execute(broken)))
    said = ready.keys("rotate", code=1)
    assert said.splitlines()[-1].strip() == "b"
    assert ready.get("a") == b"a"
    assert "still sealed" in ready.keys("shred", old, code=1)


def test_a_database_in_memory_or_one_that_cannot_be_opened_is_refused(host):
    host.env["IVR_DATABASE_URL"] = "sqlite://"
    assert "in memory" in host.keys("list", code=2)
    host.env["IVR_DATABASE_URL"] = f"sqlite:///{host.stick}"
    assert "ivr doctor" in host.keys("list", code=2)


def test_a_file_that_holds_no_recovery_key_is_named(ready):
    wrong = ready.stick / "notes.txt"
    wrong.write_text("milk")
    assert f"ivr: {wrong}: this is not a private key" in ready.keys("recover", "--from", wrong, code=2)
    assert f"ivr: {wrong}: this is not a private key" in ready.keys("rotate", "--recovery", wrong, code=2)


def test_without_a_secret_nothing_is_done_outside_a_demonstration(host):
    del host.env["IVR_SECRET"]
    assert "IVR_SECRET" in host.keys("list", code=2)
    assert list(host.line.iterdir()) == []


def test_a_demonstration_has_keys_of_its_own_making_and_they_can_be_replaced(host):
    for name in ("IVR_SECRET", "IVR_DEMONSTRATION", "IVR_DEMONSTRATION_APPROVED_BY"):
        del host.env[name]
    host.keys("new", "--recovery", host.recovery)
    host.keys("rotate")
    host.keys("list")
    assert stat.S_IMODE((host.line / "server-secret").stat().st_mode) == 0o600


def test_as_a_process_of_its_own_it_says_the_same_and_shows_no_traceback(host):
    done = process("keys", "new", "--recovery", host.recovery, env=host.env)
    assert done.returncode == 0
    assert done.stderr == b""
    again = process("keys", "new", "--recovery", host.recovery, env=host.env)
    assert again.returncode == 1
    assert again.stdout == b""
    assert b"Traceback" not in again.stderr
    assert again.stderr.startswith(b"ivr: There are keys already.")


@pytest.mark.parametrize("name", ["list", "new", "rotate", "recover", "vouch", "shred"])
def test_each_has_help_that_fits_a_narrow_terminal(name):
    done = ivr("keys", name, "--help", terminal_width=80)
    assert done.exit_code == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
