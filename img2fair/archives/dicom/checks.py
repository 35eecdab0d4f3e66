"""What is right and wrong with what the config says of projects of DICOM series."""

from dataclasses import replace

from img2fair.archives.dicom.grouping import Grouping
from img2fair.archives.failing import failed
from img2fair.errors import UsageFault
from img2fair.model import Check, Standing


def grouping_check(grouping: Grouping) -> Check:
    """Return whether the grouping's table can be read, and whether anything can become public."""
    name = "projects"
    try:
        known = replace(grouping).known_projects()  # a copy, so that its table is read again
    except UsageFault as fault:
        return failed(name, fault)
    said = [grouping.visibility_of(id_) for id_ in known or ()] or [*grouping.access.values()]
    if grouping.visibility is None and not any(one.publishable for one in said):
        cure = "say who may see them: 'visibility' of the grouping, of one of its projects, or in its table"
        return Check(name, Standing.WARN, "nothing says that anybody may see a project, so nothing is published", cure)
    if known is None:
        return Check(name, Standing.PASS, f"made of {grouping.key}: the data tell which there are")
    return Check(name, Standing.PASS, f"{len(known)} projects, by the {'table' if grouping.table else 'config'}")
