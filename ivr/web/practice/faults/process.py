"""A host of a line in a process of its own, that can be killed at any webhook and is started again at once.

    python -m ivr.web.practice.faults.process

It reads what it is to be from the first line that comes in, and then webhooks, one on each line, all as JSON; it
answers each with a line. This process only looks after another one, which it forks with all libraries loaded, so that
starting again takes a moment; whatever the line itself knows is gone with the process that was killed.
"""

import gc
import json
import os
import signal
import sys
from datetime import datetime
from typing import Final, Literal, NoReturn

from ivr.menu import load_text
from ivr.menu.flow import Flow
from ivr.phone.wsgi import WsgiLine
from ivr.web.app import STORE, create_app
from ivr.web.making import provider_of
from ivr.web.practice.faults.switch import on_commit
from ivr.web.settings import Settings

Dies = Literal["", "arrived", "unwritten", "unanswered"]
"""When the process is killed: not; as the webhook arrives; before what it does is committed; after that, unanswered."""
MOMENTS: Final[tuple[Dies, ...]] = ("unanswered", "arrived", "unwritten")
KILLED: Final = '"killed"'
"""The answer where there is none."""


def main() -> int:
    """Look after the host until nothing more comes in. Return 1 if it ended in another way than by being killed."""
    told = json.loads(sys.stdin.buffer.readline())
    settings, at = Settings.model_validate(told["settings"]), datetime.fromisoformat(told["at"])
    flow = load_text(told["menu"].encode(), "menus.yaml")
    _load_everything(settings, flow)
    gc.freeze()  # what is loaded stays shared
    _say('"begins"')
    while True:
        child = os.fork()
        if child == 0:
            _serve(settings, flow, at)
        _, status = os.waitpid(child, 0)
        if not (os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL):
            return int(status != 0)
        _say(KILLED)


def _load_everything(settings: Settings, flow: Flow) -> None:
    """Make a host that answers nobody, so that every library is loaded before anything is forked."""
    nowhere = settings.model_copy(update={"database_url": "sqlite://", "private_keys": None})
    create_app(nowhere, flow_source=lambda: flow, provider=provider_of(nowhere)).extensions[STORE].close()


def _serve(settings: Settings, flow: Flow, at: datetime) -> NoReturn:
    provider = provider_of(settings)
    app = create_app(settings, clock=lambda: at, flow_source=lambda: flow, provider=provider, only="voice")
    dies: list[Dies] = [""]
    on_commit(app.extensions[STORE], lambda: _die(dies, "unwritten"))
    line = WsgiLine(app)
    while words := sys.stdin.buffer.readline():
        asked = json.loads(words)
        dies[0] = asked["dies"]
        _die(dies, "arrived")
        if asked["form"] is None:
            answer = line.get(asked["url"], asked["headers"])
        else:
            answer = line.post(asked["url"], asked["form"], asked["headers"])
        _die(dies, "unanswered", "unwritten")  # there are webhooks that nothing is written for
        body = answer.body.decode("latin-1")
        _say(json.dumps({"status": answer.status, "headers": dict(answer.headers), "body": body}))
    app.extensions[STORE].close()
    os._exit(0)


def _die(dies: list[Dies], *moments: Dies) -> None:
    if dies[0] in moments:
        os.kill(os.getpid(), signal.SIGKILL)


def _say(line: str) -> None:
    """Write one line, past every buffer: what is killed later must have said it."""
    sys.stdout.buffer.write(line.encode() + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
