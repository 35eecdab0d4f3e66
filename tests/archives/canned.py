"""Answers from memory, for answers that no archive should give."""

import csv
import io
import json
from collections.abc import Iterable, Mapping
from typing import Any

import requests
import urllib3

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
