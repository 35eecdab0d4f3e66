"""Scans of sessions (XNAT's ScanList)."""

from collections.abc import Sequence

from img2fair.demo.archive import items, shortcuts
from img2fair.demo.archive.columns import Shape, UnknownFieldError
from img2fair.demo.archive.exchange import Request, Response, not_found
from img2fair.demo.archive.joins import scan_rows
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.schema import IMAGE_SCAN
from img2fair.demo.archive.tables import Listing, Table, answer, as_json, refuse, render
from img2fair.demo.content import Scan, SessionSeen

_DEFAULTS = ("xnat_imagescandata_id", "ID", "type", "quality", "xsiType", "note", "series_description")
LISTING = Listing(
    Shape(root=IMAGE_SCAN, shortcuts=shortcuts.SCANS, defaults=lambda _: _DEFAULTS),
    given=frozenset({"scan", "session", "subject", "experiment"}),
    uri=lambda row: (
        f"/data/experiments/{row.session.session.id}/scans/{row.scan.id}" if row.session and row.scan else ""
    ),
    title="Scans",
    pages=False,
)


def list_scans(request: Request, seen: SessionSeen) -> Response:
    """Answer ``/data/experiments/E/scans``; the whole list, whatever ``limit`` says."""
    try:
        return answer(request, LISTING, lambda _: scan_rows(seen, seen.session.scans))
    except UnknownFieldError as error:
        raise refuse(error) from error


def show_scan(request: Request, seen: SessionSeen, scan_id: str) -> Response:
    """Answer ``/data/experiments/E/scans/N``."""
    scan = find_scan(seen, scan_id)
    if request.format == "json":
        return as_json(items.answer(items.scan_item(scan, seen.session.id)))
    return page("session.html", seen=seen)


def scan_types(request: Request, sessions: Sequence[SessionSeen]) -> Response:
    """Answer ``/data/projects/P/scan_types``: MR unless the table of PET scans is named."""
    wanted = request.params.get("table", "xnat_mrScanData").replace("_", ":", 1)
    found: dict[str, set[str]] = {}
    for scan in (scan for seen in sessions for scan in seen.session.scans if scan.xsi_type == wanted):
        found.setdefault(scan.type, set()).add(scan.series_description)
    rows = [{"type": t, "series_descriptions": ", ".join(sorted(found[t]))} for t in sorted(found)]
    return render(request, Table.of(("type", "series_descriptions"), rows))


def find_scan(seen: SessionSeen, scan_id: str) -> Scan:
    """Return a scan of a session by its number.

    :raises ArchiveError: 404 where there is none.
    """
    for scan in seen.session.scans:
        if scan.id == scan_id:
            return scan
    raise not_found("Unable to find the specified scan.")
