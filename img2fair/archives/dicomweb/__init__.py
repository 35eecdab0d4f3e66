"""DICOMweb: one list of series (QIDO-RS), and one object of a series only for what the list does not give.

What makes a project, and who may see it, is the config's to say (``archives.dicom.grouping``). DICOMweb does not tell
the sizes of files, so they are unknown.
"""

from collections.abc import Mapping
from dataclasses import replace

from img2fair.archives import ArchiveSettings
from img2fair.archives.dicom.grouping import Grouping, group
from img2fair.archives.dicomweb.connection import Connection
from img2fair.archives.dicomweb.harvest import DicomwebHarvest, Progress, read_series
from img2fair.model import Visibility


def harvest(settings: ArchiveSettings, progress: Progress) -> DicomwebHarvest:
    """List the server's series and group them into projects; see ``archives.harvest``.

    :param settings: ``url`` is the DICOMweb root; ``options`` a ``Grouping``.
    """
    return DicomwebHarvest(settings, progress)


def read_access(settings: ArchiveSettings) -> Mapping[str, Visibility]:
    """Return who may see each project, as the config says; see ``archives.read_access``.

    Asks the server only where the projects' ids are in its data.
    """
    grouping: Grouping = replace(settings.options)  # so that its table is read again
    known = grouping.known_projects()
    if known is None:
        server = Connection(settings)
        try:
            found = read_series(server, settings, ("PatientID", grouping.key))
        finally:
            server.close()
        known = frozenset(group(found.series, grouping).projects)
    return {id_: grouping.visibility_of(id_) for id_ in sorted(known)}
