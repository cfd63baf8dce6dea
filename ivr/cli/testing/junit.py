"""What came of scenarios, as the XML that build servers read: JUnit, a test case for each scenario, and in a suite of
their own one for each run with a fault."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Final
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from ivr.cli.excerpt import lines_of
from ivr.cli.exits import Cannot
from ivr.cli.testing.text import faulty_seconds
from ivr.menu.problems import MenuError, as_text
from ivr.phone.scenario.reporting import report
from ivr.web.practice.results import Result

_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: str, results: Sequence[Result], broken: Iterable[MenuError], seconds: float) -> None:
    """Write the XML. `seconds`: how long all of it took. Raises Cannot where the file cannot be written."""
    faulty = faulty_seconds(results)
    suite = Element("testsuite", name="ivr test", time=f"{seconds - faulty:.3f}")
    faults = Element("testsuite", name="ivr test, with faults", time=f"{faulty:.3f}")
    for result in results:
        _scenario(suite, result)
        _with_faults(faults, result)
    for error in broken:
        file = error.problems[0].file
        case = _case(suite, PurePath(file).name, file, error.problems[0].line, 0.0)
        _said(case, "error", error.problems[0].message, "\n".join(map(as_text, error.problems)))
    root = Element("testsuites")
    for each in (suite, faults):
        if len(each) or each is suite:
            root.append(_counted(each))
    indent(root)
    try:
        with Path(path).open("wb") as stream:
            ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise Cannot(f"{path} cannot be written ({error.strerror}).") from None


def _counted(suite: Element) -> Element:
    suite.set("tests", str(len(suite)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", "0")
    return suite


def _scenario(suite: Element, result: Result) -> None:
    scenario, failure = result.scenario, result.outcome.failure
    line = failure.line if failure else scenario.place("call")[0]
    case = _case(suite, scenario.title, scenario.file, line, result.milliseconds / 1000)
    if failure:
        text = "\n".join(report(scenario, failure, lines_of(scenario.file)))
        _said(case, "failure", failure.message, text)


def _with_faults(suite: Element, result: Result) -> None:
    scenario = result.scenario
    for fault in result.faults:
        name = f"{scenario.title} [{fault.fault}]"
        case = _case(suite, name, scenario.file, scenario.place("call")[0], fault.milliseconds / 1000)
        if not fault.held:
            _said(case, "failure", fault.outcome, "\n".join(fault.wrong))


def _case(suite: Element, name: str, file: str, line: int, seconds: float) -> Element:
    path = PurePath(file).with_suffix("")
    group = ".".join(part for part in path.parts if part != path.anchor)
    return SubElement(
        suite,
        "testcase",
        classname=_clean(group),
        name=_clean(name),
        file=_clean(file),
        line=str(line),
        time=f"{seconds:.3f}",
    )


def _said(case: Element, what: str, message: str, text: str) -> None:
    SubElement(case, what, message=_clean(message)).text = _clean(text)


def _clean(text: str) -> str:
    """Return a text without characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
