"""A report as SARIF, which code scanners and editors read.

Source: OASIS, Static Analysis Results Interchange Format (SARIF) 2.1.0,
https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html (sections 3.13 sarifLog, 3.14 run, 3.19
toolComponent, 3.27 result, 3.49 reportingDescriptor).
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from img2fair import __version__
from img2fair.findings import Finding, Report, RuleText, Severity
from img2fair.report.lines import lines, message, spot
from img2fair.report.plain import plain

VERSION = "2.1.0"
SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "img2fairFinding/v1"
"""The kind of fingerprint: of code, record, node, property and value, so that it outlives a change of the mapping."""

_LEVELS = {Severity.VIOLATION: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_SAFE = "/-._~:@!$&'()*+,;="
"""Characters that a path of a URI may hold as they are (RFC 3986, section 3.3)."""

Object = dict[str, Any]


def to_sarif(report: Report, *, rules: Mapping[str, RuleText] | None = None, language: str = "en") -> str:
    """Return a report as a SARIF log: one result for each finding, stable fingerprints, the mapping rule as place.

    :param rules: what the codes mean (``pipeline.all_rules``), for the help of each rule.
    :param language: ``en`` or ``nl``.
    """
    codes = sorted({finding.code for finding in report.findings})
    driver = {
        "name": "img2fair",
        "version": __version__,
        "informationUri": "https://w3id.org/img2fair",
        "rules": [_rule(code, (rules or {}).get(code), language) for code in codes],
    }
    run = {
        "tool": {"driver": driver},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, codes, language) for finding in report.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": VERSION, "runs": [run]}, indent=1) + "\n"


def _rule(code: str, text: RuleText | None, language: str) -> Object:
    if text is None:
        return {"id": plain(code)}
    title, why, cure = text.said(language)
    return {
        "id": plain(code),
        "shortDescription": {"text": title},
        "fullDescription": {"text": why},
        "help": {"text": f"{why} {cure}"},
    }


def _result(finding: Finding, codes: Sequence[str], language: str) -> Object:
    return {
        "ruleId": plain(finding.code),
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": "\n".join(lines(finding, language)) or message(finding, language)},
        "locations": [_location(finding)],
        "partialFingerprints": {FINGERPRINT: fingerprint(finding)},
        "properties": {
            "judge": finding.judge.value,
            "project": finding.project,
            "path": finding.property,
            "profile": finding.profile,
            "shape": finding.shape,
            "value": finding.value,
            "who": finding.who,
        },
    }


def _location(finding: Finding) -> Object:
    """Return the record as logical location and, where a file is known, the place in it."""
    name = plain(finding.focus or finding.key)
    location: Object = {"logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}]} if name else {}
    place = spot(finding)
    if place:
        physical: Object = {"artifactLocation": {"uri": quote(place.file.replace("\\", "/"), safe=_SAFE)}}
        if place.line:
            physical["region"] = {"startLine": place.line, "startColumn": place.column}
        location["physicalLocation"] = physical
    return location


def fingerprint(finding: Finding) -> str:
    """Return what makes a finding the same from run to run, as 32 hex digits."""
    same = (finding.code, finding.key, finding.focus, finding.property, finding.value or "")
    return hashlib.sha256(json.dumps(same).encode()).hexdigest()[:32]
