"""Evidence of de-identification: by dump or by first bytes the same, presence and codes only, and what failed told."""

from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter
from pydicom.dataset import Dataset

from img2fair.archives.dicom.evidence import EVIDENCE_TAGS
from img2fair.archives.xnat.deep import ScanSeed, read_clinical
from img2fair.archives.xnat.deep.evidence import dumped, read_evidence, sample
from img2fair.http import Client, Journal, Unreachable
from img2fair.model import AttributeEvidence, HeaderEvidence, Held
from tests.archives.deep.little_archive import Answer, LittleArchive, listing, serving
from tests.archives.deep.written import dataset, file_of, rows_of

NAME, SERIAL = "Canary^Nightingale", "SERIAL-77123"
CODES = (("113100", "DCM"), ("113107", "DCM"), ("XD6", "XNAT"))


def header() -> Dataset:
    """A header with some of everything that is looked for, and more that must not be."""
    said = {
        "PatientName": NAME, "PatientID": NAME, "PatientBirthDate": "19500203", "OperatorsName": NAME,
        "DeviceSerialNumber": SERIAL, "PatientIdentityRemoved": "YES", "DeidentificationMethod": NAME,
        "BurnedInAnnotation": "NO",
    }  # fmt: skip
    return dataset(said, [[code, scheme, NAME] for code, scheme in CODES])


def scan(session: str, number: str = "1", modality: str = "CT") -> ScanSeed:
    return ScanSeed(session, "s", "l", number, modality)


def dump_of(session: str, number: str = "1") -> str:
    return f"/archive/projects/P/experiments/{session}/scans/{number}"


def files(little: LittleArchive, session: str, body: bytes, media_type: str = "application/dicom") -> None:
    path = f"/data/experiments/{session}/scans/1/resources/DICOM/files"
    names = ("sub/Jansen 2.dcm", "sub/Jansen 1.dcm")
    little.more[path] = listing([{"Name": n, "Size": "1", "URI": f"/data/x/resources/9/files/{n}"} for n in names])
    little.more[f"{path}/{names[1]}"] = (200, media_type, body)


@pytest.fixture
def little() -> Iterator[LittleArchive]:
    with serving(LittleArchive()) as started:
        yield started


def told(found: HeaderEvidence) -> dict[str, AttributeEvidence]:
    return {one.keyword: one for one in found.attributes if one.present}


def test_a_dump_tells_presence_and_codes_only(little: LittleArchive) -> None:
    little.dumps[dump_of("E1")] = listing(rows_of(header()))
    (found,) = read_evidence(little.client(), "P", [scan("E1")], 3)
    assert (found.modality, found.sampled, found.unread) == (Held("CT"), 1, 0)
    assert (found.declared, found.contradicted, found.denied) == (1, 1, 0)
    said = told(found)
    assert said["DeidentificationMethodCodeSequence"].codes == (("113100", 1), ("113107", 1), ("XNAT script", 1))
    assert said["PatientIdentityRemoved"].codes == (("YES", 1),)
    assert {"OperatorsName", "PatientBirthDate", "DeviceSerialNumber", "DeidentificationMethod"} <= set(said)
    text = TypeAdapter(HeaderEvidence).dump_json(found).decode()
    assert not [canary for canary in (NAME, SERIAL, "19500203", "XD6") if canary in text]


def test_only_the_tags_that_count_are_asked_for(little: LittleArchive) -> None:
    little.dumps[dump_of("E1")] = listing(rows_of(header()))
    read_evidence(little.client(), "P", [scan("E1")], 3)
    (asked,) = little.asked
    assert asked.count("field=") == len(EVIDENCE_TAGS) + 1
    assert "field=00100010" not in asked, "nobody needs the patient's name"


NO_DUMPS: list[Answer] = [
    (403, "text/html", b""),
    (404, "text/html", b""),
    (500, "text/html", b""),
    (200, "text/html", b"<html></html>"),
    (200, "application/json", b"[]"),
    listing([]),
    listing([{"tag1": "(0008,0060)", "tag2": "", "vr": "CS", "value": "CT", "desc": ""}]),
]


@pytest.mark.parametrize("answer", NO_DUMPS, ids=range(len(NO_DUMPS)))
def test_without_dumps_files_say_the_same(little: LittleArchive, answer: Answer) -> None:
    for session in ("E1", "E2"):
        little.dumps[dump_of(session)] = listing(rows_of(header()))
    by_dump = read_evidence(little.client(), "P", [scan("E1"), scan("E2")], 3)
    for session in ("E1", "E2"):
        little.dumps[dump_of(session)] = answer
        files(little, session, file_of(header()))
    little.asked.clear()
    assert read_evidence(little.client(), "P", [scan("E1"), scan("E2")], 3) == by_dump
    assert len({asked for asked in little.asked if "dicomdump" in asked}) == 1, "the second is not asked for"


def test_one_dump_that_fails_does_not_end_dumps(little: LittleArchive) -> None:
    sessions = [one.session_id for one in sample([scan(f"E{n}") for n in range(3)], 3, 60)]
    for session in (sessions[0], sessions[2]):
        little.dumps[dump_of(session)] = listing(rows_of(header()))
    files(little, sessions[1], file_of(header()))
    (found,) = read_evidence(little.client(), "P", [scan(session) for session in sessions], 3)
    assert (found.sampled, found.unread) == (3, 0)


@pytest.mark.parametrize(("filling", "sampled"), [(0, 1), (5_000, 1), (30_000, 1), (100_000, 0)])
def test_as_much_of_a_file_is_read_as_is_needed(little: LittleArchive, filling: int, sampled: int) -> None:
    files(little, "E1", file_of(header(), filling, pixels=40_000_000))
    (found,) = read_evidence(little.client(), "P", [scan("E1")], 3)
    assert (found.sampled, found.unread) == (sampled, 1 - sampled)
    assert little.sent < 20_000_000, "the pixels stay where they are"


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"", "application/dicom"),
        (b"no DICOM" * 100, "x/y"),
        (file_of(header()).partition(b"77123")[0], "a/b"),
        (b"<html>", "text/html"),
    ],
)
def test_what_is_no_whole_header_is_unread(little: LittleArchive, body: bytes, media_type: str) -> None:
    files(little, "E1", body, media_type)
    assert read_evidence(little.client(), "P", [scan("E1")], 3) == (HeaderEvidence(Held("CT"), 0, 1),)


def test_a_scan_without_files_is_unread_and_one_without_modality_counted_apart(little: LittleArchive) -> None:
    files(little, "E2", file_of(header()))
    little.more["/data/experiments/E3/scans/1/resources/DICOM/files"] = listing([])
    unknown, known = read_evidence(little.client(), "P", [scan("E1"), scan("E2", modality=" "), scan("E3")], 3)
    assert (unknown.modality, unknown.sampled, known.unread) == (None, 1, 2)


def test_requests_name_no_file(little: LittleArchive) -> None:
    files(little, "E1", file_of(header()))
    client = little.client()
    read_evidence(client, "P", [scan("E1")], 3)
    last = client.journal.listed()[-1]
    assert (last.path, last.project) == ("/data/experiments/*/scans/*/resources/DICOM/files/*/*", "P")


def test_a_dead_server_ends_the_run() -> None:
    client = Client("http://127.0.0.1:9", Journal())
    with pytest.raises(Unreachable):
        read_evidence(client, "P", [scan(f"E{n}") for n in range(9)], 9)
    with pytest.raises(Unreachable):
        read_clinical(client, "P", {"S1": "a"}, (), {})


SCANS = st.lists(
    st.builds(scan, st.sampled_from(["E1", "E2", "E3"]), st.sampled_from("1234"), st.sampled_from(["CT", "MR", ""])),
    unique=True,
)


@given(SCANS, st.integers(0, 5), st.integers(0, 8), st.randoms())
def test_samples(scans: list[ScanSeed], most: int, cap: int, random: Random) -> None:
    chosen = sample(scans, most, cap)
    mixed = list(scans)
    random.shuffle(mixed)
    assert sample(mixed, most, cap) == chosen
    assert len(chosen) == len(set(chosen)) <= cap
    every = sample(scans, most, len(scans))
    for modality in {one.modality for one in scans}:
        mine = [one for one in scans if one.modality == modality]
        taken = [one for one in every if one.modality == modality]
        assert len(taken) == min(most, len(mine))
        assert len({one.session_id for one in taken}) == min(len(taken), len({one.session_id for one in mine}))


@given(st.lists(st.fixed_dictionaries({"tag1": st.sampled_from(["(0008,0016)", "(0012,0064)", "(0012,0062)", "x", ""]),
                                       "tag2": st.sampled_from(["", "(0012,0064)", "(0008,0100)", "(0008,0102)"]),
                                       "value": st.sampled_from(["", "DCM", "113100", "YES"])})))  # fmt: skip
def test_no_dump_breaks_it(rows: list[dict[str, str]]) -> None:
    found = dumped(rows)
    assert (found is None) == (not any(row["tag1"] == "(0008,0016)" for row in rows))
    codes = Counter((found or {}).get("DeidentificationMethodCodeSequence", "other").split("\\"))
    assert set(codes) <= {"113100", "DCM", "YES", "other", "XNAT script"}
