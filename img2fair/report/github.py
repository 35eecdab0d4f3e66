"""A report as workflow commands of GitHub Actions: an annotation for each cause, at the rule of the mapping.

Source: GitHub documentation, "Workflow commands for GitHub Actions"; escaping as actions/toolkit does in
packages/core/src/command.ts.
"""

from collections.abc import Mapping

from img2fair.findings import Report, Severity
from img2fair.report.causes import Cause, causes, titles
from img2fair.report.lines import lines, spot
from img2fair.report.plain import plain
from img2fair.report.text import LONGEST, headline, others, summary

_COMMANDS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def to_github(report: Report, *, language: str = "en") -> str:
    """Return a report as workflow commands, one line each, the worst first; the last line is a summary for the log.

    :param language: ``en`` or ``nl``.
    """
    named = titles(report)
    found = [_command(cause, named, language) for cause in causes(report.findings)]
    last = summary(report, language=language).replace("##[", "## [")  # the older form of commands, read anywhere
    return "\n".join([*found, last]) + "\n"


def _command(cause: Cause, named: Mapping[str, str], language: str) -> str:
    first, place = cause.first, spot(cause.first)
    at = {"file": place.file, "line": place.line, "col": place.column} if place else {}
    properties = {name: value for name, value in at.items() if value} | {"title": plain(first.code)}
    said = [plain(headline(cause, named, language), LONGEST), *lines(first, language)[1:], *others(cause, language)]
    listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[first.severity]} {listed}::{_data(chr(10).join(said))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
