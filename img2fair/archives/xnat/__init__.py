"""XNAT: about ten lists for a whole site, and a request for a project only where a list does not bring a part of it.

Private projects are not read: only their ids and access are taken from the site's list, and every other list is asked
for the chosen projects alone. A part that the archive refuses is unread; a part that fails in every way of asking
leaves its whole project out, so that nothing is concluded from half of it.
"""

from collections.abc import Mapping

from img2fair.archives import ArchiveSettings
from img2fair.archives.xnat.access import Access
from img2fair.archives.xnat.harvest import Progress, XnatHarvest
from img2fair.archives.xnat.site import list_access
from img2fair.http import Client, Journal
from img2fair.model import Visibility


def harvest(settings: ArchiveSettings, progress: Progress) -> XnatHarvest:
    """Log in, read the site's lists and decide which projects are read; see ``archives.harvest``."""
    return XnatHarvest(settings, progress)


def read_access(settings: ArchiveSettings) -> Mapping[str, Visibility]:
    """Return the access of every project this account sees, from one list; see ``archives.read_access``."""
    client = Client(settings.url, Journal())
    with Access(client, settings.login) as access:
        return access.enter(lambda: list_access(client)).access
