"""Archives that are no XNAT, with one thing after the other broken."""

from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from img2fair.archive_settings import archive_settings
from img2fair.archives import ArchiveSettings, checks
from img2fair.model import Standing
from tests.doctor.cases import ALL, Case, compare, located, name_of
from tests.servers.qido import Habits, Qido

OLD = "Thu, 19 Nov 2026 08:00:00 GMT"
OPEN = {"by": "archive", "project": "ALL", "visibility": "public"}
SERIES = ({"StudyInstanceUID": "1.2", "SeriesInstanceUID": "1.2.3", "PatientID": "P-1", "Modality": "CT"},)


def settings_of(folder: Path, archive: Mapping[str, Any]) -> ArchiveSettings:
    return archive_settings(located(folder, archive=archive))


@pytest.mark.parametrize("case", ALL["dicomweb"], ids=name_of)
def test_a_dicomweb_server(case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if "skewed" in case:
        monkeypatch.setattr(BaseHTTPRequestHandler, "date_time_string", lambda *_: OLD)
    habits = dict(case.get("habits", {}))
    habits |= {"login": tuple(habits["login"])} if "login" in habits else {}
    habits |= {"body": habits["body"].encode()} if "body" in habits else {}
    with Qido(() if "empty" in case else SERIES, Habits(**habits)) as server:
        said = {"type": "dicomweb", "url": server.root + case.get("path", ""), "grouping": case.get("grouping", OPEN)}
        compare(case, checks("dicomweb", settings_of(tmp_path, said)))
        assert server.methods <= {"GET"}


def test_a_dicomweb_server_that_is_well(tmp_path: Path) -> None:
    with Qido(SERIES) as server:
        said = {"type": "dicomweb", "url": server.root, "grouping": OPEN}
        found = checks("dicomweb", settings_of(tmp_path, said))
    assert {check.standing for check in found} == {Standing.PASS}
    assert "1.2.3" not in str(found)


@pytest.mark.parametrize("case", ALL["dicom_folder"], ids=name_of)
def test_a_folder(case: Case, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "many").mkdir()
    for number in range(60):
        (tmp_path / "many" / f"JANSEN_{number}.txt").write_text("no DICOM")
    said = {
        "type": "dicom_folder",
        "path": case["path"],
        "iri": "https://x.example",
        "grouping": case.get("grouping", OPEN),
    }
    found = checks("dicom_folder", settings_of(tmp_path, said))
    compare(case, found)
    assert "JANSEN" not in str(found), "names of files are often those of patients"


@pytest.mark.parametrize("case", ALL["table"], ids=name_of)
def test_a_table(case: Case, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(case["table"])
    said = {"type": "table", "path": "table.csv", "iri": "https://x.example"}
    compare(case, checks("table", settings_of(tmp_path, said)))
