"""Scans and resources of sessions (XNAT's ScanList, XNATTemplate)."""

from collections.abc import Iterator, Sequence

from img2fair.demo.archive import items, shortcuts
from img2fair.demo.archive.columns import UnknownFieldError
from img2fair.demo.archive.exchange import Request, Response, not_found
from img2fair.demo.archive.experiments import find_session
from img2fair.demo.archive.joins import Cells, scan_rows
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.schema import IMAGE_SCAN, RESOURCE
from img2fair.demo.archive.tables import Listing, Table, answer, as_json, refuse, render
from img2fair.demo.content import Scan, SessionSeen

LISTING = Listing(
    root=IMAGE_SCAN,
    shortcuts=shortcuts.SCANS,
    defaults=("xnat_imagescandata_id", "ID", "type", "quality", "xsiType", "note", "series_description"),
    uri=lambda row: (
        f"/data/experiments/{row.session.session.id}/scans/{row.scan.id}" if row.session and row.scan else ""
    ),
    title="Scans",
    pages=False,
)
RESOURCE_KEYS = (
    "xnat_abstractresource_id", "label", "element_name", "category", "cat_id", "cat_desc", "file_count", "file_size",
    "tags", "content", "format",
)  # fmt: skip


def list_scans(request: Request, seen: SessionSeen) -> Response:
    """Answer ``/data/experiments/E/scans``; the whole list, whatever ``limit`` says."""
    try:
        return answer(request, LISTING, lambda selection: scan_rows(seen, seen.session.scans, selection))
    except UnknownFieldError as error:
        raise refuse(error) from error


def show_scan(request: Request, seen: SessionSeen, scan_id: str) -> Response:
    """Answer ``/data/experiments/E/scans/N``."""
    scan = _find_scan(seen, scan_id)
    if request.format == "json":
        return as_json(items.answer(items.scan_item(scan, seen.session.id)))
    return page("session.html", seen=seen)


def list_resources(request: Request, names: str) -> Response:
    """Answer ``/data/experiments/E1,E2/resources``; the row does not say which session it is of."""
    return session_resources(request, [find_session(request, name) for name in names.split(",")])


def session_resources(request: Request, sessions: Sequence[SessionSeen]) -> Response:
    """Answer the resources of sessions: only those of the sessions themselves (none here) without ``all=true``."""
    rows: list[Cells] = []
    if request.params.get("all") == "true":
        rows = [row for seen in sessions for scan in seen.session.scans for row in _resource_rows(scan)]
    return render(request, Table(RESOURCE_KEYS, rows))


def scan_resources(request: Request, seen: SessionSeen, scan_id: str) -> Response:
    """Answer ``/data/experiments/E/scans/N/resources``."""
    return render(request, Table(RESOURCE_KEYS, list(_resource_rows(_find_scan(seen, scan_id)))))


def show_resource(_: Request, seen: SessionSeen, scan_id: str, name: str) -> Response:
    """Answer ``/data/experiments/E/scans/N/resources/R``, R being a label or number."""
    for resource in _find_scan(seen, scan_id).resources:
        if name in (resource.id, resource.label):
            return as_json(items.answer(items.resource_item(resource)))
    raise not_found("Unable to find the specified resource")


def scan_types(request: Request, sessions: Sequence[SessionSeen]) -> Response:
    """Answer ``/data/projects/P/scan_types``: MR unless the table of PET scans is named."""
    wanted = request.params.get("table", "xnat_mrScanData").replace("_", ":", 1)
    found: dict[str, set[str]] = {}
    for scan in (scan for seen in sessions for scan in seen.session.scans if scan.xsi_type == wanted):
        found.setdefault(scan.type, set()).add(scan.series_description)
    rows = [{"type": t, "series_descriptions": ", ".join(sorted(found[t]))} for t in sorted(found)]
    return render(request, Table(("type", "series_descriptions"), rows))


def _find_scan(seen: SessionSeen, scan_id: str) -> Scan:
    for scan in seen.session.scans:
        if scan.id == scan_id:
            return scan
    raise not_found("Unable to find the specified scan.")


def _resource_rows(scan: Scan) -> Iterator[Cells]:
    for resource in scan.resources:
        yield {
            "xnat_abstractresource_id": resource.id,
            "label": resource.label,
            "element_name": RESOURCE,
            "category": "scans",
            "cat_id": scan.id,
            "cat_desc": scan.type,
            "file_count": _known(resource.file_count),
            "file_size": _known(resource.file_size),
            "tags": resource.tags,
            "content": resource.content,
            "format": resource.format,
        }


def _known(number: int | None) -> str:
    return "" if number is None else str(number)
