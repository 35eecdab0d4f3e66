"""The one project of a snapshot that somebody asks for: there, withheld, or not known."""

import difflib

from img2fair.errors import UsageFault
from img2fair.model import Project, Snapshot, Why
from img2fair.privacy.cohort import PrivacyStop


def project_of(snapshot: Snapshot, project_id: str, *, meaning: str, cure: str) -> Project:
    """Return a project of a snapshot, private ones too.

    :param meaning: what it means that a project was not read.
    :param cure: what to do about a project that was not read because it is private.
    :raises PrivacyStop: the project is private, or its access is not clear, so it was not read.
    :raises UsageFault: it is not there; the message names the nearest.
    """
    for project in snapshot.projects():
        if project.id == project_id:
            return project
    raise _absent(snapshot, project_id, meaning, cure)


def _absent(snapshot: Snapshot, project_id: str, meaning: str, cure: str) -> UsageFault | PrivacyStop:
    header = snapshot.header
    for withheld in header.withheld:
        if withheld.project == project_id:
            where = f"the archive says '{withheld.visibility}'"
            mend = cure if withheld.why is Why.ACCESS else "see 'include' and 'exclude' in the config"
            return PrivacyStop(f"project {project_id} {meaning}: {withheld.reason}", where=where, cure=mend)
    if any(unread.project == project_id for unread in header.unread):
        return UsageFault(f"project {project_id} could not be read at harvest", cure="harvest again")
    known = [project.id for project in snapshot.projects()]
    near = difflib.get_close_matches(project_id, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"harvest it: img2fair harvest --project {project_id}"
    return UsageFault(f"the snapshot has no project '{project_id}'", where=f"its projects: {len(known)}", cure=hint)
