"""``/data/services/dicomdump``: the header of a scan's first DICOM file (XNAT's DicomDump, DicomHeaderDump)."""

import re
from html import escape

from img2fair.demo.archive import dicom
from img2fair.demo.archive.exchange import ArchiveError, Request, Response
from img2fair.demo.archive.experiments import find_project_experiment
from img2fair.demo.archive.tables import Table, render
from img2fair.demo.content import Scan, SessionSeen

LONGEST_VALUE = 255
#: Labels of resources that are looked into (XNAT's site setting ``dumpImageTypes``).
IMAGE_TYPES = frozenset({"DICOM", "secondary"})
_SOURCE = re.compile(
    r"/archive/projects/(?P<project>[^/]+)(?:/subjects/[^/]+)?/experiments/(?P<session>[^/]+)(?:/scans/(?P<scan>[^/]+))?.*"
)


def dicom_dump(request: Request) -> Response:
    """Answer ``/data/services/dicomdump?src=...&field=...``; an empty table where there is no DICOM file.

    ``field`` can be repeated and is a keyword or a tag.

    :raises ArchiveError: 400 without a source or for something that is no attribute, 404 for no such session.
    """
    if "src" not in request.params:
        raise ArchiveError(400, "Please set the src parameter")
    try:
        wanted = [dicom.tag_of(name.partition(":")[0]) for name in request.all_of("field")]
    except ValueError as error:
        raise ArchiveError(400, "not a valid DICOM attribute tag") from error
    header = _header(request, request.params["src"])
    rows = [
        (tag, nested, vr, escape(value[:LONGEST_VALUE]), escape(name).replace("’", "&rsquo;"))
        for tag, nested, vr, value, name in dicom.dumped(header, wanted)
    ]
    return render(request, Table(("tag1", "tag2", "vr", "value", "desc"), rows))


def _header(request: Request, source: str) -> dicom.Header:
    place = _SOURCE.fullmatch(source)
    if not place:
        return {}
    seen = find_project_experiment(request, place["project"], place["session"])
    if not isinstance(seen, SessionSeen):
        return {}
    scans = [scan for scan in seen.session.scans if place["scan"] in (None, scan.id)]
    return next((header for scan in scans if (header := first_header(scan))), {})


def first_header(scan: Scan) -> dicom.Header:
    """Return the header of a scan's first DICOM file; empty where it has none."""
    files = (file for resource in scan.resources if resource.label in IMAGE_TYPES for file in resource.files)
    return next((file.header for file in files if file.header), {})
