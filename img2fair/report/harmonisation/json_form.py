"""The report as JSON (schema img2fair/harmonisation-report, version 1), and the way back."""

import json
from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError

from img2fair.clinical.report import SCHEMA, VERSION, HarmonisationReport
from img2fair.errors import UsageFault

_REPORT: TypeAdapter[HarmonisationReport] = TypeAdapter(HarmonisationReport)


def to_json(report: HarmonisationReport) -> str:
    """Return a report as JSON text, with a line break at its end. A hidden number is ``few``, ``withheld`` …"""
    return json.dumps(asdict(report), indent=1) + "\n"


def from_json(text: str, where: str = "") -> HarmonisationReport:
    """Return the report of a JSON text.

    :param where: the file it is from, for messages.
    :raises UsageFault: it is no harmonisation report, or one of another version.
    """
    cure = "export the study anew: img2fair export cbioportal"
    try:
        report = _REPORT.validate_json(text, strict=True)
    except ValidationError:
        raise UsageFault("this file is no harmonisation report", where=where, cure=cure) from None
    if (report.schema, report.version) != (SCHEMA, VERSION):
        raise UsageFault(f"not a harmonisation report of version {VERSION}", where=where, cure=cure)
    return report
