"""What one would write by hand: ``by_hand.py URL`` downloads the list of sessions and counts what is in it.

It asks for the same columns as a harvest, so that both have the same bytes to read, and keeps nothing but the counts.
"""

import csv
import io
import json
import sys

import requests

COLUMNS = sys.argv[2]


def count(url: str) -> dict[str, int]:
    asked = {"format": "csv", "xsiType": "xnat:imageSessionData", "columns": COLUMNS}
    projects, subjects, sessions, scans = set(), set(), set(), set()
    with requests.get(f"{url}/data/experiments", params=asked, stream=True, timeout=120) as answer:
        answer.raise_for_status()
        answer.raw.auto_close = False  # or the end of the answer would close it under the reader
        rows = csv.reader(io.TextIOWrapper(answer.raw, encoding="utf-8", newline=""))  # type: ignore[type-var]
        header = next(rows)
        project, subject, session = (header.index(name) for name in ("project", "subject_id", "id"))
        scan = header.index("xnat:imagescandata/id")
        for row in rows:
            projects.add(row[project])
            subjects.add(row[subject])
            sessions.add(row[session])
            scans.add((row[session], row[scan]))
    return {
        "projects": len(projects),
        "subjects": len(subjects),
        "sessions": len(sessions),
        "scans": len(scans),
    }


print(json.dumps(count(sys.argv[1])))
