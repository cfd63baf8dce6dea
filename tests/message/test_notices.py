"""Mail to officers: handed over in every way servers want it, once, and saying nothing about anybody."""

import email
import socket
import socketserver
import ssl
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from message_calls import CONSENT, SAFE_NUMBER
from task_line import Line, Mailbox, ca_sid
from vaults import Killed

from ivr.call.effects import Answered, Confirmed
from ivr.message import keeping, tables
from ivr.message.notices import Mail, MailRefused, MailUnavailable
from ivr.message.told.letters import Letter, New

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
OFFICERS, SUPERVISOR, LINE = "officers@line.example", "supervisor@line.example", "line@line.example"
LETTER = Letter("1f", new=(New("12345678"),))


class Sink(socketserver.ThreadingTCPServer):
    """A mail server. `does` is what it does next: nothing odd, or cut the line before or after it has a mail, or refuse."""

    allow_reuse_address = daemon_threads = True

    def __init__(self, *, offers=(), tls=None):
        super().__init__(("127.0.0.1", 0), Session)
        self.offers, self.tls = offers, tls
        self.does = ""
        self.mails, self.said = [], []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    def handle_error(self, request, client_address):
        """Whoever was talking has gone away."""

    def url(self, user="", scheme="smtp", host="127.0.0.1"):
        return f"{scheme}://{user}{host}:{self.server_address[1]}"

    def close(self):
        self.shutdown()
        self.server_close()


class Session(socketserver.StreamRequestHandler):
    timeout = 120

    def setup(self):
        if self.server.tls and "STARTTLS" not in self.server.offers:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        super().setup()

    def finish(self):
        super().finish()
        self.request.close()

    def handle(self):
        self.say("220 sink")
        while line := self.rfile.readline().decode():
            self.server.said.append(line.strip())
            if not self.answer(line.split()[0].upper(), line, self.server.does):
                return

    def answer(self, verb, line, does):
        """Answer one command. Say whether to go on."""
        if verb == "EHLO":
            offers = ["sink", *self.server.offers]
            for at, each in enumerate(offers, 1):
                self.say(f"250{' ' if at == len(offers) else '-'}{each}")
        elif verb == "STARTTLS":
            self.say("220 go on")
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
            super().setup()
        elif verb == "AUTH":
            self.say("535 no" if does == "no login" else "235 well")
        elif verb == "RCPT" and (does == "refuse" or (does == "second" and "second" in line)):
            self.say(f"550 nobody of that name: {line.strip()}")
        elif verb == "RCPT" and does in ("later", "away"):
            self.say(f"{450 if does == 'later' else 421} come again later: {line.strip()}")
        elif verb == "DATA" and does == "refuse data":
            self.say(f"554 not for {self.server.said[-2]}")
        elif verb == "DATA":
            self.say("354 go on")
            if does != "cut before":
                self.take()
            if does.startswith("cut") and does != "cut at quit":
                return False
            self.say("250 taken")
        elif verb == "QUIT":
            if does != "cut at quit":
                self.say("421 tired" if does == "rude" else "221 bye")
            return False
        else:
            self.say("250 well")
        return True

    def take(self):
        lines = []
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            lines.append(line)
        self.server.mails.append(email.message_from_bytes(b"".join(lines)))

    def say(self, text):
        self.wfile.write(f"{text}\r\n".encode())


@pytest.fixture
def sink():
    sink = Sink()
    yield sink
    sink.close()


@pytest.fixture
def certificate(tmp_path):
    """What a server shows that nobody vouches for."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "nobody.example")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(NOW - timedelta(days=3650))
        .not_valid_after(NOW + timedelta(days=3650))
        .sign(key, hashes.SHA256())
    )
    file = tmp_path / "server.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def mail(url, to=OFFICERS, supervisor=SUPERVISOR, **more):
    return Mail(url, LINE, to, supervisor, timeout=60, **more)


def test_those_of_the_settings_are_told_of_a_new_message(sink):
    mail(sink.url()).tell(LETTER, NOW)
    [told] = sink.mails
    assert told["Subject"] == "1 new message, reference 12345678"
    assert (told["From"], told["To"]) == (LINE, OFFICERS)
    assert told["Message-ID"] == "<1f@line.example>"
    assert told["Date"] == "Sun, 22 Nov 2026 09:30:00 +0000"
    assert told["Auto-Submitted"] == "auto-generated"
    assert told.get_content_type() == "text/plain"
    assert told.get_payload().splitlines() == [
        "There is 1 new message in the inbox.",
        "",
        "Reference: 12345678",
        "",
        "Before anything else, read how it is safe to reply.",
    ]


def test_a_mail_leads_to_the_inbox_and_not_to_a_message(sink):
    mail(sink.url(), link="https://line.example/inbox/").tell(LETTER, NOW)
    lines = sink.mails[0].get_payload().splitlines()
    assert [line for line in lines if "http" in line] == ["Open the inbox: https://line.example/inbox/"]


def test_an_officer_gets_a_mail_of_their_own(sink):
    mail(sink.url()).tell(Letter("1f", "sam@line.example", new=(New("12345678"),)), NOW)
    [told] = sink.mails
    assert told["To"] == "sam@line.example"
    assert [line for line in sink.said if line.startswith("rcpt")] == ["rcpt TO:<sam@line.example>"]


def test_they_are_told_that_it_is_unfinished(sink):
    mail(sink.url()).tell(Letter("1f", new=(New("12345678", unfinished=True),)), NOW)
    assert "(unfinished)" in sink.mails[0]["Subject"]
    assert "unfinished" in sink.mails[0].get_payload()


def test_one_mail_can_tell_of_several_things(sink):
    new = (New("12345678", unfinished=True), New("87654321"), New("11112222"))
    mail(sink.url()).tell(Letter("1f", "sam@line.example", new, requests=2), NOW)
    [told] = sink.mails
    assert told["Subject"] == "3 new messages and 2 requests from callers"
    lines = told.get_payload().splitlines()
    assert lines[0] == "There are 3 new messages and 2 requests from callers in the inbox."
    assert lines[2:5] == ["Reference: 12345678 (unfinished)", "Reference: 87654321", "Reference: 11112222"]


def test_of_a_callers_request_nothing_is_said_but_that_it_is_there(sink):
    mail(sink.url()).tell(Letter("1f", requests=1), NOW)
    assert sink.mails[0]["Subject"] == "1 request from a caller"
    assert sink.mails[0].get_payload().splitlines() == [
        "There is 1 request from a caller in the inbox.",
        "",
        "Before anything else, read how it is safe to reply.",
    ]


def test_several_are_told_and_names_may_stand_by_the_addresses(sink):
    mail(sink.url(), to=f"{OFFICERS}, A B <second@line.example>").tell(LETTER, NOW)
    assert sum(line.startswith("rcpt") for line in sink.said) == 2
    assert len(sink.mails) == 1


def test_a_supervisor_is_told_what_nobody_has_listened_to(sink):
    post = mail(sink.url())
    post.tell(Letter("1f", unheard=("12345678", "87654321"), hours=24), NOW)
    post.tell(Letter("2f", unheard=("12345678",), hours=24), NOW)
    first, one = sink.mails
    assert first["To"] == SUPERVISOR
    assert first["Subject"] == "2 messages not listened to for 24 hours"
    assert one["Subject"] == "1 message not listened to for 24 hours"
    assert "Reference: 87654321" in first.get_payload()


def test_without_a_supervisor_it_is_the_officers(sink):
    mail(sink.url(), supervisor="").tell(Letter("1f", unheard=("12345678",), hours=24), NOW)
    assert sink.mails[0]["To"] == OFFICERS


def test_it_is_known_whether_the_settings_name_anybody():
    def named(to, supervisor):
        post = Mail("smtp://mail.example", LINE, to, supervisor)
        return post.has_own(unheard=False), post.has_own(unheard=True)

    assert [named("", ""), named(OFFICERS, ""), named("", SUPERVISOR)] == [
        (False, False),
        (True, True),
        (False, True),
    ]


@pytest.mark.parametrize(
    ("does", "trouble"),
    [
        ("cut before", MailUnavailable),
        ("cut after", MailUnavailable),
        ("no login", MailUnavailable),
        ("away", MailUnavailable),
        ("refuse", MailRefused),
        ("later", MailRefused),
        ("refuse data", MailRefused),
    ],
)
def test_what_was_not_taken_for_sure_is_trouble_and_says_nothing_private(sink, does, trouble):
    sink.does, sink.offers = does, ("AUTH PLAIN LOGIN",)
    with pytest.raises(trouble) as raised:
        mail(sink.url("line:hush%2D7@")).tell(LETTER, NOW)
    error = raised.value
    assert error.__cause__ is error.__context__ is None
    for private in ("hush", "officers", "12345678", "line@"):
        assert private not in f"{error!r} {error}"
    sink.does = ""
    mail(sink.url("line:hush%2D7@")).tell(LETTER, NOW)
    assert len({told["Message-ID"] for told in sink.mails}) == 1
    assert len(sink.mails) == (2 if does == "cut after" else 1)
    assert getattr(error, "for_good", None) == {"refuse": True, "refuse data": True, "later": False}.get(does)


@pytest.mark.parametrize("address", ["nobody", "sam@line.example\r\nBcc: else@line.example", " "])
def test_what_is_no_address_is_refused_without_asking(sink, address):
    with pytest.raises(MailRefused) as raised:
        mail(sink.url()).tell(Letter("1f", address, new=(New("12345678"),)), NOW)
    assert raised.value.for_good
    assert "line.example" not in str(raised.value)
    assert sink.said == []


@pytest.mark.parametrize("does", ["cut at quit", "rude"])
def test_however_the_server_takes_leave_the_mail_was_taken(sink, does):
    sink.does = does
    mail(sink.url()).tell(LETTER, NOW)
    assert len(sink.mails) == 1


def test_one_address_that_is_refused_does_not_keep_it_from_the_others(sink, caplog):
    sink.does = "second"
    mail(sink.url(), to=f"{OFFICERS},second@line.example").tell(LETTER, NOW)
    assert len(sink.mails) == 1
    assert "refused 1 of those" in caplog.text
    assert "@" not in caplog.text


def test_a_server_that_is_not_there_or_silent_is_trouble():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        post = Mail(f"smtp://127.0.0.1:{port}", LINE, OFFICERS, timeout=0.1)
        with pytest.raises(MailUnavailable, match="cannot be reached"):
            post.tell(LETTER, NOW)
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # so that nobody else listens there
        post = Mail(f"smtp://127.0.0.1:{nobody.getsockname()[1]}", LINE, OFFICERS, timeout=60)
        with pytest.raises(MailUnavailable, match="cannot be reached"):
            post.tell(LETTER, NOW)


def test_a_login_is_sent_as_it_was_meant(sink):
    sink.offers = ("AUTH PLAIN",)
    mail(sink.url("line%40here:p%3Aw@")).tell(LETTER, NOW)
    assert "AUTH PLAIN AGxpbmVAaGVyZQBwOnc=" in sink.said  # \0line@here\0p:w


def test_on_this_machine_encryption_is_used_where_it_is_offered(certificate):
    sink = Sink(offers=("STARTTLS",), tls=certificate)
    mail(sink.url()).tell(LETTER, NOW)
    assert "STARTTLS" in sink.said
    assert len(sink.mails) == 1
    sink.close()


def test_smtps_is_encrypted_from_the_start(certificate):
    sink = Sink(tls=certificate)
    mail(sink.url(scheme="smtps")).tell(LETTER, NOW)
    assert len(sink.mails) == 1
    sink.close()


def elsewhere(sink, scheme="smtp"):
    """A mail server whose name is another machine's."""
    return Mail(f"{scheme}://mail.example:{sink.server_address[1]}", LINE, OFFICERS, timeout=60)


def test_to_another_machine_nothing_is_sent_in_clear(sink, local_names):
    with pytest.raises(MailUnavailable, match="does not offer encryption"):
        elsewhere(sink).tell(LETTER, NOW)
    assert sink.mails == []


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_another_machine_must_prove_who_it_is(certificate, scheme, local_names):
    sink = Sink(offers=("STARTTLS",) if scheme == "smtp" else (), tls=certificate)
    with pytest.raises(MailUnavailable, match="SSLCertVerificationError"):
        elsewhere(sink, scheme).tell(LETTER, NOW)
    assert sink.mails == []
    sink.close()


@pytest.fixture
def local_names(monkeypatch):
    """Wherever a connection should go, it goes to this machine."""
    real = socket.create_connection
    monkeypatch.setattr(
        socket,
        "create_connection",
        lambda address, *args, **more: real(("127.0.0.1", address[1]), *args, **more),
    )


@pytest.mark.parametrize(
    ("url", "sender", "to"),
    [
        ("http://mail.example", LINE, OFFICERS),
        ("smtp://", LINE, OFFICERS),
        ("smtp://mail.example:0", LINE, OFFICERS),
        ("smtp://mail.example:secret", LINE, OFFICERS),
        ("smtp://[mail", LINE, OFFICERS),
        ("smtp://mail.example/folder", LINE, OFFICERS),
        ("smtp://mail.example", "", OFFICERS),
        ("smtp://mail.example", f"{LINE}, second@line.example", OFFICERS),
        ("smtp://mail.example", LINE, "officers"),
        ("smtp://mail.example", LINE, f"{OFFICERS}\r\nBcc: somebody@else.example"),
        ("smtp://mail.example", LINE, f"{OFFICERS}, nobody"),
    ],
)
def test_what_cannot_be_used_is_said_at_once(url, sender, to):
    with pytest.raises(ValueError, match="write ") as raised:
        Mail(url, sender, to)
    assert "secret" not in str(raised.value)


def test_a_mail_shows_nothing_private():
    assert repr(Mail("smtp://a:hush@mail.example", LINE, OFFICERS)) == "<Mail by mail.example:587>"
    assert repr(Mail("smtp://mail.example", LINE, OFFICERS)) == "<Mail by mail.example:25>"
    assert repr(Mail("smtps://mail.example", LINE, OFFICERS)) == "<Mail by mail.example:465>"


# From a call to a mail


@pytest.fixture
def line():
    line = Line()
    yield line
    line.close()


def test_each_officer_is_written_to_and_nobody_else_learns_of_it_or_of_what_it_is_about(line, sink):
    for name in ("first", "second", "third"):
        line.officer(name, "watford")
    call = line.call(1)
    about = (Answered("area", "watford"), Answered("reason", "hate-crime"))
    call.do(1, CONSENT, *about, SAFE_NUMBER, Confirmed(), at=line.clock.now)
    line.end(call)
    sink.does = "second"
    tasks = line.more_tasks(mail=mail(sink.url()))
    tasks.finish(call.sid)
    assert sorted(told["To"] for told in sink.mails) == ["first@line.example", "third@line.example"]
    sink.does = ""
    line.clock.pass_by(minutes=11)
    tasks.tend()
    assert sorted(told["To"] for told in sink.mails)[1] == "second@line.example"
    assert len({told["Message-ID"] for told in sink.mails}) == len(sink.mails) == 3
    for told in sink.mails:
        whole = told.as_string().lower()
        assert all(word not in whole for word in ("watford", "hate", "770090", call.sid.lower()))


def test_a_line_whose_server_is_cut_off_sends_the_same_mail_again(line, sink):
    officer = line.officer("first", "central")
    line.leave(1, ())
    tasks = line.more_tasks(mail=mail(sink.url()))
    sink.does = "cut after"
    tasks.finish(ca_sid(1))
    sink.does = ""
    tasks.tend()
    tasks.tend()
    first, again = sink.mails
    assert first["Message-ID"] == again["Message-ID"]
    assert first["To"] == again["To"] == officer
    assert first.get_payload() == again.get_payload()


# Alarms


def test_what_nobody_listens_to_is_told_once_and_then_daily(line):
    line.leave(1, ())
    line.run()
    [reference] = [listed.reference for listed in line.tasks.listing()]
    line.clock.pass_by(hours=23.9)
    assert line.tasks.alarm() == 0
    line.clock.pass_by(hours=0.1)
    assert [line.tasks.alarm(), line.tasks.alarm()] == [1, 0]
    line.clock.pass_by(hours=23)
    assert line.tasks.alarm() == 0
    line.clock.pass_by(hours=1)
    assert line.tasks.alarm() == 1
    assert line.mail.alarms == [[reference], [reference]]
    line.store.database.write(lambda c: keeping.mark_heard(c, reference, line.clock.now))
    line.clock.pass_by(days=2)
    assert line.tasks.alarm() == 0


def test_nobody_is_alarmed_for_what_was_discarded_or_never_kept_or_closed_or_goes_on(line):
    line.call(1).do(1, CONSENT, SAFE_NUMBER)
    line.end(line.call(1))
    line.leave(2, ())
    [listed] = line.tasks.listing()
    line.store.database.write(lambda c: keeping.close(c, listed.reference, line.clock.now))
    line.clock.pass_by(hours=25)
    line.leave(3, (), end=False)
    assert line.tasks.alarm() == 0
    assert line.rows(tables.lease) == []


def test_an_alarm_that_was_not_sent_is_sent_later(line):
    line.leave(1, ())
    line.clock.pass_by(days=1)
    line.mail.refuse = 1
    assert [line.tasks.alarm(), line.tasks.alarm()] == [0, 1]
    assert line.rows(tables.lease) == []


def test_one_alarm_has_one_name_however_often_it_is_sent(line):
    line.leave(1, ())
    line.clock.pass_by(days=1)
    line.mail.cut = 1
    line.tasks.alarm()
    line.clock.pass_by(minutes=1)
    line.tasks.tend()
    first, again = [letter for letter in line.mail.letters if letter.unheard]
    assert first == again
    line.clock.pass_by(days=1)
    line.tasks.alarm()
    assert line.mail.letters[-1].identity != first.identity


@pytest.mark.usefixtures("patient")
def test_two_hosts_at_the_same_instant_alarm_once(any_ready_url):
    lines = [Line(any_ready_url), Line(any_ready_url)]
    mail = Mailbox()
    for number in range(1, 4):
        lines[0].leave(number, ())
    for each in lines:
        each.clock.pass_by(days=1)
    hosts = [each.more_tasks(mail=mail) for each in lines]
    both = threading.Barrier(2)

    def host(tasks):
        both.wait(240)
        return tasks.alarm()

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(host, hosts)) == [0, 3]
    assert [len(alarm) for alarm in mail.alarms] == [3]
    for each in lines:
        each.close()


def test_an_alarm_whose_host_died_is_sent_by_another_when_its_lease_is_over(line):
    line.leave(1, ())
    line.run()
    line.clock.pass_by(days=1)
    dying = line.more_tasks(mail=Dying())
    with pytest.raises(Killed):
        dying.alarm()
    assert line.tasks.alarm() == 0
    line.clock.pass_by(minutes=2)
    assert line.tasks.alarm() == 1
    assert line.tasks.finish(ca_sid(1)) is True


class Dying(Mailbox):
    """A mailbox before which the process is killed."""

    def tell(self, letter, at):
        raise Killed
