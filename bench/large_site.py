"""An archive of many projects that answers from files, so that the server's own work does not slow a harvest down.

``large_site.py FOLDER PROJECTS`` makes the files, where they are not there yet, and serves them. It knows the dozen
lists that a harvest asks for and nothing else; a list for some projects is their files, one after the other.
"""

import json
import resource
import shutil
import sys
import threading
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from random import Random
from urllib.parse import parse_qs, urlsplit

from img2fair.archives.xnat import columns

SUBJECTS, SESSIONS, SCANS = 100, 200, 5
"""Subjects of a project, its sessions, and the scans of a session."""
TYPES = tuple(
    f"{kind} {plane} {extra}".strip()
    for kind in ("T1 MPRAGE", "T2 TSE", "FLAIR", "DWI b1000", "Thorax 1.0", "PET AC")
    for plane in ("tra", "cor", "sag")
    for extra in ("", "post Gd")
)
SCANNERS = tuple(
    (maker, model)
    for maker, models in {
        "SIEMENS": ("Avanto", "Skyra", "Prisma", "Biograph64"),
        "Philips Medical Systems": ("Ingenia", "Achieva", "Gemini TF"),
        "GE MEDICAL SYSTEMS": ("DISCOVERY MR750", "Signa HDxt", "LightSpeed VCT"),
    }.items()
    for model in models
)
PARTS = ("BRAIN", "CHEST", "ABDOMEN", "PROSTATE", "KNEE", "")
STAMP = "2024-03-01 10:00:00.0"
LISTS = {
    "subjects": (*columns.SUBJECTS,),
    "sessions": (*columns.SESSIONS, "xsiType"),
    "strengths": (*columns.STRENGTHS, "xsiType"),
    "assessors": columns.ASSESSORS,
    "closing": (*columns.CLOSING, "xsiType"),
    "shared_subjects": (*columns.SUBJECTS, columns.SUBJECT_SHARED_INTO, columns.SUBJECT_SHARED_AS),
    "shared_sessions": (*columns.SESSIONS, columns.SESSION_SHARED_INTO, columns.SESSION_SHARED_AS),
}
HEADERS = {name: (",".join(columns.keys(listed)) + "\n").encode() for name, listed in LISTS.items()}


def make(folder: Path, projects: int) -> None:
    """Write the files of a site; a folder that is there already is taken as it is."""
    if folder.is_dir():
        return
    started = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(started, ignore_errors=True)
    for name in LISTS:
        (started / name).mkdir(parents=True)
    described = []
    for number in range(projects):
        id_ = f"PROJECT{number:05}"
        described.append(_description(id_))
        for name, rows in _rows(id_, number).items():
            (started / name / id_).write_text("".join(f"{','.join(row)}\n" for row in rows), encoding="utf-8")
    (started / "projects.json").write_text(json.dumps(described), encoding="utf-8")
    started.rename(folder)


def _description(id_: str) -> dict[str, str]:
    row = dict.fromkeys(columns.keys((*columns.DESCRIPTION, *columns.PEOPLE, columns.ANSWERS)), "")
    about = {"ID": id_, "secondary_id": id_, "name": f"Study {id_}", "keywords": "imaging, fair"}
    dates = dict.fromkeys(columns.keys(tuple(columns.DATES.values())), STAMP)
    people = {"pi_lastname": "Jansen", "pi_firstname": "A."}
    row.pop("id")
    return {**row, **about, **dates, **people, "description": f"What was acquired for {id_}."}


def _rows(id_: str, number: int) -> dict[str, list[tuple[str, ...]]]:
    """Return the rows of a project's lists."""
    chance = Random(number)  # noqa: S311 - to be the same every time
    sexes = ("male", "female")
    subjects: list[tuple[str, ...]] = [
        (f"XNAT_S{number:05}{place:03}", id_, f"sub-{place:03}", chance.choice(sexes), *[""] * 4, STAMP)
        for place in range(SUBJECTS)
    ]
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in LISTS}
    rows["subjects"] = subjects
    for place in range(SESSIONS):
        session = _session(subjects[place % SUBJECTS], number, place, chance)
        rows["sessions"] += [(*session, *scan, "xnat:mrSessionData") for scan in _scans(session, chance)]
        rows["strengths"].append((session[0], id_, chance.choice(("1.5", "3.0")), "xnat:mrSessionData"))
        rows["closing"].append((session[0], id_, session[3], STAMP, STAMP, "xnat:mrSessionData"))
    return rows


def _session(subject: tuple[str, ...], number: int, place: int, chance: Random) -> tuple[str, ...]:
    """Return the columns of ``columns.OF_SESSION``."""
    day = date(2015, 1, 1) + timedelta(chance.randrange(3000))
    uid = f"1.3.6.1.4.1.14519.5.2.1.{number}.{chance.randrange(10**18)}"
    maker, model = chance.choice(SCANNERS)
    id_, label = f"XNAT_E{number:05}{place:03}", f"{subject[2]}_{place:03}"
    age = str(chance.randrange(18, 90))
    return id_, label, subject[1], subject[0], str(day), uid, "MR", "", STAMP, age, "", maker, model


def _scans(session: tuple[str, ...], chance: Random) -> Iterator[tuple[str, ...]]:
    """Yield the columns of ``columns.OF_SCAN`` and ``columns.OF_RESOURCE``."""
    part = chance.choice(PARTS)
    for number in range(1, SCANS + 1):
        files, uid = chance.randrange(1, 400), f"{session[5]}.{chance.randrange(10**9)}"
        said = (str(number), "MR", chance.choice(TYPES), part, *session[11:13], "usable", str(files), uid)
        yield (*said, "DICOM", str(files), str(files * chance.randrange(130_000, 540_000)))


def _list_of(asked: dict[str, str]) -> str:
    """Return which list of experiments is asked for."""
    if asked["xsiType"] == columns.MR_SESSION_TYPE:
        return "strengths"
    if asked["xsiType"] == columns.ASSESSOR_TYPE:
        return "assessors"
    if columns.SESSION_SHARED_INTO in asked:
        return "shared_sessions"
    return "sessions" if columns.OF_SCAN[0] in asked["columns"] else "closing"


class Site(ThreadingHTTPServer):
    """The server, with what it was asked."""

    daemon_threads = True

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.folder = folder
        self.described: dict[str, dict[str, str]] = {
            row["ID"]: row for row in json.loads((folder / "projects.json").read_text("utf-8"))
        }
        self.asked: list[tuple[str, str]] = []


class Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: Site

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.server.asked.append(("GET", parts.path))
        match parts.path:
            case "/data/projects":
                self._json(_listing(self._described(asked)))
            case "/xapi/siteConfig/buildInfo":
                self._json({"version": "1.8.11"})
            case "/xapi/customforms":
                self._json([])
            case "/data/subjects":
                self._list("shared_subjects" if columns.SUBJECT_SHARED_INTO in asked else "subjects", asked)
            case "/data/experiments":
                self._list(_list_of(asked), asked)
            case _:
                self.send_error(404)

    def _described(self, asked: dict[str, str]) -> Iterable[dict[str, str]]:
        if "accessible" in asked or "data" in asked:
            return ({"id": id_, "project_access": "public"} for id_ in self.server.described)
        wanted = asked["ID"].split(",") if "ID" in asked else self.server.described
        return (self.server.described[id_] for id_ in wanted)

    def _list(self, name: str, asked: dict[str, str]) -> None:
        folder = self.server.folder / name
        ids = asked["project"].split(",") if "project" in asked else self.server.described
        files = [] if name.startswith("shared") else [folder / id_ for id_ in sorted(ids)]
        header = HEADERS[name]
        self._head("text/csv", len(header) + sum(file.stat().st_size for file in files))
        self.wfile.write(header)
        for path in files:
            with path.open("rb") as file:
                self.connection.sendfile(file)

    def _json(self, value: object) -> None:
        body = json.dumps(value).encode()
        self._head("application/json", len(body))
        self.wfile.write(body)

    def _head(self, media_type: str, length: int) -> None:
        self.send_response(200)
        self.send_header("Content-Type", f"{media_type};charset=UTF-8")
        self.send_header("Content-Length", str(length))
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name in the library
        """Say nothing."""


def _listing(rows: Iterable[dict[str, str]]) -> object:
    found = list(rows)
    return {"ResultSet": {"Result": found, "totalRecords": str(len(found))}}


def answer_lines(asked: list[tuple[str, str]]) -> None:
    """Tell, for each line of standard input, the requests since the last one and the CPU used since."""
    spent = _cpu()
    for _ in sys.stdin:
        used = _cpu()
        print(json.dumps([list(asked), used - spent]), flush=True)
        asked.clear()
        spent = used


def _cpu() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def main(folder: Path, projects: int) -> None:
    make(folder, projects)
    with Site(folder) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        print(f"http://127.0.0.1:{site.server_port}", flush=True)
        answer_lines(site.asked)
        site.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
