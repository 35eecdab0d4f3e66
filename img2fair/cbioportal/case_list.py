"""Case lists: all samples, and those that one would choose a cohort by."""

from img2fair.cbioportal.clinical import modalities_of, sample_id
from img2fair.cbioportal.modalities import word
from img2fair.cbioportal.text import meta_file
from img2fair.clinical.cohort import Cohort, Patient
from img2fair.codes import CodeTable


def case_lists(cohort: Cohort, study: str, names: CodeTable) -> dict[str, str]:
    """Return the case lists by file; of lists with the same samples only the first is written."""
    files = {}
    seen: set[tuple[str, ...]] = set()
    for suffix, name, patients in _lists(cohort, names):
        samples = tuple(map(sample_id, patients))
        if not samples or samples in seen:
            continue
        seen.add(samples)
        files[f"case_lists/cases_{suffix}.txt"] = _case_list(study, suffix, name, samples)
    return files


def _lists(cohort: Cohort, names: CodeTable) -> list[tuple[str, str, list[Patient]]]:
    everyone = list(cohort.patients)
    by_modality = [
        (code.lower(), f"Samples with {word(code, names)}", [patient for patient in everyone if _has(patient, code)])
        for code in modalities_of(cohort)
    ]
    drawn = [patient for patient in everyone if any(visit.drawn for visit in patient.visits)]
    followed = [patient for patient in everyone if patient.last_day]
    return [
        ("all", "All samples", everyone),
        *by_modality,
        ("segmentation", "Samples with a segmentation", drawn),
        ("imaging_followup", "Samples imaged on more than one day", followed),
    ]


def _has(patient: Patient, code: str) -> bool:
    return any(code in visit.modalities for visit in patient.visits)


def _case_list(study: str, suffix: str, name: str, samples: tuple[str, ...]) -> str:
    head = meta_file(
        {
            "cancer_study_identifier": study,
            "stable_id": f"{study}_{suffix}",
            "case_list_name": name,
            "case_list_description": f"{name} ({len(samples)} samples)",
            "case_list_category": "all_cases_in_study" if suffix == "all" else "other",
        }
    )
    return head + "case_list_ids: " + "\t".join(samples) + "\n"
