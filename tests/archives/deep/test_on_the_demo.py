"""The deep reads of the demo archive's richest project: its truth, the same with and without the lists."""

import datetime as dt
from dataclasses import replace

import pytest
from pydantic import TypeAdapter

from img2fair.archives.values import day
from img2fair.archives.xnat.deep import ClinicalExtras, ScanSeed, SessionSeed, read_clinical
from img2fair.archives.xnat.deep.evidence import read_evidence
from img2fair.clinical.dateless import without_dates
from img2fair.demo.archive import DemoArchive
from img2fair.demo.content import ArchiveContent
from img2fair.http import Client, Journal
from img2fair.model.held import unseal

PROJECT = "pseudo_phi_dicom_data"
NO_LISTS = frozenset(
    {
        "xnat:subjectData/custom_fields", "xnat:imageSessionData/custom_fields", "xnat:subjectData/fields",
        "xnat:imageSessionData/fields", "xnat:imageSessionData/sharing", "xnat:imageAssessorData/imageSession_ID",
    }
)  # fmt: skip


def read(content: ArchiveContent, unsupported: frozenset[str] = frozenset()) -> tuple[ClinicalExtras, int]:
    subjects, sessions = content.subjects_of(PROJECT), content.sessions_of(PROJECT)
    seeds = [SessionSeed(s.session.id, s.subject.subject.id, s.label, day(s.session.date)) for s in sessions]
    with DemoArchive(content, unsupported=unsupported) as archive:
        client = Client(archive.url, Journal())
        labels = {seen.subject.id: seen.label for seen in subjects}
        return read_clinical(client, PROJECT, labels, seeds, {}, ["*.csv"]), len(archive.requests)


@pytest.fixture(scope="module")
def rich(content: ArchiveContent) -> ArchiveContent:
    return content.only(PROJECT)


@pytest.fixture(scope="module")
def whole(rich: ArchiveContent) -> tuple[ClinicalExtras, int]:
    return read(rich)


def test_it_is_what_the_archive_holds(rich: ArchiveContent, whole: tuple[ClinicalExtras, int]) -> None:
    found, _ = whole
    assert found.unread == frozenset()
    for seen in rich.subjects_of(PROJECT):
        extras = found.subjects[seen.subject.id]
        variables = {unseal(one.name): unseal(one.value) for one in extras.variables}
        first = min(day(session.date) or dt.date.max for session in seen.subject.sessions)
        said = without_dates({one.name: one.value for one in seen.subject.fields}, first)
        assert variables == {name: str(value) for name, value in said.items()}
        assert {form.uuid for form in extras.forms} == set(seen.subject.custom_fields)
    assert any(extras.assessments for extras in found.subjects.values())
    assert {form.uuid for one in found.sessions.values() for form in one.forms} == {
        uuid for seen in rich.sessions_of(PROJECT) for uuid in seen.session.custom_fields
    }
    assert [unseal(table.name) for table in found.tables if unseal(table.owner) == ""]


def test_no_birth_date_and_no_date_of_a_session_is_kept(
    rich: ArchiveContent, whole: tuple[ClinicalExtras, int]
) -> None:
    kept = TypeAdapter(ClinicalExtras).dump_json(replace(whole[0], tables=())).decode()
    said = {seen.subject.dob for seen in rich.subjects_of(PROJECT)} | {
        seen.session.date for seen in rich.sessions_of(PROJECT)
    }
    assert not [date for date in said if date and f'"{date}' in kept]
    assert "age_days" in kept


def test_without_the_lists_it_is_the_same_and_costs_more(
    rich: ArchiveContent, whole: tuple[ClinicalExtras, int]
) -> None:
    found, requests = read(rich, NO_LISTS)
    assert found == whole[0]
    assert requests > whole[1]


def test_headers_are_sampled_from_every_modality(rich: ArchiveContent) -> None:
    scans = [
        ScanSeed(seen.session.id, seen.subject.label, seen.label, scan.id, scan.modality)
        for seen in rich.sessions_of(PROJECT)
        for scan in seen.session.scans
    ]
    with DemoArchive(rich) as archive:
        found = read_evidence(Client(archive.url, Journal()), PROJECT, scans, 2, cap=12)
    assert sum(one.sampled + one.unread for one in found) == min(12, 2 * len({scan.modality for scan in scans}))
    assert any(one.sampled for one in found)
