"""The export as one call: a project of a snapshot, into a folder."""

from pathlib import Path

from img2fair.cbioportal.builder import find_project, make_study
from img2fair.cbioportal.key import read_key
from img2fair.cbioportal.settings import StudySettings
from img2fair.cbioportal.study import Study, write_study
from img2fair.model import Snapshot


def export_study(snapshot: Snapshot, settings: StudySettings, key_file: Path, folder: Path) -> Study:
    """Write the study of a project into a folder and return it; on any fault the folder is as it was.

    :param key_file: the key of the pseudonyms; made where it is missing and pseudonyms are wanted.
    :raises UsageFault: project, labels, key or folder are not as they should be.
    :raises PrivacyStop: the project is private, so it was not read.
    """
    project = find_project(snapshot, settings.project)
    key = read_key(key_file, folder) if settings.patient_id == "hash" else None
    study = make_study(project, snapshot.header, settings, key)
    write_study(folder, study)
    return study
