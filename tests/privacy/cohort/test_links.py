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
    ],
)
def test_which_ids_tell_a_date(id_: str, told: bool) -> None:
    assert tells_a_date(id_, DAY) == told


def test_an_undated_session_s_uid_may_hold_any_date() -> None:
    assert tells_a_date("1.2.3.20150402.7", None)
    assert not tells_a_date("1.2.3.40150402.7", None)


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
