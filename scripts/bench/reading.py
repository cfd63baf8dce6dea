"""What reading and checking a menu file costs, by its size: `python -m scripts.bench.reading [--gate]`.

CPU seconds of `ivr.menu.load_text`, bytes to checked flow, the least of several goes. With `--gate` the exit code is 1
where one is over its target.
"""

import argparse
import sys
import time

from scripts.bench.big_menu import big_menu
from scripts.bench.figures import surroundings

TARGETS = {100: 0.06, 1_000: 0.6, 10_000: 6.0}
"""Nodes, and the CPU seconds they may take."""
GOES = {100: 20, 1_000: 5, 10_000: 2}


def cost(nodes, goes):
    """The least CPU seconds that reading a line of so many nodes took."""
    from ivr.menu import load_text

    text = big_menu(nodes).encode()
    spent = []
    for _ in range(goes):
        start = time.process_time()
        flow = load_text(text, "big.yaml")
        spent.append(time.process_time() - start)
        if len(flow.nodes) != nodes:
            raise SystemExit(f"{len(flow.nodes)} nodes were read, not {nodes}")
    return min(spent)


def main(arguments=None):
    """Measure, print a table, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gate", action="store_true", help="exit 1 where a target is missed")
    parser.add_argument("--nodes", type=int, nargs="*", default=list(TARGETS), choices=list(TARGETS))
    chosen = parser.parse_args(arguments)
    print(surroundings())
    print("| nodes | CPU s | target |\n|---|---|---|")
    missed = 0
    cost(100, 1)  # imports, and whatever is made once
    for nodes in chosen.nodes:
        spent = cost(nodes, GOES[nodes])
        missed += spent > TARGETS[nodes]
        print(f"| {nodes:,} | {spent:.3f} | {TARGETS[nodes]} |")
    return 1 if missed and chosen.gate else 0


if __name__ == "__main__":
    sys.exit(main())
