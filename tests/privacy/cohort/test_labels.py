"""Labels as patient ids: research ids pass, and what may tell who somebody is does not."""

import dataclasses
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from img2fair.errors import UsageFault
from img2fair.model import Project
from img2fair.privacy import Met, met
from img2fair.privacy.cohort import PrivacyStop, Terms, read_join, release_cohort
from img2fair.privacy.cohort.telling_labels import telling
from tests.cbioportal.studies import project, session, subject
from tests.privacy.cohort.cohorts import BODY_PARTS, MODALITIES, terms

CASES: dict[str, list[str]] = YAML(typ="safe").load(Path(__file__).parents[2] / "cases/cohort/labels.yaml")


def labelled(*labels: str) -> Project:
    return project([subject(f"XNAT_S{n}", label) for n, label in enumerate(labels)], [])


def test_there_are_sixty_cases_each_way() -> None:
    assert min(len(set(CASES["nobody"])), len(set(CASES["somebody"]))) >= 60


@pytest.mark.parametrize("labels", CASES["nobody"])
def test_research_ids_pass(labels: str) -> None:
    assert not telling(labels.split())


@pytest.mark.parametrize("labels", CASES["somebody"])
def test_what_may_tell_of_somebody_does_not(labels: str) -> None:
    told = telling(labels.split())
    assert told
    assert not [label for label in labels.split() if len(label) > 4 and label in str(told)]


def test_a_stop_tells_rules_and_numbers_and_no_label() -> None:
    made = labelled("LGG-001", "LGG-002", "LGG-003", "P190402")
    with pytest.raises(PrivacyStop, match=r"1 of 4 subject labels .*a date: 1") as caught:
        release_cohort(made, Terms(None, "x", MODALITIES, BODY_PARTS))
    assert caught.value.code == 7
    assert "190402" not in str(caught.value)


def test_the_words_of_the_project_s_id_name_nobody() -> None:
    assert telling(["BRATS_0451"])
    assert not telling(["BRATS_0451"], project="brats")


def test_what_was_met_as_a_patient_s_number_is_no_id_unless_it_runs() -> None:
    numbers = ["GLIO-101", "GLIO-102", "GLIO-103", "H-9"]
    others = [Met(("Petrova^Zdenka",), (f"77{n}31",)) for n in range(5)]
    found = met("P1", [*(Met(("Jansen^Piet",), (number,)) for number in [*numbers, "K881-X"]), *others])
    made = dataclasses.replace(labelled("GLIO-101", "GLIO-102", "GLIO-103"), met=found)
    assert len(release_cohort(made, Terms(None, "x", MODALITIES, BODY_PARTS)).patients) == 3
    one = dataclasses.replace(labelled("K881-X", "A1-Y", "B2-Z"), met=found)
    with pytest.raises(PrivacyStop, match="known in the archive"):
        release_cohort(one, Terms(None, "x", MODALITIES, BODY_PARTS))


@given(st.dates(min_value=dt.date(1900, 1, 1)), st.sampled_from(
    ["%Y%m%d", "%Y-%m-%d", "%d-%m-%Y", "%d%m%Y", "%d.%m.%Y", "%Y_%m_%d", "%d%b%Y", "%d-%b-%Y", "%m-%d-%Y", "%y%m%d"]),
    st.sampled_from(["P{}", "LGG-{}", "{}_MR", "sub-{}", "{}", "a.{}.b"]))  # fmt: skip
def test_no_date_passes(day: Any, form: str, frame: str) -> None:
    if day.year < 2050 and not (form == "%y%m%d" and f"{day:%y%m%d}".startswith("00")):
        assert telling([frame.format(format(day, form)), "LGG-2", "LGG-3"])


GOOD = "subject\tpatient_id\tsample_id\nL1\tTCGA-AO-A03M\tTCGA-AO-A03M-01\nL1\tTCGA-AO-A03M\tTCGA-AO-A03M-06\n"


def test_a_table_joins_subjects_to_samples() -> None:
    made = labelled("L1", "L2")
    joined = read_join(GOOD, made)
    assert [one.samples for one in joined.values()] == [("TCGA-AO-A03M-01", "TCGA-AO-A03M-06")]
    assert "XNAT" not in f"{joined}"
    cohort = release_cohort(made, terms(strategy="table", join=joined))
    assert [[sample.id for sample in one.samples] for one in cohort.patients] == [
        ["TCGA-AO-A03M-01", "TCGA-AO-A03M-06"]
    ]
    assert cohort.left_out["unjoined"] == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"no column 'subject'"),
        ("subject,patient_id\nL1,P1", r"no column 'sample_id'"),
        ("subject,patient_id,sample_id\nL9,P1,P1-01\n", r"line 2: its subject is not in the project"),
        ("subject,patient_id,sample_id\nL1,P 1,P1-01\n", r"line 2: its patient_id is none"),
        ("subject,patient_id,sample_id\nL1,P1,\n", r"line 2: its sample_id is none"),
        ("subject,patient_id,sample_id\nL1,TCGA-AO-A03M,TCGA-AO-A03M\n", r"line 2: its sample_id is none"),
        ("subject,patient_id,sample_id\nL1,P1,a\nL1,P2,b\n", r"line 3: its subject has another patient_id"),
        ("subject,patient_id,sample_id\nL1,P1,a\nL2,p1,b\n", r"line 3: its patient_id is another subject's"),
        ("subject,patient_id,sample_id\nL1,P1,a\nL2,P2,A\n", r"line 3: its sample_id stands above"),
        ('subject,patient_id,sample_id\nL1,P1,"a\n', r"is no CSV or TSV"),
    ],
)
def test_a_wrong_table_is_told_by_line_and_shows_nothing(text: str, said: str) -> None:
    with pytest.raises(UsageFault, match=said) as caught:
        read_join(text, labelled("L1", "L2"), "samples.tsv")
    assert "samples.tsv" in str(caught.value)
    assert "L9" not in str(caught.value)


def test_ids_of_a_table_are_tested_like_labels() -> None:
    text = "subject,patient_id,sample_id\nL1,JANSEN_PIET,x-1\nL2,P2,x-2\n"
    with pytest.raises(PrivacyStop, match="1 of 2 patient ids of the sample table"):
        read_join(text, labelled("L1", "L2"))


def test_sessions_are_no_samples_of_tissue() -> None:
    made = project([subject("S1", "TCGA-AO-A03M")], [session("E1", "S1", "2020-01-01")])
    with pytest.raises(UsageFault, match="barcodes"):
        release_cohort(made, terms(key=None, strategy="session"))


def test_terms_show_neither_key_nor_who_is_joined() -> None:
    made = labelled("L1", "L2")
    assert repr(terms(join=read_join(GOOD, made))) == "Terms('x', links=False, strategy='subject')"
