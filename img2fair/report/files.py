"""The files of a report in the work folder: JSON, the steward's page, and the worklists."""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from img2fair.config import Located
from img2fair.errors import UsageFault
from img2fair.files import replacing_folder, write_text
from img2fair.findings import Report
from img2fair.model import Record
from img2fair.report.described import described_of_records
from img2fair.report.json_form import from_json, to_json
from img2fair.report.page import to_html
from img2fair.report.worklist import worklists

TITLES = {"en": "What to mend", "nl": "Wat te verbeteren"}
WORKLISTS, WORKLISTS_MARKER = "worklists", ".img2fair-worklists"


def write_report(located: Located, report: Report, records: Sequence[Record], before: Report | None) -> None:
    """Write a report as JSON and as an HTML page into the work folder, and a worklist for each who can mend something.

    :param before: the report of the run before, for what has changed since.
    """
    config, work = located.config, located.work
    name = config.archive.name or config.archive.identity
    write_worklists(work / WORKLISTS, report, config.language)
    write_text(work / "report.json", to_json(report))
    page = to_html(
        report,
        title=f"{TITLES[config.language]}: {name}",
        catalogue=described_of_records(records),
        before=before,
        language=config.language,
        worklists=WORKLISTS,
    )
    write_text(work / "report.html", page)


def write_worklists(folder: Path, report: Report, language: str = "en") -> None:
    """Write a worklist (CSV) for each project's steward, and one for the operator, into a folder of ours.

    :raises UsageFault: the folder holds something else.
    """
    with replacing_folder(folder, WORKLISTS_MARKER) as staging:
        for name, text in worklists(report, language).items():
            (staging / name).write_text(text, "utf-8", newline="")


def read_report(path: Path) -> Report:
    """Return the report of a JSON file.

    :raises UsageFault: there is none, or it is of another version.
    """
    try:
        return from_json(path.read_text("utf-8"))
    except UsageFault as fault:
        raise UsageFault(fault.what, where=str(path), cure=fault.cure) from None
    except (OSError, UnicodeDecodeError) as error:
        what = f"cannot read the earlier report: {getattr(error, 'strerror', None) or 'not UTF-8'}"
        raise UsageFault(what, where=str(path), cure="make it with: img2fair validate --json -o report.json") from None


def report_before(work: Path) -> Report | None:
    """Return the report of the run before; nothing where there is none, or one of another version."""
    with suppress(UsageFault):
        return read_report(work / "report.json")
    return None
