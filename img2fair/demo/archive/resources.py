"""Resources and their files, of projects, subjects, experiments and scans (XNAT's XNATTemplate, FileList)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import md5

from img2fair.demo.archive import dicom, items
from img2fair.demo.archive.exchange import BYTES, CSV, JSON, TEXT, Request, Response, not_found
from img2fair.demo.archive.schema import RESOURCE
from img2fair.demo.archive.tables import Table, as_json, render
from img2fair.demo.content import AssessorSeen, ExperimentSeen, Resource, Scan, SessionSeen, StoredFile

KEYS = (
    "xnat_abstractresource_id", "label", "element_name", "category", "cat_id", "cat_desc", "file_count", "file_size",
    "tags", "content", "format",
)  # fmt: skip
FILE_KEYS = (
    "Name", "Size", "URI", "collection", "file_tags", "file_format", "file_content", "cat_ID", "digest",
)  # fmt: skip
_TYPES = {"csv": CSV, "json": JSON, "txt": TEXT}


@dataclass(frozen=True)
class Holder:
    """An object with resources, as they are listed: its address, its own resources, and what holds more below it.

    :param category: what the list calls the kind of object; ``id`` and ``description`` tell which one.
    """

    uri: str
    resources: Sequence[Resource]
    category: str = "resources"
    id: str = ""
    description: str = ""
    below: tuple["Holder", ...] = ()


def experiment_holder(seen: ExperimentSeen, request: Request) -> Holder:
    """Return an experiment with the scans and readable assessors below it."""
    experiment = seen.experiment
    below: tuple[Holder, ...] = ()
    if isinstance(seen, SessionSeen):
        assessors = (request.content.assessors[one.id] for one in seen.session.assessors)
        below = (
            *(scan_holder(seen, scan) for scan in seen.session.scans),
            *(_assessor_holder(one) for one in assessors if request.viewer.reads_experiment(one)),
        )
    if isinstance(seen, AssessorSeen):
        return _assessor_holder(seen)
    return Holder(f"/data/experiments/{experiment.id}", experiment.resources, below=below)


def scan_holder(seen: SessionSeen, scan: Scan) -> Holder:
    """Return a scan; the list names it by its number and type."""
    return Holder(f"/data/experiments/{seen.session.id}/scans/{scan.id}", scan.resources, "scans", scan.id, scan.type)


def _assessor_holder(seen: AssessorSeen) -> Holder:
    assessor = seen.assessor
    uri = f"/data/experiments/{seen.session.session.id}/assessors/{assessor.id}"
    return Holder(uri, assessor.resources, "assessors", assessor.id, assessor.xsi_type)


def list_resources(request: Request, holders: Iterable[Holder]) -> Response:
    """Answer ``.../resources``: those of the objects themselves, with ``all=true`` also those of what is below."""
    everything = request.params.get("all") == "true"
    found = [one for holder in holders for one in ((holder, *holder.below) if everything else (holder,))]
    return render(request, Table.of(KEYS, (row for holder in found for row in _rows(holder)), "Resources"))


def show_resource(_: Request, holder: Holder, name: str) -> Response:
    """Answer ``.../resources/R``, R being a label or number."""
    return as_json(items.answer(items.resource_item(_find(holder, name))))


def list_files(request: Request, holder: Holder, name: str = "") -> Response:
    """Answer ``.../resources/R/files`` or ``.../files``: the files that can be read."""
    resources = [_find(holder, name)] if name else holder.resources
    rows = (row for resource in resources for row in _file_rows(holder, resource))
    return render(request, Table.of(FILE_KEYS, rows, "Files"))


def show_file(_: Request, holder: Holder, name: str, file_name: str) -> Response:
    """Answer ``.../resources/R/files/NAME``: the file itself.

    :raises ArchiveError: 404 where there is no such file.
    """
    for file in _find(holder, name).files:
        if file.name == file_name:
            media_type = _TYPES.get(file.name.rpartition(".")[2].lower(), BYTES)
            return Response(content_of(file), media_type, headers=(("Accept-Ranges", "bytes"),), ranged=True)
    raise not_found("Unable to find the specified file.")


def content_of(file: StoredFile) -> bytes:
    """Return a file's bytes."""
    return dicom.encoded(file.header) if file.header else file.text.encode("utf-8")


def _find(holder: Holder, name: str) -> Resource:
    for resource in holder.resources:
        if name in (resource.id, resource.label):
            return resource
    raise not_found("Unable to find the specified resource")


def _rows(holder: Holder) -> Iterator[dict[str, str]]:
    for resource in holder.resources:
        yield {
            "xnat_abstractresource_id": resource.id,
            "label": resource.label,
            "element_name": RESOURCE,
            "category": holder.category,
            "cat_id": holder.id,
            "cat_desc": holder.description,
            "file_count": _known(resource.file_count),
            "file_size": _known(resource.file_size),
            "tags": resource.tags,
            "content": resource.content,
            "format": resource.format,
        }


def _file_rows(holder: Holder, resource: Resource) -> Iterator[dict[str, str]]:
    for file in resource.files:
        body = content_of(file)
        yield {
            "Name": file.name.rpartition("/")[2],
            "Size": str(len(body)),
            "URI": f"{holder.uri}/resources/{resource.id}/files/{file.name}",
            "collection": resource.label,
            "file_tags": resource.tags,
            "file_format": resource.format,
            "file_content": resource.content,
            "cat_ID": resource.id,
            "digest": md5(body, usedforsecurity=False).hexdigest(),
        }


def _known(number: int | None) -> str:
    return "" if number is None else str(number)
