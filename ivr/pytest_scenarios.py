"""Scenarios in pytest: each file that holds a call is a test of its own, without any code.

    $ pytest tests/calls
    tests/calls/hang-up.yaml::Somebody hangs up while speaking PASSED

The files are looked for in the folders that the ini option `ivr_scenarios` names, else in `tests/calls`; `ivr_menus` is
the menu file that is rung, else `menus.yaml`; `ivr_app` names another app to be rung instead, as `package.module:app`.
All paths count from pytest's rootdir. Where there is no menu file and none of the options is set, nothing is collected.

Installed packages with a `pytest11` entry point are imported in every pytest run, so nothing is imported here before
there is a scenario.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from ivr.cli.testing.staging import Stage
    from ivr.menu.problems import MenuError
    from ivr.phone.scenario.values import Scenario

USUAL_FOLDER: Final = "tests/calls"
USUAL_MENUS: Final = "menus.yaml"
_ENDINGS: Final = (".yaml", ".yml")
_folders: Final[pytest.StashKey[tuple[Path, ...]]] = pytest.StashKey()
_stage: Final[pytest.StashKey[Stage]] = pytest.StashKey()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say which options there are."""
    parser.addini("ivr_scenarios", "folders of scenarios: phone calls as text", type="args", default=[])
    parser.addini("ivr_menus", f"the menu file that scenarios ring (default: {USUAL_MENUS})", default="")
    parser.addini("ivr_app", "the app that scenarios ring instead, as package.module:app", default="")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a file that is in a folder of scenarios."""
    if file_path.suffix not in _ENDINGS:
        return None
    stash = parent.config.stash
    if _folders not in stash:
        stash[_folders] = _folders_of(parent.config)
    if not any(file_path.is_relative_to(folder) for folder in stash[_folders]):
        return None
    return ScenarioFile.from_parent(parent, path=file_path)


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """Take down the line when the last of a row of scenarios is over."""
    if isinstance(item, ScenarioItem) and not isinstance(nextitem, ScenarioItem):
        _close(item.config)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Take down the line also where the run was broken off."""
    _close(config)


class ScenarioFile(pytest.File):
    """A file that holds a scenario."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give its one test; one that fails where the file holds no scenario."""
        from ivr.menu.problems import MenuError
        from ivr.phone.scenario.reading import read

        try:
            scenario = read(self.path.read_bytes(), _shown(self.path, self.config))
        except MenuError as error:
            yield NoScenario.from_parent(self, name=self.path.stem, error=error)
        else:
            name = scenario.title.replace("::", ": ")
            yield ScenarioItem.from_parent(self, name=name, scenario=scenario)


class NoScenario(pytest.Item):
    """The test of a file that cannot be read as a scenario: it tells why."""

    def __init__(self, *, error: MenuError, **more: Any) -> None:
        super().__init__(**more)
        self._error = error

    def runtest(self) -> None:
        """Fail."""
        raise self._error

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> str:
        """Tell every problem, one a line."""
        problems = self._error.problems
        return "\n".join(f"{p.file}:{p.line}:{p.column}: {p.message} {p.remedy}".strip() for p in problems)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where it is."""
        return self.path, self._error.problems[0].line - 1, self.name


class ScenarioItem(pytest.Item):
    """The test that a scenario is."""

    def __init__(self, *, scenario: Scenario, **more: Any) -> None:
        super().__init__(**more)
        self._scenario = scenario

    def runtest(self) -> None:
        """Ring, and fail where something is not so."""
        from ivr.cli.testing.staging import Failed, stage_of

        stash = self.config.stash
        if _stage not in stash:
            stash[_stage] = stage_of(
                self.config.getini("ivr_app"),
                self.config.rootpath / (self.config.getini("ivr_menus") or USUAL_MENUS),
            )
        result = stash[_stage].run(self._scenario)
        if not result.passed:
            raise Failed(result)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Tell why in the words of the scenario, with the lines around it and what was heard instead."""
        from ivr.cli.testing.staging import Failed
        from ivr.menu.problems import MenuError

        error = excinfo.value
        if isinstance(error, Failed):
            return "\n".join(error.lines(self.path.read_text(encoding="utf-8-sig").splitlines()))
        if isinstance(error, MenuError):
            return f"The menu cannot be rung.\n{error}"
        return super().repr_failure(excinfo)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where it is."""
        return self.path, self._scenario.place("call")[0] - 1, self.name


def _folders_of(config: pytest.Config) -> tuple[Path, ...]:
    """Return the folders of scenarios; none where nobody has asked for any and there is no menu to ring."""
    named = config.getini("ivr_scenarios")
    asked = named or config.getini("ivr_menus") or config.getini("ivr_app")
    if not asked and not (config.rootpath / USUAL_MENUS).is_file():
        return ()
    return tuple(config.rootpath / folder for folder in named or [USUAL_FOLDER])


def _shown(path: Path, config: pytest.Config) -> str:
    return str(path.relative_to(config.rootpath) if path.is_relative_to(config.rootpath) else path)


def _close(config: pytest.Config) -> None:
    if _stage in config.stash:
        config.stash[_stage].close()
        del config.stash[_stage]
