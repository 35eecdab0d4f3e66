"""What the demo archive holds, checked against the bundled table itself."""

import csv
import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import asdict
from importlib.resources import files

import pytest

from img2fair.demo.content import ArchiveContent, CustomVariable, load_content

DATA = files("img2fair.demo") / "data"
CONTENT = load_content()
ROWS = list(csv.DictReader((DATA / "series.csv").read_text(encoding="utf-8").splitlines()))
ORIGINS = json.loads((DATA / "sources.json").read_text(encoding="utf-8"))
COLLECTIONS = sorted({row["collection_id"] for row in ROWS})
DERIVED = {"SEG", "SR", "RTSTRUCT"}


def rows_of(collection: str) -> list[dict[str, str]]:
    return [row for row in ROWS if row["collection_id"] == collection]


def texts(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from texts(item)


def test_loading_twice_gives_the_same() -> None:
    assert load_content.__wrapped__() == CONTENT


@pytest.mark.parametrize("collection", COLLECTIONS)
def test_a_project_owns_what_its_collection_has(collection: str) -> None:
    rows, project = rows_of(collection), CONTENT.project(collection)
    sessions = [session for subject in project.subjects for session in subject.sessions]
    scans = [scan for session in sessions for scan in session.scans]
    assert {subject.label for subject in project.subjects} == {row["PatientID"] for row in rows}
    assert {session.uid for session in sessions} == {row["StudyInstanceUID"] for row in rows}
    assert {scan.uid for scan in scans} == {row["SeriesInstanceUID"] for row in rows}
    assert len(scans) == len(rows)


def test_counts_include_what_is_shared_in() -> None:
    own = CONTENT.project("cmb_pca")
    guests = [seen for seen in CONTENT.subjects_of("cmb_pca") if seen.owner != "cmb_pca"]
    assert {seen.label for seen in guests} == {"GUEST-A", "GUEST-B"}
    assert CONTENT.counts("cmb_pca").subjects == len(own.subjects) + 2
    shown = [seen for seen in CONTENT.sessions_of("cmb_pca") if seen.owner == "qin_prostate_repeatability"]
    assert sorted(seen.label for seen in shown) == ["GUEST-A_1", "GUEST-A_2", "GUEST-B_1", "GUEST-B_2"]
    assert {seen.subject.label for seen in shown} == {"GUEST-A", "GUEST-B"}
    assert CONTENT.counts("qin_prostate_repeatability").subjects == 15


def test_acquisitions_are_counted_apart_from_what_was_derived() -> None:
    for collection in set(COLLECTIONS) - {"cmb_pca"}:
        acquired = sum(row["Modality"] not in DERIVED for row in rows_of(collection))
        assert CONTENT.counts(collection).acquisitions == acquired


def test_file_counts_are_exact_or_unknown() -> None:
    rows = rows_of("tcga_kich")
    counts = CONTENT.counts("tcga_kich")
    assert counts.files == sum(int(row["instanceCount"]) for row in rows)
    assert counts.size == sum(round(float(row["series_size_MB"]) * 1e6) for row in rows)
    stale = CONTENT.counts("b_mode_and_ceus_liver")
    assert (stale.files, stale.size) == (None, None)


def test_numbers_and_labels_are_unique() -> None:
    assert len(CONTENT.sessions) == len({row["StudyInstanceUID"] for row in ROWS})
    assert len({(seen.owner, seen.label) for seen in CONTENT.sessions.values()}) == len(CONTENT.sessions)
    for seen in CONTENT.sessions.values():
        ids = [scan.id for scan in seen.session.scans]
        assert len(set(ids)) == len(ids), seen.label
    assert min(CONTENT.subjects) == "IMG2FAIR_S00001"
    assert min(CONTENT.sessions) == "IMG2FAIR_E00001"


def test_scans_that_share_a_series_number_are_told_apart() -> None:
    by_place = defaultdict(list)
    for row in ROWS:
        by_place[row["StudyInstanceUID"], row["SeriesNumber"]].append(row["SeriesInstanceUID"])
    ids = {scan.uid: scan.id for seen in CONTENT.sessions.values() for scan in seen.session.scans}
    for (_, number), uids in by_place.items():
        for uid in uids:
            assert (ids[uid] == number) == (len(uids) == 1 and number != "")
    assert any(scan_id.endswith("-MR2") for scan_id in ids.values())


def test_sex_is_told_only_where_all_series_agree() -> None:
    told = defaultdict(set)
    for row in ROWS:
        told[row["PatientID"]].add(row["PatientSex"])
    for seen in CONTENT.subjects.values():
        expected = {frozenset("M"): "male", frozenset("F"): "female"}
        assert seen.subject.gender == expected.get(frozenset(told[seen.subject.label] - {""}), "unknown")
    assert {s.gender for s in CONTENT.project("cmb_pca").subjects} <= {"unknown", "male"}


def test_types_follow_the_modality_of_most_acquisitions() -> None:
    for seen in CONTENT.sessions.values():
        acquired = Counter(scan.modality for scan in seen.session.scans if scan.is_acquisition)
        if acquired:
            most = max(acquired.values())
            assert acquired[seen.session.modality] == most
            assert (seen.session.xsi_type == "xnat:petSessionData") == (acquired["PT"] == most)
    derived_only = [s for s in CONTENT.sessions.values() if not any(x.is_acquisition for x in s.session.scans)]
    assert {s.session.xsi_type for s in derived_only} <= {"xnat:otherDicomSessionData"}


def test_ages_are_years_or_nothing() -> None:
    ages = {seen.session.age for seen in CONTENT.sessions_of("covid_19_ar")}
    assert None not in ages or len(ages) > 1
    assert all(isinstance(age, float) for age in ages if age is not None)
    assert 67.0 in ages


def test_every_project_and_resource_label_has_one_licence() -> None:
    licence_of = {row["SeriesInstanceUID"]: row["license_short_name"] for row in ROWS}
    found = defaultdict(set)
    for seen in CONTENT.sessions.values():
        for scan in seen.session.scans:
            for resource in scan.resources:
                found[seen.owner, resource.label].add(licence_of[scan.uid])
    assert all(len(licences) == 1 for licences in found.values())
    assert found["tcga_brca", "DICOM"] == {"CC BY 3.0"}
    assert found["tcga_brca", "SEG"] == {"CC BY 4.0"}


def test_every_source_is_named_with_its_licence() -> None:
    for collection in COLLECTIONS:
        named = {(source.doi, source.licence) for source in CONTENT.project(collection).sources}
        used = {(row["source_DOI"].lower(), row["license_short_name"]) for row in rows_of(collection)}
        assert used <= named
        assert {publication.doi for publication in CONTENT.project(collection).publications} == {d for d, _ in named}


def test_sources_hold_facts_only() -> None:
    assert set(ORIGINS["collections"]) == set(COLLECTIONS)
    for origin in ORIGINS["collections"].values():
        assert set(origin) == {"updated", "sources"}
        assert all(set(source) == {"doi", "licence", "licence_url"} for source in origin["sources"])


def test_the_attribution_names_every_source_and_licence() -> None:
    lines = (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8").splitlines()
    assert any("https://doi.org/10.1148/rg.230180" in line for line in lines)
    for project in CONTENT.projects:
        for source in project.sources:
            row = f"| `{project.id}` | <https://doi.org/{source.doi}> | [{source.licence}]({source.licence_url}) |"
            assert row in lines


def test_the_cast_of_projects() -> None:
    access = {project.id: project.accessibility for project in CONTENT.projects}
    assert access.pop("breast_diagnosis") == "private"
    assert access.pop("covid_19_ar") == "protected"
    assert set(access.values()) == {"public"}
    assert [project.id for project in CONTENT.projects if not project.description] == ["b_mode_and_ceus_liver"]
    assert "canine" in CONTENT.project("icdc_glioma").keywords
    dogs = CONTENT.project("icdc_glioma").subjects
    assert {subject.fields for subject in dogs} == {(CustomVariable(name="species", value="Canine"),)}
    form, visit = CONTENT.forms
    assert set(CONTENT.project("tcga_brca").custom_fields) == {form.uuid}
    assert form.projects == ("tcga_brca",)
    answered = {name for p in CONTENT.projects for subject in p.subjects for name in subject.custom_fields}
    assert answered == {visit.uuid}


def test_what_is_made_up_of_people_is_made_up_where_people_are() -> None:
    assert {seen.owner for seen in CONTENT.subject_assessors.values()} == {"pseudo_phi_dicom_data"}
    for project in CONTENT.projects:
        invented = project.id == "pseudo_phi_dicom_data"
        assert any(subject.group or subject.custom_fields for subject in project.subjects) == invented
        assert bool(project.resources) == invented
        names = [
            str(file.header["00100010"])
            for seen in CONTENT.sessions_of(project.id)
            for scan in seen.session.scans
            for resource in scan.resources
            for file in resource.files
        ]
        assert invented == any("INVENTED" in name for name in names)


def test_assessors_are_counted_with_the_project_that_owns_them() -> None:
    types = Counter(seen.assessor.xsi_type for seen in CONTENT.assessors.values())
    assert types["xnat:qcManualAssessorData"] > 10
    outlined = [s for s in CONTENT.sessions.values() if {x.modality for x in s.session.scans} & {"SEG", "RTSTRUCT"}]
    assert types["icr:roiCollectionData"] == len(outlined)
    assert sum(CONTENT.counts(project.id).assessors for project in CONTENT.projects) == len(CONTENT.assessors)
    assert CONTENT.counts("pseudo_phi_dicom_data").subject_assessors == len(CONTENT.subject_assessors)
    guests = [s for s in CONTENT.sessions_of("cmb_pca") if s.owner != "cmb_pca" and s.session.assessors]
    assert guests
    assert CONTENT.assessors_of("cmb_pca") == ()


def test_mr_sessions_have_a_field_strength_and_others_none() -> None:
    strengths = {(seen.session.modality, seen.session.field_strength) for seen in CONTENT.sessions.values()}
    assert {strength for modality, strength in strengths if modality == "MR"} == {"3.0", "1.5", "1.0", ""}
    assert {strength for modality, strength in strengths if modality != "MR"} == {""}


def test_people_are_fictional_or_institutions() -> None:
    for project in CONTENT.projects:
        for person in filter(None, (project.pi, *project.investigators)):
            assert person.institution
            assert person.lastname == "Fictional" or not person.firstname
            assert not person.email or person.email.endswith("@example.org")


def test_changing_one_project_leaves_the_others() -> None:
    changed = CONTENT.with_project("tcga_kich", accessibility="private", keywords="new")
    assert changed.project("tcga_kich").keywords == "new"
    assert CONTENT.project("tcga_kich").keywords != "new"
    assert changed.project("tcga_brca") is CONTENT.project("tcga_brca")


def test_changing_a_subject_and_a_session() -> None:
    changed = CONTENT.with_subject("IMG2FAIR_S00001", yob="1950").with_session("IMG2FAIR_E00001", note="a note")
    assert changed.subjects["IMG2FAIR_S00001"].subject.yob == "1950"
    assert changed.sessions["IMG2FAIR_E00001"].session.note == "a note"
    assert changed.counts("tcga_brca") == CONTENT.counts("tcga_brca")


def test_map_text_reaches_every_text() -> None:
    small = CONTENT.only("tcga_kich", "tcga_brca")
    paths: set[str] = set()

    def canary(path: str, _: str) -> str:
        assert path not in paths
        paths.add(path)
        return "CANARY"

    changed = small.map_text(canary)
    for before, after in ((small.projects, changed.projects), (small.forms, changed.forms)):
        assert set(texts([asdict(item) for item in after])) == {"CANARY"}
        assert len(list(texts([asdict(item) for item in before]))) == len(list(texts([asdict(i) for i in after])))
    first = small.projects[1].subjects[0]
    assert f"projects/tcga_kich/subjects/{first.id}/label" in paths
    assert f"projects/tcga_kich/subjects/{first.id}/sessions/{first.sessions[0].id}/note" in paths
    assert changed.users == small.users


def test_map_text_that_changes_nothing_gives_the_same() -> None:
    small = CONTENT.only("pseudo_phi_dicom_data")
    assert small.map_text(lambda _, value: value) == small


def test_an_archive_can_be_empty() -> None:
    empty = ArchiveContent(projects=())
    assert empty.subjects_of("nothing") == ()
    assert empty.counts("nothing").scans == 0
