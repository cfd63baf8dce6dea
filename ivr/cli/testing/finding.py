"""From what was typed to scenarios: the files, read; what is wrong with those that cannot be."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from ivr.cli.exits import CANNOT, PROBLEMS, WELL, Cannot
from ivr.menu.problems import MenuError, Unreadable
from ivr.phone.scenario.reading import read_file
from ivr.phone.scenario.values import Scenario

USUAL_FOLDER: Final = Path("tests") / "calls"
"""Where scenarios are, beside the menu file."""
ENDINGS: Final = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Scenarios:
    """What was found: scenarios, and the errors of files that hold none, in the order of their names."""

    good: tuple[Scenario, ...]
    broken: tuple[MenuError, ...]

    @property
    def code(self) -> int:
        """The exit code for the files that hold no scenario."""
        if any(isinstance(error, Unreadable) for error in self.broken):
            return CANNOT
        return PROBLEMS if self.broken else WELL


def scenarios_in(paths: Iterable[str], menus: str, only: str = "") -> Scenarios:
    """Return the scenarios of files, and of folders with all that is in them.

    Without `paths`, those beside the menu file `menus`. `only`: words that have to be in the title or the file's name.
    Raises Cannot where there are none.
    """
    usual = Path(menus).parent / USUAL_FOLDER
    named = [Path(path) for path in paths]
    good, broken = [], []
    found = list(_files(named or [usual] if usual.is_dir() else named))
    for file in found:
        try:
            scenario = read_file(str(file))
        except MenuError as error:
            if _wanted(only, file.name):
                broken.append(error)
        else:
            if _wanted(only, file.name, scenario.title):
                good.append(scenario)
    if not found:
        where = ", ".join(map(str, named)) or str(usual)
        raise Cannot(
            f"There is no scenario in {where}. One is a text file that ends with .yaml: docs/scenarios.md shows how to "
            f"write it, and `ivr paths --write {usual}` writes some for this menu."
        )
    if not (good or broken):
        raise Cannot(f"None of the {len(found)} scenarios has “{only[:60]}” in its title or file name.")
    return Scenarios(tuple(good), tuple(broken))


def _wanted(only: str, *names: str) -> bool:
    return any(only.casefold() in name.casefold() for name in names)


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            yield from sorted(each for each in path.rglob("*") if each.suffix in ENDINGS and each.is_file())
        else:
            yield path  # whoever reads it says if there is none
