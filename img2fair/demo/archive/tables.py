"""List answers: ``ResultSet`` as JSON, CSV or a page; sorting and paging (XNAT's JSONTableRepresentation)."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from zlib import crc32

from img2fair.demo.archive.columns import Selection, UnknownFieldError, select
from img2fair.demo.archive.exchange import CSV, JSON, ArchiveError, Request, Response
from img2fair.demo.archive.fields import Row
from img2fair.demo.archive.joins import Cells, cells
from img2fair.demo.archive.pages import page

DEFAULT_PAGE_SIZE = 100
#: How many CSV lines go out in one chunk.
LINES_PER_CHUNK = 200


@dataclass(frozen=True)
class Table:
    """A table of texts before it has a format."""

    keys: Sequence[str]
    rows: Iterable[Cells]
    title: str = ""
    paged: bool = False


@dataclass(frozen=True)
class Listing:
    """What distinguishes one list of XNAT from another."""

    root: str
    shortcuts: Mapping[str, str]
    defaults: tuple[str, ...]
    uri: Callable[[Row], str]
    title: str = ""
    pages: bool = True


def answer(
    request: Request,
    listing: Listing,
    rows: Callable[[Selection], Iterable[Row]],
    readable: Callable[[Row], bool] = lambda _: True,
) -> Response:
    """Return the answer to a list request.

    :param rows: yields the rows of a selection.
    :param readable: rows that fail it are dropped after the page is cut, so that pages get shorter, as in XNAT.
    :raises UnknownFieldError: a field the type does not have.
    """
    if "fields" in request.params:
        table = [{"key": key, "xpath": path} for key, path in listing.shortcuts.items()]
        return render(request, Table(("key", "xpath"), table))
    selection = select(request.params, listing.shortcuts, listing.root, listing.defaults)
    found = cells(rows(selection), selection, listing.uri)
    paged = listing.pages and _is_paged(request.params)
    if paged:
        found = _page(found, request.params)
    shown = (texts for row, texts in found if readable(row))
    keys = [*(column.key for column in selection.columns), "URI"]
    return render(request, Table(keys, _sorted(shown, request.params), listing.title, paged))


def refuse(error: UnknownFieldError) -> ArchiveError:
    """Return the 500 that an unknown field of a known type ends in on most lists."""
    return ArchiveError(500, f"The query could not be run: {error}")


def render(request: Request, table: Table) -> Response:
    """Return a table in the format asked for; a format that is none of XNAT's becomes a page with status 200."""
    if request.format in {"", "json"}:
        return Response(_json(table))
    if request.format == "csv":
        return Response(_csv(table), CSV)
    rows = [[row.get(key, "") for key in table.keys] for row in table.rows]
    return page("list.html", title=table.title or "Results", keys=table.keys, rows=rows)


def as_json(value: object, status: int = 200) -> Response:
    """Return a value as a JSON answer."""
    return Response(json.dumps(value).encode("utf-8"), JSON, status)


def _json(table: Table) -> bytes:
    order = sorted(table.keys, key=lambda key: crc32(key.encode()))
    rows = [{key: row.get(key, "") for key in order} for row in table.rows]
    result: dict[str, object] = {"Result": rows}
    if table.title:
        result["title"] = table.title
    if not table.paged:
        result["totalRecords"] = str(len(rows))
    return json.dumps({"ResultSet": result}).encode("utf-8")


def _csv(table: Table) -> Iterator[bytes]:
    lines = _csv_lines(table)
    while chunk := "".join(islice(lines, LINES_PER_CHUNK)):
        yield chunk.encode("utf-8")


def _csv_lines(table: Table) -> Iterator[str]:
    yield _csv_line(table.keys)
    for row in table.rows:
        yield _csv_line([row.get(key, "") for key in table.keys])


def _csv_line(values: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([" ".join(value.splitlines()) for value in values])
    return line.getvalue()


def _is_paged(params: Mapping[str, str]) -> bool:
    return ("limit" in params or "offset" in params) and "*" not in (params.get("limit"), params.get("offset"))


def _page(rows: Iterator[tuple[Row, Cells]], params: Mapping[str, str]) -> Iterator[tuple[Row, Cells]]:
    try:
        offset = int(params.get("offset", 0))
        limit = int(params.get("limit", DEFAULT_PAGE_SIZE))
    except ValueError as error:
        raise ArchiveError(400, "limit and offset are numbers") from error
    return islice(rows, offset, offset + limit)


def _sorted(rows: Iterator[Cells], params: Mapping[str, str]) -> Iterable[Cells]:
    if "sortBy" not in params:
        return rows
    descending = params.get("sortOrder", "ASC").upper() == "DESC"
    return sorted(rows, key=lambda row: row.get(params["sortBy"], ""), reverse=descending)
