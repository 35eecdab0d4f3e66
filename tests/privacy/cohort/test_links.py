"""Ids in links: only with an opt-in, study UIDs only with another, and none that would tell a date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from img2fair.clinical.cohort import Link
from img2fair.privacy.cohort import PrivacyStop, release_cohort
from img2fair.privacy.cohort.dated_ids import tells_a_date
from tests.cbioportal.studies import project, session
from tests.privacy.cohort.cohorts import person, terms

DAY = dt.date(2019, 4, 2)


@pytest.mark.parametrize(
    ("links", "uids", "link"),
    [
        (False, False, None),
        (False, True, None),
        (True, False, Link("S1", "E1", "")),
        (True, True, Link("S1", "E1", "1.2.3")),
    ],
)
def test_ids_are_opted_in(links: bool, uids: bool, link: Link | None) -> None:
    made = project([person("S1")], [session("E1", "S1", str(DAY), study_instance_uid="1.2.3")])
    cohort = release_cohort(made, terms(links=links, study_uids=uids))
    assert cohort.patients[0].visits[0].link == link
    assert ("not exported: study UID" in cohort.ledger.actions) == (not (links and uids))


@pytest.mark.parametrize(
    ("id_", "told"),
    [
        ("1.2.840.113619.2.55.3.20190402.7", True),
        ("1.2.840.113619.2.55.3.20190403081530.7", True),
        ("1.3.12.2.1107.5.2.32.2019040212301512345678901", True),
        ("1.2.840.113619.2.55.1554163200.3", True),
        ("1.2.840.113619.2.55.190402.3", True),
        ("1.2.840.113619.2.55.20190420.3", True),
        ("XNAT_20190402_E1", True),
        ("P1_2019-04-02_MR", True),
        ("XNAT_E00012", False),
        ("1.2.840.113619.2.55.3.20150402.7", False),
        ("1.3.6.1.4.1.14519.5.2.1.1706.4001.145725991542758792340793681239", False),
        ("2.25.329800735698586629295641978511506172918", False),
        ("", False),
        ("2.25." + str(0x1F0A8000551F11E98FE50242AC120002), True),  # a UUID of version 1, made on that day
        ("1f0a8000-551f-11e9-8fe5-0242ac120002", True),
        ("1f0a8000-551f-41e9-8fe5-0242ac120002", False),
        ("1f0a8000-551f-11ea-8fe5-0242ac120002", False),
        ("2.25." + "9" * 39, False),
    ],
)
def test_which_ids_tell_a_date(id_: str, told: bool) -> None:
    assert tells_a_date(id_, DAY) == told


def test_an_undated_session_s_uid_may_hold_any_date() -> None:
    assert tells_a_date("1.2.3.20150402.7", None)
    assert not tells_a_date("1.2.3.40150402.7", None)


HOSPITAL = {
    "a hospital's numbers": ["4821370", "5533112", "0998123"],
    "names": ["Jansen^Piet", "Bakker^Anna", "Smit^Kees"],
    "initials and years": ["JD1961", "KB1970", "PV1948"],
}


@pytest.mark.parametrize("ids", HOSPITAL.values(), ids=HOSPITAL)
def test_what_the_scanner_was_told_is_in_no_link(ids: list[str]) -> None:
    """Archives of DICOM have no ids of their own: a subject's is PatientID, a session's the study UID."""
    uids = [f"1.2.3.{number}" for number in range(len(ids))]
    made = project([person(id_) for id_ in ids], [session(uid, id_, str(DAY), study_instance_uid=uid)
                                                  for id_, uid in zip(ids, uids, strict=True)])  # fmt: skip
    for opted, uid in ((False, ""), (True, "1.2.3.0")):
        cohort = release_cohort(made, terms(links=True, study_uids=opted))
        links = [patient.visits[0].link for patient in cohort.patients]
        assert Link("", "", uid) in links
        assert not any(id_ in repr(cohort) for id_ in ids)
        assert cohort.ledger.actions["not exported: id in a link that may tell who somebody is"] == 6


def test_numbers_of_a_database_stand_in_links() -> None:
    ids = [f"CENTRAL_S0{number}" for number in (1234, 9921, 7003)]
    made = project([person(id_) for id_ in ids], [session(f"CENTRAL_E{id_[-5:]}", id_, str(DAY)) for id_ in ids])
    cohort = release_cohort(made, terms(links=True))
    assert {patient.visits[0].link for patient in cohort.patients} == {
        Link(id_, f"CENTRAL_E{id_[-5:]}", "") for id_ in ids
    }


def test_the_days_of_other_sessions_count() -> None:
    assert tells_a_date("1.2.3.201501021.7", DAY, [dt.date(2015, 1, 2)])


@given(st.dates(dt.date(1970, 1, 2), dt.date(2049, 12, 31)), st.sampled_from(["1.2.{}.4", "{}", "X_{}", "1.{}9.3"]))
def test_a_date_in_a_uid_stops_the_export(day: dt.date, form: str) -> None:
    uid = form.format(f"{day:%Y%m%d}")
    made = project([person("S1")], [session("E1", "S1", str(day), study_instance_uid=uid.replace("X_", "7."))])
    with pytest.raises(PrivacyStop, match=r"1 of 1 study UIDs") as caught:
        release_cohort(made, terms(links=True, study_uids=True))
    assert caught.value.code == 7
    assert f"{day:%Y%m%d}" not in str(caught.value)
    assert release_cohort(made, terms(links=True)).patients
