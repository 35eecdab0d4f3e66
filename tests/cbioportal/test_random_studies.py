"""Random studies: the lint and an independent second statement find nothing that a portal would not take."""

from functools import cache

import pytest

from img2fair.cbioportal import Study
from img2fair.cbioportal.lint import EXPECTED, lint
from img2fair.errors import UsageFault
from img2fair.privacy.cohort import PrivacyStop
from tests.cbioportal.checker import problems
from tests.cbioportal.random_studies import random_study
from tests.sizes import size

SEEDS = range(size(30, 300))


@cache
def of(seed: int) -> Study | PrivacyStop | UsageFault:
    return random_study(seed)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_random_study_loads(seed: int) -> None:
    study = of(seed)
    if isinstance(study, Study):
        assert [found.message for found in lint(study.files) if found.code not in EXPECTED] == []
        assert problems(study.files) == []
    else:
        assert study.what


def test_most_projects_can_be_exported_and_hold_something_of_everything() -> None:
    made = [study for seed in SEEDS if isinstance(study := of(seed), Study)]
    assert len(made) >= len(SEEDS) * 2 // 3
    files = {path for study in made for path in study.files}
    for path in (
        "data_timeline_imaging.txt",
        "data_timeline_status.txt",
        "data_resource_patient.txt",
        "data_resource_sample.txt",
        "data_resource_study.txt",
        "data_generic_assay_radiomics_0.txt",
        "case_lists/cases_mr.txt",
    ):
        assert path in files


def test_the_same_seed_gives_the_same_study() -> None:
    for seed in SEEDS[:3]:
        again, first = random_study(seed), of(seed)
        assert isinstance(again, Study) == isinstance(first, Study)
        assert not isinstance(again, Study) or not isinstance(first, Study) or again.files == first.files
