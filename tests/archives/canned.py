"""Answers from memory, for answers that no archive should give."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

import requests
import urllib3

from img2fair.http import Client, Journal, Sign

T = TypeVar("T")

JSON, CSV = "application/json", "text/csv"
SUBJECT = {"ID": "S1", "label": "a", "project": "P", "gender": "F", "age": "40", "yob": "", "dob": "", "group": ""}
ROW = {
    "id": "E1",
    "label": "l",
    "project": "P",
    "subject_id": "S1",
    "date": "2020-05-01",
    "xnat:imagescandata/id": "1",
    "xnat:imagescandata/modality": "CT",
    "xnat:imagescandata/file/label": "DICOM",
    "xnat:imagescandata/file/file_count": "2",
    "xnat:imagescandata/file/file_size": "10",
}
KEYS = tuple(ROW)


def answer(body: bytes, media_type: str, status: int = 200) -> requests.Response:
    """What requests would return for a body."""
    made = requests.Response()
    made.status_code = status
    made.headers["Content-Type"] = media_type
    made.raw = urllib3.HTTPResponse(io.BytesIO(body), preload_content=False)
    made.request = requests.Request("GET", "https://x.org/data/something?secret=1").prepare()
    return made


def listing(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """A JSON list as XNAT writes it."""
    listed = list(rows)
    return json.dumps({"ResultSet": {"Result": listed, "totalRecords": str(len(listed))}}).encode()


def table(rows: Iterable[Mapping[str, str]]) -> bytes:
    """A CSV list of sessions and scans."""
    text = io.StringIO()
    writer = csv.DictWriter(text, KEYS)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def described(**fields: Any) -> bytes:
    """The item form of project P."""
    return json.dumps({"items": [{"data_fields": {"ID": "P", **fields}, "children": []}]}).encode()


class Canned(Client):
    """Answers each part of project P with what it is given; as one that sees all of a small project, else."""

    def __init__(self, **bodies: bytes | int) -> None:
        super().__init__("https://x.org", Journal())
        usual: dict[str, bytes | int] = {
            "project": described(name="N"),
            "form": b"{}",
            "subjects": listing([SUBJECT]),
            "shared": table([]),
        }
        self.bodies: dict[str, bytes | int] = usual | {"sessions": table([ROW])} | bodies

    def get(
        self,
        path: str,
        params: dict[str, str] | None = None,
        *,
        read: Callable[[requests.Response], T],
        number: int | None = None,
        project: str = "",
        parts: tuple[str, ...] = (),
        tries: int | None = None,
        sign: Sign | None = None,
    ) -> T:
        """Read the part that a path stands for; a number in its place is a status."""
        body = self.bodies[_part(path, params or {})]
        media_type = CSV if path == "/data/experiments" else JSON
        return read(answer(b"no", "text/plain", body) if isinstance(body, int) else answer(body, media_type))


def _part(path: str, params: Mapping[str, str]) -> str:
    if path == "/data/experiments":
        return "sessions" if "project" in params else "shared"
    return {"/data/projects/P": "project", "/data/projects/P/subjects": "subjects"}.get(path, "form")
