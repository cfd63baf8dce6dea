"""Two officers in two browsers, each at a host of their own, press "Claim" at the same instant: a hundred times, by real
HTTP, on both databases. One of them gets the message each time, and the other is told that somebody has it."""

import http.client
import re
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from urllib.parse import urlencode

import postgresql
import pytest
from inbox_end import made
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from ivr.message import tables
from ivr.message.audit import verify

TIMES = 100


class Quiet(WSGIRequestHandler):
    def log(self, type, message, *args):
        pass


@contextmanager
def host(end):
    """Serve an inbox on a port of its own."""
    server = make_server("127.0.0.1", 0, end.app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Browser:
    """A browser that is in: it keeps one connection, its cookie, and the token of its forms."""

    def __init__(self, end, port, officer):
        client = end.client(officer)
        self.form = client.form_token()
        name = end.app.config["SESSION_COOKIE_NAME"]
        self.cookie = f"{name}={client.get_cookie(name, domain='127.0.0.1').value}"
        self.link = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def claim(self, reference, together):
        body = urlencode({"csrf_token": self.form})
        headers = {"Cookie": self.cookie, "Content-Type": "application/x-www-form-urlencoded"}
        together.wait()
        self.link.request("POST", f"/inbox/messages/{reference}/claim", body, headers)
        answer = self.link.getresponse()
        return answer.status, answer.read().decode()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
@pytest.mark.usefixtures("patient")
def test_two_officers_never_claim_the_same_message(tmp_path, database):
    url = None if database == "sqlite" else postgresql.ready()
    ends = [made(tmp_path, url) for _ in range(2)]
    officers = [ends[0].officer("officer", ["watford"], name=name) for name in ("Jo Bloggs", "Sam Doe")]
    left = [ends[0].message(area="watford", seconds=()) for _ in range(TIMES)]
    ends[0].desk.stamp(officers[0], ends[0].clock())  # the lists take them in: not part of the race
    with ExitStack() as running, ThreadPoolExecutor(2) as pool:
        ports = [running.enter_context(host(end)) for end in ends]
        browsers = [Browser(*each) for each in zip(ends, ports, officers, strict=True)]
        for message in left:
            together = threading.Barrier(2)
            told = list(pool.map(lambda one, m=message, t=together: one.claim(m.reference, t), browsers))
            assert sorted(status for status, _ in told) == [303, 409]
            winner = officers[[status for status, _ in told].index(303)]
            refusal = next(text for status, text in told if status == 409)
            assert winner.name in re.sub(r"\s+", " ", refusal)

    def look(connection):
        rows = connection.execute(select(tables.message.c.reference, tables.message.c.claimed_by)).all()
        return {row.reference: row.claimed_by for row in rows}, verify(connection, ends[0].store.vault)

    claimed, verdict = ends[0].store.database.read(look)
    assert set(claimed) == {one.reference for one in left}
    assert set(claimed.values()) <= {one.officer_id for one in officers}
    assert ends[0].acts().count("claimed") == TIMES
    assert verdict.well
    for end in ends:
        end.close()
