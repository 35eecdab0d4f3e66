"""Whatever the people of a cohort are, their study is one that cBioPortal loads without a warning."""

import re
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from img2fair.cbioportal.incremental import incremental
from img2fair.cbioportal.lint import lint
from img2fair.clinical.cohort import Cohort, Event, Link, Patient, Sample, Visit
from img2fair.findings import Finding, Severity
from tests.cbioportal.cohorts import PROFILE, made
from tests.cbioportal.test_build import LINKS
from tests.sizes import size

ALLOWED = re.compile(r"(OS|DFS)_STATUS|(OS|DFS)_MONTHS|no decimals")
"""The two kinds of warning that a study of images may have: no survival, and measures that are whole numbers."""

days = st.integers(-4000, 4000)
words = st.text("abcXYZ 0123*_<>[]()é;,.-+/", min_size=1, max_size=12).map(lambda text: f"w{text.strip()}x")
numbers = st.one_of(st.floats(-1e6, 1e6).map(repr), st.just("NA"), st.just(">89"), st.just("1e-05"))
cells = st.dictionaries(st.sampled_from(["AGENT", "RESULT", "STYLE_SHAPE", "STYLE_COLOR", "NOTE"]), words, max_size=3)
events = st.builds(
    Event, days, st.none() | days, st.sampled_from(["STATUS", "TREATMENT", "LAB_TEST", "IMAGING", "Lab test"]), cells
)
measures: st.SearchStrategy[dict[str, dict[str, str]]] = st.just({}) | st.dictionaries(
    st.just(PROFILE), st.dictionaries(st.sampled_from(["original_glcm_Idm", "volume"]), numbers, max_size=2)
)
visits = st.builds(
    Visit,
    number=st.just(0),
    day=st.none() | days,
    modalities=st.sets(st.sampled_from(["CT", "MR", "PT", "SM", "OT"]), max_size=3).map(
        lambda found: (*sorted(found),)
    ),
    body_parts=st.sampled_from([(), ("Brain",), ("Brain", "Neck")]),
    series=st.integers(0, 900),
    images=st.none() | st.integers(0, 10**6),
    drawn=st.integers(0, 2),
    link=st.none() | st.builds(Link, st.just("XNAT_S1"), st.from_regex(r"XNAT_E[0-9]{5}", fullmatch=True), st.just("")),
    age=st.sampled_from([None, "7", ">89"]),
    manufacturer=st.sampled_from([None, "SIEMENS"]),
    field_strength=st.sampled_from([None, "1.5", "0.064"]),
    values=st.just({}) | st.just({"CONTRAST": "TRUE"}),
    measures=measures,
)
patients = st.builds(
    Patient,
    id=st.from_regex(r"P-[0-9a-f]{4}", fullmatch=True),
    sex=st.sampled_from([None, "Male", "Female", "Other"]),
    age=st.sampled_from([None, "0", "45", ">89"]),
    visits=st.lists(visits, max_size=3).map(tuple),
    baseline=st.sampled_from(["diagnosis", "first imaging session", "treatment start"]),
    values=st.dictionaries(st.sampled_from(["STAGE", "GRADE"]), words, max_size=2)
    | st.sampled_from([{"OS_STATUS": "0:LIVING", "OS_MONTHS": "3.5"}, {"ONCOTREE_CODE": "GB"}]),
    events=st.lists(events, max_size=4).map(tuple),
)


@st.composite
def cohorts(draw: st.DrawFn, strategy: str) -> Cohort:
    """Return people with samples by a strategy, in order of their ids."""
    people = draw(st.lists(patients, min_size=1, max_size=5, unique_by=lambda one: one.id))
    return Cohort(tuple(_sampled(one, strategy) for one in sorted(people, key=lambda one: one.id)))


def _sampled(patient: Patient, strategy: str) -> Patient:
    numbered = tuple(replace(one, number=number) for number, one in enumerate(patient.visits, start=1))
    if strategy == "session":
        named = tuple(replace(one, sample=f"{patient.id}-S{one.number}") for one in numbered)
        found = tuple(Sample(one.sample, (one.number,), one.values, one.measures) for one in named)
        return replace(patient, visits=named, samples=found)
    merged = numbered[0].measures if numbered else {}
    return replace(
        patient,
        visits=numbered,
        samples=(Sample(f"{patient.id}-01", tuple(one.number for one in numbered), {}, merged),),
    )


def told(findings: tuple[Finding, ...]) -> list[str]:
    return [
        f"{found.code} {found.key}: {found.message}"
        for found in findings
        if found.severity is not Severity.INFO and not ALLOWED.search(found.message)
    ]


@settings(max_examples=size(40, 500), deadline=None)
@given(st.data(), st.sampled_from(["subject", "session"]), st.booleans())
def test_every_cohort_makes_a_study_that_loads(data: st.DataObject, strategy: str, linked: bool) -> None:
    people = data.draw(cohorts(strategy))
    if not any(one.samples for one in people.patients):
        return
    study = made(people, samples=strategy, **(LINKS if linked else {}))
    assert told(lint(study.files)) == []
    assert made(people, samples=strategy, **(LINKS if linked else {})) == study
    assert linked or not re.search("XNAT_[SE]", "".join(study.files.values())), "ids of the archive"
    assert not [path for path in incremental(study).files if "resource" in path]
