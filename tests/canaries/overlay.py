"""Answers of the test archive with all that an XNAT's can have: every field of every type, headers, cookies, errors."""

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import unquote

from img2fair.demo.archive.dicom import ATTRIBUTES
from img2fair.demo.archive.exchange import CSV, JSON, Response
from img2fair.demo.archive.faults import whole
from img2fair.demo.archive.schema import lineage
from tests.canaries.fields import COOKIES, FIELDS, FILES, HEADERS, LISTS, XAPI
from tests.canaries.planting import Canaries

DUMP = "/data/services/dicomdump"
MORE_TAGS = (
    "00080014", "00080021", "00080022", "00080023", "00080030", "00080092", "00080094", "00080201", "00081032",
    "00081040", "00081050", "00081060", "00081080", "00081084", "00081195", "00082111", "00084000", "00100021",
    "00100032", "00100050", "00100101", "00101001", "00101002", "00101005", "00101020", "00101030", "00101060",
    "00101080", "00101081", "00101090", "00102000", "00102110", "00102150", "00102152", "00102154", "00102160",
    "00102180", "001021A0", "001021B0", "001021C0", "001021D0", "001021F0", "00102297", "00120010", "00120020",
    "00120021", "00120030", "00120031", "00120040", "00120042", "00120050", "00180010", "00181002", "00181020",
    "00181030", "00181400", "00204000", "00321032", "00321033", "00321060", "00324000", "00380010", "00380300",
    "00380500", "00400006", "00400241", "00400254", "00401001", "00402016", "00402017", "40000010", "40080119",
)  # fmt: skip
"""Tags of attributes that PS3.15, table E.1-1 has removed or replaced."""
_SITE = ""


@dataclass(repr=False)
class Overlay:
    """Adds to each answer what its kind of answer can hold, and notes all that goes out.

    Set it as ``DemoArchive.rewrite``.
    """

    canaries: Canaries

    def __call__(self, path: str, query: str, answer: Response) -> Response:
        """Return an answer with more in it."""
        path = "/" + unquote(path).lstrip("/")
        body = self._body(path, unquote(query), answer, whole(answer.body))
        headers = (*answer.headers, *self._headers(path))
        sent = body.decode("utf-8", "replace") + "".join(value for _, value in headers)
        self.canaries.served |= self.canaries.seen_in(sent)
        return replace(answer, body=body, headers=headers)

    def _headers(self, path: str) -> Iterator[tuple[str, str]]:
        if path.startswith(DUMP):
            return
        for name in HEADERS:
            yield name, f'"{self.canaries.word(_SITE, f"header/{name}")}"'
        for name in COOKIES:
            yield "Set-Cookie", f"{name}={self.canaries.word(_SITE, f'cookie/{name}')}; Path=/"

    def _body(self, path: str, query: str, answer: Response, body: bytes) -> bytes:
        if answer.status >= 400:
            return body + self.canaries.word(_SITE, f"error/{answer.status}/{answer.content_type}").encode()
        if answer.content_type.startswith("text/html"):
            return body + f"<!-- {self.canaries.word(_SITE, 'page')} -->".encode()
        if answer.content_type == CSV and "/files/" not in path:
            return self._table(path, query, body)
        if answer.content_type == JSON and body.strip() and "/files/" not in path:
            return json.dumps(self._json(path, query, json.loads(body))).encode()
        return body

    def _json(self, path: str, query: str, said: Any) -> Any:
        if isinstance(said, dict) and "items" in said:
            project = self._project(path, query, said)
            return {**said, "items": [self._item(one, project) for one in said["items"]]}
        if isinstance(said, dict) and "ResultSet" in said:
            rows = said["ResultSet"]["Result"]
            result = self._dump(query, rows) if path == DUMP else self._rows(path, query, rows)
            told = {"totalRecords": str(len(result))} if "totalRecords" in said["ResultSet"] else {}
            return {"ResultSet": {**said["ResultSet"], "Result": result, **told}}
        if path.startswith("/xapi/custom-fields/"):
            asked = {"more": self.canaries.word(self._project(path, query, said), "answer to another form")}
            return {**said, "7d0f7f0e-0000-4000-8000-00000000beef": asked}
        return self._xapi(path, said)

    def _xapi(self, path: str, said: Any) -> Any:
        names = XAPI.get(path, "").split()
        more = {name.rstrip("#@"): self.canaries.value(_SITE, path, name) for name in names}
        if isinstance(said, list):
            return [{**more, **one} if isinstance(one, dict) else one for one in said]
        return {**more, **said}

    def _project(self, path: str, query: str, said: object = "") -> str:
        """Return the project that an answer is of, by what was asked or else by what it holds."""
        named = re.search(r"/projects/([^/]+)", path)
        return named[1] if named else self.canaries.project_in((path, query, json.dumps(said)))

    def _item(self, item: dict[str, Any], project: str) -> dict[str, Any]:
        """Return an item with all fields of its type, and its children likewise."""
        type_ = item["meta"]["xsi:type"]
        fields = dict(item["data_fields"])
        children = [
            {**child, "items": [self._item(one, project) for one in child["items"]]} for child in item["children"]
        ]
        for owner in lineage(type_) or (type_,):
            for name in FIELDS.get(owner, "").split():
                fields.setdefault(name.rstrip("#@"), self.canaries.value(project, owner, name))
            children += [self._list(project, owner, *one) for one in LISTS.get(owner, {}).items()]
        return {**item, "data_fields": fields, "children": children}

    def _list(self, project: str, owner: str, field: str, members: tuple[str, str]) -> dict[str, Any]:
        type_, names = members
        fields = {name.rstrip("#@"): self.canaries.value(project, f"{owner}/{field}", name) for name in names.split()}
        return {"field": field, "items": [{"children": [], "data_fields": fields, "meta": {"xsi:type": type_}}]}

    def _rows(self, path: str, query: str, rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
        """Return rows with more columns than were asked for."""
        owners = tuple(_owners(path))
        made = []
        for row in rows:
            project = self._project(path, "", list(row.values())) or row.get("project", "") or row.get("id", "")
            made.append({**dict(self._columns(project, owners)), **row})
        return made

    def _columns(self, project: str, owners: Iterable[str]) -> Iterator[tuple[str, str]]:
        for owner in owners:
            names = FILES if owner == "file" else FIELDS.get(owner, "")
            for name in names.split():
                yield f"{owner}/{name.rstrip('#@')}".lower(), str(self.canaries.value(project, owner, name))

    def _table(self, path: str, query: str, body: bytes) -> bytes:
        """Return a list as CSV with more columns than were asked for."""
        header, *rows = csv.reader(io.StringIO(body.decode()))
        if not rows:
            return body
        dicts = self._rows(path, query, [dict(zip(header, row, strict=True)) for row in rows])
        target = io.StringIO()
        writer = csv.DictWriter(
            target, [*header, *(name for name in dicts[0] if name not in header)], lineterminator="\n"
        )
        writer.writeheader()
        writer.writerows(dicts)
        return target.getvalue().encode()

    def _dump(self, query: str, rows: list[dict[str, str]]) -> list[dict[str, str]]:
        """Return a header with all attributes that can identify, of whatever is asked for."""
        if not rows:
            return rows
        project = self._project("", "", query)
        there = {row["tag1"] for row in rows}
        tags = {f"({tag[:4]},{tag[4:]})": tag for tag in (*ATTRIBUTES, *MORE_TAGS)}
        kept = ("(0008,0005)", "(0008,0016)", "(0012,0064)")
        more = [
            {"tag1": shown, "tag2": "", "vr": "LO", "value": self.canaries.word(project, f"dump/{tag}"), "desc": tag}
            for shown, tag in tags.items()
            if shown not in there and shown not in kept
        ]
        return [*rows, *more]


def _owners(path: str) -> Iterator[str]:
    """Yield the types whose fields a list can have."""
    last = path.rstrip("/").rpartition("/")[2]
    if last == "projects":
        yield "xnat:projectData"
    elif last == "subjects":
        yield from ("xnat:subjectData", "xnat:demographicData")
    elif last in ("experiments", "assessors"):
        yield from ("xnat:experimentData", "xnat:imageSessionData", "xnat:imageScanData")
    elif last == "resources":
        yield "xnat:resourceCatalog"
    elif last == "files":
        yield "file"
