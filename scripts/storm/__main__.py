"""A storm over the line, and the figures of what is left of it. See `scripts/chaos --help`.

Callers ring the shipped menu and leave messages, while every second or so some process of the line is killed with
SIGKILL, or the database server with it; the provider answers 404, 401, 429, 500, hangs, and cuts downloads short;
callbacks come twice, late and in any order; the mail server cuts the line. Then the weather clears, the nightly
reconciliation is done once, the work is let finish, and every message is looked at with the officers' keys.
"""

import argparse
import json
import os
import random
import secrets
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

from scripts.storm import judge as judging
from scripts.storm.callers import DELETES, ENDINGS, Crowd
from scripts.storm.databases import database
from scripts.storm.line import Line
from scripts.storm.mail import Post
from scripts.storm.processes import ROOT, hosts, wait_until
from scripts.storm.provider import Provider
from scripts.storm.traffic import Trunk

BETWEEN_KILLS = 5
"""Webhooks that are answered, at least, between two kills: on a slow machine the line would never be up."""
OPERATOR_AFTER = 60
"""Seconds of good weather after which an operator looks at what is stuck, and again."""


def main(arguments: list[str] | None = None) -> int:
    """Run a storm; 0 where nothing is wrong afterwards."""
    options = _options(arguments)
    began = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="ivr-storm-")))
        verdict = _storm(options, folder, stack)
        verdict.figures["minutes"] = round((time.monotonic() - began) / 60, 1)
        if options.keep:
            _keep(folder, Path(options.keep))
    print(json.dumps(verdict.figures, indent=2) if options.json else _told(verdict.figures))
    for fault in verdict.faults[:40]:
        print(f"FAULT: {fault}")
    if len(verdict.faults) > 40:
        print(f"… and {len(verdict.faults) - 40} more")
    for again in verdict.again:
        print(f"rang again: {again}")
    print("Nothing was lost." if not verdict.faults else f"{len(verdict.faults)} faults.")
    return 1 if verdict.faults else 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/chaos", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=1000, help="calls that are made (default: 1000)")
    parser.add_argument(
        "--seed", type=int, default=None, help="the same seed gives the same callers and faults"
    )
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--at-once", type=int, default=8, help="callers at the same time (default: 8)")
    parser.add_argument(
        "--between-kills", type=float, default=2.0, metavar="SECONDS", help="on average (default: 2)"
    )
    parser.add_argument("--least-kills", type=int, default=0, help="do not stop before so many")
    parser.add_argument(
        "--patience", type=float, default=300, metavar="SECONDS", help="for the work after the calls"
    )
    parser.add_argument(
        "--quick",
        action="store_true",
        help="nobody deletes a message: what they delete goes five minutes later",
    )
    parser.add_argument("--least-faults", type=int, default=0, help="of the provider; at most a minute more")
    parser.add_argument("--json", action="store_true", help="the figures as JSON")
    parser.add_argument("--keep", metavar="FOLDER", help="keep the logs here")
    options = parser.parse_args(arguments)
    if options.seed is None:
        options.seed = secrets.randbelow(1_000_000)
    return options


def _storm(options: argparse.Namespace, folder: Path, stack: ExitStack) -> judging.Verdict:
    chance = random.Random(options.seed)
    post = Post(options.seed, cuts=0.1)
    stack.callback(post.close)
    provider = stack.enter_context(Provider.stormy(options.seed))
    base = stack.enter_context(database(options.database, folder))
    line = Line(folder, base.url, provider, post.url)
    stack.callback(line.close)
    house = hosts(base.hosts, line.environ, folder)
    stack.callback(house.stop)
    house.tend()
    trunk = Trunk(house.ports, options.seed)
    wait_until(lambda: line.answers(house.ports), 300, "the line did not begin to answer")
    endings = [ending for ending in ENDINGS if not (options.quick and ending == DELETES)]
    crowd = Crowd(
        options.messages, options.at_once, options.seed, endings, lambda call: line.telephone(trunk)
    )
    crowd.start()
    _weather(house, base, provider, chance, options, crowd, trunk)
    wait_until(crowd.done, 600, "some callers did not hang up")
    provider.calm()
    post.calm()
    house.tend()
    wait_until(trunk.delivered, 300, "some callbacks could not be delivered")
    line.hours_pass()
    line.reconcile()
    # Also what was cut off is told of.
    kept = [call.call_sid for call in crowd.kept if call.state is not None]
    finished = _finished(
        lambda: trunk.delivered() and not provider.left() and line.quiet(kept), line.retry, house, options
    )
    found = line.look()
    verdict = judging.judge(crowd.kept, provider.spoken(), found, post.accepted, post.cut_after, house.kills)
    verdict.faults[:0] = crowd.lost
    verdict.again = crowd.again
    if not finished:
        verdict.faults.append(f"the work was not done after {options.patience:.0f} seconds")
    if sum(call.state != "cut off" for call in crowd.kept) + len(crowd.lost) != options.messages:
        verdict.faults.append("some callers have vanished")
    exits = house.stop()
    if any(code != 0 for code in exits):
        verdict.faults.append(f"the processes did not stop cleanly: {exits}")
    spoken = [audio for _, audio in provider.spoken().values()]
    verdict.faults += judging.leaks("the database", base.bytes(), spoken, line.secrets())
    logs = (file.read_bytes() for file in folder.glob("*.log"))
    verdict.faults += judging.leaks("a log", logs, spoken, line.secrets())
    verdict.figures = {
        "seed": options.seed,
        "database": options.database,
        "hosts": base.hosts,
        "calls": options.messages,
        "webhooks sent": trunk.sent,
        "webhooks sent again": trunk.again,
        "callbacks doubled": trunk.doubles,
        "processes killed": house.kills,
        "processes started": sum(service.starts for service in house.services),
        "database restarts": base.restarts,
        "provider's faults": provider.faults(),
    } | verdict.figures
    return verdict


def _weather(house, base, provider, chance, options, crowd, trunk) -> None:
    """Kill something now and then until everybody has rung, and start again what is gone."""
    give_up, answered = None, 0

    def passes() -> bool:
        house.tend()
        return crowd.done() or trunk.answered >= answered + BETWEEN_KILLS

    while True:
        time.sleep(chance.expovariate(1 / options.between_kills))
        wait_until(passes, 600, "nothing was answered any more")
        answered = trunk.answered
        if crowd.done():
            give_up = give_up or time.monotonic() + 60
            enough = house.kills >= options.least_kills and provider.troubles() >= options.least_faults
            if enough or time.monotonic() > give_up:
                return
        if base.hosts > 1 and chance.random() < 0.1:
            base.restart()
        else:
            house.strike(chance)
        time.sleep(chance.random())  # an init system takes a moment
        house.tend()


def _finished(done, retry, house, options) -> bool:
    """Let the work be done in good weather. Say whether it was, in time."""
    began = time.monotonic()
    operator = began + OPERATOR_AFTER
    while (now := time.monotonic()) < began + options.patience:
        house.tend()
        if house.at_work() and done():
            return True
        if now > operator:
            retry()
            operator = now + OPERATOR_AFTER
        time.sleep(1)
    return False


def _told(figures: dict[str, object]) -> str:
    return "\n".join(f"{name}: {value}" for name, value in figures.items())


def _keep(folder: Path, where: Path) -> None:
    where.mkdir(parents=True, exist_ok=True)
    for file in folder.glob("*.log"):
        (where / file.name).write_bytes(file.read_bytes())


if __name__ == "__main__":
    os.chdir(ROOT)
    sys.exit(main())
