"""From a project of a snapshot to a study."""

from img2fair.assets import find_file
from img2fair.cbioportal.case_list import case_lists
from img2fair.cbioportal.clinical import patient_file, sample_file
from img2fair.cbioportal.meta import TAGS, clinical_meta, facts, resource_meta, study_meta, tags
from img2fair.cbioportal.resources import resource_files
from img2fair.cbioportal.rules import findings
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.study import Study
from img2fair.cbioportal.text import one_line
from img2fair.cbioportal.timeline import timeline_file
from img2fair.clinical.cohort import Cohort
from img2fair.codes import CodeTable, read_table
from img2fair.errors import Fault, UsageFault
from img2fair.model import Header, HeldText, Project, Snapshot
from img2fair.privacy import Gazetteer, Guard, Rule, Screen, release
from img2fair.privacy.asked import project_of
from img2fair.privacy.export import PrivacyStop, Terms, release_cohort


def find_project(snapshot: Snapshot, project_id: str) -> Project:
    """Return a project of a snapshot, which has subjects and sessions.

    :raises PrivacyStop: the project is private, so it was not read.
    :raises UsageFault: it is not there, or too little of it was read.
    """
    cure = "to export it, make it protected in XNAT, then harvest again"
    project = project_of(snapshot, project_id, meaning="is not in the snapshot", cure=cure)
    _refuse_partial(project)
    return project


def make_study(project: Project, header: Header, settings: StudySettings, key: bytes | None) -> Study:
    """Return the study of a project: the same project, settings and key give the same bytes.

    :param header: of the snapshot, for the archive's name.
    :param key: makes the pseudonyms; ``None`` where the settings say ``patient_id: label``, and only there.
    :raises UsageFault: the subjects' labels are wanted and cannot be ids.
    """
    if (key is None) != (settings.patient_id == "label"):
        raise Fault("pseudonyms need a key, and labels have none")
    names = _codes("dicom-modality")
    terms = Terms(
        key=key,
        scope=f"{header.archive}\0{project.id}",
        modalities=names,
        body_parts=_codes("dicom-bodypart"),
        links=bool(settings.viewers),
    )
    cohort = release_cohort(project, terms)
    sessions = sum(len(patient.visits) for patient in cohort.patients)
    return Study(
        id=settings.study,
        files={
            **_about(project, header, settings, sessions, len(cohort.patients)),
            **_tables(cohort, settings, names),
            **case_lists(cohort, settings.study, names),
        },
        patients=len(cohort.patients),
        samples=len(cohort.patients),
        sessions=sessions,
        findings=findings(cohort, settings, f"{header.archive}/{project.id}"),
    )


def _about(project: Project, header: Header, settings: StudySettings, sessions: int, patients: int) -> dict[str, str]:
    guard = Guard(Gazetteer.of(project, settings.opt_out), project.id, settings.reviews, header.time.date())
    name = _said(settings.name, "name", guard) or _released(project.name, "project.name", guard) or project.id
    described = _said(settings.description, "description", guard)
    about = described or _released(project.description, "project.description", guard) or name
    how = facts(settings, header.archive, patients, sessions)
    return {"meta_study.txt": study_meta(settings, name, about, how), TAGS: tags(settings, header.archive)}


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


def _tables(cohort: Cohort, settings: StudySettings, names: CodeTable) -> dict[str, str]:
    """Return each table and its meta file."""
    study = settings.study
    clinical = {
        ("clinical_patient", "PATIENT_ATTRIBUTES"): patient_file(cohort, names),
        ("clinical_sample", "SAMPLE_ATTRIBUTES"): sample_file(cohort, settings.cancer_type),
        ("timeline_imaging", "TIMELINE"): timeline_file(cohort, settings, names),
    }
    files = {}
    for (stem, datatype), text in clinical.items():
        if text is not None:
            files[f"meta_{stem}.txt"] = clinical_meta(study, datatype, f"data_{stem}.txt")
            files[f"data_{stem}.txt"] = text
    for kind, text in resource_files(cohort, settings, names).items():
        stem = f"resource_{kind.lower()}"
        files[f"meta_{stem}.txt"] = resource_meta(study, kind, f"data_{stem}.txt")
        files[f"data_{stem}.txt"] = text
    return files


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
