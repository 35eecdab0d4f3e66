"""Generic assays: one profile for each assay with numbers, ids that all studies share, values as they were given."""

from dataclasses import replace

import pytest

from img2fair.cbioportal.assay import entity_id, profiles
from img2fair.cbioportal.radiomics import explained
from img2fair.cbioportal.samples import samples_of
from img2fair.clinical.cohort import Cohort, Sample
from img2fair.clinical.decisions import Decide, Pick
from tests.cbioportal.checker import meta, rows
from tests.cbioportal.cohorts import DECISIONS, MEASURES, PROFILE, cohort, made

DATA = f"data_generic_assay_{PROFILE}.txt"


def measured(**by_sample: dict[str, str]) -> Cohort:
    """Return the cohort, its samples measured as told."""
    people = (
        replace(one, visits=tuple(replace(visit, measures={}) for visit in one.visits),
                samples=tuple(Sample(f"{one.id}-01", (1,), {}, {PROFILE: by_sample.get(f"s{place}", {})})
                                   for _ in one.samples))
        for place, one in enumerate(cohort().patients, start=1)
    )  # fmt: skip
    return Cohort(tuple(people))


def test_values_are_as_given_and_a_sample_without_numbers_is_no_column() -> None:
    given = {"original_glcm_Idm": "1e-05", "original_shape_MeshVolume": "980"}
    study = made(measured(s1={"original_glcm_Idm": "NA"}, s2=given, s3={"original_glcm_Idm": ">7.5"}))
    told = rows(study.files[DATA])
    assert [list(row)[4:] for row in told] == [["P-2-01", "P-3-01"]] * 2
    assert [(row["NAME"], row["P-2-01"], row["P-3-01"]) for row in told] == [
        ("original_glcm_Idm", "1e-05", ">7.5"),
        ("original_shape_MeshVolume", "980", "NA"),
    ]
    assert {row["URL"] for row in told} == {"NA"}
    assert meta(study.files[f"case_lists/cases_{PROFILE}.txt"])["case_list_ids"] == "P-2-01\tP-3-01"


def test_a_profile_without_numbers_is_none() -> None:
    assert not [path for path in made(measured()).files if PROFILE in path]


def test_a_profile_that_is_dropped_is_none() -> None:
    dropped = replace(DECISIONS, assays=tuple(replace(one, decide=Decide.DROP) for one in DECISIONS.assays))
    assert profiles(samples_of(cohort()), dropped) == []
    assert [one.decision.profile for one in profiles(samples_of(cohort()), DECISIONS)] == [PROFILE]


def test_a_session_is_measured_by_itself() -> None:
    people = tuple(
        replace(one, samples=tuple(replace(sample, measures={}) for sample in one.samples))
        for one in cohort("session").patients
    )
    told = rows(made(Cohort(people), samples="session").files[DATA])
    assert [(row["NAME"], row["P-1-S1"]) for row in told] == sorted(MEASURES.items())
    assert "Of each patient's sessions" not in made(samples="session").files[f"meta_generic_assay_{PROFILE}.txt"]


@pytest.mark.parametrize(("pick", "told"), [(Pick.FIRST, "the first session"), (Pick.BASELINE, "nearest to day 0")])
def test_which_session_counts_is_said(pick: Pick, told: str) -> None:
    assert told in meta(made(pick=pick).files[f"meta_generic_assay_{PROFILE}.txt"])["profile_description"]


def test_ids_of_entities_are_the_same_in_every_study() -> None:
    assert entity_id("RADIOMICS_MR", "original_glcm_Idm") == "RADIOMICS_MR_original_glcm_Idm"
    assert entity_id("V", "Left lobe (é)") == "V_Left_lobe____"
    assert entity_id("", "a") == "a"


@pytest.mark.parametrize(
    ("entity", "expected"),
    [
        ("original_firstorder_Mean", "Mean: distribution of intensities, from the image as it is; IBSI Q4LE"),
        ("original_firstorder_Kurtosis", "Kurtosis: distribution of intensities, from the image as it is"),
        ("wavelet-HHL_glcm_Contrast",
         "Contrast: grey levels of neighbours (co-occurrence matrix, GLCM), from a wavelet band (HHL); IBSI ACUI"),
        ("log-sigma-3-0-mm-3D_glszm_ZoneEntropy",
         "ZoneEntropy: zones of one grey level (size zone matrix, GLSZM), from edges (Laplacian of Gaussian)"
         " (sigma-3-0-mm-3D)"),
        ("original_shape2D_Sphericity", "Sphericity: shape of the region in a slice, from the image as it is"),
        ("Left-Hippocampus", None),
        ("mystery_glcm_Contrast", None),
        ("original_glcm", None),
    ],
)  # fmt: skip
def test_what_a_feature_of_pyradiomics_is(entity: str, expected: str | None) -> None:
    assert explained(entity) == expected


def test_other_measures_are_told_by_name_and_unit() -> None:
    volumes = replace(DECISIONS.assays[1], decide=Decide.EXPORT, unit="mm3", prefix="VOLUMES", about="")
    people = tuple(
        replace(one, samples=(Sample(f"{one.id}-01", (1,), {}, {"volumes_mr": {"Left_Hippocampus": "4012.5"}}),))
        for one in cohort().patients
    )
    (found,) = profiles(samples_of(Cohort(people)), replace(DECISIONS, assays=(volumes,)))
    assert (found.name, len(found.samples)) == ("volumes mr", 3)
