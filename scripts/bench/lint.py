"""What `ivr lint` costs: `python -m scripts.bench.lint [--gate] [--rules]`.

CPU seconds of the whole command, start-up included, on the line's own file and on one of 1,000 nodes; the least of
several goes. Beside it stand what Python and pydantic take to start, and what the same process takes to read the
file, so that figures of a busy or a slow machine can be read, too. With `--rules` it tells what each rule takes. With
`--gate` the exit code is 1 where a target is missed.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from scripts.bench.big_menu import big_menu
from scripts.bench.figures import surroundings

ROOT = Path(__file__).parents[2]
OWN, BIG = 0.5, 5.0
"""CPU seconds that the line's own file and 1,000 nodes may take."""
MAIN = "from ivr.__main__ import main; main()"


def cost(folder, goes, *words):
    """The least CPU seconds that a process of Python took with these words.

    Compiled modules are kept in a folder, as they are where the line is installed, whatever the surroundings say.
    """
    env = os.environ | {"PYTHONPYCACHEPREFIX": str(folder), "PYTHONDONTWRITEBYTECODE": ""}
    spent = []
    for _ in range(goes):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, *words], cwd=ROOT, env=env, capture_output=True, check=False)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return min(spent)


def by_rule(file):
    """The CPU seconds of reading a file, of surveying it, and of each rule."""
    from ivr.check.catalogue import all_rules
    from ivr.check.survey import survey_of
    from ivr.menu import load

    def spent(work, *given):
        start = time.process_time()
        done = work(*given)
        return time.process_time() - start, done

    load(file)  # imports, and whatever is made once
    reading, flow = spent(load, file)
    surveying, _ = spent(survey_of, flow)
    rules = {name: spent(list, rule.check(flow))[0] for name, rule in all_rules().items()}
    return reading, surveying, dict(sorted(rules.items(), key=lambda each: -each[1]))


def main(arguments=None):
    """Measure, print a table, and judge."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gate", action="store_true", help="exit 1 where a target is missed")
    parser.add_argument("--rules", action="store_true", help="tell what each rule takes")
    parser.add_argument("--goes", type=int, default=5)
    chosen = parser.parse_args(arguments)
    print(surroundings())
    with tempfile.TemporaryDirectory() as folder:
        big = Path(folder) / "big.yaml"
        big.write_text(big_menu(1_000), encoding="utf-8")
        rows = [
            ("starting Python and pydantic", cost(folder, chosen.goes, "-c", "import pydantic.main"), None),
            ("`ivr lint menus.yaml`", cost(folder, chosen.goes, "-c", MAIN, "lint", "menus.yaml"), OWN),
            ("`ivr lint`, 1,000 nodes", cost(folder, 2, "-c", MAIN, "lint", str(big)), BIG),
        ]
        print("| what | CPU s | target |\n|---|---|---|")
        for what, spent, target in rows:
            print(f"| {what} | {spent:.2f} | {target or ''} |")
        for file in (ROOT / "menus.yaml", big):
            reading, surveying, rules = by_rule(file)
            checking = surveying + sum(rules.values())
            print(
                f"{file.name}: reading {reading:.3f} s, survey {surveying:.3f} s, {len(rules)} rules "
                f"{checking - surveying:.3f} s: checking is {checking / reading:.1f} times reading"
            )
            for name, spent in list(rules.items()) if chosen.rules else ():
                print(f"    {name}: {spent * 1000:.1f} ms")
    missed = [what for what, spent, target in rows if target and spent > target]
    return 1 if missed and chosen.gate else 0


if __name__ == "__main__":
    sys.exit(main())
