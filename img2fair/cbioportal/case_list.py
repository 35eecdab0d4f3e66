"""Case lists: those that one would choose a cohort by. The list of all samples the portal makes itself.

With ``add_global_case_list`` in meta_study the importer adds ``<study>_all``, and refuses another one beside it.
"""

from collections.abc import Iterable, Iterator, Mapping

from img2fair.cbioportal.clinical import modalities, modalities_of
from img2fair.cbioportal.modalities import word
from img2fair.cbioportal.samples import SESSION, Row
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.text import meta_file, one_line
from img2fair.clinical.cohort import Cohort, Visit
from img2fair.codes import CodeTable


def case_lists(
    cohort: Cohort,
    rows: Iterable[Row],
    settings: StudySettings,
    names: CodeTable,
    profiles: Mapping[str, tuple[str, tuple[str, ...]]],
    *,
    joins: bool = False,
) -> dict[str, str]:
    """Return the case lists by file; one that is empty or has the samples of an earlier one is not written.

    :param rows: the samples, by id.
    :param profiles: a generic assay's profile → its name and the samples that it measured.
    :param joins: whether the samples join others: all with imaging are then not all of the study's.
    """
    rows = list(rows)
    files = {}
    everyone = tuple(row.sample.id for row in rows)
    seen: set[tuple[str, ...]] = {()} if joins else {(), everyone}
    lists = [*_lists(cohort, rows, settings.samples == SESSION, names, profiles)]
    for suffix, name, samples in [*lists, ("imaging", "Samples with imaging", everyone)]:
        if samples not in seen:
            seen.add(samples)
            files[f"case_lists/cases_{suffix}.txt"] = _case_list(settings.study, suffix, name, samples)
    return files


def _lists(
    cohort: Cohort,
    rows: list[Row],
    by_session: bool,
    names: CodeTable,
    profiles: Mapping[str, tuple[str, tuple[str, ...]]],
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for code in modalities_of(cohort):
        told = tuple(row.sample.id for row in rows if code in _modalities(row, by_session))
        yield code.lower(), f"Samples with {word(code, names)}", told
    drawn = tuple(row.sample.id for row in rows if any(visit.drawn for visit in _visits(row, by_session)))
    yield "segmentation", "Samples with a segmentation", drawn
    followed = tuple(row.sample.id for row in rows if _followed(row))
    yield "imaging_baseline_followup", "Samples of patients imaged on more than one day", followed
    for profile, (name, measured) in profiles.items():
        yield profile.lower(), f"Samples with {one_line(name)}", measured


def _visits(row: Row, by_session: bool) -> tuple[Visit, ...]:
    """Return the sessions that put a sample on a list: its own where it stands for one, else all of its patient."""
    return row.visits if by_session else row.patient.visits


def _modalities(row: Row, by_session: bool) -> set[str]:
    return {code for visit in row.visits for code in visit.modalities} if by_session else modalities(row.patient)


def _followed(row: Row) -> bool:
    first, last = row.patient.first_day, row.patient.last_day
    return first is not None and last is not None and last > first


def _case_list(study: str, suffix: str, name: str, samples: tuple[str, ...]) -> str:
    head = meta_file(
        {
            "cancer_study_identifier": study,
            "stable_id": f"{study}_{suffix}",
            "case_list_name": name,
            "case_list_description": f"{name} ({len(samples)} samples)",
            "case_list_category": "other",
        }
    )
    return head + "case_list_ids: " + "\t".join(samples) + "\n"
