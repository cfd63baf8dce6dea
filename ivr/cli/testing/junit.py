"""What came of scenarios, as the XML that build servers read: JUnit, a test case for each scenario and each fault."""

import re
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Final
from xml.etree.ElementTree import Element, ElementTree, SubElement, indent

from ivr.cli.excerpt import lines_of
from ivr.cli.exits import Cannot
from ivr.menu.problems import MenuError, as_text
from ivr.phone.scenario.reporting import report
from ivr.web.practice.results import Result

_NOT_XML: Final = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_junit(path: str, results: Sequence[Result], broken: Iterable[MenuError], seconds: float) -> None:
    """Write the XML. Raises Cannot where the file cannot be written."""
    suite = Element("testsuite", name="ivr test", time=f"{seconds:.3f}")
    for result in results:
        _scenario(suite, result)
    for error in broken:
        file = error.problems[0].file
        case = _case(suite, PurePath(file).name, file, error.problems[0].line, 0.0)
        _said(case, "error", error.problems[0].message, "\n".join(map(as_text, error.problems)))
    cases = suite.findall("testcase")
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(len(suite.findall("testcase/failure"))))
    suite.set("errors", str(len(suite.findall("testcase/error"))))
    suite.set("skipped", "0")
    root = Element("testsuites")
    root.append(suite)
    indent(root)
    try:
        with Path(path).open("wb") as stream:
            ElementTree(root).write(stream, encoding="utf-8", xml_declaration=True)
    except OSError as error:
        raise Cannot(f"{path} cannot be written ({error.strerror}).") from None


def _scenario(suite: Element, result: Result) -> None:
    scenario, failure = result.scenario, result.outcome.failure
    line = failure.line if failure else scenario.place("call")[0]
    case = _case(suite, scenario.title, scenario.file, line, result.milliseconds / 1000)
    if failure:
        text = "\n".join(report(scenario, failure, lines_of(scenario.file)))
        _said(case, "failure", failure.message, text)
    for fault in result.faults:
        case = _case(suite, f"{scenario.title} [{fault.fault}]", scenario.file, line, 0.0)
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
