"""A little XNAT on loopback: one project with two people, answered as the real one does, with faults on demand."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from img2fair.http import Client, Journal

BORN, VISITED, TYPED, USER, ACCESSION, SECRET_FILE = (
    "1950-02-03", "2020-06-17", "2019-03-04", "dr_canary", "ACC77123", "Jansen_Piet.csv",
)  # fmt: skip
"""What must not be in any answer as it is."""

SUBJECT, SESSION = "xnat:subjectdata", "xnat:imagesessiondata"
FORM = "11111111-2222-3333-4444-555555555555"
ANSWERS = {FORM: {"smoker": "yes", "visit": {"on": f"{VISITED}T10:00:00+02:00", "score": 3}, "dateOfBirth": BORN}}
DEMOGRAPHICS = {"handedness": "right", "weight": "70.0", "race": "", "education": "12", "dob": BORN}
PEOPLE: dict[str, dict[str, Any]] = {
    "S1": {"said": DEMOGRAPHICS, "fields": {"arm": "A", "seen": VISITED, "dob": BORN}, "forms": ANSWERS},
    "S2": {"said": {"ses": "3"}, "fields": {}, "forms": {}},
}
SESSIONS: dict[str, dict[str, Any]] = {
    "E1": {"owner": "P", "fields": {"contrast": "no", "read_on": VISITED}, "forms": {}},
    "E2": {"owner": "P", "fields": {}, "forms": ANSWERS},
    "E3": {"owner": "Q", "fields": {"contrast": "yes"}, "forms": {}},
}
NAMES = ("dob", "handedness", "ses", "education", "educationDesc", "race", "ethnicity", "weight", "height",
         "gestational_age", "post_menstrual_age", "birth_weight")  # fmt: skip
SURVEY = {"ID": "A1", "label": "survey", "date": VISITED, "xsiType": "clin:visitData", "subject_ID": "S1"}
QC = {"ID": "Q1", "label": "qc", "date": VISITED, "xsiType": "xnat:qcManualAssessorData"}
QC_SHARED = {"ID": "Q3", "label": "qc3", "date": "", "xsiType": "xnat:qcManualAssessorData"}

HTML = "text/html"
CHUNK = 1 << 16
Answer = tuple[int, str, bytes]


def item(xsi_type: str, fields: Mapping[str, Any], **children: list[Mapping[str, Any]]) -> dict[str, Any]:
    """An object of the item form; a child's ``__`` stands for a slash."""
    return {
        "data_fields": dict(fields),
        "children": [{"field": name.replace("__", "/"), "items": items} for name, items in children.items()],
        "meta": {"xsi:type": xsi_type, "isHistory": False, "start_date": "Wed Jun 17 10:00:00 UTC 2020"},
    }


def variables(fields: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Custom variables as an item has them."""
    return [item("xnat:field", {"name": name, "field": value}) for name, value in fields.items()]


ASSESSED = {
    "A1": item(
        "clin:visitData",
        {
            "ID": "A1", "project": "P", "label": "survey", "date": VISITED, "subject_ID": "S1", "insert_user": USER,
            "operator": USER, "accession_number": ACCESSION, "score": 27, "ratio": 0.5, "remark": "calm",
            "onset": TYPED, "path/file_name": "/data/x", "yob": 1950, "visit_info": 12,
        },
        drugs__drug=[item("d", {"name": "a", "dose": 2, "since": f"{TYPED} 00:00:00.0"}), item("d", {"name": "b"})],
        fields__field=variables({"mood": "good", "last_fall": TYPED}),
        sharing__share=[item("s", {"project": "OTHER"})],
        prov=[item("p", {"user": USER})],
    ),
    "Q1": item("xnat:qcManualAssessorData", {"ID": "Q1", "imageSession_ID": "E1", "pass": "1", "rater": USER}),
    "Q3": item("xnat:qcManualAssessorData", {"ID": "Q3", "imageSession_ID": "E3", "pass": "0"}),
}  # fmt: skip
RESOURCE = {"xnat_abstractresource_id": "7", "label": "clinical", "file_count": "2", "file_size": "", "cat_id": "",
            "format": "CSV", "content": ""}  # fmt: skip
FILES = {
    "labs.csv": b"\xef\xbb\xbfid,hb\n1,7\n",
    "note.json": b"{}",
    SECRET_FILE: b"x\n1\n",
    "labs_bad.csv": b"\xff\xfe",
}


def listing(rows: list[dict[str, str]]) -> Answer:
    """A list as XNAT writes it."""
    body = {"ResultSet": {"Result": rows, "totalRecords": str(len(rows))}}
    return 200, "application/json;charset=UTF-8", json.dumps(body).encode()


def told(body: Any) -> Answer:
    """Any JSON."""
    return 200, "application/json", json.dumps(body).encode()


@dataclass
class LittleArchive:
    """What a test sets: faults by the beginning of a path and query, and what the archive can do beyond the sure."""

    url: str = ""
    faults: dict[str, int] = field(default_factory=dict)
    form_lists: bool = False
    shared_lists: bool = True
    asked: list[str] = field(default_factory=list)
    more: dict[str, Answer] = field(default_factory=dict)
    dumps: dict[str, Answer] = field(default_factory=dict)
    sent: int = 0

    def client(self) -> Client:
        """A client of this archive."""
        return Client(self.url, Journal())

    def answer(self, target: str) -> Answer:
        """Answer a request for a path and query."""
        target = unquote(target)
        self.asked.append(target)
        for start, status in self.faults.items():
            if start in target:
                return status, HTML, b"<html><h3>no</h3></html>"
        parts = urlsplit(target)
        said = {name: values[-1] for name, values in parse_qs(parts.query, keep_blank_values=True).items()}
        if parts.path == "/data/services/dicomdump":
            return self.dumps.get(said["src"], (404, HTML, b"<html></html>"))
        if parts.path in self.more:
            return self.more[parts.path]
        found = self._listed(parts.path, said) or self._object(parts.path)
        return found or (404, HTML, b"<html><h3>Unable to find</h3></html>")

    def _listed(self, path: str, said: Mapping[str, str]) -> Answer | None:
        columns = said.get("columns", "")
        if "custom_fields" in columns and not self.form_lists:
            return listing([{"ID": id_} for id_ in (*PEOPLE, *SESSIONS)])  # a column that is not known is left out
        if path == "/data/projects/P/subjects":
            return listing([row for id_, one in PEOPLE.items() for row in rows_of(id_, one, SUBJECT, columns)])
        if path == "/data/projects/P/experiments":
            sessions = [{"ID": id_, "label": id_, "date": "", "xsiType": "xnat:mrSessionData", "subject_ID": "S1"}
                        for id_ in SESSIONS]  # fmt: skip
            return listing([*sessions, SURVEY])
        if path == "/data/experiments" and said.get("xsiType") == "xnat:imageAssessorData":
            return listing([{**QC, "xnat:imageassessordata/imagesession_id": "E1"}])
        if path == "/data/experiments":
            shared = "project" not in said
            if shared and not self.shared_lists:
                return 500, HTML, b"<html><h3>unknown field</h3></html>"
            chosen = {id_: one for id_, one in SESSIONS.items() if (one["owner"] != "P") is shared}
            return listing([row for id_, one in chosen.items() for row in rows_of(id_, one, SESSION, columns)])
        return None

    def _object(self, path: str) -> Answer | None:  # noqa: C901 - a table of routes
        match path.strip("/").split("/"):
            case ["data", "subjects", id_] if id_ in PEOPLE:
                one = PEOPLE[id_]
                known = {name: 70 if value == "70.0" else value for name, value in one["said"].items() if value}
                return told({"items": [item("xnat:subjectData", {"ID": id_}, demographics=[item("d", known)],
                                            fields__field=variables(one["fields"]))]})  # fmt: skip
            case ["data", "experiments", id_] if id_ in SESSIONS:
                fields = variables(SESSIONS[id_]["fields"])
                return told({"items": [item("xnat:mrSessionData", {"ID": id_}, fields__field=fields)]})
            case ["data", "experiments", id_] if id_ in ASSESSED:
                return told({"items": [ASSESSED[id_]]})
            case ["data", "experiments", id_, "assessors"] if id_ in SESSIONS:
                return listing([QC] if id_ == "E1" else [QC_SHARED] if id_ == "E3" else [])
            case ["data", "projects", "P", "subjects", id_, "experiments"]:
                return listing([SURVEY] if id_ == "S1" else [])
            case ["xapi", "custom-fields", "subjects", id_, "fields"] if id_ in PEOPLE:
                return told(PEOPLE[id_]["forms"])
            case ["xapi", "custom-fields", "experiments", id_, "fields"] if id_ in SESSIONS:
                return told(SESSIONS[id_]["forms"])
            case ["data", "projects", "P", "resources"]:
                return listing([RESOURCE])
            case ["data", "projects", "P", "resources", "7", "files"]:
                below = "/data/projects/P/resources/7/files/"
                rows = [{"Name": name, "Size": str(len(body)), "URI": below + name} for name, body in FILES.items()]
                return listing(rows)
            case ["data", "projects", "P", "resources", "7", "files", name] if name in FILES:
                return 200, "application/octet-stream", FILES[name]
            case ["data", "projects", "P", "subjects", _, "resources"] | ["data", "experiments", _, "resources"]:
                return listing([])
        return None


def rows_of(id_: str, one: Mapping[str, Any], root: str, columns: str) -> list[dict[str, str]]:
    """The rows of a subject or session in a list with these columns."""
    if "custom_fields" in columns:
        return [{"ID": id_, f"{root}/custom_fields": json.dumps(one["forms"]) if one["forms"] else ""}]
    if "fields/field" in columns:
        pairs = list(one["fields"].items()) or [("", "")]
        keys = f"{root}/fields/field/name", f"{root}/fields/field/field"
        return [{"ID": id_, keys[0]: name, keys[1]: value} for name, value in pairs]
    return [{"ID": id_, **{name: one["said"].get(name, "") for name in NAMES}}]


@contextmanager
def serving(archive: LittleArchive) -> Iterator[LittleArchive]:
    """Serve an archive while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, media_type, body = archive.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            with suppress(ConnectionError):  # a reader that has seen enough hangs up
                for start in range(0, len(body), CHUNK):
                    self.wfile.write(body[start : start + CHUNK])
                    archive.sent += CHUNK

        def log_message(self, *arguments: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        Thread(target=listening.serve_forever, args=(0.02,), daemon=True).start()
        archive.url = f"http://127.0.0.1:{listening.server_port}"
        yield archive
        listening.shutdown()
