"""Scenarios through the whole app: key presses a second, on one core.

`python -m scripts.bench.scenarios [--rounds 5] [--gate]`. The scenarios are those in tests/calls, without their faults,
and the menu the shipped one. A round is what `ivr test` does once the menu is read: a line is set up, each scenario is
rung on it, the line is taken down. Beside it stands the same number of requests to a bare Flask view, through the same
WSGI line. What is counted are presses (keys, silences, recordings, ends of calls put through), not requests: Twilio's
callbacks come on top. With `--gate` the exit code is 1 where a second of CPU is enough for fewer than 300.
"""

import argparse
import sys
import time
from dataclasses import replace
from pathlib import Path

from flask import Flask, Response

from ivr import load
from ivr.phone.scenario.reading import read_file
from ivr.phone.wsgi import WsgiLine
from ivr.web.practice.scenarios import run_scenarios
from ivr.web.settings import Settings
from scripts.bench.figures import shown, surroundings

ROOT = Path(__file__).parents[2]
LEAST = 300
REQUESTS = 2000


def bare():
    """Give the microseconds of CPU that one request to a bare Flask view costs."""
    app = Flask("bare")

    @app.post("/voice")
    def answer():
        return Response(b"<Response/>", content_type="text/xml")

    line = WsgiLine(app)
    form = {f"Parameter{number}": "x" * 12 for number in range(29)}
    start = time.process_time()
    for _ in range(REQUESTS):
        line.post("https://line.example/voice", form, {})
    return (time.process_time() - start) / REQUESTS * 1e6


def main(arguments=None):
    """Measure, print a table, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--gate", action="store_true", help=f"exit 1 under {LEAST} presses a second of CPU")
    chosen = parser.parse_args(arguments)

    flow = load(str(ROOT / "menus.yaml"))
    files = sorted((ROOT / "tests" / "calls").glob("*.yaml"))
    scenarios = [replace(read_file(str(file)), faults=()) for file in files]
    speeds, walls, flasks, presses = [], [], [], 0
    for turn in range(chosen.rounds + 1):
        wall, cpu = time.perf_counter(), time.process_time()
        results = run_scenarios(scenarios, lambda: flow, Settings())
        cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
        failed = [result.scenario.file for result in results if not result.passed]
        if failed:
            raise SystemExit(f"These do not hold: {', '.join(failed)}")
        presses = sum(result.outcome.presses for result in results)
        if turn:  # the first round imports and compiles
            speeds.append(presses / cpu)
            walls.append(presses / wall)
            flasks.append(bare() * presses / (cpu * 1e6))
    print(surroundings())
    print(f"{len(scenarios)} scenarios, {presses} presses\n")
    print("| | median [quartiles] |\n|---|---|")
    print(f"| presses a second of CPU, set-up included | {shown(speeds, 0)} |")
    print(f"| presses a second by the clock | {shown(walls, 0)} |")
    print(f"| of a bare Flask view's requests | {shown(flasks)} |")
    if chosen.gate and sorted(speeds)[len(speeds) // 2] < LEAST:
        print(f"Too slow: under {LEAST} presses a second of CPU.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
