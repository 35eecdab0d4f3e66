"""A report as JUnit XML, which build servers show: a test case for each record, a failure for each violation.

There is no standard; this is what Jenkins' and GitLab's readers share: https://github.com/testmoapp/junitxml.
"""

import re
from collections.abc import Sequence
from xml.etree import ElementTree

from img2fair.findings import Finding, Report, Severity
from img2fair.report.causes import titles
from img2fair.report.lines import lines, message
from img2fair.report.plain import plain
from img2fair.report.words import WORDS

# What XML 1.0 cannot hold, not even escaped (section 2.2, Char); tab and line ends are put in by us only.
_NO_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def to_junit(report: Report, *, language: str = "en") -> str:
    """Return a report as JUnit XML; warnings and notes are the output of their test case.

    :param language: ``en`` or ``nl``.
    """
    of_key: dict[str, list[Finding]] = {key: [] for key in report.checked}
    for finding in report.findings:
        of_key.setdefault(finding.key, []).append(finding)
    named = titles(report)
    failures = report.counts()[Severity.VIOLATION.value]
    counts = {"tests": str(len(of_key)), "failures": str(failures)}
    root = ElementTree.Element("testsuites", {"name": "img2fair", **counts})
    profiles = _xml(", ".join(map(plain, report.profiles))) or "img2fair"
    suite = ElementTree.SubElement(root, "testsuite", {"name": profiles, **counts, "errors": "0", "skipped": "0"})
    for key, findings in of_key.items():
        _case(suite, key, named.get(key, key), findings, language)
    ElementTree.indent(root, " ")
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, key: str, title: str, findings: Sequence[Finding], language: str) -> None:
    project = next((finding.project for finding in findings if finding.project), None)
    of = {"classname": _xml(plain(project or "img2fair")), "name": _xml(plain(title or key or "mapping"))}
    case = ElementTree.SubElement(suite, "testcase", of)
    said = []
    for finding in findings:
        if finding.severity is Severity.VIOLATION:
            about = {"type": _xml(plain(finding.code)), "message": _xml(message(finding, language))}
            failure = ElementTree.SubElement(case, "failure", about)
            failure.text = _xml("\n".join(lines(finding, language)))
        else:
            word = WORDS.say(language, finding.severity.value)
            said.append(f"{word}[{plain(finding.code)}]: " + "\n  ".join(lines(finding, language)))
    if said:
        ElementTree.SubElement(case, "system-out").text = _xml("\n".join(said))


def _xml(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
