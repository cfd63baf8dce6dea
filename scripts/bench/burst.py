"""One key press behind a real server: granian, 1 worker, 4 blocking threads, one core.

`python -m scripts.bench.burst [--quick] [--gate] [--out burst.json]`. All servers are up at once; in each round each
gets a short burst, in turn, A B C and then C B A. What counts is CPU time of the server's processes per request, as a
ratio to the bare Flask view of the same round. The anchor runs twice: where the two differ by more than 7 %, the
machine is too busy to tell, and nothing is judged. With `--gate` the exit code is 1 where the line keeps less than 0.65
of a bare Flask view's requests per core, or an answer was wrong.
"""

import argparse
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from scripts.bench import contenders, load, presses
from scripts.bench.figures import shown, spread, surroundings

ANCHOR, AGAIN = "flask", "flask again"
LEAST = 0.65
NAMES = (ANCHOR, AGAIN, "line", "naive", "journaled")
TICK = os.sysconf("SC_CLK_TCK")
SERVER_CORE, LOAD_CORE = 0, 1


def free_port():
    """A high port nobody uses. granian shares a used one silently, so it has to be free."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def pin(core):
    """Stay on one core, where there are several."""
    if hasattr(os, "sched_setaffinity") and len(os.sched_getaffinity(0)) > 1:
        os.sched_setaffinity(0, {core})


@contextmanager
def server(name, folder):
    """Run one contender behind granian; give its process id and port. It is stopped by its id."""
    port = free_port()
    home = folder / name.replace(" ", "-")
    home.mkdir()
    target = f"scripts.bench.contenders:{name.split()[0]}"
    command = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory", "--host", "127.0.0.1"),
        *(
            "--port",
            str(port),
            "--workers",
            "1",
            "--blocking-threads",
            "4",
            "--no-access-log",
            "--log-level",
            "error",
        ),
        target,
    ]
    process = subprocess.Popen(
        command,
        cwd=contenders.ROOT,
        env=os.environ | {"BENCH_FOLDER": str(home), "PYTHONPATH": str(contenders.ROOT)},
        preexec_fn=lambda: pin(SERVER_CORE),
        start_new_session=True,
    )
    try:
        for _ in range(150):
            with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
                break
            if process.poll() is not None:
                raise SystemExit(f"{name} did not start")
            time.sleep(0.1)
        yield process.pid, port
    finally:
        process.terminate()
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def cpu_seconds(pid):
    """User and system time of a process and all it has started."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    spent = (int(fields[11]) + int(fields[12])) / TICK
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            spent += sum(cpu_seconds(int(child)) for child in (task / "children").read_text().split())
    return spent


def verify(name, port, genuine):
    """One signed press is answered with a document, and a forged one with 403 by those who say they check."""
    status, body = load.one(port, genuine.wire())
    if status != 200 or b"<Response>" not in body:
        raise SystemExit(f"{name} answered {status}: {body[:200]!r}")
    status, _ = load.one(port, presses.forged(genuine).wire())
    if (status == 403) != (name.split()[0] in contenders.CHECKS):
        raise SystemExit(f"{name} answered a forged press with {status}")


def measure(servers, wires, rounds, seconds):
    """Give CPU microseconds per request and requests per second for each round, and how many answers were bad."""
    costs, rates, bad = ({name: [] for name in servers} for _ in range(3))
    for turn in range(rounds):
        for name in servers if turn % 2 else reversed(servers):
            pid, port = servers[name]
            before = cpu_seconds(pid)
            outcome = load.burst(port, wires[name], seconds, first=turn * 997)
            costs[name].append((cpu_seconds(pid) - before) / max(outcome.answered, 1) * 1e6)
            rates[name].append(outcome.answered / outcome.seconds)
            bad[name].append(outcome.bad)
    return costs, rates, bad


def main(arguments=None):
    """Start, verify, warm up, measure, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=24)
    parser.add_argument("--burst", type=float, default=0.6, help="seconds; /proc counts in hundredths")
    parser.add_argument(
        "--quick", action="store_true", help="8 rounds of 0.5 s, the gate loosened by a quarter"
    )
    parser.add_argument("--gate", action="store_true", help=f"exit 1 where the line is under {LEAST}")
    parser.add_argument("--without", nargs="*", default=[], help="contenders to leave out")
    parser.add_argument("--out", type=Path, help="write the figures as JSON")
    chosen = parser.parse_args(arguments)
    rounds, seconds = (8, 0.5) if chosen.quick else (chosen.rounds, chosen.burst)
    least = LEAST * 0.75 if chosen.quick else LEAST
    names = [name for name in NAMES if name not in chosen.without]

    pin(LOAD_CORE)
    with tempfile.TemporaryDirectory() as folder:
        costs, rates, bad = run(names, Path(folder), rounds, seconds)
    ratios = {
        name: [anchor / mine for mine, anchor in zip(costs[name], costs[ANCHOR], strict=True)]
        for name in names
    }
    print(surroundings())
    print("| contender | CPU us a request, median (least) | requests/s | x bare Flask [quartiles] | bad |")
    print("|---|---|---|---|---|")
    for name in names:
        middle = spread(costs[name])[0]
        print(
            f"| {name} | {middle:.0f} ({min(costs[name]):.0f}) | {spread(rates[name])[0]:,.0f} "
            f"| {shown(ratios[name])} | {sum(bad[name])} |"
        )
    if chosen.out:
        figures = {
            "surroundings": surroundings(),
            "cpu_us": costs,
            "per_second": rates,
            "ratio": ratios,
            "bad": bad,
        }
        chosen.out.write_text(json.dumps(figures, indent=1) + "\n")
    if any(sum(bad[name]) for name in names):
        print("Some answers were wrong: the figures mean nothing.")
        return 1
    same = spread(ratios[AGAIN])[0] if AGAIN in ratios else 1.0
    if not 0.93 <= same <= 1.07:
        print(f"Inconclusive: the same application twice differs by {same:.2f}. The machine is too busy.")
    elif chosen.gate and "line" in names and spread(ratios["line"])[0] < least:
        print(f"Too slow: the line keeps less than {least:.2f} of a bare Flask view's requests per core.")
        return 1
    return 0


def run(names, folder, rounds, seconds):
    """Start every server, see that it answers rightly, warm it up, measure."""
    servers, wires = {}, {}
    with ExitStack() as stack:
        for name in names:
            servers[name] = stack.enter_context(server(name, folder))
        for name in names:
            sent = contenders.presses_for(name.split()[0], 2048, loopback=True)
            verify(name, servers[name][1], sent[0])
            wires[name] = [press.wire() for press in sent]
            load.burst(servers[name][1], wires[name], 1.0)
        return measure(servers, wires, rounds, seconds)


if __name__ == "__main__":
    sys.exit(main())
