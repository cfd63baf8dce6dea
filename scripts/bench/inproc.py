"""One key press inside one process: environ in, bytes out. Steady enough for continuous integration.

`python -m scripts.bench.inproc [--rounds 40] [--gate]`. The contenders take turns, so that whatever else the machine
does falls on all of them; what counts is the ratio to the bare Flask view of the same round. With `--gate` the exit
code is 1 where the line costs more than 1.9 bare Flask views.
"""

import argparse
import sys
import time
import xml.etree.ElementTree as ET

from scripts.bench import contenders
from scripts.bench.figures import shown, spread, surroundings
from scripts.bench.presses import forged

ANCHOR = "flask"
AGAIN = "flask again"
MOST = 1.9
NAMES = ("wsgi", ANCHOR, AGAIN, "line", "naive", "journaled")


def measure(apps, presses, rounds, batch):
    """Give microseconds of CPU per press: one list for each contender, one value for each round."""
    costs = {name: [] for name in apps}
    answers = {name: set() for name in apps}
    names = list(apps)
    for turn in range(rounds + 1):
        for name in names if turn % 2 else reversed(names):
            app, mine = apps[name], presses[name]
            chosen = [mine[(turn * batch + number) % len(mine)] for number in range(batch)]
            start = time.process_time()
            got = [press.call(app) for press in chosen]
            spent = time.process_time() - start
            answers[name].update(got)
            if turn:  # the first round warms up
                costs[name].append(spent / batch * 1e6)
    for name, got in answers.items():
        for status, body in got:
            if status != "200 OK" or ET.fromstring(body).tag != "Response":
                raise SystemExit(f"{name} answered {status}: {body[:200]!r}")
    return costs


def verify(name, app, genuine):
    """Those who say that they check a signature refuse a forged one; the others do not pretend."""
    status, _ = forged(genuine).call(app)
    if status.startswith("403") != (name.split()[0] in contenders.CHECKS):
        raise SystemExit(f"{name} answered a forged press with {status}")


def main(arguments=None):
    """Measure, print a table, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    parser.add_argument("--batch", type=int, default=100, help="key presses for each contender in a round")
    parser.add_argument(
        "--gate", action="store_true", help=f"exit 1 where the line costs over {MOST} bare Flask views"
    )
    parser.add_argument("--without", nargs="*", default=["journaled"], help="contenders to leave out")
    chosen = parser.parse_args(arguments)

    names = [name for name in NAMES if name not in chosen.without]
    apps = {name: getattr(contenders, name.split()[0])() for name in names}
    presses = {name: contenders.presses_for(name.split()[0], 256, loopback=False) for name in names}
    for name in names:
        verify(name, apps[name], presses[name][0])
    costs = measure(apps, presses, chosen.rounds, chosen.batch)

    print(surroundings())
    print("| contender | CPU us a press, median [quartiles] | least | x bare Flask |\n|---|---|---|---|")
    ratios = {}
    for name in names:
        ratios[name] = [mine / anchor for mine, anchor in zip(costs[name], costs[ANCHOR], strict=True)]
        print(f"| {name} | {shown(costs[name], 1)} | {min(costs[name]):.1f} | {shown(ratios[name])} |")
    same = spread(ratios[AGAIN])[0] if AGAIN in ratios else 1.0
    if not 0.93 <= same <= 1.07:
        print(f"Inconclusive: the same application twice differs by {same:.2f}. The machine is too busy.")
    elif chosen.gate and "line" in ratios and spread(ratios["line"])[0] > MOST:
        print(f"Too slow: a key press costs over {MOST} bare Flask views.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
