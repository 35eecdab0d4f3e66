"""A report as JSON: the contract of ``validate --json`` (design.md, section 5), and the way back.

``checked`` is the number of records, ``checked_keys`` which; ``path`` is the property's full IRI; ``source`` says where
the value comes from or belongs: the places to mend, else the sources of the origin.
"""

import json
import re
from dataclasses import asdict
from typing import Any

from img2fair.errors import UsageFault
from img2fair.findings import Finding, Judge, Place, Report, Severity
from img2fair.model.record import Origin, Source

SCHEMA, VERSION = "img2fair/report", 2
_ANEW = "make the report anew: img2fair validate --json"
_HALF = re.compile("[\ud800-\udfff]")
"""Halves of surrogate pairs, which no encoding can write but JSON can escape."""


def to_json(report: Report) -> str:
    """Return a report as JSON text, with a line break at its end."""
    text = json.dumps(to_dict(report), indent=2, ensure_ascii=False) + "\n"
    return _HALF.sub(lambda half: f"\\u{ord(half[0]):04x}", text)


def to_dict(report: Report) -> dict[str, Any]:
    """Return a report as plain JSON values."""
    return {
        "schema": report.schema,
        "version": report.version,
        "conforms": report.conforms,
        "checked": len(report.checked),
        "counts": report.counts(),
        "profiles": list(report.profiles),
        "advisory": list(report.advisory),
        "findings": [_finding(finding) for finding in report.findings],
        "checked_keys": list(report.checked),
        "titles": dict(report.titles),
    }


def from_json(text: str) -> Report:
    """Return the report of a JSON text.

    :raises UsageFault: it is no report, or a newer img2fair wrote it.
    """
    try:
        data = json.loads(text)
        if data["schema"] != SCHEMA or data["version"] != VERSION:
            raise UsageFault(f"not a report of version {VERSION}", cure=_ANEW)
        return Report(
            findings=tuple(map(_back, data["findings"])),
            checked=tuple(data["checked_keys"]),
            profiles=tuple(data["profiles"]),
            titles=tuple(data["titles"].items()),
            advisory=tuple(data.get("advisory", ())),
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise UsageFault("this is no report of img2fair", cure=_ANEW) from None


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "judge": finding.judge.value,
        "key": finding.key,
        "project": finding.project,
        "focus_node": finding.focus or finding.key,
        "path": finding.property,
        "value": finding.value,
        "message": finding.message,
        "mapping": finding.mapping,
        "source": _source(finding),
        "where": [str(place) for place in finding.where],
        "places": [asdict(place) for place in finding.where],
        "allowed": [{"iri": iri, "label": label} for iri, label in finding.allowed],
        "allowed_count": finding.allowed_count,
        "cure": finding.cure,
        "who": finding.who,
        "nl": {"message": finding.message_nl, "cure": finding.cure_nl, "allowed": list(finding.allowed_nl)},
        "profile": finding.profile,
        "shape": finding.shape,
        "focus": finding.focus,
        "origin": _origin(finding.origin),
    }


def _source(finding: Finding) -> str:
    sources = [source.path for source in finding.origin.sources] if finding.origin else []
    return "; ".join([str(place) for place in finding.where] or sources)


def _origin(origin: Origin | None) -> dict[str, Any] | None:
    if origin is None:
        return None
    sources = [{"path": source.path, "request": source.request} for source in origin.sources]
    return {"rule": origin.rule, "sources": sources, "steps": list(origin.steps), "overrides": origin.overrides}


def _back(data: dict[str, Any]) -> Finding:
    same = ("code", "key", "message", "focus", "value", "project", "profile", "shape", "mapping", "cure", "who")
    origin = data["origin"]
    return Finding(
        **{name: data[name] for name in same},
        severity=Severity(data["severity"]),
        judge=Judge(data["judge"]),
        property=data["path"],
        where=tuple(Place(**place) for place in data["places"]),
        allowed=tuple((entry["iri"], entry["label"]) for entry in data["allowed"]),
        allowed_count=data["allowed_count"],
        message_nl=data["nl"]["message"],
        allowed_nl=tuple(data["nl"].get("allowed", ())),
        cure_nl=data["nl"]["cure"],
        origin=origin and Origin(
            origin["rule"],
            tuple(Source(source["path"], source["request"]) for source in origin["sources"]),
            tuple(origin["steps"]),
            origin["overrides"],
        ),
    )  # fmt: skip
