"""From the released people of a project to a study, from plain values alone.

``terms_of`` says on what terms people are released (``privacy.cohort.release_cohort``), ``about_project`` what the
study tells of its project, and ``build`` makes the files. The flow stands in exporting/making.py.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from img2fair.assets import find_file
from img2fair.cbioportal.about import About
from img2fair.cbioportal.assay import profile_files, profiles
from img2fair.cbioportal.attributes import refuse_taken
from img2fair.cbioportal.baseline import day_zero
from img2fair.cbioportal.cancer_type import cancer_type_files, cancer_types
from img2fair.cbioportal.case_list import case_lists
from img2fair.cbioportal.clinical import OURS as OF_PATIENT
from img2fair.cbioportal.clinical import dies_untimed, modalities_of, patient_file
from img2fair.cbioportal.events import (
    IMAGING,
    SPECIMEN,
    backward,
    by_file,
    events_table,
    in_order,
    other_events,
    specimens,
    stem_of,
    without_repeats,
)
from img2fair.cbioportal.findings import findings
from img2fair.cbioportal.meta import TAGS, clinical_meta, facts, resource_meta, study_meta
from img2fair.cbioportal.resources import resource_files
from img2fair.cbioportal.samples import OURS as OF_SESSION
from img2fair.cbioportal.samples import SESSION, oncotree_codes, sample_file, samples_of
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.study import Study
from img2fair.cbioportal.tags import tags
from img2fair.cbioportal.text import one_line
from img2fair.cbioportal.timeline import COLUMNS, imaging_events
from img2fair.clinical.cohort import Cohort
from img2fair.clinical.decisions import Decisions
from img2fair.clinical.oncotree import PortalTypes, Tree
from img2fair.codes import CodeTable, read_table
from img2fair.errors import UsageFault
from img2fair.model import Header, HeldText, Project, Snapshot, Visibility
from img2fair.privacy import Gazetteer, Guard, Rule, Screen, release
from img2fair.privacy.asked import project_of
from img2fair.privacy.cohort import Joined, PrivacyStop, Terms

NO_DECISIONS = Decisions("")


def find_project(snapshot: Snapshot, project_id: str) -> Project:
    """Return a project of a snapshot, which has subjects and sessions.

    :raises PrivacyStop: the project is private, so it was not read.
    :raises UsageFault: it is not there, or too little of it was read.
    """
    cure = "to export it, make it protected in XNAT, then harvest again"
    project = project_of(snapshot, project_id, meaning="is not in the snapshot", cure=cure)
    _refuse_partial(project)
    return project


def terms_of(
    project: Project,
    header: Header,
    settings: StudySettings,
    key: bytes | None,
    decisions: Decisions = NO_DECISIONS,
    join: Mapping[HeldText, Joined] | None = None,
    names: Gazetteer | None = None,
) -> Terms:
    """Return on what terms a project's people enter its study.

    :param names: the project's, where they are at hand; so in :func:`about_project` and :func:`guard_of`.
    """
    return Terms(
        key=key,
        scope=f"{header.archive}\0{project.id}",
        modalities=_codes("dicom-modality"),
        body_parts=_codes("dicom-bodypart"),
        manufacturers=_codes("manufacturer"),
        links=bool(settings.viewers),
        study_uids=settings.study_uids,
        decisions=decisions,
        guard=guard_of(project, header, settings, names),
        strategy=settings.samples,
        join=join,
        least=settings.min_cell,
    )


def about_project(project: Project, header: Header, settings: StudySettings, names: Gazetteer | None = None) -> About:
    """Return what a study tells of its project, by the gate that the catalogue's texts go through too.

    :raises PrivacyStop: name or description may identify somebody.
    """
    guard = guard_of(project, header, settings, names)
    name = _said(settings.name, "name", guard) or _released(project.name, "project.name", guard) or project.id
    described = _said(settings.description, "description", guard)
    return About(
        project=project.id,
        archive=header.archive,
        name=name,
        text=described or _released(project.description, "project.description", guard) or name,
        kind=header.kind,
        public=project.visibility is Visibility.PUBLIC,
    )


def guard_of(project: Project, header: Header, settings: StudySettings, names: Gazetteer | None = None) -> Guard:
    """Return a guard of a project's texts; each use has one of its own, because it remembers what it has kept in."""
    known = names or Gazetteer.of(project, settings.opt_out)
    return Guard(known, project.id, settings.reviews, header.time.date())


def build(
    cohort: Cohort,
    about: About,
    settings: StudySettings,
    decisions: Decisions = NO_DECISIONS,
    tree: Tree | None = None,
    portal: PortalTypes | None = None,
    *,
    joins: bool = False,
) -> Study:
    """Return the study of a cohort: the same input gives the same bytes.

    :param decisions: name and describe the attributes and assays that a harmonisation file adds.
    :param tree: the release of OncoTree that codes are of; ``portal``: the cancer types that the portal knows.
    :param joins: whether it will be merged with another study; with ``samples: table`` it always is.
    :raises UsageFault: a target of the harmonisation file is a column of ours, or a value cannot stand in a table.
    """
    names = _codes("dicom-modality")
    joins = joins or settings.samples == "table"
    refuse_taken(decisions, _taken(cohort, settings))
    shown = replace(cohort, patients=tuple(patient for patient in cohort.patients if patient.samples))
    if not shown.patients:
        raise UsageFault(
            f"no patient of project {about.project} has a sample, so there is no study to make",
            where=f"cbioportal.projects.{settings.project}.samples",
            cure="take samples: subject, or a table that names the project's subjects",
        )
    rows = samples_of(shown)
    types = cancer_types(tree, oncotree_codes(shown, decisions, settings.cancer_type), settings.cancer_type, portal)
    found = profiles(rows, decisions)
    timelines, repeats = _timelines(shown, about, settings, names)
    version = types.version or decisions.oncotree or settings.oncotree
    how = facts(shown, about, settings, decisions, version)
    measured = {profile.decision.profile: (profile.name, profile.samples) for profile in found}
    files = {
        "meta_study.txt": study_meta(about, settings, how),
        TAGS: tags(shown, about, settings, decisions, version, _codes("licence")),
        **cancer_type_files(types),
        **_clinical("clinical_patient", "PATIENT_ATTRIBUTES", patient_file(shown, decisions, names), settings),
        **_clinical(
            "clinical_sample", "SAMPLE_ATTRIBUTES", sample_file(shown, decisions, settings, types, names), settings
        ),
        **timelines,
        **_resources(shown, about, settings, names),
        **profile_files(found, settings),
        **case_lists(shown, rows, settings, names, measured, joins=joins),
    }
    without = len(cohort.patients) - len(shown.patients)
    counted = {
        "repeats": repeats,
        "no sample": without,
        "backward": backward(shown),
        "deceased": sum(map(dies_untimed, shown.patients)),
    }
    return Study(
        id=settings.study,
        files=files,
        patients=len(shown.patients),
        samples=len(rows),
        sessions=sum(len(patient.visits) for patient in shown.patients),
        findings=findings(shown, about, settings, counted),
        joined=joins,
        project=settings.project,
        day_zero=day_zero(shown, decisions),
    )


def _taken(cohort: Cohort, settings: StudySettings) -> set[str]:
    """Return the ids of columns that img2fair fills itself."""
    own = {f"HAS_{code}" for code in modalities_of(cohort)}
    return {*OF_PATIENT, *own, *(OF_SESSION if settings.samples == SESSION else ("SAMPLE_ID",))}


def _timelines(cohort: Cohort, about: About, settings: StudySettings, names: CodeTable) -> tuple[dict[str, str], int]:
    """Return the tables of events with their meta files, and how many events were repeats; one table at a time."""
    others = by_file(other_events(cohort))
    ours = {stem_of(IMAGING): partial(imaging_events, cohort, about, settings, names)}
    if settings.samples == SESSION:
        ours[stem_of(SPECIMEN)] = partial(specimens, cohort)
    files: dict[str, str] = {}
    repeats = 0
    for stem in in_order([*ours, *others]):
        events, twice = without_repeats([*(ours[stem]() if stem in ours else ()), *others.get(stem, ())])
        repeats += twice
        if events:
            text = events_table(events, COLUMNS if stem == stem_of(IMAGING) else ())
            files |= _clinical(stem, "TIMELINE", text, settings)
    return files, repeats


def _clinical(stem: str, datatype: str, text: str, settings: StudySettings) -> dict[str, str]:
    """Return a table and its meta file."""
    data = f"data_{stem}.txt"
    return {f"meta_{stem}.txt": clinical_meta(settings.study, datatype, data), data: text}


def _resources(cohort: Cohort, about: About, settings: StudySettings, names: CodeTable) -> dict[str, str]:
    files = {}
    for kind, text in resource_files(cohort, about, settings, names).items():
        stem = f"resource_{kind.lower()}"
        files[f"meta_{stem}.txt"] = resource_meta(settings.study, kind, f"data_{stem}.txt")
        files[f"data_{stem}.txt"] = text
    return files


def _said(text: str, entry: str, guard: Guard) -> str:
    """Return a text of the config, which may hold no label or name of a patient either."""
    path = f"cbioportal.projects.{guard.project}.{entry}"
    guard.lets_out(text, path, "", Screen.SETTING)
    return one_line(_unblocked(text, path, guard))


def _released(held: HeldText | None, path: str, guard: Guard) -> str:
    """Return a text that the catalogue may show too, by the same gate."""
    return one_line(_unblocked(release(held, Rule(path, f"export cbioportal: {path}", guard)), path, guard))


def _unblocked(text: str | None, path: str, guard: Guard) -> str:
    """Return a text, unless the guard has kept it in.

    :raises PrivacyStop: it has: the text may identify somebody.
    """
    if guard.blocked:
        raise PrivacyStop(
            f"{path} holds what may identify somebody, so it cannot stand in a study",
            where=f"project {guard.project}",
            cure="see it with img2fair map and validate; or give the study its name and description in the config",
        )
    return text or ""


def _codes(name: str) -> CodeTable:
    return read_table(find_file("mappings", f"codes/{name}", ".sssom.tsv"))


def _refuse_partial(project: Project) -> None:
    unread = sorted(project.unread & {"subjects", "sessions"})
    if unread:
        raise UsageFault(
            f"the archive did not give the {unread[0]} of project {project.id}, so there is no study to make",
            where="img2fair harvest",
            cure="harvest with an account that may see them",
        )
    if not project.subjects or not project.sessions:
        raise UsageFault(
            f"project {project.id} has no imaging sessions, so there is no study to make",
            where="the snapshot",
            cure="check the project in XNAT, then harvest again",
        )
