"""What XNAT has beyond its lists: the people of a project, the headers of its scans, resources of other levels.

Each function is called for one project when everything else of it has been read. It is given raw ids and gives back
model values; what the archive refuses is said to be unread, what fails raises. ``evidence`` is imported by itself,
because it needs pydicom, which takes time to import.
"""

from img2fair.archives.xnat.deep.clinical import read_clinical
from img2fair.archives.xnat.deep.extras import ClinicalExtras, ScanSeed, SessionExtras, SessionSeed, SubjectExtras
from img2fair.archives.xnat.deep.resources import read_resources

__all__ = [
    "ClinicalExtras",
    "ScanSeed",
    "SessionExtras",
    "SessionSeed",
    "SubjectExtras",
    "read_clinical",
    "read_resources",
]
