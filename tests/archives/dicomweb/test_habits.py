"""Harvests of a DICOMweb server with the habits of real ones: the same series come out, or a fault says why not."""

import json
import re
import socket
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from img2fair.archives import ArchiveSettings, Login, harvest, read_access
from img2fair.archives.dicom.grouping import Grouping
from img2fair.archives.dicom.series import PATIENT_ATTRIBUTES
from img2fair.archives.dicomweb import answers, paging
from img2fair.archives.dicomweb.answers import Page
from img2fair.archives.dicomweb.paging import PagedList
from img2fair.errors import Fault, LoginFault, RemoteFault, UsageFault
from img2fair.model import Visibility
from tests.archives.dicomweb.harvesting import BY_TRIAL, harvested, harvested_bytes, settings
from tests.servers.qido import Habits, Qido
from tests.sizes import size

NAMES = ("Wiesenthal", "Quackenbush", "Zonneveld", "Ouwerkerk", "Pijnenburg", "Yıldırım", "Østergård", "Brzęczyk")


def rows(count: int, per_study: int = 3) -> list[dict[str, str]]:
    """Series of an archive: as many patients as studies, two trials."""
    return [
        {
            "StudyInstanceUID": f"1.2.{number // per_study}",
            "SeriesInstanceUID": f"1.2.{number // per_study}.{number % per_study}",
            "PatientID": f"P-{number // per_study}",
            "PatientName": f"{NAMES[number // per_study % len(NAMES)]}^Agathe",
            "AccessionNumber": f"ACC-{774411 + number // per_study}",
            "Modality": "MR" if number % 2 else "CT",
            "StudyDate": "20200102",
            "Manufacturer": "ACME",
            "ManufacturerModelName": "Tube",
            "BodyPartExamined": "CHEST",
            "PatientSex": "F",
            "PatientAge": "040Y",
            "SeriesDescription": "scout",
            "InstitutionName": "Elm",
            "MagneticFieldStrength": "3",
            "ClinicalTrialProtocolID": "EVEN" if number // per_study % 2 else "ODD",
        }
        for number in range(count)
    ]


SERIES = rows(23)

WHOLE_ALL_THE_SAME = {
    "as the standard says": Habits(),
    "empty lists with a body": Habits(no_content=False),
    "pages capped, and said so": Habits(cap=4, warns=True),
    "pages capped without a word": Habits(cap=4),
    "offset ignored, all given": Habits(heeds_offset=False, heeds_limit=False),
    "offset ignored, limit not": Habits(heeds_offset=False),
    "the list shifts": Habits(cap=4, shifts=1),
    "no list of series": Habits(lists_series=False),
    "no list of series, capped": Habits(lists_series=False, cap=2, warns=True),
    "includefield ignored, metadata read": Habits(heeds_includefield=False),
    "type application/json": Habits(media_type="application/json"),
}


@pytest.mark.parametrize("habits", WHOLE_ALL_THE_SAME.values(), ids=WHOLE_ALL_THE_SAME)
def test_the_same_projects_come_out(habits: Habits, tmp_path: Path) -> None:
    with Qido(SERIES) as server:
        _, expected = harvested_bytes(tmp_path, settings(server.root, BY_TRIAL))
    with Qido(SERIES, habits) as server:
        header, found = harvested_bytes(tmp_path, settings(server.root, BY_TRIAL))
    assert found == expected
    assert expected.count(b'"ACME"') > 10
    assert header.complete
    assert server.methods == {"GET"}


@pytest.mark.parametrize("seed", range(size(4, 40)))
@pytest.mark.parametrize("lists_series", [True, False])
def test_a_third_of_answers_may_fail(
    lists_series: bool, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with Qido(SERIES) as server:
        _, expected = harvested_bytes(tmp_path, settings(server.root, BY_TRIAL))
    with Qido(SERIES, Habits(failing=0.3, seed=seed, lists_series=lists_series, cap=5)) as server:
        header, found = harvested_bytes(tmp_path, settings(server.root, BY_TRIAL))
    assert found == expected
    assert header.complete


def test_a_server_that_keeps_back_the_rest_is_a_fault(tmp_path: Path) -> None:
    with Qido(SERIES, Habits(heeds_offset=False, cap=5, warns=True)) as server, pytest.raises(RemoteFault) as fault:
        harvested(tmp_path, settings(server.root))
    assert "gives 5 rows" in str(fault.value)


def test_full_pages_again_and_again_are_a_fault() -> None:
    page = Page(tuple({"0020000E": {"Value": [f"1.{n}"]}} for n in range(5)), more=False, software="")
    with pytest.raises(RemoteFault):
        PagedList(lambda _: page, "0020000E", lambda _: None, size=5).read()


def test_a_list_in_no_lasting_order_is_read_again() -> None:
    passes = iter(["abbd", "abcd", "bacd"])
    order = ""
    taken: list[str | None] = []

    def ask(asked: Any) -> Page:
        nonlocal order
        offset = int(asked["offset"])
        order = order if offset else next(passes)
        page = order[offset : offset + 2]
        return Page(tuple({"0020000E": {"Value": [str(ord(one))]}} for one in page), more=False, software="")

    PagedList(ask, "0020000E", lambda row: taken.append(answers.uid(row, "0020000E")), size=2).read()
    assert [chr(int(str(uid))) for uid in taken] == ["a", "b", "d", "c"]


def test_a_list_without_end_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paging, "MOST_ROWS", 50)
    count = iter(range(10**6))

    def ask(_: Any) -> Page:
        return Page(({"0020000E": {"Value": [f"1.{next(count)}"]}},), more=False, software="")

    with pytest.raises(RemoteFault, match="no end"):
        PagedList(ask, "0020000E", lambda _: None).read()


@given(
    total=some.integers(0, 40), cap=some.integers(1, 12), limit=some.integers(1, 12), shift=some.integers(0, 3),
    doubled=some.booleans(), warns=some.booleans(),
)  # fmt: skip
def test_every_row_is_taken_once_however_a_server_pages(
    total: int, cap: int, limit: int, shift: int, doubled: bool, warns: bool
) -> None:
    """``doubled``: a row per instance, as some servers answer; then pages are of two and more."""
    held = [{"0020000E": {"Value": [f"1.{n // 2 if doubled else n}"]}} for n in range(total)]
    cap, limit, shift = (cap + 1, limit + 1, 0) if doubled else (cap, limit, shift)
    taken: list[str | None] = []

    def ask(asked: Any) -> Page:
        first = max(0, int(asked.get("offset", 0)) - min(shift, cap - 1, limit - 1))
        found = tuple(held[first : first + min(cap, int(asked.get("limit", cap)))])
        return Page(found, warns and first + len(found) < total, "")

    PagedList(ask, "0020000E", lambda row: taken.append(answers.uid(row, "0020000E")), size=limit).read()
    assert taken == list(dict.fromkeys(row["0020000E"]["Value"][0] for row in held))


@pytest.mark.parametrize("metadata", [True, False])
def test_what_no_list_gives_is_unknown_and_not_none(metadata: bool, tmp_path: Path) -> None:
    """Attributes that are nowhere: also no object has them, if objects can be read; else nobody knows."""
    habits = Habits(without=frozenset({"Manufacturer"}), metadata=metadata)
    bare = [{name: text for name, text in one.items() if name != "Manufacturer"} for one in SERIES[:6]]
    with Qido(bare, habits) as server:
        header, _ = harvested(tmp_path, settings(server.root))
    told = {unread.part: unread.reason for unread in header.unread}
    if metadata:
        assert "sessions.manufacturer" not in told, "all six were looked into and have none"
    else:
        assert told["sessions.manufacturer"].startswith("not in the lists, and 6 series")


def test_only_a_few_objects_are_looked_into_where_they_have_nothing_more(tmp_path: Path) -> None:
    bare = [{name: text for name, text in one.items() if name != "Manufacturer"} for one in rows(60)]
    with Qido(bare) as server:
        header, _ = harvested(tmp_path, settings(server.root))
    assert len(header.requests) == 2 + 2 * 8
    assert [unread.part for unread in header.unread] == ["sessions.manufacturer", "sessions.visit"]


def met_by(server: Qido, tmp_path: Path) -> tuple[list[Any], bytes]:
    """Return who was met, by project, and the bytes of the harvest."""
    _, written = harvested_bytes(tmp_path, settings(server.root, BY_TRIAL))
    return [json.loads(line).get("met", []) for line in written.splitlines()], written


def test_names_of_patients_are_hashed_and_cost_no_request(tmp_path: Path) -> None:
    bare = [{name: text for name, text in one.items() if name not in PATIENT_ATTRIBUTES} for one in SERIES]
    with Qido(SERIES) as server, Qido(bare) as nameless:
        met, written = met_by(server, tmp_path)
        assert met_by(nameless, tmp_path)[0] == [[], []]
        assert len(server.asked) == len(nameless.asked)
    assert all(met)
    assert not [name for name in (*NAMES, "Agathe", "ACC-774411") if name.encode() in written]


def test_a_server_that_refuses_what_it_does_not_know_is_asked_without_names(tmp_path: Path) -> None:
    with Qido(SERIES) as server, Qido(SERIES, Habits(refused=frozenset({"PatientBirthName"}))) as refusing:
        _, whole = met_by(server, tmp_path)
        met, written = met_by(refusing, tmp_path)
        assert len(refusing.asked) == len(server.asked) + 1
    assert met == [[], []]
    assert written == b"".join(_without_met(line) for line in whole.splitlines(keepends=True))


def _without_met(line: bytes) -> bytes:
    return re.sub(rb',"met":\[[^\]]*\]', b"", line)


def test_who_only_asks_for_access_asks_for_no_names(tmp_path: Path) -> None:
    with Qido(SERIES) as server:
        read_access("dicomweb", settings(server.root, BY_TRIAL))
        asked = " ".join(server.asked)
    assert "PatientID" in asked
    assert not [keyword for keyword in PATIENT_ATTRIBUTES if keyword in asked]


def test_patients_that_are_kept_back_are_unknown(tmp_path: Path) -> None:
    with Qido(SERIES, Habits(without=frozenset({"PatientID"}), metadata=False)) as server:
        header, (project,) = harvested(tmp_path, settings(server.root))
    assert "subjects" in {unread.part for unread in header.unread}
    assert project["unread"] == ["subjects"]
    assert "subjects" not in project


def test_projects_by_an_attribute_that_is_kept_back_are_a_fault(tmp_path: Path) -> None:
    habits = Habits(without=frozenset({"ClinicalTrialProtocolID"}), metadata=False)
    with Qido(SERIES, habits) as server, pytest.raises(RemoteFault) as fault:
        harvested(tmp_path, settings(server.root, BY_TRIAL))
    assert "ClinicalTrialProtocolID" in str(fault.value)
    assert "P-1" not in str(fault.value)


BAD_BODIES: dict[str, dict[str, Any]] = {
    "cut JSON": {"body": b'[{"0020000D": {"vr": "UI", "Val'},
    "no list": {"body": b'{"error": "Meier"}'},
    "a list of no objects": {"body": b'["Meier"]'},
    "a web page": {"body": b"<html>Meier</html>", "media_type": "text/html"},
    "nothing": {"body": b""},
    "deep": {"body": b"[" * 100_000},
}


@pytest.mark.parametrize("case", BAD_BODIES.values(), ids=BAD_BODIES)
def test_answers_that_are_no_lists_are_faults_and_not_quoted(
    case: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with Qido(SERIES, Habits(**case)) as server, pytest.raises(Fault) as fault:
        harvested(tmp_path, settings(server.root))
    assert isinstance(fault.value, RemoteFault)
    assert "Meier" not in str(fault.value)


def test_a_page_to_log_in_is_a_refused_log_in(tmp_path: Path) -> None:
    habits = Habits(body=b'<form><input type="password"></form>', media_type="text/html")
    with Qido(SERIES, habits) as server, pytest.raises(LoginFault):
        harvested(tmp_path, settings(server.root))


def test_a_dead_server_is_given_up_in_bounded_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(time, "sleep", lambda _: None)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        root = f"http://127.0.0.1:{unused.getsockname()[1]}/rs"
    with pytest.raises(RemoteFault):
        harvest("dicomweb", settings(root), lambda *_: None)


def test_rows_without_uids_are_counted(tmp_path: Path) -> None:
    odd = [
        {**SERIES[0], "SeriesInstanceUID": "../../etc"},
        {**SERIES[1], "StudyInstanceUID": "Meier", "SeriesInstanceUID": "1.3"},
    ]
    with Qido([*SERIES, *odd]) as server:
        header, _ = harvested(tmp_path, settings(server.root))
    assert ("", "series", "2 rows of the lists name no study or series") in {
        (unread.project, unread.part, unread.reason) for unread in header.unread
    }


def test_a_log_in_never_travels_unencrypted() -> None:
    with pytest.raises(UsageFault, match="unencrypted"):
        harvest("dicomweb", settings("http://pacs.example.org", login=Login("a", "b")), lambda *_: None)


def test_access_needs_no_request_where_the_config_knows_all_projects() -> None:
    nowhere = "http://127.0.0.1:9/rs"
    assert read_access("dicomweb", settings(nowhere)) == {"ALL": Visibility.PUBLIC}


def _only(asked: ArchiveSettings, *ids: str) -> ArchiveSettings:
    return replace(asked, only=ids)


def test_private_projects_are_read_only_when_named_for_an_export(tmp_path: Path) -> None:
    hidden = replace(BY_TRIAL, visibility=Visibility.PRIVATE)
    with Qido(SERIES) as server:
        asked = settings(server.root, hidden)
        assert harvested(tmp_path, asked)[1] == []
        assert harvested(tmp_path, _only(asked, "ODD"))[1] == []
        clinical = replace(asked, depth=replace(asked.depth, clinical=True))
        assert harvested(tmp_path, clinical)[1] == []
        header, (project,) = harvested(tmp_path, _only(clinical, "ODD"))
        assert (project["id"], project["visibility"]) == ("ODD", "private")
        assert header.withheld == ()
        with pytest.raises(UsageFault, match="no project 'NONE'"):
            harvested(tmp_path, _only(asked, "NONE"))


def test_nothing_is_published_of_projects_nobody_said_who_may_see(tmp_path: Path) -> None:
    with Qido(SERIES) as server:
        header, projects = harvested(tmp_path, settings(server.root, Grouping(by="attribute")))
    assert projects == []
    assert {(one.project, one.visibility) for one in header.withheld} == {
        ("EVEN", Visibility.UNKNOWN),
        ("ODD", Visibility.UNKNOWN),
    }
