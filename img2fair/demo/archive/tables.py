"""List answers: ``ResultSet`` as JSON, CSV or a page; sorting and paging (XNAT's JSONTableRepresentation)."""

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, islice
from zlib import crc32

from img2fair.demo.archive.columns import Selection, Shape, UnknownFieldError, select
from img2fair.demo.archive.exchange import CSV, JSON, ArchiveError, Request, Response
from img2fair.demo.archive.joins import Cells, cells, joined
from img2fair.demo.archive.pages import page
from img2fair.demo.archive.rows import Row
from img2fair.demo.archive.sorting import in_order, sorted_before

DEFAULT_PAGE_SIZE = 100
#: How long a name of the database may be (``XftStringUtils.Last62Chars``).
LONGEST_NAME = 62
#: How many CSV lines go out in one chunk.
LINES_PER_CHUNK = 200


@dataclass(frozen=True)
class Table:
    """A table of texts before it has a format."""

    keys: Sequence[str]
    rows: Iterable[Cells]
    title: str = ""
    paged: bool = False

    @classmethod
    def of(cls, keys: Sequence[str], rows: Iterable[Mapping[str, str]], title: str = "") -> "Table":
        """Return the table of rows that are mappings; what a row lacks is empty."""
        return cls(keys, (tuple(row.get(key, "") for key in keys) for row in rows), title)


@dataclass(frozen=True)
class Listing:
    """What distinguishes one list of XNAT from another.

    :param shape: its root type, short names and columns.
    :param given: the parts that its rows have before anything is joined.
    :param uri: the address in a row.
    :param bare_when_empty: whether an empty list has the database's own column names where the server is strict.
    """

    shape: Shape
    given: frozenset[str]
    uri: Callable[[Row], str]
    title: str = ""
    pages: bool = True
    bare_when_empty: bool = False


def answer(
    request: Request,
    listing: Listing,
    rows: Callable[[Selection], Iterable[Row]],
    readable: Callable[[Row], bool] = lambda _: True,
) -> Response:
    """Return the answer to a list request.

    :param rows: yields a row per object of a selection's root type.
    :param readable: rows that fail it are dropped after the page is cut, so that pages get shorter, as in XNAT.
    :raises UnknownFieldError: a field the type does not have.
    """
    if "fields" in request.params:
        return render(request, Table(("key", "xpath"), listing.shape.shortcuts.items()))
    distinct = listing.shape.distinct if request.viewer.user else "never"
    selection = select(request.params, replace(listing.shape, distinct=distinct, dialect=request.dialect))
    paged = listing.pages and _is_paged(request.params)
    roots = rows(selection)
    early = not paged and sorted_before(request.params, selection, listing.given)
    if early:
        roots = in_order(roots, request.params, selection)
    found = cells(joined(roots, selection, request.content, listing.given), selection, listing.uri)
    if paged:
        found = _page(found, request.params)
    shown: Iterable[Cells] = (texts for row, texts in found if readable(row))
    if not early:
        shown = in_order(shown, request.params, selection)
    keys = [*(column.key for column in selection.columns), "URI"]
    if listing.bare_when_empty and request.dialect.strict:
        keys, shown = _bare_when_empty(keys, iter(shown), selection)
    return render(request, Table(keys, shown, listing.title, paged))


def _bare_when_empty(keys: list[str], rows: Iterator[Cells], selection: Selection) -> tuple[list[str], Iterable[Cells]]:
    """Return keys and rows; the keys of a list without rows are the database's own (XNAT only then renames them)."""
    first = next(rows, None)
    if first is not None:
        return keys, chain([first], rows)
    paths = (f"{column.type_name}_{column.path}".lower() for column in selection.columns)
    return [re.sub(r"\W", "_", path)[-LONGEST_NAME:] for path in paths], ()


def refuse(error: UnknownFieldError) -> ArchiveError:
    """Return the 500 that an unknown field of a known type ends in on most lists."""
    return ArchiveError(500, f"The query could not be run: {error}")


def render(request: Request, table: Table) -> Response:
    """Return a table in the format asked for; a format that is none of XNAT's becomes a page with status 200."""
    if request.format in {"", "json"}:
        return Response(_json(table))
    if request.format == "csv":
        return Response(_csv(table), CSV)
    return page("list.html", title=table.title or "Results", keys=table.keys, rows=table.rows)


def as_json(value: object, status: int = 200) -> Response:
    """Return a value as a JSON answer."""
    return Response(json.dumps(value).encode("utf-8"), JSON, status)


def _json(table: Table) -> bytes:
    order = sorted(range(len(table.keys)), key=lambda place: crc32(table.keys[place].encode()))
    keys = [table.keys[place] for place in order]
    rows = [dict(zip(keys, [row[place] for place in order], strict=True)) for row in table.rows]
    result: dict[str, object] = {"Result": rows}
    if table.title:
        result["title"] = table.title
    if not table.paged:
        result["totalRecords"] = str(len(rows))
    return json.dumps({"ResultSet": result}).encode("utf-8")


def _csv(table: Table) -> Iterator[bytes]:
    rows = chain([tuple(table.keys)], table.rows)
    while some := list(islice(rows, LINES_PER_CHUNK)):
        lines = io.StringIO()
        csv.writer(lines, lineterminator="\n").writerows(map(_on_one_line, some))
        yield lines.getvalue().encode("utf-8")


def _on_one_line(row: Cells) -> Cells:
    """Return a row with blanks for its line breaks (XNAT's ``XFTTable.toCSV``)."""
    whole = "".join(row)
    if "\n" not in whole and "\r" not in whole:
        return row
    return tuple(text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ") for text in row)


def _is_paged(params: Mapping[str, str]) -> bool:
    return ("limit" in params or "offset" in params) and "*" not in (params.get("limit"), params.get("offset"))


def _page(rows: Iterator[tuple[Row, Cells]], params: Mapping[str, str]) -> Iterator[tuple[Row, Cells]]:
    try:
        offset = int(params.get("offset", 0))
        limit = int(params.get("limit", DEFAULT_PAGE_SIZE))
    except ValueError as error:
        raise ArchiveError(400, "limit and offset are numbers") from error
    return islice(rows, offset, offset + limit)
